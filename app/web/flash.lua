-- A sentence for the page after a redirect ("장바구니에 담았어요"), kept in a cookie of its own for a minute, signed for the
-- session it is meant for: it costs no row, and nobody can make another's page say something.

local crypto = require "crypto"
local json = require "json"
local runtime = require "runtime"

local flash = {}

flash.cookie = "sijang_flash"

-- What a cookie may hold, by RFC 6265; what does not fit is not said.
local longest = 3500

---@class flash
---@field kind "ok"|"error"|"undo"
---@field text string
---@field action { label: string, url: string, fields: table<string, string>|nil }|nil

local key
local function signature(payload, sid)
  key = key or runtime.secret("flash") or error("SECRET_KEY is not set: messages cannot be signed")
  return crypto.base64url(crypto.hmac_sha256(key, payload .. "\0" .. sid))
end

--- The cookie's value for some messages; nil when they are too long for a cookie.
---@param messages flash[]
---@param sid string
---@return string|nil
function flash.pack(messages, sid)
  local payload = crypto.base64url(json.encode(messages))
  if #payload > longest then return nil end
  return payload .. "." .. signature(payload, sid)
end

--- The messages of a cookie's value; none when it is forged, another session's, or no messages.
---@param cookie string|nil
---@param sid string
---@return flash[]
function flash.unpack(cookie, sid)
  local payload, signed = (cookie or ""):match("^([%w_-]+)%.([%w_-]+)$")
  if not payload or #signed ~= 43 or not crypto.equal(signature(payload, sid), signed) then return {} end
  local text = crypto.unbase64url(payload)
  local messages = text and json.decode(text)
  return type(messages) == "table" and messages or {}
end

return flash
