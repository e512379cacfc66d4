-- An account at a provider takes money until it is told not to. Of an attempt that was given up, or was put aside before
-- anything came, the provider is asked what it holds, and to close what waits there. Money that had come unheard of is
-- settled like any other; what nobody answers is asked again; what the provider will not close is for a person, who is told
-- so.

local log = require "log"
local payment = require "payment"
local queue = require "queue"
local alarm_staff = require "flows.alarm_staff"
local fault = require "shared.fault"
local settle_payment = require("flows.settle_payment").run
local transaction = require("flows.store").transaction

local accounts, rules = payment.accounts, payment.account_rules

local BY = { actor = "clock", cause = "close_account" }
-- A window that nobody saw the end of may still make an account: before this, that there is none proves nothing.
local LAST_WINDOW = 3600
local MOST = 500

local close_account = {}

local function closed(attempt)
  return transaction(function(tx)
    accounts.closed(tx, attempt.mall_id, attempt.id)
    return true
  end)
end

-- It stays open as far as we know; whoever has to see to it is told once.
local function left_open(attempt, problem, text)
  return transaction(function(tx)
    local is_news = accounts.open(tx, attempt.mall_id, attempt.id, problem, text)
    if is_news and rules.needs_person(problem) then
      log.warn("payment.account_open", { reference = attempt.reference, problem = problem, message = text })
      alarm_staff.run(tx, { id = attempt.mall_id }, { text = "그만둔 결제의 가상계좌를 결제사에서 닫지 못했어요",
        number = attempt.number, amount = attempt.amount, payment_id = attempt.id })
    end
    return true
  end)
end

local function unanswered(attempt, result)
  local written, refused = left_open(attempt, "unanswered", result.code)
  if not written then return nil, refused end
  return nil, fault("payment.unknown", { message = result.code })
end

-- A number that an answer brought may be another order's: its account is not ours to close.
local function is_foreign(attempt, known, merchant)
  local problem = payment.verdict.mismatch(attempt, known, merchant)
  return problem == "reference_mismatch" or problem == "merchant_mismatch" or problem == "transaction_mismatch"
end

local function settle(attempt, contract, known)
  local outcome, refused = settle_payment { mall = { id = attempt.mall_id }, order_id = attempt.order_id,
    payment_id = attempt.id, result = known, merchant = payment.merchant(contract), by = BY }
  if not outcome then return nil, refused end
  return left_open(attempt, "")
end

-- What follows from what the provider holds. -> whether that is all, true | nil, fault
local function follow(attempt, contract, known)
  if known.outcome ~= "ok" then return true, unanswered(attempt, known) end
  if is_foreign(attempt, known, payment.merchant(contract)) then
    return true, left_open(attempt, "foreign", known.reference)
  end
  if known.state == "paid" or known.state == "partially_cancelled" then return true, settle(attempt, contract, known) end
  if known.state == "waiting" then return false end
  if known.state ~= "ready" then return true, closed(attempt) end
  -- none there: what we saw with our own eyes is not gone, and a window may still be open
  if attempt.account_number then return true, unanswered(attempt, { code = known.code or "ready" }) end
  local since = attempt.asked_at - (attempt.approving_at or attempt.requested_at or attempt.created_at)
  if since < LAST_WINDOW then return true, left_open(attempt, "") end
  return true, closed(attempt)
end

local function close(attempt, contract, adapter, known)
  attempt.transaction_id = attempt.transaction_id or known.transaction_id
  local result = adapter.cancel(contract, attempt, { amount = attempt.amount, tax_free = attempt.tax_free_amount,
    vat = attempt.vat_amount, remaining = 0, reason = "그만둔 결제", key = attempt.reference .. "-X" }, attempt.asked_at)
  if result.outcome == "ok" then return closed(attempt) end
  if result.outcome == "unknown" then return unanswered(attempt, result) end
  -- somebody may have paid, or closed it, in between
  local is_all, done, refused = follow(attempt, contract, adapter.query(contract, attempt, attempt.asked_at))
  if is_all then return done, refused end
  return left_open(attempt, "refused", result.message or result.code)
end

--- Sees to it that an account takes no more. Waits.
---@param mall_id string
---@param payment_id string
---@return true|nil
---@return fault|nil payment.unknown: to be tried again | db.…
function close_account.run(mall_id, payment_id)
  local attempt = payment.by_id(mall_id, payment_id)
  if not attempt or not rules.is_left(attempt) then return true end
  local contract, adapter = payment.adapter({ id = mall_id }, attempt)
  if not contract then return left_open(attempt, "no_contract") end
  local known = adapter.query(contract, attempt, attempt.asked_at)
  local is_all, done, refused = follow(attempt, contract, known)
  if is_all then return done, refused end
  return close(attempt, contract, adapter, known)
end

--- Queues the closing of all that may still be open.
---@return integer
function close_account.all()
  local left = accounts.left(MOST)
  if #left == 0 then return 0 end
  return (assert(transaction(function(tx)
    for _, one in ipairs(left) do
      queue.enqueue(tx, "payment.close_account", { mall_id = one.mall_id, payment_id = one.id },
        { mall_id = one.mall_id, unique = "close_account:" .. one.id })
    end
    return #left
  end)))
end

return close_account
