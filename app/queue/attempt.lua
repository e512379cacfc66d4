-- One attempt at a job: what its kind is given, and what comes out of it.

local clock = require "clock"
local fault = require "shared.fault"
local random = require "queue.random"
local rules = require "queue.rules"
local store = require "queue.store"

local attempt = {}

--- What `run` gets beside the args.
---@class queue.job
---@field id string          the same at every attempt: the key by which an effect elsewhere is idempotent
---@field kind string
---@field mall_id string|nil
---@field attempt integer    1 at the first
---@field is_last boolean    whether it is a dead letter if this one fails
---@field trace string|nil
---@field token string
---@field finished boolean   it ended in a transaction of its own
local methods = {}
methods.__index = methods

--- Ends the job in the transaction of its effect: both are there afterwards, or neither is. When it was believed dead and
--- another has taken it over, that is a fault, with which the transaction is to be left.
---@param tx table
---@return true|nil
---@return fault|nil queue.lost
function methods:finish(tx)
  local settled = store.settle({ { id = self.id, token = self.token, outcome = "done", delay = 0, problem = "" } }, tx)
  if not settled[self.id] then return nil, fault("queue.lost") end
  tx:on_commit(function() self.finished = true end)
  return true
end

---@class queue.attempt
---@field claimed queue.claimed
---@field kind queue.kind
---@field job queue.job
---@field began number       milliseconds, as clock.monotonic
---@field must_end number
---@field renew_at number
---@field handle table|nil
---@field ended boolean|nil

---@param claimed queue.claimed
---@param kind queue.kind
---@return queue.attempt
function attempt.new(claimed, kind)
  local now = clock.monotonic()
  local job = setmetatable({ id = claimed.id, kind = claimed.kind, mall_id = claimed.mall_id, attempt = claimed.attempt,
    is_last = claimed.attempt >= claimed.max_attempts, trace = claimed.trace, token = claimed.lease_token,
    finished = false }, methods)
  return { claimed = claimed, kind = kind, job = job, began = now, must_end = now + kind.timeout * 1000,
    renew_at = now + kind.lease * 1000 / 3 }
end

--- What becomes of it when it fails.
---@param one queue.attempt
---@param problem any
---@return queue.outcome
function attempt.failed(one, problem) return rules.failed(one.claimed, one.kind, problem, random()) end

local function outcome(one, word)
  return { id = one.job.id, token = one.job.token, outcome = word, delay = 0, problem = "" }
end

--- What becomes of it when its process ends first.
---@param one queue.attempt
---@return queue.outcome
function attempt.given_back(one) return outcome(one, "return") end

local function traced(raised)
  if type(raised) ~= "string" then return raised end
  return debug.traceback(raised, 2)
end

local function judge(one, ok, result, problem)
  if ok and result then return outcome(one, "done") end
  if not ok then return attempt.failed(one, result) end
  return attempt.failed(one, problem or "it returned neither true nor a fault")
end

--- Runs it. Waits.
---@param one queue.attempt
---@return queue.outcome
function attempt.run(one)
  local misfit = rules.misfit(one.kind, one.claimed.args)
  if misfit then return attempt.failed(one, fault("queue.misfit", { permanent = true, message = misfit })) end
  return judge(one, xpcall(one.kind.run, traced, one.claimed.args, one.job))
end

return attempt
