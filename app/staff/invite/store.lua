-- One-time links to an account. The secret is only in the link: here is its hash.

local pg = require "pg"

local store = {}

---@class staff.invite
---@field id string
---@field email string|nil  nil: who makes the first owner says it
---@field role string
---@field mall_id string|nil
---@field invited_by string
---@field created_at number
---@field expires_at number

local OPEN = "used_at IS NULL AND expires_at > now()"
local COLUMNS = "id, email, role, mall_id, invited_by, created_at, expires_at"

--- Invites; a link that the same address had before leads nowhere from now on.
---@param tx pg.tx
---@param secret_hash string
---@param invite { email: string|nil, role: string, mall_id: string|nil, invited_by: string, seconds: integer }
---@return string id
function store.create(tx, secret_hash, invite)
  tx:rows("DELETE FROM staff_invite WHERE used_at IS NULL AND email IS NOT DISTINCT FROM lower($1)", invite.email or pg.null)
  return tx:row([[
    INSERT INTO staff_invite (secret_hash, email, role, mall_id, invited_by, expires_at)
    VALUES ($1, lower($2), $3, $4, $5, now() + make_interval(secs => $6)) RETURNING id]], pg.bytea(secret_hash),
    invite.email or pg.null, invite.role, invite.mall_id or pg.null, invite.invited_by, invite.seconds).id
end

--- The invitation of a link that still works.
---@param secret_hash string
---@return staff.invite|nil
function store.find(secret_hash)
  return pg.row("SELECT " .. COLUMNS .. " FROM staff_invite WHERE secret_hash = $1 AND " .. OPEN, pg.bytea(secret_hash))
end

--- Uses a link up. Of two that come with it one is first.
---@param tx pg.tx
---@param id string
---@return boolean first
function store.use(tx, id)
  return tx:rows("UPDATE staff_invite SET used_at = now() WHERE id = $1 AND " .. OPEN, id).affected == 1
end

--- The links that still work, the newest first.
---@return staff.invite[]
function store.list()
  return pg.rows("SELECT " .. COLUMNS .. " FROM staff_invite WHERE " .. OPEN .. " ORDER BY created_at DESC")
end

--- Takes an invitation back.
---@param tx pg.tx
---@param id string
---@return staff.invite|nil
function store.withdraw(tx, id)
  return tx:row("DELETE FROM staff_invite WHERE id = $1 AND used_at IS NULL RETURNING " .. COLUMNS, id)
end

--- Throws away links that ended a month ago.
---@return integer
function store.sweep() return pg.write("DELETE FROM staff_invite WHERE expires_at < now() - interval '30 days'").affected end

return store
