-- What stands behind a mailed link. Only the SHA-256 of its secret is kept: it is found by that alone, so there is nothing
-- to compare byte by byte, and who reads the table can open nothing. A token opens once.

local crypto = require "crypto"
local pg = require "pg"

local store = {}

local function hash(secret) return pg.bytea(crypto.sha256(secret)) end

---@class member.token
---@field member_id string
---@field purpose "verify"|"reset"|"email"
---@field email string|nil  the new address
---@field expires_at number

--- Makes a token; those for the same purpose that are still out are worth nothing from now on.
---@param wanted { member_id: string, purpose: string, seconds: integer, email: string|nil }
---@return string secret  43 letters for a link
---@return number expires_at
function store.issue(tx, mall_id, wanted)
  local secret = crypto.base64url(crypto.random(32))
  store.revoke(tx, mall_id, wanted.member_id, wanted.purpose)
  local row = tx:row([[
    INSERT INTO member_token (mall_id, hash, member_id, purpose, email, expires_at)
    VALUES ($1, $2, $3, $4, $5, now() + make_interval(secs => $6)) RETURNING expires_at]],
    mall_id, hash(secret), wanted.member_id, wanted.purpose, wanted.email or pg.null, wanted.seconds)
  return secret, row.expires_at
end

--- What a secret would open; nothing is used up.
---@param secret string  as it was sent
---@return member.token|nil
function store.look(mall_id, secret, purpose)
  return pg.row([[SELECT member_id, purpose, email, expires_at FROM member_token
    WHERE mall_id = $1 AND hash = $2 AND purpose = $3 AND used_at IS NULL AND expires_at > now()]],
    mall_id, hash(secret), purpose)
end

--- Opens: of two who try at the same moment one does.
---@return member.token|nil
function store.use(tx, mall_id, secret, purpose)
  return tx:row([[UPDATE member_token SET used_at = now()
    WHERE mall_id = $1 AND hash = $2 AND purpose = $3 AND used_at IS NULL AND expires_at > now()
    RETURNING member_id, purpose, email, expires_at]], mall_id, hash(secret), purpose)
end

--- What is still out for a purpose, or for any, opens nothing any more.
function store.revoke(tx, mall_id, member_id, purpose)
  tx:rows([[UPDATE member_token SET used_at = now()
    WHERE mall_id = $1 AND member_id = $2 AND used_at IS NULL AND ($3::text IS NULL OR purpose = $3)]],
    mall_id, member_id, purpose or pg.null)
end

--- Nothing is kept of a member's links, nor of the addresses they went to.
function store.drop(tx, mall_id, member_id)
  tx:rows("DELETE FROM member_token WHERE mall_id = $1 AND member_id = $2", mall_id, member_id)
end

--- Tokens are kept for a week after their time, to answer what became of a link.
---@return integer thrown away
function store.sweep()
  return pg.write("DELETE FROM member_token WHERE expires_at < now() - interval '7 days'").affected
end

return store
