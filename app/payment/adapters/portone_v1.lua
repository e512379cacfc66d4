-- PortOne's V1 (formerly Iamport), which stands before other providers. The money is taken while its window is open: there
-- is no call that captures, and approving is reading back what became of the payment, by our own name for it. What it may
-- cost is told to PortOne before the window opens. Notices are signed by nobody, so they only lead to a question.

local api = require "payment.adapters.portone_v1.api"
local channels = require "payment.rules.portone.channels"
local codes = require "payment.rules.portone.codes"
local crypto = require "crypto"
local fault = require "shared.fault"
local notice = require "payment.rules.portone_v1.notice"
local object = require "payment.rules.portone_v1.object"
local reading = require "payment.rules.reading"
local receipts = require "payment.adapters.portone_v1.receipts"
local text = require "text"
local window = require "payment.rules.portone_v1.window"

local SCRIPT = "https://cdn.iamport.kr/v1/iamport.js"

local adapter = { name = "portone_v1", label = "포트원", partial_cancel = true, notices = true,
  notice_ips = { "52.78.100.19", "52.78.48.223", "52.78.5.241" },
  methods = { card = true, virtual_account = true, account_transfer = true, phone = true },
  issue_receipt = receipts.issue, cancel_receipt = receipts.take_back, receipts_once = true }

-- So long the same words are one notice. They carry no time: a longer name could be taken before the true one comes.
local BUCKET = 60

--- Who we are (관리자 콘솔 › 식별코드・API Keys): the code by which the script knows us (고객사 식별코드), key and secret of the
--- API of V1, a channel, `channels` where methods go by others, `behind` for the providers whose windows open in the page;
--- `escrow` where it has to be offered.
---@param contract payment.contract
---@return true|nil
---@return string|nil sentence
function adapter.check(contract)
  for _, name in ipairs { "imp_code", "imp_key" } do
    if not channels.is_name(contract[name]) then return nil, name .. " is missing, or is no name" end
  end
  local secret = contract.imp_secret
  if type(secret) ~= "string" or not secret:find "^[%w_%-%+/=%.]+$" then return nil, "imp_secret is missing" end
  local problem = channels.problem(contract, adapter.methods)
  if problem then return nil, problem end
  if contract.escrow ~= nil and type(contract.escrow) ~= "boolean" then return nil, "escrow is true or false" end
  return true
end

--- Tells what it may cost, and opens nothing yet: their script does, with go.options, by
---
---   IMP.init(options.code); IMP.request_pay(options.request, carry)
---
---@param contract payment.contract
---@param asked table
---@return payment.result
function adapter.start(contract, asked)
  local sum = { merchant_uid = asked.reference, amount = asked.amount }
  local told, trouble = api.ask(contract, { path = "/payments/prepare", body = sum })
  -- told before, of a start whose answer was lost: what holds is what is said now
  if not told and trouble.status == 200 then
    told, trouble = api.ask(contract, { path = "/payments/prepare", method = "PUT", body = sum })
  end
  if not told then return trouble end
  if told.amount ~= nil and told.amount ~= asked.amount then return api.unreadable() end
  return { outcome = "ok", state = "ready", reference = asked.reference, details = {},
    go = { kind = "script", src = reading.object(contract.urls).script or SCRIPT, call = "IMP.request_pay",
      options = window.open(contract, asked) } }
end

---@param _ payment.contract
---@param attempt table
---@param input { query: table<string, string> }
---@return table
function adapter.read_return(_, attempt, input) return window.read(attempt, input.query) end

-- What they hold of an attempt: by their number for it where we know it, else by ours. What is not ours is no answer.
local function look(contract, attempt)
  local path = attempt.transaction_id and "/payments/" .. text.escape_url(attempt.transaction_id)
    or "/payments/find/" .. text.escape_url(attempt.reference)
  local said, trouble = api.ask(contract,
    { path = path .. "?include_sandbox=" .. (contract.mode == "test" and "true" or "false") })
  if said then return object.read(said, contract.mode == "live") or api.unreadable() end
  if trouble.status == 404 and not attempt.transaction_id then
    return { outcome = "ok", state = "ready", reference = attempt.reference, captured = 0, cancelled = 0, code = "http_404" }
  end
  trouble.outcome = "unknown" -- who will not tell has not said no
  return trouble
end

--- … with the cash receipt that was issued with it: its number is told apart from the payment.
---@param contract payment.contract
---@param attempt table
---@return payment.result
function adapter.query(contract, attempt)
  local result = look(contract, attempt)
  if result.has_receipt and not reading.object(attempt.details).cash_receipt then
    result.cash_receipt = receipts.of_payment(contract, result.transaction_id)
  end
  return result
end

--- Reads back what became of it while the window was open. The number that the browser brought is not asked for: it could
--- be another order's. What is not settled there yet is not known here.
---@param contract payment.contract
---@param attempt table
---@return payment.result
function adapter.approve(contract, attempt)
  local truth = look(contract, attempt)
  if truth.state == "ready" then
    return { outcome = "unknown", code = truth.code or "ready", message = "they know of no end yet" }
  end
  if truth.state == "failed" then
    return { outcome = "declined", code = "failed", message = truth.message or "the payment failed" }
  end
  return truth
end

-- A bank by three digits, as the clearing house has them.
local function account_of(given)
  if not given or not codes.name(given.bank_code) then return {} end
  return { bank = "0" .. given.bank_code:sub(-2), number = (given.number:gsub("%D", "")),
    holder = text.clip(given.holder, 60, "") }
end

local function give_back(contract, attempt, asked)
  local account = attempt.method == "virtual_account" and account_of(asked.account) or {}
  local said, trouble = api.ask(contract, { path = "/payments/cancel", body = { imp_uid = attempt.transaction_id,
    merchant_uid = attempt.reference, amount = asked.amount, tax_free = asked.tax_free, vat_amount = asked.vat,
    checksum = asked.remaining + asked.amount, reason = reading.text(asked.reason) or "주문 취소",
    refund_bank = account.bank, refund_account = account.number, refund_holder = account.holder } })
  if not said then return nil, trouble end
  local result = object.read(said, contract.mode == "live")
  if not result or result.captured == 0 then return nil, api.unreadable() end
  return result
end

local function close(contract, attempt)
  local said, trouble = api.ask(contract, { path = "/vbanks/" .. text.escape_url(attempt.transaction_id or ""),
    method = "DELETE" })
  if not said then return nil, trouble end
  return { outcome = "ok", state = "cancelled", reference = attempt.reference, transaction_id = attempt.transaction_id,
    amount = attempt.amount, currency = "KRW", captured = 0, cancelled = 0, details = {} }
end

--- Gives back. How much can still be is said along (checksum): what was given back in the meantime, by whomever, is not
--- given back twice. After a refusal it is asked what holds: a lost answer is found that way.
---@param contract payment.contract
---@param attempt table
---@param asked table
---@return payment.result
function adapter.cancel(contract, attempt, asked)
  local is_paid = attempt.captured_amount > 0 or attempt.method ~= "virtual_account"
  local result, trouble
  if is_paid then result, trouble = give_back(contract, attempt, asked) else result, trouble = close(contract, attempt) end
  if not result and trouble.outcome == "unknown" then return trouble end
  local truth = result or look(contract, attempt)
  if truth.outcome == "unknown" then return truth end
  if truth.outcome ~= "ok" then return trouble end
  if not is_paid then return truth.state == "cancelled" and truth.captured == 0 and truth or trouble end
  truth.amount = asked.amount
  if truth.captured > 0 and truth.captured - truth.cancelled == asked.remaining then return truth end
  return trouble or api.unreadable()
end

--- What a notice says. The same words within a minute are one.
---@param _ payment.contract
---@param raw { body: string }
---@param now number
---@return table|nil
---@return fault|nil
function adapter.read_notice(_, raw, now)
  local said = notice.read(raw.body)
  if not said then return nil, fault("payment.malformed_notice", { message = "no notice about a payment" }) end
  said.event_key = crypto.hex(crypto.sha256(("%d %s"):format(math.floor(now / BUCKET), raw.body)))
  return said
end

--- Anything but 200 is sent again where the mall has asked them to: five times, a minute apart.
---@param ok boolean
---@return integer status
---@return string body
---@return string content_type
function adapter.notice_answer(ok) return ok and 200 or 503, ok and "OK" or "LATER", "text/plain; charset=utf-8" end

return adapter
