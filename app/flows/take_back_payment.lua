-- Money that a provider took and that must not stay is given back there: of an approval for another amount, of a second one
-- for an order that is paid.

local log = require "log"
local payment = require "payment"
local fault = require "shared.fault"
local alarm_staff = require "flows.alarm_staff"
local move_order = require "flows.move_order"
local transaction = require("flows.store").transaction

local take_back_payment = {}

local function void(mall, attempt)
  return transaction(function(tx)
    local subject, refused = move_order.lock(tx, mall.id, attempt.order_id)
    if not subject then return nil, refused end
    return move_order.run(tx, subject, { axis = "payment", event = "void", id = attempt.id },
      { actor = "clock", cause = attempt.problem or "" })
  end)
end

local function is_back(result)
  return result.outcome == "ok" and (result.state == "cancelled" or result.state == "failed" or result.state == "expired")
end

--- Gives an attempt in quarantine back, as a whole.
---@param mall_id string
---@param payment_id string
---@param last boolean  nobody tries after this
---@return true|nil
---@return fault|nil payment.unknown | payment.declined: to be tried again
function take_back_payment.run(mall_id, payment_id, last)
  local attempt = payment.by_id(mall_id, payment_id)
  if not attempt or attempt.status ~= "quarantined" then return true end
  local mall = { id = mall_id }
  local contract, adapter = payment.adapter(mall, attempt)
  if not contract then return nil, adapter end
  -- it may be back already: of a try whose answer was lost, or by hand at the provider
  local known = adapter.query(contract, attempt, attempt.asked_at)
  local result = known
  if not is_back(known) then
    local amount = known.outcome == "ok" and known.captured or attempt.captured_amount
    if amount == 0 then amount = attempt.amount end
    result = adapter.cancel(contract, attempt, { amount = amount, tax_free = math.min(attempt.tax_free_amount, amount),
      vat = math.min(attempt.vat_amount, amount), remaining = 0, reason = "주문과 다른 결제",
        key = attempt.reference .. "-V" },
      attempt.asked_at)
  end
  if is_back(result) or result.outcome == "ok" then
    local moved, refused = void(mall, attempt)
    return moved and true or nil, refused
  end
  log.warn("payment.not_taken_back", { reference = attempt.reference, outcome = result.outcome, code = result.code })
  if last then
    transaction(function(tx)
      alarm_staff.run(tx, mall, { text = "받으면 안 되는 결제를 결제사에서 취소하지 못했어요",
        number = attempt.number,
        amount = attempt.amount, payment_id = attempt.id })
      return true
    end)
  end
  return nil, fault(result.outcome == "unknown" and "payment.unknown" or "payment.declined", { message = result.code })
end

return take_back_payment
