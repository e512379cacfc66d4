-- One call to Toss Payments' API: what it answered, or what is known after a refusal. Whatever is asked twice under one
-- Idempotency-Key is answered alike for fifteen days, refusals too, and what the body says does not count: a key names one
-- deed.

local crypto = require "crypto"
local json_call = require "payment.adapters.json_call"
local reading = require "payment.rules.reading"

local API = "https://api.tosspayments.com"

-- 4xx codes after which nobody knows.
local DOUBTFUL = { PROVIDER_ERROR = true, IDEMPOTENT_REQUEST_PROCESSING = true }

-- What was not refused for sure is unknown.
local function refused(status, body)
  local said = reading.object(body.error or body)
  local code = reading.text(said.code, 60)
  local answer = { outcome = "declined", code = code or "http_" .. status, message = reading.text(said.message) }
  if status < 400 or not code or DOUBTFUL[code] then answer.outcome = "unknown" end
  return answer
end

--- Waits.
---@param contract payment.contract
---@param path string
---@param body table|nil   POST with it, GET without
---@param key string|nil   the Idempotency-Key
---@return table|nil said
---@return payment.result|nil result  without an answer: declined or unknown
return function(contract, path, body, key)
  local base = reading.object(contract.urls).api or API
  local said, status = json_call(contract, { url = base .. path, body = body,
    headers = { Authorization = "Basic " .. crypto.base64(contract.secret_key .. ":"), ["Idempotency-Key"] = key } })
  if not said then return nil, status end
  if status ~= 200 then return nil, refused(status, said) end
  return said
end
