-- Toss Payments: cards, virtual accounts, transfers and telephones in the window of their script; then one call from server
-- to server that captures.

local crypto = require "crypto"
local fault = require "shared.fault"
local json = require "json"
local ask = require "payment.adapters.toss_payments.api"
local lists = require "payment.adapters.toss_payments.lists"
local notice = require "payment.rules.toss_payments.notice"
local object = require "payment.rules.toss_payments.object"
local codes = require "payment.rules.toss_payments.codes"
local reading = require "payment.rules.reading"
local window = require "payment.rules.toss_payments.window"
local text = require "text"

local SCRIPT = "https://js.tosspayments.com/v2/standard"

local adapter = { name = "toss_payments", label = "토스페이먼츠", partial_cancel = true, notices = true,
  methods = { card = true, virtual_account = true, account_transfer = true, phone = true },
  settlements = lists.settlements, transactions = lists.transactions, receipts_once = true, receipt_parts = true }

-- Refusals that say that what was asked for is there already, or may be.
local DONE_BEFORE = "ALREADY_PROCESSED_PAYMENT"
local GIVEN_BACK = { ALREADY_CANCELED_PAYMENT = true, ALREADY_REFUND_PAYMENT = true, NOT_CANCELABLE_PAYMENT = true,
  NOT_CANCELABLE_AMOUNT = true, NOT_MATCHES_REFUNDABLE_AMOUNT = true }

--- Keys of the integration by API (개발자센터 › API 키 › API 개별 연동 키), of which the window and the server have one each; those
--- of widgets do not fit here. `merchant_id`: 상점아이디, with which answers are then compared. `escrow`: where the mall has to
--- offer it.
---@param contract payment.contract
---@return true|nil
---@return string|nil sentence
function adapter.check(contract)
  for name, kind in pairs { client_key = "ck", secret_key = "sk" } do
    local key = contract[name]
    if type(key) ~= "string" then return nil, name .. " is missing" end
    local mode = key:match("^(%a+)_" .. kind .. "_[%w]+$")
    if not mode then return nil, ("%s is not of the form %s_%s_…"):format(name, contract.mode, kind) end
    if mode ~= contract.mode then
      return nil, ("%s is one of mode %s, the contract is %s"):format(name, mode, contract.mode)
    end
  end
  if contract.merchant_id ~= nil and type(contract.merchant_id) ~= "string" then return nil, "merchant_id is no text" end
  if contract.escrow ~= nil and type(contract.escrow) ~= "boolean" then return nil, "escrow is true or false" end
  return true
end

--- Who we are to them, where the contract says it (상점아이디, MID).
---@param contract payment.contract
---@return string|nil
function adapter.merchant(contract) return contract.merchant_id end

local function payment(contract, path, body, key)
  local sent, answer = ask(contract, path, body, key)
  if not sent then return answer end
  return object.read(sent) or { outcome = "unknown", code = "unreadable", message = "no Payment object" }
end

local function look(contract, below, key)
  local answer = payment(contract, "/v1/payments/" .. below .. text.escape_url(key))
  if answer.outcome == "declined" then answer.outcome = "unknown" end -- who will not tell has not said no
  return answer
end

--- Opens nothing yet: their script does, with go.options, by
---
---   TossPayments(options.clientKey).payment({ customerKey: TossPayments.ANONYMOUS }).requestPayment(options.request)
---
--- The key of the capture is drawn here, and kept on the attempt before anything is asked.
---@param contract payment.contract
---@param request table
---@return payment.result
function adapter.start(contract, request)
  return { outcome = "ok", state = "ready", reference = request.reference, details = { key = crypto.uuid7() },
    go = { kind = "script", src = reading.object(contract.urls).script or SCRIPT, call = "TossPayments",
      options = { clientKey = contract.client_key, request = window.open(request, contract.escrow == true) } } }
end

---@param _ payment.contract
---@param attempt table
---@param input { query: table<string, string> }
---@return table
function adapter.read_return(_, attempt, input) return window.read(attempt, input.query) end

--- What Toss holds of an attempt. Before the window has made a payment of it there is none.
---@param contract payment.contract
---@param attempt table
---@return payment.result
function adapter.query(contract, attempt)
  if attempt.transaction_id then return look(contract, "", attempt.transaction_id) end
  local answer = look(contract, "orders/", attempt.reference)
  if answer.code ~= "NOT_FOUND_PAYMENT" then return answer end
  return { outcome = "ok", state = "ready", reference = attempt.reference, captured = 0, cancelled = 0, code = answer.code }
end

--- Captures; of a virtual account: has it made, which is then waiting.
---@param contract payment.contract
---@param attempt table
---@param token { payment_key: string }
---@return payment.result
function adapter.approve(contract, attempt, token)
  -- the payment is part of the key: of two that one attempt led to, each is answered for itself
  local key = ("%s.%s"):format(reading.object(attempt.details).key or attempt.reference, token.payment_key)
  local answer = payment(contract, "/v1/payments/confirm", { paymentKey = token.payment_key, orderId = attempt.reference,
    amount = attempt.amount }, key)
  if answer.outcome ~= "declined" or answer.code ~= DONE_BEFORE then return answer end
  local truth = look(contract, "", token.payment_key)
  -- the browser named the payment: one of another order is no business of this one, least of all to be given back
  if truth.outcome == "ok" and truth.reference ~= attempt.reference then return answer end
  return truth
end

local function refund_account(attempt, account)
  if attempt.method ~= "virtual_account" or not account then return nil end
  return { bank = codes.to_theirs(account.bank_code), accountNumber = (account.number:gsub("%D", "")),
    holderName = text.clip(account.holder, 60, "") }
end

-- A refusal is repeated as long as its key is the same, which would be for half a month; what forbids to give back twice is
-- the sum that is still there. So a key lasts for an hour, and for one such sum.
local function cancel_key(request, now)
  return ("%s.%d.%d"):format(request.key, request.remaining + request.amount, math.floor(now / 3600))
end

--- Gives back. How much is still there is said along: what was given back in the meantime, by whomever, is not given back
--- twice. An account into which nobody has paid is closed.
---@param contract payment.contract
---@param attempt table
---@param request table
---@param now number
---@return payment.result
function adapter.cancel(contract, attempt, request, now)
  local body = { cancelReason = reading.text(request.reason) or "주문 취소" }
  local is_paid = attempt.captured_amount > 0
  if is_paid then
    body.cancelAmount, body.taxFreeAmount = request.amount, request.tax_free
    body.refundableAmount = request.remaining + request.amount
    body.refundReceiveAccount = refund_account(attempt, request.account)
  end
  local path = ("/v1/payments/%s/cancel"):format(text.escape_url(attempt.transaction_id))
  local answer = payment(contract, path, body, cancel_key(request, now))
  if answer.outcome == "ok" then answer.amount = is_paid and request.amount or answer.amount end
  if answer.outcome ~= "declined" or not GIVEN_BACK[answer.code] then return answer end
  local truth = look(contract, "", attempt.transaction_id)
  if truth.outcome == "unknown" then return truth end
  local is_done = truth.state == "cancelled" and not is_paid
  if is_paid then
    is_done, truth.amount = truth.captured - truth.cancelled == request.remaining, request.amount
  end
  return is_done and truth or answer
end

--- What a notice says. Its name is its text: another delivery of the same has the same, and nobody can take the name of one
--- that is still to come.
---@param _ payment.contract
---@param raw { body: string }
---@return table|nil
---@return fault|nil
function adapter.read_notice(_, raw)
  local event = json.decode(raw.body, 1024 * 1024)
  local said = type(event) == "table" and notice.read(event)
  if not said then return nil, fault("payment.malformed_notice", { message = "no notice about a payment" }) end
  said.event_key = crypto.hex(crypto.sha256(raw.body))
  return said
end

--- Whether Toss wrote a notice of this attempt: only that of a deposit can show it, and only once we hold the secret of the
--- account, which a notice can outrun. nil: it must be asked.
---@param attempt table
---@param said table  from read_notice
---@return boolean|nil
function adapter.is_authentic(attempt, said)
  if not said.secret or not attempt.secret then return nil end
  return crypto.equal(said.secret, attempt.secret)
end

--- Anything but 200 is sent again, seven times in four days.
---@param ok boolean
---@return integer status
---@return string body
---@return string content_type
function adapter.notice_answer(ok) return ok and 200 or 503, ok and "OK" or "LATER", "text/plain; charset=utf-8" end

local function receipt(sent, answer)
  if not sent then return answer end
  local made = object.receipt(sent)
  if not made then return { outcome = "unknown", code = "unreadable", message = "no cash receipt" } end
  return { outcome = "ok", reference = reading.text(sent.orderId, 64), amount = made.amount, cash_receipt = made }
end

--- A cash receipt for money that came another way. request = { reference, goods_name, kind = "income" | "business", number,
--- amount, tax_free, key }
---@param contract payment.contract
---@param request table
---@return payment.result
function adapter.issue_receipt(contract, request)
  return receipt(ask(contract, "/v1/cash-receipts", { amount = request.amount, taxFreeAmount = request.tax_free,
    orderId = request.reference, orderName = text.clip(request.goods_name, 99), customerIdentityNumber = request.number,
    type = request.kind == "business" and "지출증빙" or "소득공제" }, request.key))
end

--- Takes a receipt of our own back, or a part of it. request = { receipt_key, amount, key }
---@param contract payment.contract
---@param request table
---@return payment.result
function adapter.cancel_receipt(contract, request)
  return receipt(ask(contract, ("/v1/cash-receipts/%s/cancel"):format(text.escape_url(request.receipt_key)),
    { amount = request.amount }, request.key))
end

return adapter
