--- `help`: the list of commands, or the page of one. The entrance answers it before this is ever run.

return {
  summary = "list the commands, or explain one: help COMMAND",
  usage = "[COMMAND]",
  operands = { min = 0, max = 1 },
  run = function() return 0 end,
}
