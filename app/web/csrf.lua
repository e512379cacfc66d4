-- A posted form must come from a page of ours that this very browser was given. The page's token is HMAC(secret,
-- session), hidden under a fresh random mask each time, so that compressing a page that also repeats something
-- foreign reveals nothing of it. Where the browser says which site a request came from, that must be us as well.

local bit = require "bit"
local ffi = require "ffi"
local crypto = require "crypto"
local runtime = require "runtime"

local bxor = bit.bxor
local sub, match, lower = string.sub, string.match, string.lower

local csrf = {}

local key
local function secret_of(sid)
  key = key or runtime.secret("csrf") or error("SECRET_KEY is not set: forms cannot be protected")
  return sub(crypto.hmac_sha256(key, sid), 1, 16)
end

local masked = ffi.new("uint8_t[32]")

local function mask_into(mask, secret, at)
  for i = 1, 16 do masked[at + i - 1] = bxor(mask:byte(i), secret:byte(i)) end
end

--- The token for a page: 43 letters, different each time.
---@param sid string  the session's secret
---@return string
function csrf.token(sid)
  local mask = crypto.random(16)
  ffi.copy(masked, mask, 16)
  mask_into(mask, secret_of(sid), 16)
  return crypto.base64url(ffi.string(masked, 32))
end

--- Whether a token belongs to a session.
---@param sid string
---@param token any  as it was sent
---@return boolean
function csrf.valid(sid, token)
  if type(token) ~= "string" or #token ~= 43 then return false end
  local bytes = crypto.unbase64url(token)
  if not bytes or #bytes ~= 32 then return false end
  mask_into(sub(bytes, 1, 16), sub(bytes, 17), 0)
  return crypto.equal(ffi.string(masked, 16), secret_of(sid))
end

--- Whether the browser says that a request comes from our own pages. Browsers too old to say are judged by the token
--- alone.
---@param req table  the request
---@return boolean
function csrf.same_site(req)
  local site = req:header("Sec-Fetch-Site")
  if site and site ~= "same-origin" and site ~= "none" then return false end
  local origin = req:header("Origin")
  if not origin then return true end
  local host = match(lower(origin), "^https?://([^/]+)$")
  -- the port is not compared: behind a balancer ours is not the one the browser used
  return host ~= nil and (match(host, "^(%[[^%]]+%])") or match(host, "^[^:]+")) == req:host()
end

return csrf
