-- One call to PortOne's API (V2): what it answered, or what is known after a refusal. A conflict, and what a provider behind
-- it said, are answers of its own; a gateway's error without its words is none.

local json_call = require "payment.adapters.json_call"
local reading = require "payment.rules.reading"
local text = require "text"

local api = {}

local BASE = "https://api.portone.io"
-- With these statuses they speak themselves, where something was to be done.
local SPOKEN = { [409] = true, [502] = true }

--- What is known when an answer cannot be what they mean.
---@return payment.result
function api.unreadable() return { outcome = "unknown", code = "unreadable", message = "the answer cannot be read" } end

--- The path of a payment, or of what belongs to it.
---@param reference string
---@param rest string|nil
---@return string
function api.path(reference, rest) return ("/payments/%s%s"):format(text.escape_url(reference), rest or "") end

--- … of our store's.
---@param contract payment.contract
---@param reference string
---@param rest string|nil
---@return string
function api.of_store(contract, reference, rest)
  return api.path(reference, rest) .. "?storeId=" .. text.escape_url(contract.store_id)
end

local function ask(contract, call)
  call.url = (reading.object(contract.urls).api or BASE) .. call.path
  call.headers = { Authorization = "PortOne " .. contract.api_secret }
  local said, status = json_call(contract, call)
  if not said then return nil, status end
  if status == 200 then return said end
  local kind = reading.text(said.type, 80)
  local is_meant = kind and status >= 400 and (status < 500 or kind == "PG_PROVIDER")
  return nil, { outcome = is_meant and "declined" or "unknown", kind = kind,
    code = reading.text(said.pgCode, 60) or kind or "http_" .. status,
    message = reading.text(said.pgMessage) or reading.text(said.message) }
end

--- Waits.
---@param contract payment.contract
---@param path string
---@return table|nil said
---@return payment.result|nil trouble  with their `kind` of a refusal
function api.get(contract, path) return ask(contract, { path = path }) end

--- Waits.
---@param contract payment.contract
---@param path string
---@param body table|nil
---@return table|nil said
---@return payment.result|nil trouble
function api.post(contract, path, body)
  return ask(contract, { path = path, method = "POST", body = body, spoken = SPOKEN })
end

return api
