-- The rows of staff's sessions. Asked once a request: one that was revoked, whose person was disabled, or that comes from
-- where nobody may work, is gone with the next one.

local pg = require "pg"

local store = {}

---@class staff.session_row
---@field id string
---@field staff_id string
---@field stage "code"|"enrol"|"open"
---@field mall_id string|nil
---@field proved_at number|nil
---@field seen_at number
---@field expires_at number
---@field email string
---@field name string
---@field roles staff.role[]

local LOAD = [[
  SELECT s.id, s.staff_id, s.stage, s.mall_id, s.proved_at, s.seen_at, s.created_at, s.expires_at, f.email, f.name,
    coalesce((SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('role', r.role, 'mall_id', r.mall_id)))
      FROM staff_role r WHERE r.staff_id = f.id), '[]') AS roles
  FROM staff_session s JOIN staff f ON f.id = s.staff_id
  WHERE s.secret_hash = $1 AND s.expires_at > now() AND s.seen_at > now() - make_interval(secs => $2)
    AND f.status = 'active']]

--- The session of a secret that still holds; nil when there is none.
---@param secret_hash string
---@param idle integer  seconds after which nobody is at the keyboard
---@return staff.session_row|nil
function store.load(secret_hash, idle) return pg.row(LOAD, pg.bytea(secret_hash), idle) end

--- Whether the back office may be used from an address.
---@param address string
---@return boolean
function store.admits(address)
  return pg.row([[SELECT NOT EXISTS (SELECT FROM staff_network) OR EXISTS (SELECT FROM staff_network
    WHERE $1::inet <<= network) AS may]], address).may
end

--- Begins a session, or a step on the way to one.
---@param secret_hash string
---@param session { staff_id: string, stage: string, address: string, agent: string, seconds: integer, proved: boolean|nil }
---@return string id
function store.create(secret_hash, session)
  return pg.write([[
    INSERT INTO staff_session (secret_hash, staff_id, stage, address, agent, proved_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, CASE WHEN $6 THEN now() END, now() + make_interval(secs => $7)) RETURNING id]],
    pg.bytea(secret_hash), session.staff_id, session.stage, session.address, session.agent, session.proved or false,
    session.seconds)[1].id
end

--- Somebody is at the keyboard.
---@param id string
function store.touch(id) pg.write("UPDATE staff_session SET seen_at = now() WHERE id = $1", id) end

--- A code was typed: what is dangerous may be done for a while. The secret changes, as at every step.
---@param id string
---@param secret_hash string
function store.prove(id, secret_hash)
  pg.write("UPDATE staff_session SET proved_at = now(), secret_hash = $2 WHERE id = $1", id, pg.bytea(secret_hash))
end

--- Chooses the mall that is worked on.
---@param id string
---@param mall_id string
function store.choose_mall(id, mall_id) pg.write("UPDATE staff_session SET mall_id = $2 WHERE id = $1", id, mall_id) end

--- Ends a session.
---@param id string
function store.drop(id) pg.write("DELETE FROM staff_session WHERE id = $1", id) end

---@param secret_hash string
function store.drop_secret(secret_hash)
  pg.write("DELETE FROM staff_session WHERE secret_hash = $1", pg.bytea(secret_hash))
end

--- Ends somebody's sessions, or one of them.
---@param staff_id string
---@param options { id: string|nil, but: string|nil }  id: only this one; but: all but this one
---@param tx pg.tx|nil
---@return integer ended
function store.revoke(staff_id, options, tx)
  local sql = [[DELETE FROM staff_session WHERE staff_id = $1 AND ($2::uuid IS NULL OR id = $2)
    AND ($3::uuid IS NULL OR id <> $3)]]
  local rows = tx and tx:rows(sql, staff_id, options.id or pg.null, options.but or pg.null)
    or pg.write(sql, staff_id, options.id or pg.null, options.but or pg.null)
  return rows.affected
end

--- Somebody's open sessions, the newest first.
---@param staff_id string
---@param idle integer
---@return { id: string, address: string, agent: string, created_at: number, seen_at: number, expires_at: number }[]
function store.list(staff_id, idle)
  return pg.rows([[SELECT id, host(address) AS address, agent, created_at, seen_at, expires_at FROM staff_session
    WHERE staff_id = $1 AND stage = 'open' AND expires_at > now() AND seen_at > now() - make_interval(secs => $2)
    ORDER BY created_at DESC]], staff_id, idle)
end

--- Throws away what has ended.
---@param idle integer
---@return integer
function store.sweep(idle)
  return pg.write([[DELETE FROM staff_session
    WHERE expires_at < now() OR seen_at < now() - make_interval(secs => $1)]], idle).affected
end

return store
