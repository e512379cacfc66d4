-- KakaoPay, the wallet: ready opens a payment and names it (tid), the shopper agrees and comes back with a token, and
-- approve takes the money. There are no notices and no idempotency: after an outcome that is not known the payment is asked
-- for by its tid, which is on the attempt before the window opens, and so it is after a refusal that does not settle it.

local answer = require "payment.rules.kakaopay.answer"
local fault = require "shared.fault"
local json_call = require "payment.adapters.json_call"
local reading = require "payment.rules.reading"
local request = require "payment.rules.kakaopay.request"

local API = "https://open-api.kakaopay.com"

local adapter = { name = "kakaopay", label = "카카오페이", partial_cancel = true, notices = false, methods = { wallet = true } }

-- After these surely no money was taken: what was asked was wrong, the shopper had not agreed, or the time was over. -780 is
-- a no in general; with these words about it the bank, or another payment of the shopper's, is still at it.
local SETTLED = {}
for _, code in ipairs { -701, -703, -704, -705, -706, -707, -708, -721, -722, -723, -724, -725, -726, -730, -731, -732,
  -733, -797, -798 } do SETTLED[code] = true end
local FAILED, OPEN_ENDED = -780, { BANK_FIRM_UNKNOWN = true, USER_LOCKED = true }

--- The merchant's code (cid) and the secret of the application; `cid_secret` where KakaoPay has given one.
---@param contract payment.contract
---@return true|nil
---@return string|nil sentence
function adapter.check(contract)
  local cid = contract.cid
  if type(cid) ~= "string" or not cid:find "^%w+$" or #cid ~= 10 then return nil, "cid is not of ten letters and digits" end
  local mode = cid:sub(1, 2) == "TC" and "test" or "live"
  if mode ~= contract.mode then return nil, ("cid is one of mode %s, the contract is %s"):format(mode, contract.mode) end
  local key = contract.secret_key
  if type(key) ~= "string" or not key:find "^%w+$" then return nil, "secret_key is missing" end
  if contract.cid_secret ~= nil and type(contract.cid_secret) ~= "string" then return nil, "cid_secret is no text" end
  return true
end

--- Who we are to them.
---@param contract payment.contract
---@return string
function adapter.merchant(contract) return contract.cid end

local function base(contract) return reading.object(contract.urls).api or API end

local function unreadable() return { outcome = "unknown", code = "unreadable", message = "the answer cannot be read" } end

local function ask(contract, path, body)
  local said, status = json_call(contract, { url = base(contract) .. "/online/v1/payment/" .. path, body = body,
    headers = { Authorization = "SECRET_KEY " .. contract.secret_key } })
  if not said then return nil, status end
  if status == 200 then return said end
  local extras = reading.object(said.extras)
  local number = type(said.error_code) == "number" and said.error_code
  local reason = reading.text(extras.method_result_code, 60)
  return nil, { outcome = number and "declined" or "unknown",
    code = reason or number and ("%d"):format(number) or "http_" .. status,
    message = reading.text(extras.method_result_message) or reading.text(said.error_message) },
    SETTLED[number] or number == FAILED and not OPEN_ENDED[reason] or false
end

---@param contract payment.contract
---@param asked table
---@return payment.result
function adapter.start(contract, asked)
  local said, trouble = ask(contract, "ready", request.ready(contract, asked))
  if not said then return trouble end
  local tid = reading.text(said.tid, 30)
  local page = asked.device == "mobile" and said.next_redirect_mobile_url or said.next_redirect_pc_url
  page = reading.address(page, base(contract), { "kakaopay.com", "online-pay.kakao.com" })
  if not tid or not page then return unreadable() end
  return { outcome = "ok", state = "ready", transaction_id = tid, reference = asked.reference, details = {},
    go = { kind = "redirect", url = page } }
end

---@param _ payment.contract
---@param attempt table
---@param input { query: table<string, string> }
---@return table
function adapter.read_return(_, attempt, input) return request.read_return(attempt, input.query) end

--- Without a tid nobody could have agreed to anything.
---@param contract payment.contract
---@param attempt table
---@return payment.result
function adapter.query(contract, attempt)
  if not attempt.transaction_id then
    return { outcome = "ok", state = "ready", reference = attempt.reference, captured = 0, cancelled = 0 }
  end
  local said, trouble = ask(contract, "order",
    { cid = contract.cid, cid_secret = contract.cid_secret, tid = attempt.transaction_id })
  if said then return answer.order(said) or unreadable() end
  trouble.outcome = "unknown" -- who will not tell has not said no
  return trouble
end

---@param contract payment.contract
---@param attempt table
---@param token { pg_token: string }
---@return payment.result
function adapter.approve(contract, attempt, token)
  local said, trouble, settled = ask(contract, "approve", request.approve(contract, attempt, token))
  if said then return answer.approved(said) or unreadable() end
  if trouble.outcome == "unknown" or settled then return trouble end
  local truth = adapter.query(contract, attempt)
  if truth.state == "failed" then return trouble end
  -- the bank may still be about it
  if truth.state == "ready" then trouble.outcome = "unknown" end
  return truth.state == "ready" and trouble or truth
end

---@param contract payment.contract
---@param attempt table
---@param asked table
---@return payment.result
function adapter.cancel(contract, attempt, asked)
  local said, trouble = ask(contract, "cancel", request.cancel(contract, attempt, asked))
  local truth = said and answer.order(said)
  if said then
    if truth then truth.amount = asked.amount end
    return truth or unreadable()
  end
  if trouble.outcome == "unknown" then return trouble end
  truth = adapter.query(contract, attempt)
  if truth.outcome == "unknown" then return truth end
  truth.amount = asked.amount
  return truth.captured - truth.cancelled == asked.remaining and truth or trouble
end

--- They send no notices.
---@return nil
---@return fault
function adapter.read_notice() return nil, fault("payment.malformed_notice", { message = "KakaoPay sends no notices" }) end

---@return integer status
---@return string body
---@return string content_type
function adapter.notice_answer() return 404, "", "text/plain; charset=utf-8" end

return adapter
