-- Whether a browser is one that somebody has logged in with before: it has a cookie that outlasts sessions. Whoever tries at
-- an account from elsewhere makes those from elsewhere wait, and not the person at their own machine.

local crypto = require "crypto"
local store = require "staff.device.store"

local device = { forget = store.forget }

local COOKIE, SECONDS = "sijang_staff_device", 400 * 86400

local function hash_of(ctx)
  local secret = crypto.unbase64url(ctx:cookie(COOKIE) or "")
  return secret and #secret == 32 and crypto.sha256(secret) or nil
end

--- A name for this browser if the person with this address has logged in with it; nil when they have not.
---@param ctx context
---@param email string
---@return string|nil
function device.known(ctx, email)
  local hash = hash_of(ctx)
  return hash and store.is_known(email, hash) and crypto.hex(hash) or nil
end

--- Remembers this browser as one of somebody's.
---@param ctx context
---@param tx pg.tx
---@param staff_id string
---@return boolean new
function device.remember(ctx, tx, staff_id)
  local hash = hash_of(ctx)
  if not hash then
    local secret = crypto.random(32)
    ctx:set_cookie(COOKIE, crypto.base64url(secret), SECONDS, "Strict")
    hash = crypto.sha256(secret)
  end
  return store.remember(tx, staff_id, hash, ctx:agent(), ctx:address())
end

return device
