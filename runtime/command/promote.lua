--- `promote`: what a share of visitors tries becomes live for all.

local attempt = require "deploying.attempt"
local authored = require "authored"
local ending = require "deploying.ending"
local interruption = require "deploying.interruption"
local release = require "release"
local runtime = require "runtime"

local PATIENCE = 30000 -- milliseconds

local function promote(args)
  local newest, epoch = release.rollout.newest()
  if not newest or not newest.canary then
    return ending.refused(nil, "no canary is tried: there is nothing to promote")
  end
  local result = attempt.run({ kind = "promote", base_epoch = epoch, stable = newest.canary,
    who = authored.author(runtime.root()), host = authored.host(), why = args.message or "promoted" },
    { patience = PATIENCE })
  result.sha = newest.canary
  return result
end

return {
  summary = "make the canary live for all",
  usage = "[OPTIONS]",
  text = [[
What `deploy --canary` gave to a share of visitors becomes live for all of them, whether or not its time is
over. Refused during a freeze. Exit codes are those of `deploy`.]],
  flags = {
    { name = "message", short = "m", value = "WHY", help = "why" },
    { name = "json", help = "one JSON object at the end, for programs" },
  },
  needs = "database",
  run = function(args)
    interruption.heed()
    return ending.of(promote, args)
  end,
}
