--- `deploy`: checks a release, keeps it, lets every node build it, and makes it live on all of them or on none.

local attempt = require "deploying.attempt"
local authored = require "authored"
local candidate = require "deploying.candidate"
local changes = require "changes"
local ending = require "deploying.ending"
local inspection = require "deploying.inspection"
local interruption = require "deploying.interruption"
local machines = require "machines"
local prices = require "deploying.prices"
local release = require "release"
local released = require "released"
local runtime = require "runtime"
local scratch = require "deploying.scratch"
local terminal = require "terminal"
local watching = require "deploying.watching"

local PATIENCE = 30000   -- milliseconds; a node that builds gives up within ten seconds
local WATCH = 600        -- seconds
local MOST_PERCENT = 50  -- or too few would be left to compare with

-- Why this must not go live over what is live.
local function objection(made, newest, args)
  local frozen = release.freeze.standing()
  if frozen then return attempt.frozen(frozen) end
  if newest and newest.canary then
    return ending.refused(made.sha, ("%s is tried as a canary: promote it or roll it back first")
      :format(released.short(newest.canary)))
  end
  if newest and newest.stable == made.sha then
    return { outcome = "unchanged", sha = made.sha, epoch = newest.epoch, timings = {} }
  end
  if args.canary and not newest then
    return ending.refused(made.sha, "nothing is live that a canary could be compared with: deploy it without --canary")
  end
  local unfit = release.rollout.unfit_schema(made.facts.schema)
  if unfit then return ending.refused(made.sha, unfit) end
end

-- What is live, to be compared with; an empty one at first, or when it is not to be had.
local function live(newest, made)
  return newest and (release.look(newest.stable, made.contents)) or { sha = ("0"):rep(64), files = {}, contents = {} }
end

local function inspect(made, before, folder)
  local known = {}
  for _, file in ipairs(before.files) do known[file.path] = file.sha256 end
  local found = terminal.progress("Checking", function() return inspection.run(made, folder, known) end)
  for _, sentence in ipairs(found.skipped) do terminal.say("not checked: %s", sentence) end
  return found
end

local function foretell(made, before, unwanted, args)
  if not args.json then changes.show(before, made) end
  if unwanted then return ending.refused(made.sha, unwanted) end
  return { outcome = "checked", timings = {} }
end

-- Who adds releases throws old ones away. What is live stays live though that should fail.
local function make_room()
  local ok, gone, fault = pcall(release.retire)
  if not ok then gone, fault = nil, gone end
  if not gone then
    terminal.say("old releases stay until the next deployment: %s", tostring(type(fault) == "table" and fault.code or fault))
  elseif gone.releases > 0 then terminal.say("%d releases that were never live were thrown away", gone.releases)
  end
end

local function roll_out(made, newest, epoch, args)
  local stored, fault = release.put(made)
  if not stored then error(fault, 0) end
  local canary = args.canary ~= nil
  local result = attempt.run({ kind = canary and "canary" or "deploy", base_epoch = epoch, percent = args.canary,
    stable = canary and newest.stable or made.sha, canary = canary and made.sha or nil,
    who = authored.author(runtime.root()), host = authored.host(), why = args.message or made.facts.message:match "[^\n]*" },
    { patience = PATIENCE, watch = { seconds = args.watch or WATCH, promotes = args.promote or false } })
  if result.outcome == "live" then make_room() end
  return result
end

local function watch(result, stable, args)
  local seconds = args.watch or WATCH
  terminal.say("live for %d %% of visitors, epoch %d: watching for %d seconds, as the nodes do", args.canary, result.epoch,
    seconds)
  local seen = watching.run({ epoch = result.epoch, stable = stable, canary = result.sha, seconds = seconds,
    promotes = args.promote or false }, authored.host())
  for name, value in pairs(seen) do result[name] = value end
  return result
end

-- Checks it and makes it live, which ends in a result.
local function bring(made, newest, epoch, args, folder)
  local before = live(newest, made)
  local found = inspect(made, before, folder)
  local result
  if interruption.came() then
    result = { outcome = "interrupted", reason = "interrupted while it was checked", timings = {} }
  elseif #found.problems > 0 then
    result = ending.problems(made.sha, found)
  else
    terminal.say("%s is sound (%d ms)", released.short(made.sha), found.milliseconds)
    local stranded = machines.objection(made, before)
    if stranded then return ending.refused(made.sha, stranded) end
    local report = prices.compare(folder, before)
    local unwanted = prices.objection(report, args.accept_price_changes)
    result = args.dry_run and foretell(made, before, unwanted, args)
      or unwanted and ending.refused(made.sha, unwanted)
      or roll_out(made, newest, epoch, args)
    result.prices = report and { asked = report.asked, changed = report.changed, largest = report.largest,
      total = report.total, verdict = report.verdict }
  end
  result.sha, result.percent, result.timings.checked_ms = made.sha, args.canary, found.milliseconds
  result.skipped = #found.skipped > 0 and found.skipped or nil
  return result
end

local function deploy(args)
  local newest, epoch = release.rollout.newest()
  if newest then release.presume(newest.stable) end
  local made, fault = candidate.take(args[1] or runtime.root(), { message = args.message, base = newest and newest.stable })
  if not made then return ending.problems(nil, fault) end
  local ended = objection(made, newest, args)
  if ended then return ended end
  local result = scratch.with(made, function(folder) return bring(made, newest, epoch, args, folder) end)
  if result.outcome == "live" and args.canary then return watch(result, newest.stable, args) end
  return result
end

local function misuse(args)
  if args.canary and (args.canary < 1 or args.canary > MOST_PERCENT) then
    return ("--canary is 1 to %d %% of visitors"):format(MOST_PERCENT)
  end
  if args.promote and args.wait then return "--promote and --wait exclude each other" end
  if not args.canary and (args.watch or args.promote or args.wait) then
    return "--watch, --promote and --wait go with --canary"
  end
  if args.watch and (args.watch < 1 or args.watch > 604800) then return "--watch is one second to seven days" end
end

return {
  summary = "make a release live on every node, or on none",
  usage = "[DIR|FILE|SHA] [OPTIONS]",
  text = [[
Checks a folder (this tree unless told), a bundle's file or a stored release here: syntax, layers, names that nobody
defined, templates, its own self-check in a process that may hang, and what the newest carts and orders would cost (see
`replay`): a change of that has to be accepted. It is refused, with their number, when its order machine knows no way on
for orders that there are. Then it is stored, every live node builds and
checks it beside its work, and when all have it ready it goes live on all of them at once. If one refuses, nothing
changes, and you are told its file, line and reason. Machines that start later begin with what is live. Of releases
that were never live the newest hundred stay; one that was is never thrown away: orders say which one priced them.

With --canary a share of visitors gets it beside what is live: the same ones from page to page and on every node, told
apart by their session (which log-in renews) or, before there is one, by address and browser. The nodes compare both
versions each second, whether or not anybody watches: they roll it back when it fails, raises or is slow more often
than chance explains, or when an amount of money does not add up. When the time is over and 200 requests of each
version or more say that it is no worse, it is promoted if --promote says so and waits for `promote` otherwise; with
fewer it goes on. Nothing else is deployed until `promote` or `rollback` ends it, or the nodes do.

Ctrl-C before it is live gives up; afterwards it only stops watching. Exit code 0: live (with --dry-run: sound);
1: refused; 2: the command line was wrong; 3: somebody else was first; 4: the canary was rolled back; 130:
interrupted before it was live.]],
  flags = {
    { name = "message", short = "m", value = "WHY", help = "what it changes, and why" },
    { name = "canary", value = "PCT", kind = "integer", help = "for that share of visitors only, 1 to 50 %" },
    { name = "watch", value = "DURATION", kind = "duration", help = "how long it is watched (90s, 2h); 10m unless told" },
    { name = "promote", help = "then promote it, if it is no worse" },
    { name = "wait", help = "then leave it for `promote` (as it is unless told)" },
    { name = "accept-price-changes", help = "let it go live though carts or orders would cost something else" },
    { name = "dry-run", help = "only check it, and show what would change" },
    { name = "json", help = "one JSON object at the end, for programs" },
  },
  operands = { min = 0, max = 1 },
  needs = "database",
  run = function(args)
    local wrong = misuse(args)
    if wrong then
      io.stderr:write("sijang: deploy: ", wrong, "\n")
      return 2
    end
    released.settle()
    interruption.heed()
    return ending.of(deploy, args)
  end,
}
