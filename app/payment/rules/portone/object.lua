-- PortOne's payment (V2), which is told apart by its status, as an adapter's result. Under a live contract a payment by a
-- channel of tests is none: no money is behind it, and which channel is taken is up to a script in the shopper's hands. One
-- payment may be tried more than once; only the try that led somewhere names it. Pure.

local codes = require "payment.rules.portone.codes"
local reading = require "payment.rules.reading"

local object, read_text, amount = {}, reading.text, reading.amount

-- `pending`: they are about it.
local STATES = { READY = "ready", PAY_PENDING = "pending", VIRTUAL_ACCOUNT_ISSUED = "waiting", PAID = "money",
  PARTIAL_CANCELLED = "money", CANCELLED = "money", FAILED = "failed" }

local function account(method)
  local number = read_text(method.accountNumber, 30)
  if not number then return nil end
  local bank = codes.bank(read_text(method.bank, 40) or "")
  return { bank_code = bank.code, bank = bank.name, number = number, holder = read_text(method.remitteeName, 100),
    due_at = reading.moment(method.expiredAt) }
end

local function card(method)
  local given, plan = reading.object(method.card), reading.object(method.installment)
  local issuer = read_text(given.issuer, 40) or read_text(given.publisher, 40)
  if not issuer then return nil end
  local number = read_text(given.number, 25)
  return { issuer = codes.cards[issuer] or issuer, number = number and number:find("*", 1, true) and number or nil,
    installments = amount(plan.month), interest_free = plan.isInterestFree == true,
    approval_no = read_text(method.approvalNumber, 30), partial_cancel = true }
end

local function https(value)
  local url = read_text(value, 500)
  return url and url:find "^https://" and url or nil
end

--- A cash receipt that was issued, of a payment or one of its own; it is named by the payment.
---@param given table
---@param reference string
---@return table|nil
function object.receipt(given, reference)
  if given.status ~= "ISSUED" then return nil end
  return { key = reference, issue_number = read_text(given.issueNumber, 30), url = https(given.url),
    kind = given.type == "CORPORATE" and "business" or "income", amount = amount(given.totalAmount) or amount(given.amount),
    status = "COMPLETED" }
end

--- A cash receipt of its own that was issued this moment.
---@param given table
---@param request { reference: string, kind: string, amount: integer }
---@return table|nil
function object.issued(given, request)
  local number = read_text(given.issueNumber, 30)
  return number and { key = request.reference, issue_number = number, url = https(given.url), kind = request.kind,
    amount = request.amount, status = "COMPLETED" } or nil
end

-- What came and what went; nil when the sums cannot be what they mean.
local function sums(payment, state)
  local given = reading.object(payment.amount)
  local total, cancelled = amount(given.total), amount(given.cancelled)
  if not total then return nil end
  if state ~= "money" then return total, 0, 0 end
  if not cancelled or cancelled > total then return nil end
  local status, is_account = payment.status, reading.object(payment.method).type == "PaymentMethodVirtualAccount"
  -- an account into which nobody ever paid is closed without money
  if status == "CANCELLED" and is_account and not reading.moment(payment.paidAt) then return total, 0, 0 end
  if (status == "PAID") ~= (cancelled == 0) or (status == "CANCELLED") ~= (cancelled == total) then return nil end
  return total, total, cancelled
end

--- nil when it cannot be what they mean: then nobody knows.
---@param payment table
---@param is_live boolean
---@return payment.result|nil
function object.read(payment, is_live)
  local state, reference = STATES[payment.status], read_text(payment.id, 64)
  local total, captured, cancelled = sums(payment, state)
  if not state or not reference or not total then return nil end
  local channel, method = reading.object(payment.channel), reading.object(payment.method)
  local failure, split = reading.object(payment.failure), reading.object(payment.amount)
  if is_live and channel.type == "TEST" then
    return { outcome = "declined", reference = reference, code = "test_channel", message = "paid by a channel of tests" }
  end
  local try = (state == "money" or state == "waiting") and read_text(payment.transactionId, 64) or nil
  if state == "money" then state = captured == 0 and "cancelled" or reading.state(captured, cancelled) end
  return { outcome = "ok", state = state, transaction_id = try, reference = reference,
    merchant_id = read_text(payment.storeId, 64), amount = total, currency = read_text(payment.currency, 3),
    captured = captured, cancelled = cancelled, account = account(method), card = card(method),
    receipt_url = https(payment.receiptUrl), cash_receipt = object.receipt(reading.object(payment.cashReceipt), reference),
    paid_at = captured > 0 and reading.moment(payment.paidAt) or nil,
    code = read_text(failure.pgCode, 60), message = read_text(failure.pgMessage) or read_text(failure.reason),
    details = { method = read_text(method.type, 40), pg = read_text(channel.pgProvider, 30),
      pg_transaction = read_text(payment.pgTxId), vat = amount(split.vat), tax_free = amount(split.taxFree),
      discount = amount(split.discount) } }
end

return object
