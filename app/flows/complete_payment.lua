-- The browser came back from a provider's window. What it brings proves nothing: it opens the one call that takes the money.
-- Before that call the attempt is marked, and committed, so that it is made once however often the browser comes, and so
-- that whatever breaks afterwards leaves a trace which a job follows. The answer to the call is settled like any other.

local crypto = require "crypto"
local json = require "json"
local log = require "log"
local payment = require "payment"
local queue = require "queue"
local task = require "task"
local fault = require "shared.fault"
local move_order = require "flows.move_order"
local settle_payment = require("flows.settle_payment").run
local transaction = require("flows.store").transaction

-- Who looks after an attempt whose end nobody saw comes this much later: longer than a call takes.
local FOLLOW_UP = 45
local NET_CANCELS, PAUSE = 3, 400

local complete_payment = {}

-- The one-time claim: whoever gets it makes the call.
local function try_claim(mall, attempt, token, by, name)
  return transaction(function(tx)
    local subject, refused = move_order.lock(tx, mall.id, attempt.order_id)
    if not subject then return nil, refused end
    local status
    for _, row in ipairs(subject.payments) do
      if row.id == attempt.id then status = row.status end
    end
    if status ~= "ready" and status ~= "requested" then return { status = status } end
    payment.note(tx, mall.id, attempt.id, { details = { token = token, claim = name, go = json.null } })
    local moved, illegal = move_order.run(tx, subject, { axis = "payment", event = "authenticate", id = attempt.id }, by)
    if not moved then return nil, fault("payment.not_open", { cause = illegal }) end
    queue.enqueue(tx, "payment.resolve", { mall_id = mall.id, payment_id = attempt.id },
      { mall_id = mall.id, unique = "resolve:" .. attempt.id, delay = FOLLOW_UP, priority = 2 })
    return { status = moved, mine = true }
  end)
end

-- The connection may go while the claim is committed. Its name tells whether it is there, and whose it is: the call is then
-- made by who claimed it, instead of by nobody until the attempt is given up.
local function claim(mall, attempt, token, by)
  local name = crypto.uuid7()
  local claimed, refused = try_claim(mall, attempt, token, by, name)
  if claimed or refused.code ~= "db.unknown" then return claimed, refused end
  local now = payment.by_id(mall.id, attempt.id)
  if now.status == "approving" and now.details.claim == name then return { status = now.status, mine = true } end
  return try_claim(mall, attempt, token, by, name)
end

local function given_of(mall, attempt, contract, result, by, problem)
  return { mall = mall, order_id = attempt.order_id, payment_id = attempt.id, result = result,
    merchant = payment.merchant(contract), by = by, problem = problem }
end

-- The answer is lost: the money may have been taken. Where the provider lets one take it back unseen, that is done at once,
-- and the shopper may try again; elsewhere, and where that answer is lost as well, the follow-up asks.
local function take_back(mall, attempt, contract, adapter, token, by)
  if not adapter.net_cancel then return { status = "approving", action = "ask" } end
  local unanswered = true
  for try = 1, NET_CANCELS do
    local result = adapter.net_cancel(contract, attempt, token, payment.now())
    unanswered = unanswered and result.outcome == "unknown"
    if result.outcome == "ok" then
      local nothing_taken = { outcome = "declined", code = result.code }
      return settle_payment(given_of(mall, attempt, contract, nothing_taken, by, "unanswered"))
    end
    log.warn("payment.net_cancel_failed", { reference = attempt.reference, outcome = result.outcome, code = result.code })
    if result.outcome == "declined" then break end
    if try < NET_CANCELS then task.sleep(PAUSE * try) end
  end
  return { status = "approving", action = "ask", unanswered = unanswered }
end

-- The money is taken, and we could not write it down, however often we tried. Where nobody knows whether the writing
-- happened, the follow-up looks; where it surely did not, what was taken goes back.
local function lost_write(mall, attempt, contract, adapter, token, by, refused)
  log.error("payment.not_written", { reference = attempt.reference, reason = tostring(refused) })
  if refused.code == "db.unknown" then return { status = "approving", action = "ask" } end
  return take_back(mall, attempt, contract, adapter, token, by)
end

-- To write what was written already changes nothing, so that what nobody knows of is written again, too.
local AGAIN = { ["db.unavailable"] = true, ["db.conflict"] = true, ["db.unknown"] = true }

local function settled(given)
  for try = 1, 3 do
    local outcome, refused = settle_payment(given)
    if outcome or not AGAIN[refused.code] then return outcome, refused end
    if try == 3 then return nil, refused end
    task.sleep(PAUSE * try)
  end
end

local function approve(mall, attempt, contract, adapter, token, by)
  local result = adapter.approve(contract, attempt, token, payment.now())
  log.info("payment.approved", { reference = attempt.reference, provider = attempt.provider, outcome = result.outcome,
    state = result.state, code = result.code })
  if result.outcome == "unknown" then return take_back(mall, attempt, contract, adapter, token, by) end
  local outcome, refused = settled(given_of(mall, attempt, contract, result, by))
  if outcome then return outcome end
  if result.outcome == "declined" then return nil, refused end
  return lost_write(mall, attempt, contract, adapter, token, by, refused)
end

local function forged(attempt, why)
  log.warn("payment.forged", { reference = attempt.reference, provider = attempt.provider, why = why })
  return nil, fault("payment.forged", { message = why })
end

-- The shopper closed the window, or the provider said no in it.
local function ended(mall, attempt, contract, seen, by)
  local problem = seen.outcome == "cancelled" and "cancelled_by_shopper" or "declined"
  -- whoever is being approved is not stopped by a second return
  local now = payment.by_id(mall.id, attempt.id)
  if now.status ~= "ready" and now.status ~= "requested" then return { status = now.status, action = "none" } end
  return settle_payment(given_of(mall, attempt, contract,
    { outcome = "declined", code = seen.code, message = seen.outcome == "declined" and seen.message or nil }, by, problem))
end

--- Completes an attempt by what a browser brought back.
---@param mall mall
---@param attempt table  of payment.by_reference
---@param input { method: string, query: table<string, string>, form: table<string, string> }
---@return settle_payment.outcome|nil  its status may be "approving": nobody knows yet
---@return fault|nil payment.forged | payment.not_open | payment.no_contract | db.…
function complete_payment.run(mall, attempt, input)
  local contract, adapter = payment.adapter(mall, attempt)
  if not contract then return nil, adapter end
  local by = { actor = attempt.member_id and "member" or "shopper", cause = "return" }
  local seen = adapter.read_return(contract, attempt, input, attempt.asked_at)
  if seen.outcome == "forged" then return forged(attempt, seen.message or seen.code) end
  if seen.outcome ~= "authenticated" then return ended(mall, attempt, contract, seen, by) end
  if seen.reference and seen.reference ~= attempt.reference then return forged(attempt, "reference") end
  if seen.amount and seen.amount ~= attempt.amount then return forged(attempt, "amount") end
  local claimed, refused = claim(mall, attempt, seen.token, by)
  if not claimed then return nil, refused end
  if not claimed.mine then return { status = claimed.status, action = "none" } end
  return approve(mall, payment.by_id(mall.id, attempt.id), contract, adapter, seen.token, by)
end

--- The shopper came back by the way that gives up.
---@param mall mall
---@param attempt table
---@return settle_payment.outcome|nil
---@return fault|nil
function complete_payment.cancelled(mall, attempt)
  local contract, adapter = payment.adapter(mall, attempt)
  if not contract then return nil, adapter end
  return ended(mall, attempt, contract, { outcome = "cancelled" },
    { actor = attempt.member_id and "member" or "shopper", cause = "return" })
end

complete_payment.take_back = take_back

return complete_payment
