-- Members in PostgreSQL. Each change counts the row's version. A statement that changes a member names only what it changes:
-- grade and status move by functions of their own, never by what somebody typed.

local pg = require "pg"

local store = {}

---@class member
---@field id string
---@field email string|nil       nil once withdrawn
---@field password_hash string|nil
---@field name string
---@field phone string|nil
---@field birth_date string|nil  "1990-01-02"
---@field grade string
---@field status "pending"|"active"|"dormant"|"withdrawn"
---@field blocked_at number|nil
---@field verified_at number|nil
---@field joined_at number
---@field last_login_at number|nil
---@field password_set_at number
---@field version integer

local COLUMNS = [[id, email, password_hash, name, phone, birth_date::text AS birth_date, grade, status, blocked_at,
  blocked_why, verified_at, created_at, joined_at, last_login_at, password_set_at, withdrawn_at, version]]

local function one(tx, sql, ...)
  if tx then return tx:row(sql, ...) end
  return pg.row(sql, ...)
end

---@param mall_id string
---@param email string  in lower case
---@param tx table|nil  its row is locked then
---@return member|nil
function store.by_email(mall_id, email, tx)
  return one(tx, "SELECT " .. COLUMNS .. " FROM member WHERE mall_id = $1 AND email = $2" .. (tx and " FOR UPDATE" or ""),
    mall_id, email)
end

---@param mall_id string
---@param id string
---@param tx table|nil  its row is locked then
---@return member|nil
function store.by_id(mall_id, id, tx)
  return one(tx, "SELECT " .. COLUMNS .. " FROM member WHERE mall_id = $1 AND id = $2" .. (tx and " FOR UPDATE" or ""),
    mall_id, id)
end

--- Somebody signs up. An address that nobody has proved to be theirs belongs to who typed it last.
---@param person { email: string, password_hash: string, name: string, phone: string, birth_date: string }
---@return string|nil id  nil: the address is somebody's
function store.join(tx, mall_id, person)
  local row = tx:row([[
    INSERT INTO member AS m (mall_id, email, password_hash, name, phone, birth_date) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (mall_id, email) DO UPDATE SET password_hash = excluded.password_hash, name = excluded.name,
      phone = excluded.phone, birth_date = excluded.birth_date, password_set_at = now(), version = m.version + 1
    WHERE m.status = 'pending' AND m.source IS NULL
    RETURNING id]], mall_id, person.email, person.password_hash, person.name, person.phone, person.birth_date)
  return row and row.id
end

--- The address is the member's: the account begins.
function store.verify(tx, mall_id, id)
  tx:rows([[UPDATE member SET status = 'active', verified_at = coalesce(verified_at, now()), version = version + 1
    WHERE mall_id = $1 AND id = $2 AND status = 'pending']], mall_id, id)
end

function store.logged_in(mall_id, id)
  pg.write("UPDATE member SET last_login_at = now() WHERE mall_id = $1 AND id = $2", mall_id, id)
end

--- Stores a password's hash anew, unless the password was changed meanwhile.
function store.rehash(mall_id, id, before, hash)
  pg.write("UPDATE member SET password_hash = $4 WHERE mall_id = $1 AND id = $2 AND password_hash = $3", mall_id, id, before,
    hash)
end

function store.set_password(tx, mall_id, id, hash)
  tx:rows([[UPDATE member SET password_hash = $3, password_set_at = now(), version = version + 1
    WHERE mall_id = $1 AND id = $2]], mall_id, id, hash)
end

--- Changes the address; nil when it is somebody's.
---@return boolean|nil
function store.set_email(tx, mall_id, id, email)
  local row = tx:row([[UPDATE member SET email = $3, version = version + 1 WHERE mall_id = $1 AND id = $2
    AND NOT EXISTS (SELECT FROM member o WHERE o.mall_id = $1 AND o.email = $3 AND o.id <> $2) RETURNING id]],
    mall_id, id, email)
  return row and true
end

--- What a member may say of themselves.
---@param profile { name: string, phone: string }
---@param version integer  that they saw
---@return boolean changed  false: somebody was faster
function store.set_profile(mall_id, id, profile, version)
  return pg.write([[UPDATE member SET name = $3, phone = $4, version = version + 1
    WHERE mall_id = $1 AND id = $2 AND version = $5 AND status = 'active']], mall_id, id, profile.name, profile.phone,
    version).affected == 1
end

--- Staff shut a member out, or let them in again: why = nil.
function store.block(tx, mall_id, id, why)
  tx:rows([[UPDATE member SET blocked_at = CASE WHEN $3::text IS NOT NULL THEN now() END, blocked_why = $3,
      version = version + 1
    WHERE mall_id = $1 AND id = $2 AND status <> 'withdrawn']], mall_id, id, why or pg.null)
end

--- Nothing of a person stays in the row.
function store.erase(tx, mall_id, id)
  tx:rows([[UPDATE member SET status = 'withdrawn', withdrawn_at = now(), email = NULL, password_hash = NULL, name = '',
      phone = NULL, birth_date = NULL, source = NULL, last_login_at = NULL, version = version + 1
    WHERE mall_id = $1 AND id = $2]], mall_id, id)
end

--- Who signed up and never proved their address is forgotten, with what they typed.
---@param days integer
---@return integer thrown away
function store.sweep_pending(days)
  return pg.write([[
    UPDATE member SET status = 'withdrawn', withdrawn_at = now(), email = NULL, password_hash = NULL, name = '',
      phone = NULL, birth_date = NULL, version = version + 1
    WHERE status = 'pending' AND source IS NULL AND password_set_at < now() - make_interval(days => $1)]], days).affected
end

return store
