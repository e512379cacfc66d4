-- A job worker: claims what its site's kinds can do, when the bell rings, when something has ended, and by itself every half
-- second. Only the current generation of a job worker claims; what an older one has begun it ends.

local crypto = require "crypto"
local log = require "log"
local runtime = require "runtime"
local task = require "task"
local holding = require "queue.holding"
local insertion = require "queue.insertion"
local kinds = require "queue.kinds"
local random = require "queue.random"
local reaper = require "queue.reaper"
local rules = require "queue.rules"
local schedule = require "queue.schedule"
local store = require "queue.store"

local worker = {}

local JITTER_MS = 300

-- Who holds a lease, for people; what proves it is the lease's token.
local node = runtime.setting "NODE"
local me = ("%s%s %s"):format(node and node .. " " or "", runtime.worker() or "", crypto.hex(crypto.random(3)))
local capacity = tonumber(runtime.setting "JOB_CONCURRENCY")

-- looking: some are being claimed; again: look once more after that; more: there may be some for which there was no room;
-- away: the database was, and that is said already; prepared: limited kinds have their rows; unsure: a claim may have been
-- committed that nobody heard of.
local looking, again, more, away, prepared, unsure = false, false, false, false, false, false

local function is_current()
  return runtime.runs_jobs() and runtime.serving() == runtime.generation() and not runtime.ending()
end

-- How many of each kind may begin; of limited ones none, unless this worker holds their row.
local function allowances(tx, room)
  local most, buckets, names = {}, {}, {}
  for _, kind in ipairs(kinds.all) do most[kind.kind] = room end
  for i, kind in ipairs(kinds.limited) do names[i], most[kind.kind] = kind.kind, 0 end
  if not names[1] then return most, buckets end
  for name, limit in pairs(store.hold_limits(tx, names)) do
    most[name], buckets[name] = rules.allowance(kinds.by_name[name], limit.tokens, limit.age, limit.running or 0, room)
  end
  return most, buckets
end

local function claim(room)
  unsure = true
  local jobs = store.transaction(function(tx)
    local most, buckets = allowances(tx, room)
    local claimed, taken = store.claim(tx, kinds.all, most, room, me), {}
    for _, job in ipairs(claimed) do taken[job.kind] = (taken[job.kind] or 0) + 1 end
    for name, tokens in pairs(buckets) do
      if taken[name] then store.fill_limit(tx, name, tokens - taken[name]) end
    end
    return claimed
  end)
  unsure = false
  return jobs
end

-- The connection may go while a claim is committed. Its jobs are this worker's then, and nobody works on them: they are
-- begun, instead of lying, and keeping others of their kind from beginning, until their leases are over.
local function take_up()
  for _, job in ipairs(store.claimed_by(me)) do
    if not holding.has(job.lease_token) then holding.begin(job, kinds.by_name[job.kind]) end
  end
  unsure = false
end

local function claim_all()
  if not prepared then store.prepare_limits(kinds.limited) end
  prepared = true
  if unsure then take_up() end
  repeat
    again = false
    local room = holding.room(capacity)
    more = room <= 0
    if more or not kinds.all[1] then return end
    local claimed = claim(room)
    more = #claimed == room
    for _, job in ipairs(claimed) do holding.begin(job, kinds.by_name[job.kind]) end
  until not is_current() or not (again or more)
end

-- While the database is away that is said once, and tried again.
local function guarded(fn)
  local ok, problem = pcall(fn)
  if not ok and not away then log.warn("queue.away", { problem = tostring(problem) }) end
  away = not ok
end

--- Claims as much as there is room for.
function worker.look()
  again = true
  if looking or not is_current() then return end
  looking = true
  guarded(claim_all)
  looking = false
end

function holding.on_end(one)
  if not more and not one.kind.concurrency then return end
  again = true
  if not looking then task.spawn(worker.look) end
end

-- Nodes that were started together do not ask together.
local function beat()
  task.sleep(random() * JITTER_MS)
  if not is_current() then return end
  guarded(function()
    store.make_ready()
    reaper.reap()
  end)
  worker.look()
end

--- What the runtime runs by the clock in job workers: `jobs` of app/boot.lua.
---@return { name: string, every: number, run: function }[]
function worker.hooks()
  if runtime.runs_jobs() then insertion.bell.on_ring(worker.look) end
  return {
    { name = "queue", every = 0.4, run = beat },
    { name = "queue.strangers", every = 60, run = function() guarded(reaper.bury_strangers) end },
    { name = "schedule", every = 2, run = function() guarded(schedule.fire) end },
  }
end

return worker
