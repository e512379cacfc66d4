-- Toss Payments' Payment object, which answers every question about a payment, as an adapter's result. What was given back
-- is reckoned by the balance: after parts were cancelled the status stays PARTIAL_CANCELED even when nothing is left. Pure.

local codes = require "payment.rules.toss_payments.codes"
local reading = require "payment.rules.reading"

local object, read_text, amount = {}, reading.text, reading.amount

-- What each status says about the money; `money`: as the balance has it.
local STATES = { READY = "ready", IN_PROGRESS = "ready", WAITING_FOR_DEPOSIT = "waiting", DONE = "money", CANCELED = "money",
  PARTIAL_CANCELED = "money", ABORTED = "failed", EXPIRED = "expired" }

local function account(given)
  local number = read_text(given.accountNumber, 20)
  if not number then return nil end
  local bank = read_text(given.bankCode, 10) or ""
  return { bank_code = codes.to_clearing(bank), bank = codes.banks[bank] or bank, number = number,
    holder = read_text(given.customerName, 100), due_at = reading.moment(given.dueDate) }
end

local function card(given, payment)
  local issuer = read_text(given.issuerCode, 10)
  if not issuer then return nil end
  return { issuer = codes.cards[issuer] or issuer, number = read_text(given.number, 20),
    installments = amount(given.installmentPlanMonths), approval_no = read_text(given.approveNo, 20),
    interest_free = given.isInterestFree == true, partial_cancel = payment.isPartialCancelable ~= false }
end

local function https(value)
  local url = read_text(value, 500)
  return url and url:find "^https://" and url or nil
end

--- A cash receipt, of a payment or one of its own.
---@param given table
---@return table|nil
function object.receipt(given)
  local key = read_text(given.receiptKey)
  if not key then return nil end
  return { key = key, issue_number = read_text(given.issueNumber, 20), url = https(given.receiptUrl),
    kind = given.type == "지출증빙" and "business" or "income", amount = amount(given.amount),
    status = read_text(given.issueStatus, 20) }
end

--- What Toss keeps of how it was paid, for the attempt and for receipts: no secret, no card number.
local function details(payment)
  local wallet, phone = reading.object(payment.easyPay), reading.object(payment.mobilePhone)
  return { method = read_text(payment.method, 30), wallet = read_text(wallet.provider, 30),
    wallet_discount = amount(wallet.discountAmount), supplied = amount(payment.suppliedAmount),
    vat = amount(payment.vat), tax_free = amount(payment.taxFreeAmount),
    phone_receipt_url = https(phone.receiptUrl), last_transaction = read_text(payment.lastTransactionKey, 64),
    refund_status = read_text(reading.object(payment.virtualAccount).refundStatus, 20) }
end

--- nil when it cannot be what they mean: then nobody knows.
---@param payment table
---@return payment.result|nil
function object.read(payment)
  local total, balance, state = amount(payment.totalAmount), amount(payment.balanceAmount), STATES[payment.status]
  local key, reference = read_text(payment.paymentKey), read_text(payment.orderId, 64)
  if not (total and balance and balance <= total and state and key and reference) then return nil end
  local paid_at, captured, cancelled = reading.moment(payment.approvedAt), 0, 0
  if state == "money" then
    -- an account into which nobody ever paid is cancelled without money
    if payment.status ~= "CANCELED" or paid_at then captured, cancelled = total, total - balance end
    state = captured == 0 and "cancelled" or reading.state(captured, cancelled)
  end
  local failure, receipts = reading.object(payment.failure), reading.object(payment.cashReceipts)
  return { outcome = "ok", state = state, transaction_id = key, reference = reference,
    merchant_id = read_text(payment.mId, 20), amount = total, currency = read_text(payment.currency, 3), captured = captured,
    cancelled = cancelled, account = account(reading.object(payment.virtualAccount)), secret = read_text(payment.secret, 50),
    card = card(reading.object(payment.card), payment), receipt_url = https(reading.object(payment.receipt).url),
    cash_receipt = object.receipt(reading.object(receipts[1] or payment.cashReceipt)),
    paid_at = captured > 0 and paid_at or nil,
    code = read_text(failure.code, 60), message = read_text(failure.message), details = details(payment) }
end

return object
