-- TossPay, the wallet: a payment is created, the shopper agrees to it on their page, and executing it takes the money. They
-- are asked and never tell: with an execution of our own there is no notice. What they refuse without a reason that settles
-- it is asked after at once, since a no may have followed the deed.

local answer = require "payment.rules.tosspay.answer"
local fault = require "shared.fault"
local json_call = require "payment.adapters.json_call"
local reading = require "payment.rules.reading"
local request = require "payment.rules.tosspay.request"

local API = "https://pay.toss.im"

local adapter = { name = "tosspay", label = "토스페이", partial_cancel = true, notices = false, methods = { wallet = true } }

-- After these surely no money was taken.
local SETTLED = { COMMON_NOT_ENOUGH_CASH = true, EXECUTE_PAY_NOT_APPROVED = true, COMMON_INVALID_API_KEY = true,
  COMMON_BREAK_TIME_OF_BANK = true }
local PENDING = "TRANSACTION_PENDING_ERROR"

--- One key (상점관리자 › 연동키), which says itself whether it is for tests.
---@param contract payment.contract
---@return true|nil
---@return string|nil sentence
function adapter.check(contract)
  local mode = type(contract.api_key) == "string" and #contract.api_key <= 30 and contract.api_key:match "^sk_(%a+)_%w+$"
  if not mode then return nil, ("api_key is missing, or not of the form sk_%s_…"):format(contract.mode) end
  if mode ~= contract.mode then return nil, ("api_key is one of mode %s, the contract is %s"):format(mode, contract.mode) end
  return true
end

local function base(contract) return reading.object(contract.urls).api or API end

local function unreadable() return { outcome = "unknown", code = "unreadable", message = "the answer cannot be read" } end

-- Their body when it says that all is well; otherwise what is known.
local function ask(contract, path, body)
  body.apiKey = contract.api_key
  local said, status = json_call(contract, { url = base(contract) .. path, body = body, timeout_ms = 15000 })
  if not said then return nil, status end
  if said.code == 0 and status == 200 then return said end
  local code = reading.text(said.errorCode, 60)
  return nil, { outcome = code and code ~= PENDING and "declined" or "unknown", code = code or "http_" .. status,
    message = reading.text(said.msg) }
end

---@param contract payment.contract
---@param asked table
---@return payment.result
function adapter.start(contract, asked)
  local said, trouble = ask(contract, "/api/v2/payments", request.create(asked))
  if not said then return trouble end
  local token, page = reading.text(said.payToken, 30), reading.address(said.checkoutPage, base(contract), { "toss.im" })
  if not token or not page then return unreadable() end
  return { outcome = "ok", state = "ready", transaction_id = token, reference = asked.reference, details = {},
    go = { kind = "redirect", url = page } }
end

---@param _ payment.contract
---@param attempt table
---@param input { query: table<string, string> }
---@return table
function adapter.read_return(_, attempt, input) return request.read_return(attempt, input.query) end

--- Without a token nobody could have agreed to anything.
---@param contract payment.contract
---@param attempt table
---@return payment.result
function adapter.query(contract, attempt)
  if not attempt.transaction_id then
    return { outcome = "ok", state = "ready", reference = attempt.reference, captured = 0, cancelled = 0 }
  end
  local said, trouble = ask(contract, "/api/v2/status", { payToken = attempt.transaction_id })
  if not said then
    trouble.outcome = "unknown" -- who will not tell has not said no
    return trouble
  end
  local result = answer.status(said)
  if result == false then return { outcome = "unknown", code = said.payStatus, message = "they are about it" } end
  return result or unreadable()
end

---@param contract payment.contract
---@param attempt table
---@return payment.result
function adapter.approve(contract, attempt)
  local said, trouble = ask(contract, "/api/v2/execute", { payToken = attempt.transaction_id, orderNo = attempt.reference })
  if said then return answer.executed(said) or unreadable() end
  if trouble.outcome == "unknown" or SETTLED[trouble.code] then return trouble end
  local truth = adapter.query(contract, attempt)
  -- agreed to and not taken: then it was a no
  return (truth.state == "ready" or truth.state == "failed") and trouble or truth
end

--- Gives back. The same refundNo is the same refund, however often it is asked for.
---@param contract payment.contract
---@param attempt table
---@param asked table
---@return payment.result
function adapter.cancel(contract, attempt, asked)
  local said, trouble = ask(contract, "/api/v2/refunds", request.refund(attempt.transaction_id, asked))
  if said then return answer.refunded(said, attempt, asked) or unreadable() end
  if trouble.outcome == "unknown" then return trouble end
  local truth = adapter.query(contract, attempt)
  if truth.outcome == "unknown" then return truth end
  truth.amount = asked.amount
  return truth.captured - truth.cancelled == asked.remaining and truth or trouble
end

--- They send notices to nobody who executes.
---@return nil
---@return fault
function adapter.read_notice() return nil, fault("payment.malformed_notice", { message = "TossPay sends no notices" }) end

---@return integer status
---@return string body
---@return string content_type
function adapter.notice_answer() return 404, "", "text/plain; charset=utf-8" end

return adapter
