-- PortOne (V2), which stands before other providers. The money is taken while its window is open: there is no call that
-- captures, and approving is reading back what became of the payment. What it may cost is told to PortOne before the window
-- opens, since the window itself is opened by a script in the shopper's hands.

local crypto = require "crypto"
local fault = require "shared.fault"
local json = require "json"
local api = require "payment.adapters.portone.api"
local channels = require "payment.rules.portone.channels"
local codes = require "payment.rules.portone.codes"
local escrow = require "payment.adapters.portone.escrow"
local notice = require "payment.rules.portone.notice"
local object = require "payment.rules.portone.object"
local reading = require "payment.rules.reading"
local receipts = require "payment.adapters.portone.receipts"
local text = require "text"
local webhook = require "payment.adapters.portone.webhook"
local window = require "payment.rules.portone.window"

local SCRIPT = "https://cdn.portone.io/v2/browser-sdk.js"

local adapter = { name = "portone", label = "포트원", partial_cancel = true, notices = true,
  methods = { card = true, virtual_account = true, account_transfer = true, phone = true },
  issue_receipt = receipts.issue, cancel_receipt = receipts.take_back, receipts_once = true,
  report_delivery = escrow.report_delivery }

--- Who we are (관리자 콘솔 › 결제 연동): a store, its channel, `channels` where methods go by others, `behind` for the
--- providers whose windows open in the page, the secret of the API of V2, and that of webhooks; `webhook_secret_old` for as
--- long as secrets are being changed; `escrow` where it has to be offered.
---@param contract payment.contract
---@return true|nil
---@return string|nil sentence
function adapter.check(contract)
  if not channels.is_name(contract.store_id) then return nil, "store_id is missing, or is no name" end
  local problem = channels.problem(contract, adapter.methods)
  if problem then return nil, problem end
  local secret = contract.api_secret
  if type(secret) ~= "string" or not secret:find "^[%w_%-%+/=%.]+$" then return nil, "api_secret is missing" end
  if not webhook.key(contract.webhook_secret) then return nil, "webhook_secret is missing, or is not of the form whsec_…" end
  if contract.webhook_secret_old ~= nil and not webhook.key(contract.webhook_secret_old) then
    return nil, "webhook_secret_old is not of the form whsec_…"
  end
  if contract.escrow ~= nil and type(contract.escrow) ~= "boolean" then return nil, "escrow is true or false" end
  return true
end

--- Who we are to them.
---@param contract payment.contract
---@return string
function adapter.merchant(contract) return contract.store_id end

--- Tells what it may cost, and opens nothing yet: their script does, with go.options, by PortOne.requestPayment(options).
---@param contract payment.contract
---@param asked table
---@return payment.result
function adapter.start(contract, asked)
  local said, trouble = api.post(contract, api.path(asked.reference, "/pre-register"),
    { storeId = contract.store_id, totalAmount = asked.amount, taxFreeAmount = asked.tax_free, currency = "KRW" })
  if not said then return trouble end
  return { outcome = "ok", state = "ready", reference = asked.reference, details = {},
    go = { kind = "script", src = reading.object(contract.urls).script or SCRIPT, call = "PortOne.requestPayment",
      options = window.open(contract, asked) } }
end

---@param _ payment.contract
---@param attempt table
---@param input { query: table<string, string> }
---@return table
function adapter.read_return(_, attempt, input) return window.read(attempt, input.query) end

-- What they hold; "pending" is what nobody knows the end of.
local function look(contract, attempt)
  local said, trouble = api.get(contract, api.of_store(contract, attempt.reference))
  if said then
    local result = object.read(said, contract.mode == "live")
    if result and result.state == "pending" then
      return { outcome = "unknown", code = "PAY_PENDING", message = "they are about it" }
    end
    return result or api.unreadable()
  end
  if trouble.kind == "PAYMENT_NOT_FOUND" then
    return { outcome = "ok", state = "ready", reference = attempt.reference, captured = 0, cancelled = 0,
      code = trouble.code }
  end
  trouble.outcome = "unknown" -- who will not tell has not said no
  return trouble
end

---@param contract payment.contract
---@param attempt table
---@return payment.result
function adapter.query(contract, attempt) return look(contract, attempt) end

--- Reads back what became of it while the window was open. What is not settled there yet is not known here.
---@param contract payment.contract
---@param attempt table
---@return payment.result
function adapter.approve(contract, attempt)
  local truth = look(contract, attempt)
  if truth.state == "ready" then
    return { outcome = "unknown", code = truth.code or "READY", message = "they know of no end yet" }
  end
  if truth.state == "failed" then
    return { outcome = "declined", code = truth.code or "FAILED", message = truth.message or "the payment failed" }
  end
  return truth
end

local function account_of(given)
  local bank = given and codes.to_theirs(given.bank_code)
  if not bank then return nil end
  return { bank = bank, number = (given.number:gsub("%D", "")), holderName = text.clip(given.holder, 60, "") }
end

local function given_back(contract, attempt, asked)
  local said, trouble = api.post(contract, api.path(attempt.reference, "/cancel"), { storeId = contract.store_id,
    amount = asked.amount, taxFreeAmount = asked.tax_free, vatAmount = asked.vat,
    reason = reading.text(asked.reason) or "주문 취소",
    requester = "ADMIN", currentCancellableAmount = asked.remaining + asked.amount,
    refundAccount = attempt.method == "virtual_account" and account_of(asked.account) or nil })
  if not said then return nil, trouble end
  local done = reading.object(said.cancellation)
  if done.status == "FAILED" then
    return nil, { outcome = "declined", code = "FAILED", message = reading.text(done.reason) }
  end
  if done.status == "REQUESTED" then
    return nil, { outcome = "unknown", code = "REQUESTED", message = "they are about it" }
  end
  if done.status ~= "SUCCEEDED" or reading.amount(done.totalAmount) ~= asked.amount then return nil, api.unreadable() end
  local captured = asked.remaining + asked.amount + attempt.returned_amount
  return { outcome = "ok", state = reading.state(captured, captured - asked.remaining), reference = attempt.reference,
    transaction_id = attempt.transaction_id, amount = asked.amount, currency = "KRW", captured = captured,
    cancelled = captured - asked.remaining, details = { cancellation = reading.text(done.id, 64) } }
end

-- An account into which nobody has paid takes no more.
local function close(contract, attempt)
  local said, trouble = api.post(contract, api.of_store(contract, attempt.reference, "/virtual-account/close"))
  if not said then return nil, trouble end
  return { outcome = "ok", state = "cancelled", reference = attempt.reference, transaction_id = attempt.transaction_id,
    amount = attempt.amount, currency = "KRW", captured = 0, cancelled = 0, details = {} }
end

--- Gives back. How much can still be is said along: what was given back in the meantime, by whomever, is not given back
--- twice. After a refusal it is asked what holds: a lost answer is found that way.
---@param contract payment.contract
---@param attempt table
---@param asked table
---@return payment.result
function adapter.cancel(contract, attempt, asked)
  local is_paid = attempt.captured_amount > 0 or attempt.method ~= "virtual_account"
  local result, trouble
  if is_paid then result, trouble = given_back(contract, attempt, asked) else result, trouble = close(contract, attempt) end
  if result or trouble.outcome == "unknown" then return result or trouble end
  local truth = look(contract, attempt)
  if truth.outcome == "unknown" then return truth end
  if truth.outcome ~= "ok" then return trouble end
  if not is_paid then return truth.state == "cancelled" and truth.captured == 0 and truth or trouble end
  truth.amount = asked.amount
  return truth.captured > 0 and truth.captured - truth.cancelled == asked.remaining and truth or trouble
end

--- What a notice says. Its name is theirs (webhook-id): each delivery of the same has the same.
---@param contract payment.contract
---@param raw { body: string, headers: table<string, string> }
---@param now number
---@return table|nil
---@return fault|nil
function adapter.read_notice(contract, raw, now)
  local event = json.decode(raw.body, 256 * 1024)
  local said = type(event) == "table" and notice.read(event)
  if not said then return nil, fault("payment.malformed_notice", { message = "no webhook" }) end
  said.event_key = reading.text(raw.headers["webhook-id"], 100) or crypto.hex(crypto.sha256(raw.body))
  said.authentic = webhook.is_authentic({ contract.webhook_secret, contract.webhook_secret_old }, raw, now)
    and (said.store == nil or said.store == contract.store_id)
  return said
end

--- Anything but 2xx is sent again, five times in six hours.
---@param ok boolean
---@return integer status
---@return string body
---@return string content_type
function adapter.notice_answer(ok) return ok and 200 or 503, ok and "OK" or "LATER", "text/plain; charset=utf-8" end

return adapter
