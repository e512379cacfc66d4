-- One call to PortOne's API of V1: what it answered, or what is known after a refusal. A token is asked for by the secret
-- and kept until it is about to expire; one that they do not know any more is asked for anew, once. Whether something went
-- wrong is said in the envelope, by a code that is not 0.

local clock = require "clock"
local json_call = require "payment.adapters.json_call"
local reading = require "payment.rules.reading"

local api = {}

local BASE = "https://api.iamport.kr"
local EARLY = 60 -- seconds, before a token expires

-- By whom it was asked for, where: { value, expires }, for as long as this generation lives.
local tokens = {}

--- What is known when an answer cannot be what they mean.
---@return payment.result
function api.unreadable() return { outcome = "unknown", code = "unreadable", message = "the answer cannot be read" } end

local function base(contract) return reading.object(contract.urls).api or BASE end

local function holder(contract) return table.concat({ base(contract), contract.imp_key, contract.imp_secret }, "\n") end

local function refused(said, status)
  local is_meant = type(said.code) == "number" and said.code ~= 0
  return nil, { outcome = is_meant and "declined" or "unknown", code = status == 200 and "refused" or "http_" .. status,
    message = reading.text(said.message), status = status }
end

local function ask_token(contract)
  local said, status = json_call(contract, { url = base(contract) .. "/users/getToken",
    body = { imp_key = contract.imp_key, imp_secret = contract.imp_secret } })
  if not said then return nil, status end
  local given = reading.object(said.response)
  local value = reading.text(given.access_token, 500)
  if status ~= 200 or said.code ~= 0 or not value then return refused(said, status) end
  -- by their clock it is this long, whatever ours says
  local left = type(given.expired_at) == "number" and type(given.now) == "number" and given.expired_at - given.now or 0
  tokens[holder(contract)] = { value = value, expires = clock.monotonic() / 1000 + left - EARLY }
  return value
end

local function token(contract)
  local kept = tokens[holder(contract)]
  if kept and clock.monotonic() / 1000 < kept.expires then return kept.value, nil, true end
  return ask_token(contract)
end

local function call_with(contract, value, call)
  return json_call(contract, { url = base(contract) .. call.path, method = call.method, body = call.body,
    spoken = call.spoken, headers = { Authorization = value } })
end

--- Waits.
---@param contract payment.contract
---@param call { path: string, method: string|nil, body: table|nil, spoken: table<integer, boolean>|nil }
---@return table|nil response
---@return payment.result|nil trouble  with their `status` of a refusal
function api.ask(contract, call)
  local value, trouble, was_kept = token(contract)
  if not value then return nil, trouble end
  local said, status = call_with(contract, value, call)
  if said and status == 401 and was_kept then
    tokens[holder(contract)] = nil
    value, trouble = ask_token(contract)
    if not value then return nil, trouble end
    said, status = call_with(contract, value, call)
  end
  if not said then return nil, status end
  if status ~= 200 or said.code ~= 0 then return refused(said, status) end
  return reading.object(said.response)
end

return api
