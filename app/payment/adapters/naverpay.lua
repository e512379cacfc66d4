-- NaverPay, the wallet (결제형): its script opens a window, the shopper agrees and comes back with the number of a payment,
-- and one call takes the money. There are no notices. What a key names is done once; where an answer is lost all the same,
-- or a refusal does not settle it, the payment's history says what became of it.

local answer = require "payment.rules.naverpay.answer"
local crypto = require "crypto"
local fault = require "shared.fault"
local hosts = require "payment.rules.naverpay.hosts"
local json_call = require "payment.adapters.json_call"
local reading = require "payment.rules.reading"
local request = require "payment.rules.naverpay.request"

local SCRIPT = "https://nsp.pay.naver.com/sdk/js/naverpay.min.js"

local adapter = { name = "naverpay", label = "네이버페이", partial_cancel = true, notices = false, methods = { wallet = true } }

-- After these surely no money was taken.
local SETTLED = { InvalidMerchant = true, InvalidPaymentId = true, TimeExpired = true, OwnerAuthFail = true,
  MaintenanceOngoing = true, FaultCheckOngoing = true, ["024"] = true }
-- Somebody is at it, or will be; a cancellation that they could not finish they finish themselves.
local UNDER_WAY = { AlreadyOnGoing = true, CancelNotComplete = true, PreCancelNotComplete = true }
-- A cancellation after the hour: it is to be asked for again.
local LATER = { MaintenanceOngoing = true, FaultCheckOngoing = true }

local KEYS = { "client_id", "client_secret", "chain_id" }

--- Who we are to them (네이버페이센터 › 연동 정보): an application, its secret and a chain. `partner_id` where they gave one;
--- `family` of hosts, "paygate" or "apis"; `merchant_id` (가맹점 아이디), with which answers are then compared.
---@param contract payment.contract
---@return true|nil
---@return string|nil sentence
function adapter.check(contract)
  for _, name in ipairs(KEYS) do
    local key = contract[name]
    if type(key) ~= "string" or not key:find "^[%w_%-%+/=%.]+$" then
      return nil, name .. " is missing, or has characters that no key has"
    end
  end
  if not hosts.knows(contract.family) then return nil, "family is paygate or apis" end
  local partner = contract.partner_id
  if partner ~= nil and (type(partner) ~= "string" or not partner:find "^[%w_%-]+$") then
    return nil, "partner_id is no name"
  end
  if contract.merchant_id ~= nil and type(contract.merchant_id) ~= "string" then return nil, "merchant_id is no text" end
  return true
end

--- Who we are to them, where the contract says it.
---@param contract payment.contract
---@return string|nil
function adapter.merchant(contract) return contract.merchant_id end

local function unreadable() return { outcome = "unknown", code = "unreadable", message = "the answer cannot be read" } end

-- The body of an answer that says that all is well; otherwise what is known.
local function ask(contract, path, call, key)
  call.url = hosts.api(contract) .. path
  call.headers = { ["X-Naver-Client-Id"] = contract.client_id, ["X-Naver-Client-Secret"] = contract.client_secret,
    ["X-NaverPay-Chain-Id"] = contract.chain_id, ["X-NaverPay-Idempotency-Key"] = key }
  local said, status = json_call(contract, call)
  if not said then return nil, status end
  -- who we are is judged at their gate, which speaks in words of its own
  local code = reading.text(said.code, 60) or reading.text(said.errorCode, 60)
  if code == "Success" and status == 200 then return reading.object(said.body) end
  return nil, { outcome = code and code ~= "Success" and not UNDER_WAY[code] and "declined" or "unknown",
    code = code or "http_" .. status, message = reading.text(said.message) or reading.text(said.errorMessage) }
end

-- At most 64 letters: what it is about is in it, so that no two deeds share one.
local function key_of(...) return crypto.hex(crypto.sha256(table.concat({ ... }, "."))) end

--- Opens nothing yet: their script does. What names the capture is drawn here, and kept before anything is asked.
---@param contract payment.contract
---@param asked table
---@return payment.result
function adapter.start(contract, asked)
  return { outcome = "ok", state = "ready", reference = asked.reference, details = { key = crypto.uuid7() },
    go = { kind = "script", src = reading.object(contract.urls).script or SCRIPT, call = "Naver.Pay.create",
      options = request.window(contract, asked) } }
end

---@param _ payment.contract
---@param attempt table
---@param input { query: table<string, string> }
---@return table
function adapter.read_return(_, attempt, input) return request.read_return(attempt, input.query) end

-- What the browser brought is kept with the attempt before the approval: its answer may be lost.
local function number_of(attempt)
  return attempt.transaction_id or reading.text(reading.object(reading.object(attempt.details).token).payment_id, 50)
end

local function history(contract, attempt, payment_id)
  local said, trouble = ask(contract, "/v2.2/list/history",
    { body = { paymentId = payment_id, approvalType = "ALL", pageNumber = 1, rowsPerPage = 100 } })
  if said then return answer.history(said, payment_id, attempt) or unreadable() end
  trouble.outcome = "unknown" -- who will not tell has not said no
  return trouble
end

--- Without a number nobody could have approved anything.
---@param contract payment.contract
---@param attempt table
---@return payment.result
function adapter.query(contract, attempt)
  local payment_id = number_of(attempt)
  if payment_id then return history(contract, attempt, payment_id) end
  return { outcome = "ok", state = "ready", reference = attempt.reference, captured = 0, cancelled = 0 }
end

--- Takes the money.
---@param contract payment.contract
---@param attempt table
---@param token { payment_id: string }
---@return payment.result
function adapter.approve(contract, attempt, token)
  local id = token.payment_id
  local said, trouble = ask(contract, "/v2.2/apply/payment", { form = { { "paymentId", id } } },
    key_of(reading.object(attempt.details).key or attempt.reference, id))
  if said then return answer.approved(said) or unreadable() end
  if trouble.outcome == "unknown" or SETTLED[trouble.code] then return trouble end
  local truth = history(contract, attempt, id)
  -- the browser named the payment: one of another order is no business of this one, least of all to be given back
  if truth.outcome == "ok" and truth.reference ~= attempt.reference then return trouble end
  -- agreed to and not taken: then it was a no
  return (truth.state == "ready" or truth.state == "failed") and trouble or truth
end

--- Gives back. A key lasts for one sum that is still there and for an hour, so that a refusal is none for ever; giving the
--- same back twice is what the expected rest forbids.
---@param contract payment.contract
---@param attempt table
---@param asked table
---@param now number
---@return payment.result
function adapter.cancel(contract, attempt, asked, now)
  local said, trouble = ask(contract, "/v1/cancel", { form = request.cancel(attempt.transaction_id, asked) },
    key_of(asked.key, ("%d"):format(asked.remaining + asked.amount), ("%d"):format(math.floor(now / 3600))))
  if said then return answer.cancelled(said, attempt, asked) or unreadable() end
  if LATER[trouble.code] then trouble.outcome = "unknown" end
  if trouble.outcome == "unknown" then return trouble end
  local truth = adapter.query(contract, attempt)
  if truth.outcome == "unknown" then return truth end
  truth.amount = asked.amount
  return truth.captured - truth.cancelled == asked.remaining and truth or trouble
end

--- They send no notices.
---@return nil
---@return fault
function adapter.read_notice() return nil, fault("payment.malformed_notice", { message = "NaverPay sends no notices" }) end

---@return integer status
---@return string body
---@return string content_type
function adapter.notice_answer() return 404, "", "text/plain; charset=utf-8" end

return adapter
