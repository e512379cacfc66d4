-- Toss Payments' notices. The one of a deposit carries the secret that was told when its account was made; all others carry
-- nothing that anybody could not have written, and are a reason to ask. Pure.

local reading = require "payment.rules.reading"

local notice = {}

local ABOUT_PAYMENTS = { PAYMENT_STATUS_CHANGED = true, CANCEL_STATUS_CHANGED = true }
-- WAITING_FOR_DEPOSIT after DONE: the bank has called the money back.
local DEPOSITS = { DONE = "deposit", WAITING_FOR_DEPOSIT = "deposit_cancelled", CANCELED = "changed",
  PARTIAL_CANCELED = "changed" }

--- nil when it is no notice about a payment.
---@param event table
---@return { kind: string, reference: string, transaction_id: string|nil, amount: integer|nil, secret: string|nil }|nil
function notice.read(event)
  if event.eventType then
    local payment = reading.object(event.data)
    local reference = reading.text(payment.orderId, 64)
    if not ABOUT_PAYMENTS[event.eventType] or not reference then return nil end
    return { kind = "changed", reference = reference, transaction_id = reading.text(payment.paymentKey),
      amount = reading.amount(payment.totalAmount) }
  end
  local kind, reference = DEPOSITS[event.status], reading.text(event.orderId, 64)
  local secret = reading.text(event.secret, 50)
  if not (kind and reference and secret) then return nil end
  return { kind = kind, reference = reference, secret = secret }
end

return notice
