-- Money goes back. The attempt is written down and committed before the provider is asked; the provider is asked outside of
-- any transaction, always under the same key; and what nobody knows is asked after before it is called failed. Refunds of
-- one payment go one after the other, so that what the provider says it gave back can be compared with what we know.

local log = require "log"
local clock = require "shared.clock"
local malls = require "mall"
local order = require "order"
local payments = require "payment"
local points = require "points"
local refund = require "refund"
local fault = require "shared.fault"
local move_order = require "flows.move_order"
local transaction = require("flows.store").transaction

local execute_refund = {}

local CLOCK = { actor = "clock", cause = "refund.execute" }

-- Points that come back live so long at least.
local POINT_DAYS = 30

local function find(tx, mall_id, whose, id)
  local subject = move_order.lock(tx, mall_id, whose.order_id)
  local row = order.find_row(subject.refunds, id)
  return subject, row, order.find_row(subject.payments, row.payment_id)
end

local function move(tx, subject, row, event, set, by)
  return move_order.run(tx, subject, { axis = "refund", event = event, id = row.id, set = set }, by or CLOCK)
end

-- What a provider has given back of a payment as far as we know.
local function others_under_way(subject, row)
  for _, other in ipairs(subject.refunds) do
    if other.payment_id == row.payment_id and other.id ~= row.id and other.status == "requested" then return true end
  end
end

-- ── Points: what gives them back is in our own books ──

-- The use that still stands: an order that lapsed and was paid late has had two.
local function standing_use(tx, subject)
  local uses = points.uses(tx, subject.mall_id, subject.id)
  for i = #uses, 1, -1 do
    if uses[i].back < uses[i].amount then return uses[i] end
  end
end

local function back_to_member(tx, subject, row)
  local use = standing_use(tx, subject)
  if not use then return nil, fault("points.no_such_use") end
  return points.refund(tx, { mall_id = subject.mall_id, member_id = use.member_id, amount = row.amount, use_key = use.key,
    key = "refund " .. row.id, reason = "주문 " .. subject.number .. " " .. row.reason, back_days = POINT_DAYS })
end

local RESTS = { completed = true, by_transfer = true, assessed = true }

local function submitted(tx, subject, row)
  if row.status == "requested" then return true end
  return move(tx, subject, row, "submit", { attempts = row.attempts + 1 })
end

-- Whose points cannot come back (a member who left) is for people to see to.
local function give_up_points(mall_id, whose, id, why)
  return transaction(function(tx)
    local subject, row = find(tx, mall_id, whose, id)
    if RESTS[row.status] then return true end
    local asked, refused = submitted(tx, subject, row)
    if not asked then return nil, refused end
    return move(tx, subject, order.find_row(subject.refunds, id), "fail",
      { problem = why.code, problem_text = "적립금을 돌려줄 회원이나 사용 내역이 없어요." })
  end)
end

local function return_points(mall_id, whose, id)
  local done, why = transaction(function(tx)
    local subject, row = find(tx, mall_id, whose, id)
    if RESTS[row.status] then return true end
    local asked, refused = submitted(tx, subject, row)
    if not asked then return nil, refused end
    local back, no = back_to_member(tx, subject, row)
    if not back then return nil, no end
    return move(tx, subject, order.find_row(subject.refunds, id), "complete")
  end)
  if done or not why.code:find "^points%." then return done, why end
  give_up_points(mall_id, whose, id, why)
  return nil, fault("refund.failed", { message = why.code, permanent = true })
end

-- ── Providers ──

-- Marks it as asked for. -> the payment as the adapter wants it, or nil where there is nothing to be asked
local function submit(mall_id, whose, id)
  return transaction(function(tx)
    local subject, row, payment = find(tx, mall_id, whose, id)
    if row.status ~= "approved" and row.status ~= "failed" and row.status ~= "requested" then return { over = true } end
    if others_under_way(subject, row) then return nil, fault("refund.busy", { snooze = 3 }) end
    local again = row.status == "requested"
    local set = { attempts = row.attempts + 1 }
    if not again then
      local moved, refused = move(tx, subject, row, "submit", set)
      if not moved then return nil, refused end
    end
    local asked_for = order.find_row(subject.claims, row.claim_id)
    return { again = again or row.attempts > 0, row = row, payment = payment,
      account = refund.account.open(mall_id, subject.id, row.sealed_account or asked_for and asked_for.refund_account) }
  end)
end

local function request_of(found)
  local row, payment = found.row, found.payment
  local account = found.account
  return { amount = row.amount, tax_free = row.tax_free_amount, vat = row.vat_amount,
    remaining = payment.captured_amount - payment.returned_amount - row.amount, reason = row.reason,
    key = payment.reference .. "-R" .. row.seq,
    account = account and { bank_code = account.bank_code, bank = account.bank, number = account.number,
      holder = account.holder },
  }
end

-- Whether the provider has given back as much as it should have by now: nil when it cannot be told.
local function is_done(adapter, contract, found)
  local truth = adapter.query(contract, found.payment, clock.now())
  if truth.outcome ~= "ok" or type(truth.cancelled) ~= "number" then return nil end
  return truth.cancelled >= found.payment.returned_amount + found.row.amount
end

local function impossible(adapter, found)
  local card = found.payment.details and found.payment.details.card
  local partly = found.row.amount < found.payment.captured_amount
  if partly and (not adapter.partial_cancel or card and card.partial_cancel == false) then
    return { code = "partial_unsupported", message = "부분 취소를 할 수 없는 결제예요." }
  end
  if refund.view.needs_account(found.payment) and not found.account then
    return { code = "account_missing", message = "환불받을 계좌가 없어요." }
  end
end

-- Asks the provider. -> "done", "failed" with why, or "unknown"
local function ask(adapter, contract, found)
  local cannot = impossible(adapter, found)
  if cannot then return "failed", cannot end
  if found.again then
    local done = is_done(adapter, contract, found)
    if done then return "done" end
    if done == nil then return "unknown" end
  end
  local result = adapter.cancel(contract, found.payment, request_of(found), clock.now())
  if result.outcome == "ok" then return "done", result end
  local done = is_done(adapter, contract, found)
  if done then return "done", result end
  if result.outcome == "unknown" and done == nil then return "unknown", result end
  return "failed", result
end

local function finish(mall_id, whose, id, event, result)
  return transaction(function(tx)
    local subject, row = find(tx, mall_id, whose, id)
    if row.status ~= "requested" then return row.status end
    local set
    if event == "fail" then
      set = { problem = tostring(result.code or "declined"):sub(1, 100),
        problem_text = tostring(result.message or "결제사가 환불을 거절했어요."):sub(1, 500) }
    end
    return move(tx, subject, row, event, set)
  end)
end

-- A payment that no provider took is given back by a person.
local function hand_over(mall_id, whose, id)
  return transaction(function(tx)
    local subject, row = find(tx, mall_id, whose, id)
    if row.status ~= "approved" and row.status ~= "failed" then return true end
    return move_order.run(tx, subject, { axis = "refund", event = "transfer", id = row.id },
      { actor = "clock", cause = "refund.execute", machine = true })
  end)
end

local function by_provider(mall, whose, id)
  local found, refused = submit(mall.id, whose, id)
  if not found then return nil, refused end
  if found.over then return true end
  local contract, adapter = payments.adapter(mall, found.payment)
  local came, result
  if contract then
    came, result = ask(adapter, contract, found)
  else
    came, result = "failed", { code = adapter.code, message = "결제사와의 계약을 찾지 못했어요." }
  end
  if came == "unknown" then
    log.warn("refund.unknown", { refund = id, provider = found.payment.provider })
    return nil, fault("refund.unknown", { message = "the provider does not say whether it gave the money back" })
  end
  local finished, problem = finish(mall.id, whose, id, came == "done" and "complete" or "fail", result)
  if not finished then return nil, problem end
  if came == "done" then return true end
  log.warn("refund.failed", { refund = id, provider = found.payment.provider, code = result.code, message = result.message })
  -- what the provider refuses for good is not asked for again by a machine
  local final = result.code == "partial_unsupported" or result.code == "account_missing" or not contract
  return nil, fault("refund.failed", { message = result.message, permanent = final })
end

--- Carries a refund out, or finds out what came of it.
---@param mall_id string
---@param id string
---@return true|nil
---@return fault|nil  refund.unknown, refund.failed, refund.busy: to be tried again; permanent: a person has to look
function execute_refund.run(mall_id, id)
  local whose = refund.whose(mall_id, id)
  if not whose then return nil, fault("refund.not_found", { permanent = true }) end
  if whose.status == "completed" or whose.status == "by_transfer" or whose.status == "assessed" then return true end
  if whose.provider == "points" then return return_points(mall_id, whose, id) end
  if whose.provider == "bank" then return hand_over(mall_id, whose, id) end
  return by_provider(malls.of_id(mall_id), whose, id)
end

return execute_refund
