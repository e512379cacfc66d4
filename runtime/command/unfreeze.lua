--- `unfreeze`: what was frozen may go live again.

local authored = require "authored"
local release = require "release"
local runtime = require "runtime"
local seoul = require "shared.clock"
local terminal = require "terminal"

return {
  summary = "lift a freeze",
  usage = "",
  needs = "database",
  run = function()
    local lifted = release.freeze.lift(authored.author(runtime.root()))
    if not lifted then
      terminal.say "nothing is frozen"
      return 0
    end
    print(("lifted: %s had frozen everything on %s (%s)"):format(lifted.who, seoul.datetime(lifted.at), lifted.why))
    return 0
  end,
}
