-- The jobs that this process has claimed and not yet written down: their tasks, their leases, their ends. What ends while a
-- statement is under way gathers for the next one, so that many jobs end in one commit.

local clock = require "clock"
local log = require "log"
local runtime = require "runtime"
local task = require "task"
local attempt = require "queue.attempt"
local store = require "queue.store"

-- `on_end` is called with each one that has ended: there is room for another.
local holding = { on_end = function() end }

local TICK_MS, AWAY_MS = 100, 500

---@type table<string, queue.attempt>  by token: one that was lost may come again
local held = {}
local running, ended, writing, keeping = 0, {}, false, false

--- How many more may begin.
---@param capacity integer
---@return integer
function holding.room(capacity) return math.min(capacity - running, capacity * 4 - #ended) end

--- Whether a claim is held here.
---@param token string
---@return boolean
function holding.has(token) return held[token] ~= nil end

-- ── The end ──

local words = { done = "debug", snooze = "debug", ["return"] = "info", retry = "warn", dead = "error" }

local function tell(one, outcome)
  local fields = { job = one.job.id, kind = one.job.kind, attempt = one.job.attempt, trace = one.job.trace,
    ms = clock.monotonic() - one.began }
  if outcome.outcome == "retry" then fields.again_in = outcome.delay end
  if outcome.problem ~= "" then fields.problem = outcome.problem end
  log[words[outcome.outcome]]("queue." .. outcome.outcome, fields)
end

-- One that cannot be written down must not keep the others from it: its lease runs out, and it is tried again.
local function write_apart(outcomes)
  for _, outcome in ipairs(outcomes) do
    local ok, problem = pcall(store.settle, { outcome })
    if not ok then log.error("queue.unwritten", { job = outcome.id, problem = tostring(problem) }) end
    held[outcome.token] = nil
  end
end

local function is_away(problem)
  return type(problem) == "table" and (problem.code == "db.unavailable" or problem.code == "db.unknown")
end

local function write_all(outcomes)
  local ok, settled = pcall(store.settle, outcomes)
  if not ok and is_away(settled) then
    for _, outcome in ipairs(outcomes) do ended[#ended + 1] = outcome end
    task.sleep(AWAY_MS)
  elseif not ok then
    write_apart(outcomes)
  else
    for _, outcome in ipairs(outcomes) do
      if not settled[outcome.id] then log.warn("queue.lost", { job = outcome.id, outcome = outcome.outcome }) end
      held[outcome.token] = nil
    end
  end
end

local function write()
  while ended[1] do
    local outcomes = ended
    ended = {}
    write_all(outcomes)
  end
  writing = false
end

local function settle(one, outcome)
  one.ended, running = true, running - 1
  if one.job.finished then
    if outcome.outcome ~= "done" then
      log.warn("queue.after_end", { job = one.job.id, kind = one.job.kind, problem = outcome.problem })
    end
    held[outcome.token] = nil
  else
    tell(one, outcome)
    ended[#ended + 1] = outcome
    if not writing then
      writing = true
      task.spawn(write)
    end
  end
  holding.on_end(one)
end

-- ── Meanwhile ──

-- What has ended is left out: it is being written down, and two statements over the same rows could wait for each other.
local function renew()
  local ids, tokens, leases, asked = {}, {}, {}, {}
  local now = clock.monotonic()
  for token, one in pairs(held) do
    if not one.ended and now >= one.renew_at then
      local i = #ids + 1
      ids[i], tokens[i], leases[i], asked[i] = one.job.id, token, one.kind.lease, one
      one.renew_at = now + one.kind.lease * 1000 / 3
    end
  end
  if not ids[1] then return end
  local kept = store.renew(ids, tokens, leases)
  for _, one in ipairs(asked) do
    if not kept[one.job.id] and not one.ended and not one.job.finished then
      -- somebody else has it: whatever this one went on to do would be done twice
      log.warn("queue.lost", { job = one.job.id, kind = one.job.kind })
      one.ended, running, held[one.job.token] = true, running - 1, nil
      one.handle:cancel()
    end
  end
end

local function end_early(one, outcome)
  one.handle:cancel()
  settle(one, outcome)
end

local function look_after()
  local now, left = clock.monotonic(), runtime.ending()
  local over, all = left and left <= 0, {}
  for _, one in pairs(held) do all[#all + 1] = one end -- to end one may let others begin
  for _, one in ipairs(all) do
    if not one.ended and over then
      end_early(one, attempt.given_back(one))
    elseif not one.ended and now > one.must_end then
      end_early(one, attempt.failed(one, ("it took longer than %g s"):format(one.kind.timeout)))
    end
  end
end

local function keep()
  local renewing = false
  local function renew_apart()
    local ok, problem = pcall(renew)
    if not ok then log.warn("queue.unrenewed", { problem = tostring(problem) }) end
    renewing = false
  end
  while next(held) do
    task.sleep(TICK_MS)
    look_after()
    if not renewing then
      renewing = true
      task.spawn(renew_apart)
    end
  end
  keeping = false
end

-- ── The beginning ──

--- Begins a claimed job: a task of its own.
---@param claimed queue.claimed
---@param kind queue.kind
function holding.begin(claimed, kind)
  local one = attempt.new(claimed, kind)
  held[claimed.lease_token], running = one, running + 1
  one.handle = task.spawn(function()
    local outcome = attempt.run(one)
    if not one.ended then settle(one, outcome) end
  end)
  if not keeping and not one.ended then
    keeping = true
    task.spawn(keep)
  end
end

return holding
