--- `releases`: what is stored, the newest first, what of it is live, and who tried to deploy what, from where, why and with
--- which outcome.

local json = require "json"
local release = require "release"
local released = require "released"
local seoul = require "shared.clock"
local terminal = require "terminal"

local MOST = 20

local function places(row)
  local words = {}
  for _, code in ipairs(row.live) do words[#words + 1] = code end
  for _, code in ipairs(row.canary) do words[#words + 1] = code .. " (canary)" end
  return table.concat(words, " ")
end

local function first_line(text) return text:match("[^\n]*") end

local function show_releases(found)
  local rows = {}
  for i, row in ipairs(found) do
    rows[i] = { released.short(row.sha), seoul.datetime(row.stored_at), row.author, places(row), first_line(row.message) }
  end
  if #rows > 0 then terminal.table({ "RELEASE", "STORED", "AUTHOR", "LIVE FOR", "MESSAGE" }, rows) end
  if #rows == 0 then terminal.say("no release is stored yet: deploy stores one") end
end

local function outcome(row)
  if not row.outcome then return "under way" end
  if row.outcome == "live" then return "live, epoch " .. row.epoch end
  return ("%s: %s"):format(row.outcome, first_line(row.reason))
end

local function show_rollouts(found)
  local rows = {}
  for i, row in ipairs(found) do
    rows[i] = { seoul.datetime(row.opened_at), row.kind, released.short(row.canary or row.stable), row.who, row.host,
      first_line(row.why), outcome(row) }
  end
  if #rows > 0 then terminal.table({ "WHEN", "WHAT", "RELEASE", "WHO", "FROM", "WHY", "OUTCOME" }, rows) end
end

local function newest(list, args)
  local found = list(not args.all and MOST + 1 or nil)
  local more = not args.all and #found > MOST
  if more then found[#found] = nil end
  return found, more
end

return {
  summary = "list the stored releases and what became of them",
  usage = "[OPTIONS]",
  text = [[
Lists the stored releases, the newest first, with the malls for which each is live; then who tried to make something
live, when, from which machine, why, and what came of it.]],
  flags = {
    { name = "all", help = "every one of them, not only the newest 20" },
    { name = "rollouts", help = "only the attempts to make something live" },
    { name = "json", help = "one JSON object a line, for programs: releases, or with --rollouts attempts" },
  },
  needs = "database",
  run = function(args)
    local rollouts, more_rollouts = newest(release.rollout.list, args)
    local releases, more_releases = {}, false
    if not args.rollouts then releases, more_releases = newest(release.list, args) end
    if args.json then
      for _, row in ipairs(args.rollouts and rollouts or releases) do print(json.encode(row)) end
      return 0
    end
    local frozen = release.freeze.standing()
    if not args.rollouts then show_releases(releases) end
    if not args.rollouts and #rollouts > 0 then print() end
    show_rollouts(rollouts)
    if more_releases or more_rollouts then terminal.say("only the newest %d; --all lists every one", MOST) end
    if frozen then
      terminal.say("%s froze everything on %s: %s", frozen.who, seoul.datetime(frozen.at), frozen.why)
    end
    return 0
  end,
}
