--- `lua`: runs a Lua file with the malls' bindings and modules, for a question that wants ten lines and no command.

return {
  summary = "run a Lua file with the bindings at hand",
  usage = "FILE [ARGUMENT…]",
  operands = { min = 1 },
  run = function(args)
    local chunk, problem = loadfile(args[1])
    if not chunk then error({ sentence = problem }, 0) end
    local code = chunk(select(2, unpack(args)))
    return type(code) == "number" and code or 0
  end,
}
