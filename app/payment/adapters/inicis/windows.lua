-- The two products with a window, from the form that opens it to the approval that captures and the net-cancel that takes
-- back what is not known: the standard window of PCs, whose calls are signed, and that of telephones, where a number that
-- is good for one call is the proof.

local crypto = require "crypto"
local answers = require "payment.rules.inicis.answers"
local call = require "payment.adapters.inicis.call"
local hosts = require "payment.rules.inicis.hosts"
local reading = require "payment.rules.inicis.reading"
local texts = require "payment.rules.inicis.texts"
local window = require "payment.rules.inicis.window"

local windows = {}

local function sha256(s) return crypto.hex(crypto.sha256(s)) end

local function check_fake(contract, amount, reference, timestamp)
  local key = contract.hash_key
  return key and crypto.base64(crypto.sha512(texts.check_fake(amount, reference, timestamp, key)))
end

--- What the pay page is to do.
---@param contract payment.contract
---@param request table
---@return table go
function windows.start(contract, request)
  local timestamp = reading.milliseconds(request.now)
  if request.device == "mobile" then
    local fields = window.mobile(contract, request, { timestamp = timestamp,
      check = check_fake(contract, request.amount, request.reference, timestamp) })
    return { kind = "form", url = hosts.mobile_window(contract), fields = fields, charset = "UTF-8" }
  end
  local fields = window.pc(contract, request, { timestamp = timestamp, key = sha256(contract.sign_key),
    signature = sha256(texts.window(request.reference, request.amount, timestamp)),
    verification = sha256(texts.window_with_key(request.reference, request.amount, timestamp, contract.sign_key)) })
  return { kind = "script", src = hosts.script(contract), call = "INIStdPay.pay", form = fields, charset = "UTF-8" }
end

local pc, mobile = {}, {}

-- The approval and what takes it back have the same fields, each with a moment of its own.
local function pc_fields(contract, attempt, token, now)
  local timestamp = reading.milliseconds(now)
  return { { "mid", contract.mid }, { "authToken", token.auth_token }, { "timestamp", timestamp },
    { "signature", sha256(texts.approval(token.auth_token, timestamp)) },
    { "verification", sha256(texts.approval_with_key(token.auth_token, timestamp, contract.sign_key)) },
    { "charset", "UTF-8" }, { "format", "JSON" }, { "price", ("%d"):format(attempt.amount) } }
end

function pc.approve(contract, attempt, token, now)
  local answer, unknown = call.form(contract, hosts.of(contract, "pc", token.centre, "approve"),
    pc_fields(contract, attempt, token, now))
  if not answer then return unknown end
  local result = answers.pc(answer)
  if result.outcome ~= "ok" then return result end
  local signed = texts.answer { MOID = answer.MOID, mid = answer.mid, TotPrice = ("%d"):format(result.amount),
    tstamp = reading.text(answer.tstamp, 20) }
  if not signed or not crypto.equal(sha256(signed), reading.text(answer.authSignature, 64) or "") then
    return { outcome = "unknown", code = "signature_mismatch", message = "the answer's signature is another's" }
  end
  return result
end

function pc.net_cancel(contract, attempt, token, now)
  local answer, unknown = call.form(contract, hosts.of(contract, "pc", token.centre, "net_cancel"),
    pc_fields(contract, attempt, token, now))
  return answer and answers.net_cancel(answer.resultCode, answer.resultMsg, "0000") or unknown
end

function mobile.approve(contract, _, token)
  local answer, unknown = call.values(contract, hosts.of(contract, "mobile", token.centre, "approve"),
    { { "P_MID", contract.mid }, { "P_TID", token.tid } }, "P_STATUS")
  return answer and answers.mobile(answer) or unknown
end

function mobile.net_cancel(contract, attempt, token, now)
  local timestamp = reading.milliseconds(now)
  local check = check_fake(contract, attempt.amount, attempt.reference, timestamp)
  local fields = { { "P_MID", contract.mid }, { "P_TID", token.tid }, { "P_AMT", ("%d"):format(attempt.amount) },
    { "P_OID", attempt.reference } }
  if check then
    fields[5], fields[6] = { "P_TIMESTAMP", timestamp }, { "P_CHKFAKE", check }
  end
  local answer, unknown = call.values(contract, hosts.of(contract, "mobile", token.centre, "net_cancel"), fields, "P_STATUS")
  return answer and answers.net_cancel(answer.P_STATUS, answer.P_RMESG1, "00") or unknown
end

local products = { pc = pc, mobile = mobile }

-- A token of a data centre that the contract, as it is now, does not know.
local LOST = { outcome = "unknown", code = "no_centre", message = "the contract knows no such data centre", unsent = true }

--- Captures. Waits.
---@param contract payment.contract
---@param attempt table
---@param token table
---@param now number
---@return payment.result
function windows.approve(contract, attempt, token, now)
  if not hosts.of(contract, token.product, token.centre, "approve") then return LOST end
  return products[token.product].approve(contract, attempt, token, now)
end

--- Takes back an approval of which nobody knows whether it was made. Waits.
---@param contract payment.contract
---@param attempt table
---@param token table
---@param now number
---@return payment.result
function windows.net_cancel(contract, attempt, token, now)
  if not hosts.of(contract, token.product, token.centre, "net_cancel") then return LOST end
  return products[token.product].net_cancel(contract, attempt, token, now)
end

return windows
