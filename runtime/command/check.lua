--- `check`: whether the books are right. Run it while nothing is under way; it only reads.

local terminal = require "terminal"

return {
  summary = "check that the books are right: stock, payments, histories",
  usage = "",
  text = "Asks the database every invariant of the house, and lists what breaks one. Exit code 1 if anything does.",
  needs = "database",
  run = function()
    local broken = 0
    for _, result in ipairs(require("flows.check_invariants").run()) do
      local good = #result.findings == 0
      if not good then broken = broken + 1 end
      print(("%s  %s  %s"):format(good and terminal.green("ok    ") or terminal.red("BROKEN"), result.number, result.says))
      for _, finding in ipairs(result.findings) do print("            " .. finding) end
    end
    return broken == 0 and 0 or 1
  end,
}
