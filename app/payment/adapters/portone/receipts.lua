-- Cash receipts by PortOne (V2), for money that came another way. Of one order there is one: asked for again, after an
-- answer that was lost, it is found.

local api = require "payment.adapters.portone.api"
local channels = require "payment.rules.portone.channels"
local object = require "payment.rules.portone.object"
local reading = require "payment.rules.reading"
local text = require "text"

local receipts = {}

-- Whose it is: a business, a telephone, or a card for such receipts.
local function kind_of(request)
  if request.kind == "business" then return "CORPORATE", "BUSINESS" end
  return "PERSONAL", request.number:find "^01%d%d%d%d%d%d%d%d%d?$" and "PHONE" or "CARD"
end

local function issued_before(contract, reference)
  local said, trouble = api.get(contract, api.of_store(contract, reference, "/cash-receipt"))
  if not said then
    trouble.outcome = "unknown" -- who will not tell has not said no
    return trouble
  end
  local made = object.receipt(said, reference)
  if not made then return api.unreadable() end
  return { outcome = "ok", reference = reference, amount = made.amount, cash_receipt = made }
end

-- Asked before, and the answer was lost.
local function cancelled_before(contract, reference)
  local said = api.get(contract, api.of_store(contract, reference, "/cash-receipt"))
  return said and said.status == "CANCELLED"
end

--- request = { reference, goods_name, kind = "income" | "business", number, amount, tax_free, vat, key }
---@param contract payment.contract
---@param request table
---@return payment.result
function receipts.issue(contract, request)
  local kind, identity = kind_of(request)
  local said, trouble = api.post(contract, "/cash-receipts", { storeId = contract.store_id, paymentId = request.reference,
    channelKey = channels.of(contract, "virtual_account"), type = kind, orderName = text.clip(request.goods_name, 99),
    currency = "KRW", amount = { total = request.amount, taxFree = request.tax_free, vat = request.vat },
    customer = { identityNumber = request.number, identityNumberType = identity } })
  if not said then
    return trouble.kind == "CASH_RECEIPT_ALREADY_ISSUED" and issued_before(contract, request.reference) or trouble
  end
  local made = object.issued(reading.object(said.cashReceipt), request)
  if not made then return api.unreadable() end
  return { outcome = "ok", reference = request.reference, amount = made.amount, cash_receipt = made }
end

--- Takes a receipt of our own back, as a whole: they know no parts. request = { receipt_key, amount, key }
---@param contract payment.contract
---@param request table
---@return payment.result
function receipts.take_back(contract, request)
  local said, trouble = api.post(contract, api.of_store(contract, request.receipt_key, "/cash-receipt/cancel"))
  if not said then
    local is_gone = trouble.kind == "CASH_RECEIPT_NOT_ISSUED" and cancelled_before(contract, request.receipt_key)
    return is_gone and { outcome = "ok", reference = request.receipt_key, amount = request.amount } or trouble
  end
  local amount = reading.amount(said.cancelledAmount)
  return amount and { outcome = "ok", reference = request.receipt_key, amount = amount } or api.unreadable()
end

return receipts
