-- One call to a provider whose API speaks JSON, and what is known afterwards: an answer that can be read, or nothing.
-- Nothing is never a no: a timeout, a broken connection, a load balancer's error page or half a document may have followed
-- the deed.

local contracts = require "payment.rules.contract"
local fetch = require "fetch"
local json = require "json"
local text = require "text"

-- A shopper waits, and their request ends after thirty seconds: this leaves some for a question after it.
local TIMEOUT, CONNECT = 20000, 5000

-- What an HTTP status says about the call, not about the payment.
local PASSING = { [408] = true, [409] = true, [425] = true, [429] = true }

---@class payment.json_call
---@field url string
---@field method string|nil     POST with a body, GET without
---@field headers table<string, string>|nil
---@field body table|nil
---@field form { [1]: string, [2]: string }[]|nil  instead of a body, where they are asked by a form and answer in JSON
---@field spoken table<integer, boolean>|nil  statuses that are a provider's own words all the same: the body says what it is
---@field timeout_ms integer|nil

local function encode(call)
  if call.body then return json.encode(call.body), "application/json; charset=utf-8" end
  if not call.form then return nil, nil end
  local parts = {}
  for i, field in ipairs(call.form) do parts[i] = text.escape_url(field[1]) .. "=" .. text.escape_url(field[2]) end
  return table.concat(parts, "&"), "application/x-www-form-urlencoded; charset=utf-8"
end

--- Waits. A stand-in on this machine is reached under a test's contract alone.
---@param contract payment.contract
---@param call payment.json_call
---@return table|nil body
---@return integer|payment.result status  below 500; without a body: unknown
return function(contract, call)
  local sent, content_type = encode(call)
  local headers = { ["Content-Type"] = content_type, Accept = "application/json" }
  for name, value in pairs(call.headers or {}) do headers[name] = value end
  local answer, why, code = fetch.request { url = call.url, method = call.method, headers = headers,
    body = sent, timeout_ms = contract.timeout_ms or call.timeout_ms or TIMEOUT,
    connect_timeout_ms = CONNECT, max_bytes = 4 * 1024 * 1024,
    allow_private = contract.mode == "test" and contracts.is_loopback(call.url) }
  if not answer then
    return nil, { outcome = "unknown", code = code, message = why }
  end
  local body = json.decode(answer.body)
  local is_spoken = call.spoken and call.spoken[answer.status]
  if type(body) ~= "table" or not is_spoken and (answer.status >= 500 or PASSING[answer.status]) then
    return nil, { outcome = "unknown", code = "http_" .. answer.status, message = ("HTTP %d"):format(answer.status) }
  end
  return body, answer.status
end
