--- `rollback`: back to what was live before, or to a release that is named.

local attempt = require "deploying.attempt"
local authored = require "authored"
local ending = require "deploying.ending"
local interruption = require "deploying.interruption"
local machines = require "machines"
local release = require "release"
local released = require "released"
local runtime = require "runtime"
local seoul = require "shared.clock"
local terminal = require "terminal"

local PATIENCE = 10000 -- milliseconds; then it goes on: who is in trouble does not wait for a node that is as well

local function rollback(args)
  local newest, epoch = release.rollout.newest()
  if not newest then return ending.refused(nil, "nothing was ever deployed") end
  local sha = args[1] and released.sha(args[1]) or release.rollout.target()
  if not sha then
    return ending.refused(nil, ("nothing was live before %s that was not itself rolled back: name a release")
      :format(released.short(newest.stable)))
  end
  if args[1] and not release.rollout.was_stable(sha) then
    return ending.refused(sha, ("%s was never live: deploy checks it first"):format(released.short(sha)))
  end
  if sha == newest.stable and not newest.canary then
    return { outcome = "unchanged", sha = sha, epoch = epoch, timings = {} }
  end
  local unfit = release.rollout.unfit(nil, { sha })
  if unfit then return ending.refused(sha, "there is no way back over what a migration took away: " .. unfit) end
  local stranded = not args.strand_orders and machines.objection({ sha = sha }, { sha = newest.stable })
  if stranded then
    return ending.refused(sha, stranded .. " (--strand-orders goes back all the same)")
  end
  local frozen = release.freeze.standing()
  local result = attempt.run({ kind = "rollback", base_epoch = epoch, stable = sha, host = authored.host(),
    who = authored.author(runtime.root()), why = args.message or ("back from %s"):format(
    released.short(newest.canary or newest.stable)) }, { patience = PATIENCE, goes_on = true })
  result.sha = sha
  if frozen then
    terminal.say("%s froze everything on %s (%s); going back is always allowed", frozen.who, seoul.datetime(frozen.at),
      frozen.why)
  end
  return result
end

return {
  summary = "go back to the release before, or to SHA",
  usage = "[SHA] [OPTIONS]",
  text = [[
Ends a canary, if one is tried. Else the release that was live before the present one becomes live again, or the one
that SHA (or its beginning) names, if it ever was. A second rollback goes further back, never forward to what was
left. Allowed during a freeze; refused where a migration has since taken away what that release needs, and, unless
--strand-orders says otherwise, where orders have since come to states its machine does not know. A node that
does not answer is not waited for longer than ten seconds. Exit codes are those of `deploy`.]],
  flags = {
    { name = "message", short = "m", value = "WHY", help = "why" },
    { name = "strand-orders", help = "though its order machine knows no way on for orders that there are" },
    { name = "json", help = "one JSON object at the end, for programs" },
  },
  operands = { min = 0, max = 1 },
  needs = "database",
  run = function(args)
    interruption.heed()
    return ending.of(rollback, args)
  end,
}
