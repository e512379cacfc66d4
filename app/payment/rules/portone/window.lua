-- What PortOne's window (V2, PortOne.requestPayment) is opened with, and what the browser brings back from it. The money is
-- taken while the window is open; what the browser brings is only the reason to ask. Pure.

local channels = require "payment.rules.portone.channels"
local clock = require "shared.clock"
local departure = require "payment.rules.portone.departure"
local reading = require "payment.rules.reading"
local text = require "text"

local window = {}

local METHODS = { card = "CARD", virtual_account = "VIRTUAL_ACCOUNT", account_transfer = "TRANSFER", phone = "MOBILE" }
local RECEIPTS = { income = "PERSONAL", business = "CORPORATE" }

local function telephone(given)
  local digits = given and given:gsub("%D", "") or ""
  return #digits >= 8 and #digits <= 15 and digits or nil
end

local function months(list)
  if not list then return nil end
  if #list == 1 then return { monthOption = { fixedMonth = list[1] } } end
  return { monthOption = { availableMonthList = list } }
end

local function receipt(given) return given and RECEIPTS[given.kind] or "ANONYMOUS", given and given.number end

local function account(asked)
  local kind, number = receipt(asked.cash_receipt)
  return { cashReceiptType = kind, customerIdentifier = number,
    accountExpiry = { dueDate = clock.iso(asked.due_at):sub(1, 19):gsub("T", " ") } }
end

--- The argument of requestPayment.
---@param contract payment.contract
---@param asked table  of an adapter's start
---@return table
function window.open(contract, asked)
  local buyer = asked.buyer or {}
  local request = { storeId = contract.store_id, channelKey = channels.of(contract, asked.method),
    paymentId = asked.reference, orderName = text.clip(asked.goods_name, 99), totalAmount = asked.amount,
    taxFreeAmount = asked.tax_free, vatAmount = asked.vat, currency = "KRW", payMethod = METHODS[asked.method],
    customer = { fullName = reading.text(buyer.name, 100), phoneNumber = telephone(buyer.phone),
      email = reading.text(buyer.email, 100) },
    redirectUrl = asked.return_url, forceRedirect = true, noticeUrls = { asked.notice_url }, locale = "KO_KR" }
  if contract.escrow then
    request.isEscrow = true
    request.products = { { id = asked.reference, code = asked.reference, name = request.orderName, amount = asked.amount,
      quantity = 1 } }
  end
  if asked.method == "card" then
    local installment = months(asked.installments)
    if installment then request.card = { installment = installment } end
  elseif asked.method == "virtual_account" then
    request.virtualAccount = account(asked)
  elseif asked.method == "account_transfer" then
    local kind, number = receipt(asked.cash_receipt)
    request.transfer = { cashReceiptType = kind, customerIdentifier = number }
  end
  return request
end

--- What the browser brought: paymentId, and code and message where something went wrong.
---@param attempt { reference: string, amount: integer }
---@param query table<string, string>
---@return table
function window.read(attempt, query)
  if query.paymentId ~= attempt.reference and (query.paymentId or not query.code) then
    return { outcome = "forged", code = "reference", message = "the return does not belong to this payment" }
  end
  local code = reading.text(query.code, 60)
  if not code then
    return { outcome = "authenticated", reference = attempt.reference, amount = attempt.amount, token = {} }
  end
  local pg_code, message = reading.text(query.pgCode, 60), reading.text(query.pgMessage) or reading.text(query.message)
  return { outcome = departure(pg_code or code, message) and "cancelled" or "declined", code = pg_code or code,
    message = message }
end

return window
