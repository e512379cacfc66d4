-- One call to Inicis and what is known afterwards: an answer that can be read, or nothing. Nothing is never a no: the deed
-- may have been done behind a timeout, a broken connection, a load balancer's error page or an answer in another form.

local fetch = require "fetch"
local json = require "json"
local text = require "text"
local reading = require "payment.rules.inicis.reading"

local call = {}

-- Card companies take their time, and who waits is a shopper whose request ends after thirty seconds: this leaves some of
-- them for taking back what is not known.
local TIMEOUT, CONNECT = 20000, 5000

local function is_loopback(url) return url:find "^http://127%.0%.0%.1:%d+/" ~= nil end

local function send(contract, url, body, type)
  local answer, why, code = fetch.request { url = url, method = "POST", body = body, max_bytes = 256 * 1024,
    headers = { ["Content-Type"] = type }, timeout_ms = contract.timeout_ms or TIMEOUT, connect_timeout_ms = CONNECT,
    allow_private = contract.mode == "test" and is_loopback(url) }
  if not answer then
    local unsent = code ~= "timeout" and code ~= "broken" and code ~= "too_large" or nil
    return nil, { outcome = "unknown", code = code, message = why, unsent = unsent }
  end
  if answer.status ~= 200 then
    return nil, { outcome = "unknown", code = "http_" .. answer.status, message = "HTTP " .. answer.status }
  end
  return answer.body
end

local function unreadable(what)
  return nil, { outcome = "unknown", code = "unreadable", message = "the answer is no " .. what }
end

local function object(body)
  local decoded = json.decode(body)
  if type(decoded) ~= "table" then return unreadable "JSON" end
  for name, value in pairs(decoded) do
    if value == json.null then decoded[name] = nil end
  end
  return decoded
end

local function form(fields)
  local parts = {}
  for _, field in ipairs(fields) do
    parts[#parts + 1] = text.escape_url(field[1]) .. "=" .. text.escape_url(field[2])
  end
  return table.concat(parts, "&")
end

--- A form that is answered in JSON. Waits.
---@param contract payment.contract
---@param url string
---@param fields { [1]: string, [2]: string }[]
---@return table|nil answer
---@return payment.result|nil unknown  `unsent`: surely nothing was done
function call.form(contract, url, fields)
  local body, unknown = send(contract, url, form(fields), "application/x-www-form-urlencoded; charset=UTF-8")
  if not body then return nil, unknown end
  return object(body)
end

--- A form that is answered in names and values, `sign` among them. Waits.
---@param contract payment.contract
---@param url string
---@param fields { [1]: string, [2]: string }[]
---@param sign string
---@return table<string, string>|nil answer
---@return payment.result|nil unknown
function call.values(contract, url, fields, sign)
  local body, unknown = send(contract, url, form(fields), "application/x-www-form-urlencoded; charset=UTF-8")
  if not body then return nil, unknown end
  local answer = reading.form((body:match "^%s*(.-)%s*$"))
  if not answer[sign] then return unreadable "list of names and values" end
  return answer
end

--- JSON that is answered in JSON. Waits.
---@param contract payment.contract
---@param url string
---@param body string
---@return table|nil answer
---@return payment.result|nil unknown
function call.json(contract, url, body)
  local answer, unknown = send(contract, url, body, "application/json; charset=utf-8")
  if not answer then return nil, unknown end
  return object(answer)
end

return call
