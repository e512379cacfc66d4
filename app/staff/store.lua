-- Accounts of staff and what they may do. Lock order: the staff row, then what hangs on it.

local pg = require "pg"

local store = {}

---@class staff.account
---@field id string
---@field email string
---@field name string
---@field status "active"|"disabled"
---@field password_hash string
---@field totp_secret string|nil  sealed
---@field totp_step integer
---@field enrol_until number
---@field created_at number
---@field seen_at number|nil

local ACCOUNT = [[id, email, name, status, password_hash, totp_secret, totp_step, enrol_until, created_at, seen_at]]

local function row(tx, sql, ...)
  if tx then return tx:row(sql, ...) end
  return pg.row(sql, ...)
end

local function write(tx, sql, ...)
  if tx then return tx:rows(sql, ...) end
  return pg.write(sql, ...)
end

---@param email string
---@return staff.account|nil
function store.by_email(email) return pg.row("SELECT " .. ACCOUNT .. " FROM staff WHERE email = lower($1)", email) end

---@param id string
---@param tx pg.tx|nil  locks it
---@return staff.account|nil
function store.by_id(id, tx)
  return row(tx, "SELECT " .. ACCOUNT .. " FROM staff WHERE id = $1" .. (tx and " FOR UPDATE" or ""), id)
end

--- Makes an account.
---@param tx pg.tx
---@param account { email: string, name: string, password_hash: string }
---@return string|nil id  nil when the address has one
function store.create(tx, account)
  local made = tx:row([[INSERT INTO staff (email, name, password_hash) VALUES (lower($1), $2, $3)
    ON CONFLICT ON CONSTRAINT staff_email_once DO NOTHING RETURNING id]], account.email, account.name, account.password_hash)
  return made and made.id
end

--- Gives a role in a mall (nil: in all), or takes it (role nil).
---@param tx pg.tx
---@param id string
---@param mall_id string|nil
---@param role string|nil
function store.set_role(tx, id, mall_id, role)
  tx:rows("DELETE FROM staff_role WHERE staff_id = $1 AND mall_id IS NOT DISTINCT FROM $2::uuid", id, mall_id or pg.null)
  if role then
    tx:rows("INSERT INTO staff_role (staff_id, mall_id, role) VALUES ($1, $2, $3)", id, mall_id or pg.null, role)
  end
end

---@param id string
---@param tx pg.tx|nil
---@return staff.role[]
function store.roles(id, tx)
  local sql = "SELECT role, mall_id FROM staff_role WHERE staff_id = $1 ORDER BY mall_id NULLS FIRST"
  return tx and tx:rows(sql, id) or pg.rows(sql, id)
end

--- Everybody, with their roles: { role, mall_id } each.
---@return table[]
function store.list()
  return pg.rows [[
    SELECT f.id, f.email, f.name, f.status, f.created_at, f.seen_at, f.totp_secret IS NOT NULL AS enrolled,
      coalesce((SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('role', r.role, 'mall_id', r.mall_id))
          ORDER BY r.mall_id NULLS FIRST)
        FROM staff_role r WHERE r.staff_id = f.id), '[]') AS roles,
      (SELECT count(*) FROM staff_session s WHERE s.staff_id = f.id AND s.stage = 'open' AND s.expires_at > now())::int AS sessions,
      (SELECT count(*) FROM staff_recovery c WHERE c.staff_id = f.id AND c.used_at IS NULL)::int AS recovery_left
    FROM staff f ORDER BY f.status, f.name, f.email]]
end

-- Any number, as long as it stays.
local OWNERS_LOCK = 7350277

--- Who owns the installation and can log in. With a transaction nobody else looks until it ends: of two who take each
--- other's role, the second one sees what the first one left.
---@param tx pg.tx|nil
---@return { id: string, email: string, name: string }[]
function store.owners(tx)
  local sql = [[SELECT f.id, f.email, f.name FROM staff f
    WHERE f.status = 'active' AND EXISTS (SELECT FROM staff_role r
      WHERE r.staff_id = f.id AND r.role = 'owner' AND r.mall_id IS NULL)
    ORDER BY f.id]]
  if not tx then return pg.rows(sql) end
  tx:rows("SELECT pg_advisory_xact_lock($1)", OWNERS_LOCK)
  return tx:rows(sql)
end

--- Who has one of these roles in a mall or in all malls, and can log in.
---@param mall_id string
---@param roles string[]
---@return { id: string, email: string, name: string }[]
function store.with_role(mall_id, roles)
  return pg.rows([[SELECT f.id, f.email, f.name FROM staff f
    WHERE f.status = 'active' AND EXISTS (SELECT FROM staff_role r
      WHERE r.staff_id = f.id AND r.role = ANY ($2::text[]) AND (r.mall_id IS NULL OR r.mall_id = $1))
    ORDER BY f.id]], mall_id, pg.array(roles))
end

---@param tx pg.tx
---@param id string
---@param status "active"|"disabled"
function store.set_status(tx, id, status) tx:rows("UPDATE staff SET status = $2 WHERE id = $1", id, status) end

---@param id string
---@param hash string
---@param tx pg.tx|nil
function store.set_password(id, hash, tx)
  write(tx, "UPDATE staff SET password_hash = $2, password_at = now() WHERE id = $1", id, hash)
end

--- Sets the second factor up, with the code that proved it.
---@param tx pg.tx
---@param id string
---@param sealed string
---@param step integer
function store.set_totp(tx, id, sealed, step)
  tx:rows("UPDATE staff SET totp_secret = $2, totp_step = $3 WHERE id = $1", id, pg.bytea(sealed), step)
end

--- Takes the second factor away; for a day another can be set up by who knows the password.
---@param tx pg.tx
---@param id string
function store.clear_totp(tx, id)
  tx:rows([[UPDATE staff SET totp_secret = NULL, totp_step = 0, enrol_until = now() + interval '24 hours'
    WHERE id = $1]], id)
  tx:rows("DELETE FROM staff_recovery WHERE staff_id = $1", id)
end

--- Uses the code of a step up. Of two that come with the same code one is first.
---@param id string
---@param step integer
---@return boolean first
function store.use_step(id, step)
  return pg.write("UPDATE staff SET totp_step = $2 WHERE id = $1 AND totp_step < $2", id, step).affected == 1
end

---@param id string
function store.saw(id) pg.write("UPDATE staff SET seen_at = now() WHERE id = $1", id) end

return store
