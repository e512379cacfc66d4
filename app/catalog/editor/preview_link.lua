-- An address by which somebody without an account may look at a product before it is sold: it names the product and when it
-- ends, and is signed.

local clock = require "shared.clock"
local crypto = require "crypto"
local runtime = require "runtime"

local preview_link = {}

local DAY = 86400

local function signature(text)
  return crypto.base64url(crypto.hmac_sha256(runtime.secret "preview", text))
end

---@param id string
---@return string token
function preview_link.make(id)
  local text = ("%s.%d"):format(id, clock.now() + DAY)
  return text .. "." .. signature(text)
end

---@param token string
---@return string|nil id  nil when it is forged or over
function preview_link.read(token)
  local text, id, ends, signed = token:match("^(([%x-]+)%.(%d+))%.([%w_-]+)$")
  if not text or not crypto.equal(signature(text), signed) or tonumber(ends) < clock.now() then return nil end
  return id
end

return preview_link
