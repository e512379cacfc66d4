--- `jobs`: how the queue stands, what was given up and why, and when what happens by the clock; dead letters can be tried
--- again or thrown away, and an entry of the schedule run now.

local authored = require "authored"
local json = require "json"
local seoul = require "shared.clock"
local terminal = require "terminal"

local MOST = 50

local function queue()
  local face = require "queue"
  face.know(require "jobs.kinds", require "jobs.schedule")
  return face
end

local function who() return { actor = "shell:" .. authored.author(".") } end

local function duration(seconds)
  if not seconds then return "" end
  if seconds < 1 then return ("%.0f ms"):format(seconds * 1000) end
  if seconds < 120 then return ("%.1f s"):format(seconds) end
  if seconds < 7200 then return ("%.0f min"):format(seconds / 60) end
  return ("%.0f h"):format(seconds / 3600)
end

local function pair(values) return values and ("%s / %s"):format(duration(values[1]), duration(values[2])) or "" end

local function limits(kind)
  if not kind then return "no such kind" end
  local words = {}
  if kind.concurrency then words[1] = ("%d at once"):format(kind.concurrency) end
  if kind.rate then words[#words + 1] = ("%g in %g s"):format(kind.rate.count, kind.rate.per) end
  return table.concat(words, ", ")
end

local function first_line(text) return text:match "[^\n]*" end

local actions = {}

function actions.queues(args)
  local face = queue()
  local states, rows = face.states(), {}
  if args.json then
    for _, state in ipairs(states) do print(json.encode(state)) end
    return
  end
  for i, one in ipairs(states) do
    rows[i] = { one.kind, one.ready, one.running, one.scheduled, one.retrying, one.dead, duration(one.oldest), one.done,
      one.done_minute, pair(one.waited), pair(one.took), limits(face.kinds()[one.kind]) }
  end
  if not rows[1] then return terminal.say "no job waits, and none has run in the last hour" end
  for _, one in ipairs(states) do
    if one.running == 0 and (one.oldest or 0) > 60 then
      terminal.say("%s has waited for %s: does any node run with JOB_WORKERS above 0?", one.kind, duration(one.oldest))
    end
  end
  terminal.table({ "KIND", "READY", "RUNNING", "LATER", "RETRYING", "DEAD", "OLDEST", "DONE/H", "DONE/MIN",
    "WAITED p50/p95", "TOOK p50/p95", "LIMITS" }, rows)
end

function actions.dead(args)
  local found, rows = queue().dead(args[2], MOST), {}
  if args.json then
    for _, job in ipairs(found) do print(json.encode(job)) end
    return
  end
  for i, job in ipairs(found) do
    rows[i] = { job.id, job.kind, seoul.datetime(job.died_at), job.attempt, first_line(job.last_error) }
  end
  if not rows[1] then return terminal.say "there is no dead letter" end
  terminal.table({ "ID", "KIND", "GIVEN UP", "ATTEMPTS", "WHY" }, rows)
  if #rows == MOST then terminal.say("only the newest %d", MOST) end
end

local function id_of(args, action)
  local id = args[2]
  if not id then terminal.fail("which job? jobs %s ID", action) end
  if not id:find "^%x+%-%x+%-%x+%-%x+%-%x+$" or #id ~= 36 then terminal.fail("'%s' is no id of a job", id) end
  return id
end

function actions.show(args)
  local job = queue().find(id_of(args, "show"))
  if not job then terminal.fail("there is no job %s: it ended more than a week ago, or never was", args[2]) end
  if args.json then return print(json.encode(job)) end
  local names = {}
  for name in pairs(job) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do
    local value = job[name]
    if type(value) == "table" then value = json.encode(value) end
    if name:find "_at$" or name == "lease_until" then value = seoul.datetime(value) end
    if name ~= "lease_token" and value ~= "" then
      print(("%-13s %s"):format(name, (tostring(value):gsub("\n", "\n              "))))
    end
  end
end

local function told(args, result, fault, sentence)
  if not result then
    local say = { ["queue.not_dead"] = "it is no dead letter, or a job like it waits already",
      ["queue.overlapped"] = "a run of it has not ended",
      ["queue.no_entry"] = "jobs/schedule.lua has no entry of that name" }
    terminal.fail("%s: %s", args[2], say[fault.code] or tostring(fault))
  end
  print(args.json and json.encode { id = type(result) == "table" and result.id or result } or sentence)
end

function actions.retry(args)
  queue()
  local job, fault = require("flows.tend_job").retry(who(), id_of(args, "retry"))
  told(args, job, fault, job and ("%s (%s) is tried again"):format(job.id, job.kind))
end

function actions.discard(args)
  queue()
  if not args.message then terminal.fail "why? jobs discard ID -m REASON" end
  local job, fault = require("flows.tend_job").discard(who(), id_of(args, "discard"), args.message)
  told(args, job, fault, job and ("%s (%s) is thrown away"):format(job.id, job.kind))
end

function actions.schedule(args)
  local rows = {}
  for _, entry in ipairs(queue().schedule(args.json and 20 or 1)) do
    if args.json then
      print(json.encode(entry))
    else
      local last = entry.slots[1]
      rows[#rows + 1] = { entry.name, entry.cron, entry.kind, entry.next and seoul.datetime(entry.next) or "never",
        last and seoul.datetime(last.slot) or "", last and (last.outcome or "under way") or "" }
    end
  end
  if rows[1] then terminal.table({ "NAME", "WHEN", "KIND", "NEXT", "LAST", "OUTCOME" }, rows) end
end

function actions.run(args)
  queue()
  if not args[2] then terminal.fail "which entry? jobs schedule lists them" end
  local id, fault = require("flows.tend_job").run_now(who(), args[2])
  told(args, id, fault, id and ("%s runs now, as job %s"):format(args[2], id))
end

return {
  summary = "how jobs stand; retry what was given up; run what is scheduled",
  usage = "[dead [KIND] | show ID | retry ID | discard ID -m WHY | schedule | run NAME] [--json]",
  text = [[
jobs                     each kind: how many wait, run and were given up, how fast it goes (of the last hour)
jobs dead [KIND]         what was given up, and why
jobs show ID             all about one job
jobs retry ID            try a dead letter again, from its first attempt
jobs discard ID -m WHY   throw a dead letter away
jobs schedule            what happens by the clock: next and last time, and what came of it
jobs run NAME            run an entry of the schedule now]],
  operands = { min = 0, max = 2 },
  flags = {
    { name = "message", short = "m", value = "WHY", help = "why a dead letter is thrown away" },
    { name = "json", help = "one JSON object a line, for programs" },
  },
  needs = "database",
  run = function(args)
    local action = actions[args[1] or "queues"]
    if not action or args[1] == "queues" then
      terminal.fail("jobs knows dead, show, retry, discard, schedule and run, not '%s'", args[1])
    end
    action(args)
    return 0
  end,
}
