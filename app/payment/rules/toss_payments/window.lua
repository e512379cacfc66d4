-- What Toss Payments' window is opened with (SDK v2, `payment().requestPayment(…)`), and what the browser brings back from
-- it. Nothing here is secret, and nothing that comes back is proof. Pure.

local clock = require "shared.clock"
local reading = require "payment.rules.reading"
local text = require "text"

local window = {}

local METHODS = { card = "CARD", virtual_account = "VIRTUAL_ACCOUNT", account_transfer = "TRANSFER", phone = "MOBILE_PHONE" }
local RECEIPTS = { income = "소득공제", business = "지출증빙" }
local DEPARTURES = { PAY_PROCESS_CANCELED = true, USER_CANCEL = true }

-- Whose it is the window asks itself.
local function receipt(given) return { type = given and RECEIPTS[given.kind] or "미발행" } end

local function telephone(given)
  local digits = given and given:gsub("%D", "") or ""
  return #digits >= 8 and #digits <= 15 and digits or nil
end

-- One number of months is settled; among several the window lets the shopper choose, up to the largest.
local function plan(card, months)
  if not months then return end
  if #months == 1 then
    card.cardInstallmentPlan = months[1]
  else
    card.maxCardInstallmentPlan = math.max(unpack(months))
  end
end

-- What escrow is asked for is one thing: the order.
local function escrow_of(request, is_wanted)
  return { useEscrow = is_wanted, escrowProducts = is_wanted and { { id = request.reference, code = request.reference,
    name = text.clip(request.goods_name, 99), unitPrice = request.amount, quantity = 1 } } or nil }
end

--- The argument of requestPayment.
---@param request table  of an adapter's start
---@param escrow boolean
---@return table
function window.open(request, escrow)
  local buyer = request.buyer or {}
  local asked = {
    -- of who sells nothing that is free of tax they do not want to hear of it
    method = METHODS[request.method], taxFreeAmount = request.tax_free > 0 and request.tax_free or nil,
    amount = { currency = "KRW", value = request.amount },
    orderId = request.reference, orderName = text.clip(request.goods_name, 99),
    -- what went wrong is said to the same page as what went well: it knows one from the other
    successUrl = request.return_url, failUrl = request.return_url,
    customerName = reading.text(buyer.name, 100), customerEmail = reading.text(buyer.email, 100),
    customerMobilePhone = telephone(buyer.phone),
  }
  if request.method == "card" then
    asked.card = escrow_of(request, escrow)
    plan(asked.card, request.installments)
  elseif request.method == "virtual_account" then
    asked.virtualAccount = escrow_of(request, escrow)
    asked.virtualAccount.cashReceipt = receipt(request.cash_receipt)
    asked.virtualAccount.dueDate = clock.iso(request.due_at):sub(1, 19)
  elseif request.method == "account_transfer" then
    asked.transfer = escrow_of(request, escrow)
    asked.transfer.cashReceipt = receipt(request.cash_receipt)
  end
  return asked
end

--- What the browser brought: of successUrl paymentKey, orderId and amount; of failUrl code, message and orderId.
---@param attempt { reference: string, amount: integer }
---@param query table<string, string>
---@return table
function window.read(attempt, query)
  local function forged(why)
    return { outcome = "forged", code = why, message = "the return does not belong to this payment" }
  end
  if query.code or not query.paymentKey then
    if query.orderId and query.orderId ~= attempt.reference then return forged "reference" end
    local code = reading.text(query.code, 60)
    return { outcome = DEPARTURES[code] and "cancelled" or "declined", code = code or "no_payment_key",
      message = reading.text(query.message) }
  end
  if query.orderId ~= attempt.reference then return forged "reference" end
  if query.amount ~= ("%d"):format(attempt.amount) then return forged "amount" end
  if not query.paymentKey:find "^[%w_=%-]+$" or #query.paymentKey > 200 then return forged "payment_key" end
  return { outcome = "authenticated", reference = attempt.reference, amount = attempt.amount,
    token = { payment_key = query.paymentKey } }
end

return window
