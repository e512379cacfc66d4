--- `freeze`: nothing new goes live until somebody lifts it.

local authored = require "authored"
local release = require "release"
local runtime = require "runtime"
local seoul = require "shared.clock"
local terminal = require "terminal"

return {
  summary = "let nothing new go live until unfreeze",
  usage = "-m WHY",
  text = [[
Refuses deploy, canary and promote, on every machine, until `unfreeze`; a canary is not promoted by itself either.
Going back stays allowed: rollback, and the nodes' own when a canary is worse.]],
  flags = { { name = "message", short = "m", value = "WHY", help = "why: whoever is refused is told" } },
  needs = "database",
  run = function(args)
    if not args.message then terminal.fail "why? freeze -m WHY: whoever is refused is told" end
    local done, fault = release.freeze.begin(authored.author(runtime.root()), args.message)
    if not done then
      local stands = fault.freeze
      terminal.fail("%s", stands and ("%s froze everything already on %s: %s"):format(stands.who, seoul.datetime(stands.at),
        stands.why) or "somebody has just lifted another freeze: try again")
    end
    print "frozen"
    return 0
  end,
}
