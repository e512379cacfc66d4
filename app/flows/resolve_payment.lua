-- What became of an attempt whose end nobody saw: the provider is asked, and its answer settled. An attempt that is being
-- approved is asked after until there is an answer; one whose approval surely never came is given up, taken back first where
-- the provider lets one do that unseen.

local log = require "log"
local payment = require "payment"
local fault = require "shared.fault"
local complete_payment = require "flows.complete_payment"
local settle_payment = require("flows.settle_payment").run

-- A call that is under way may still take the money: before this an unapproved attempt is not given up.
local IN_FLIGHT = 90
-- Seconds until it is asked again, by how long it is unknown.
local SOON, LATER, PATIENCE = 15, 600, 3600

local BY = { actor = "clock", cause = "reconciliation" }

local resolve_payment = {}

local function again(attempt, code)
  local age = attempt.asked_at - (attempt.approving_at or attempt.created_at)
  if age > PATIENCE then log.warn("payment.unresolved", { reference = attempt.reference, seconds = age, code = code }) end
  return nil, fault("payment.unknown", { snooze = age < 300 and SOON or age < PATIENCE and 60 or LATER, message = code })
end

local function settle(mall, attempt, contract, result, problem)
  return settle_payment { mall = mall, order_id = attempt.order_id, payment_id = attempt.id, result = result,
    merchant = payment.merchant(contract), by = BY, problem = problem }
end

-- The provider took nothing: nor will it, once a call that may be under way has come back.
local function give_up(mall, attempt, contract, adapter, code)
  if attempt.status ~= "approving" then return { status = attempt.status, action = "wait" } end
  if attempt.asked_at - attempt.approving_at < IN_FLIGHT then return again(attempt, code) end
  local token = attempt.details.token
  if adapter.net_cancel and token then
    local outcome, refused = complete_payment.take_back(mall, attempt, contract, adapter, token, BY)
    if not outcome or outcome.status ~= "approving" then return outcome, refused end
    -- nobody took the request to take it back: the money may be there yet
    if outcome.unanswered then return again(attempt, code) end
  end
  return settle(mall, attempt, contract, { outcome = "declined", code = code }, "unanswered")
end

--- Finds out what became of an attempt.
---@param mall_id string
---@param payment_id string
---@return settle_payment.outcome|nil
---@return fault|nil  payment.unknown with `snooze`: it is to be asked again
function resolve_payment.run(mall_id, payment_id)
  local attempt = payment.by_id(mall_id, payment_id)
  if not attempt or attempt.provider == "bank" or attempt.provider == "points" then
    return { status = "gone", action = "none" }
  end
  local mall = { id = mall_id }
  local contract, adapter = payment.adapter(mall, attempt)
  if not contract then
    adapter.permanent = attempt.status ~= "approving"
    return nil, adapter
  end
  local result = adapter.query(contract, attempt, attempt.asked_at)
  if result.outcome == "unknown" then
    if attempt.status == "approving" then return again(attempt, result.code) end
    return { status = attempt.status, action = "ask" }
  end
  if result.outcome == "declined" then return give_up(mall, attempt, contract, adapter, result.code) end
  if payment.verdict.action(attempt.status, result) == "wait" then
    return give_up(mall, attempt, contract, adapter, result.state)
  end
  return settle(mall, attempt, contract, result)
end

--- Attempts of all malls that nobody has heard of for a while.
---@param limit integer
---@return { mall_id: string, id: string }[]
function resolve_payment.silent(limit) return payment.silent(120, limit) end

return resolve_payment
