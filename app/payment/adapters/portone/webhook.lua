-- Whether PortOne wrote a notice: Standard Webhooks. The name, the time and the very bytes of the body are signed; a time
-- too far from ours is an old notice sent anew; during a change of secrets there are two, and of several signatures one is
-- enough.

local crypto = require "crypto"
local notice = require "payment.rules.portone.notice"

local webhook = {}

--- The bytes of a secret as it is handed out; nil when it is none.
---@param secret any
---@return string|nil
function webhook.key(secret)
  if type(secret) ~= "string" then return nil end
  local bytes = crypto.unbase64((secret:gsub("^whsec_", "")))
  return bytes and #bytes >= 16 and bytes or nil
end

--- The signature of a notice, without its version.
---@param key string
---@param id string
---@param timestamp string
---@param body string
---@return string
function webhook.sign(key, id, timestamp, body)
  return crypto.base64(crypto.hmac_sha256(key, ("%s.%s.%s"):format(id, timestamp, body)))
end

---@param secrets string[]
---@param raw { body: string, headers: table<string, string> }
---@param now number
---@return boolean
function webhook.is_authentic(secrets, raw, now)
  local id, timestamp = raw.headers["webhook-id"], raw.headers["webhook-timestamp"]
  local signatures = raw.headers["webhook-signature"]
  if not id or not signatures or not (timestamp and timestamp:find "^%d+$" and #timestamp <= 12) then return false end
  if math.abs(now - tonumber(timestamp)) > notice.TOLERANCE then return false end
  local is_known = false
  for _, secret in ipairs(secrets) do
    local key = webhook.key(secret)
    local expected = key and webhook.sign(key, id, timestamp, raw.body)
    for version, given in signatures:gmatch "(%w+),(%S+)" do
      if expected and version == "v1" and crypto.equal(given, expected) then is_known = true end
    end
  end
  return is_known
end

return webhook
