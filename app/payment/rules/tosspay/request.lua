-- What TossPay is asked, and what the browser brings back from its page. Amounts are split by us: free of tax, taxable
-- without its VAT, VAT. Pure.

local clock = require "shared.clock"
local reading = require "payment.rules.reading"
local text = require "text"

local request = {}

local LONGEST = 60 * 60 -- that a payment may wait for the shopper

local function split(amount, tax_free, vat)
  return { amount = amount, amountTaxFree = tax_free, amountTaxable = amount - tax_free - vat, amountVat = vat,
    amountServiceFee = 0 }
end

-- Quotes and back-slashes are refused, and so is nothing at all.
local function description(goods)
  local plain = goods:gsub("[\\\"'%c]", " "):gsub("%s+", " "):match "^%s*(.-)%s*$"
  return plain == "" and "상품" or text.clip(plain, 254)
end

--- The body of a creation. We execute ourselves: nobody has to tell us what they did.
---@param asked table  of an adapter's start
---@return table
function request.create(asked)
  local body = split(asked.amount, asked.tax_free, asked.vat)
  body.orderNo, body.productDesc = asked.reference, description(asked.goods_name)
  body.retUrl, body.retCancelUrl, body.autoExecute = asked.return_url, asked.cancel_url, false
  body.expiredTime = clock.iso(math.min(asked.expires_at, asked.now + LONGEST)):sub(1, 19):gsub("T", " ")
  -- their receipt is in the wallet's owner's name already
  body.cashReceipt, body.cashReceiptTradeOption = true, "GENERAL"
  if asked.installments and #asked.installments == 1 and asked.installments[1] == 0 then body.installment = "NOT_USE" end
  return body
end

--- The body of a refund.
---@param payToken string
---@param asked table  of an adapter's cancel
---@return table
function request.refund(payToken, asked)
  local body = split(asked.amount, asked.tax_free, asked.vat)
  body.payToken, body.refundNo, body.idempotent = payToken, asked.key, true
  body.reason = reading.text(asked.reason, 255) or "주문 취소"
  return body
end

---@param attempt { reference: string, amount: integer, transaction_id: string|nil }
---@param query table<string, string>
---@return table
function request.read_return(attempt, query)
  if query.orderNo and query.orderNo ~= attempt.reference or query.status and not query.orderNo then
    return { outcome = "forged", code = "reference", message = "the return does not belong to this payment" }
  end
  if query.status == "PAY_APPROVED" or query.status == "PAY_COMPLETE" then
    -- it brings no amount: what is executed was created by us
    return { outcome = "authenticated", reference = attempt.reference, amount = attempt.amount, token = {} }
  end
  return { outcome = "cancelled", code = reading.text(query.status, 60) or "cancelled" }
end

return request
