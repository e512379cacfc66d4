-- Invitations: a link with a secret that nobody keeps but who was given it.

local crypto = require "crypto"
local store = require "staff.invite.store"

local invite = { list = store.list, withdraw = store.withdraw, use = store.use, sweep = store.sweep }

--- Seconds that a link works.
invite.SECONDS = 24 * 3600

local function hash_of(token)
  local secret = crypto.unbase64url(token)
  return secret and #secret == 32 and crypto.sha256(secret) or nil
end

--- Invites somebody.
---@param tx pg.tx
---@param wish { email: string|nil, role: string, mall_id: string|nil, invited_by: string }
---@return string token  for the link; it is never seen again
---@return string id
function invite.create(tx, wish)
  local secret = crypto.random(32)
  return crypto.base64url(secret), store.create(tx, crypto.sha256(secret), { email = wish.email, role = wish.role,
    mall_id = wish.mall_id, invited_by = wish.invited_by, seconds = invite.SECONDS })
end

--- The invitation of a link's token, if it still works.
---@param token any  as it was sent
---@return staff.invite|nil
function invite.find(token)
  local hash = type(token) == "string" and hash_of(token)
  return hash and store.find(hash) or nil
end

return invite
