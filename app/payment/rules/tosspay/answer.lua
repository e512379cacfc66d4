-- What TossPay answers, as an adapter's result. `amount` is what the shop gets: a discount in it is paid by Toss. Pure.

local reading = require "payment.rules.reading"

local answer, read_text, read_amount = {}, reading.text, reading.amount

-- `false`: they are about it, and nobody knows how it will end.
local STATES = { PAY_STANDBY = "ready", PAY_APPROVED = "ready", PAY_CANCEL = "failed", PAY_PROGRESS = false,
  PAY_COMPLETE = "money", REFUND_PROGRESS = false, REFUND_SUCCESS = "money", SETTLEMENT_COMPLETE = "money",
  SETTLEMENT_REFUND_COMPLETE = "money" }

local function card(given)
  local issuer = read_text(given.cardCompanyName, 30)
  if not issuer then return nil end
  return { issuer = issuer, installments = read_amount(given.spreadOut),
    approval_no = read_text(given.cardAuthorizationNo, 20), interest_free = given.noInterest == true, partial_cancel = true }
end

local function receipt_url(given)
  local url = read_text(given.salesCheckLinkUrl, 500)
  return url and url:find "^https://" and url or nil
end

local function common(body, given_card)
  local amount, reference, token = read_amount(body.amount), read_text(body.orderNo, 50), read_text(body.payToken, 30)
  if not (amount and reference and token) then return nil end
  return { outcome = "ok", transaction_id = token, reference = reference, amount = amount, currency = "KRW", captured = 0,
    cancelled = 0, card = card(given_card), receipt_url = receipt_url(given_card),
    details = { method = read_text(body.payMethod, 30), discount = read_amount(body.discountedAmount),
      paid = read_amount(body.paidAmount), transaction = read_text(body.transactionId, 40),
      cash_receipt = read_text(body.cashReceiptMgtKey, 60) } }
end

--- The answer of an execution that went well; nil when it cannot be read.
---@param body table
---@return payment.result|nil
function answer.executed(body)
  local result = common(body, body)
  if not result then return nil end
  result.state, result.captured, result.paid_at = "paid", result.amount, reading.moment(body.approvalTime)
  return result
end

--- The answer to a question about a payment; nil when it cannot be read, and false while it is not settled.
---@param body table
---@return payment.result|false|nil
function answer.status(body)
  local state = STATES[body.payStatus]
  local result = common(body, reading.object(body.card))
  if not result or state == nil then return nil end
  if not state then return false end
  if state == "money" then
    local left = read_amount(body.refundableAmount)
    if not left or left > result.amount then return nil end
    result.captured, result.cancelled, result.paid_at = result.amount, result.amount - left, reading.moment(body.paidTs)
    state = reading.state(result.captured, result.cancelled)
  end
  result.state = state
  return result
end

--- The answer of a refund that went well.
---@param body table
---@param attempt { amount: integer, reference: string, transaction_id: string }
---@param asked { amount: integer }
---@return payment.result|nil
function answer.refunded(body, attempt, asked)
  local left = read_amount(body.refundableAmount)
  if not left or left > attempt.amount then return nil end
  return { outcome = "ok", state = reading.state(attempt.amount, attempt.amount - left),
    transaction_id = attempt.transaction_id, reference = attempt.reference, amount = asked.amount, currency = "KRW",
    captured = attempt.amount, cancelled = attempt.amount - left,
    details = { transaction = read_text(body.transactionId, 40) } }
end

return answer
