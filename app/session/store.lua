-- The rows of sessions. A change is sent as a patch, so that two requests of one browser at the same moment do not undo
-- each other's words.
--
-- PostgreSQL is the truth; a copy in Redis answers most reads. The copy carries the row's version, and the browser's signed
-- cookie says which version it has seen: an older copy is passed over, so a shopper always reads what they wrote.

local cache = require "shared.cache"
local clock = require "clock"
local crypto = require "crypto"
local json = require "json"
local pg = require "pg"

local store = {}

local copies = cache.shared { prefix = "session:2", seconds = 60 }

local load_sql = [[
SELECT data, version, expires_at, member_id, remembered FROM session
WHERE mall_id = $1 AND sid_hash = $2 AND format = 1 AND expires_at > now()]]

-- A session that ended is nobody's any more, whoever it was: the same secret begins again as a guest's.
local patch_sql = [[
INSERT INTO session (mall_id, sid_hash, data, expires_at)
VALUES ($1, $2, $3, now() + make_interval(secs => $5))
ON CONFLICT (mall_id, sid_hash) DO UPDATE SET
  data = CASE WHEN session.expires_at > now() THEN (session.data - $4::text[]) || excluded.data ELSE excluded.data END,
  member_id = CASE WHEN session.expires_at > now() THEN session.member_id END,
  logged_in_at = CASE WHEN session.expires_at > now() THEN session.logged_in_at END,
  remembered = session.remembered OR session.expires_at <= now(),
  version = session.version + 1, updated_at = now(),
  expires_at = CASE WHEN session.remembered OR session.expires_at <= now() THEN excluded.expires_at
    ELSE now() + make_interval(secs => $6) END
RETURNING data, version, expires_at, member_id, remembered]]

local claim_sql = [[
INSERT INTO session (mall_id, sid_hash, data, expires_at)
VALUES ($1, $2, $3, now() + make_interval(secs => $4))
ON CONFLICT (mall_id, sid_hash) DO UPDATE SET
  data = CASE WHEN session.expires_at > now() THEN excluded.data || session.data ELSE excluded.data END,
  member_id = CASE WHEN session.expires_at > now() THEN session.member_id END,
  logged_in_at = CASE WHEN session.expires_at > now() THEN session.logged_in_at END,
  remembered = session.remembered OR session.expires_at <= now(),
  version = session.version + 1, updated_at = now(),
  expires_at = CASE WHEN session.remembered OR session.expires_at <= now() THEN excluded.expires_at
    ELSE now() + make_interval(secs => $5) END
RETURNING data, version, expires_at, member_id, remembered]]

local move_sql = "UPDATE session SET sid_hash = $3, updated_at = now() WHERE mall_id = $1 AND sid_hash = $2"
-- Whoever the session was before, its secret is a new one from now on.
local log_in_sql = [[
WITH before AS (DELETE FROM session WHERE mall_id = $1 AND sid_hash = $2 RETURNING data, expires_at)
INSERT INTO session (mall_id, sid_hash, data, member_id, remembered, user_agent, address, logged_in_at, expires_at)
SELECT $1, $3, coalesce((SELECT data FROM before WHERE expires_at > now()), '{}'), $4, $5, $6, $7, now(),
  now() + make_interval(secs => $8)
RETURNING data, version, expires_at, member_id, remembered]]

local of_member_sql = [[
SELECT id, user_agent, address, remembered, logged_in_at, seen_at, sid_hash = $3 AS here FROM session
WHERE mall_id = $1 AND member_id = $2 AND expires_at > now() ORDER BY here DESC, seen_at DESC]]
local seen_sql = "UPDATE session SET seen_at = now(), address = $3 WHERE mall_id = $1 AND sid_hash = $2"
local revoke_sql = "DELETE FROM session WHERE mall_id = $1 AND member_id = $2 AND id = $3 RETURNING sid_hash"
local revoke_all_sql = [[
DELETE FROM session WHERE mall_id = $1 AND member_id = $2 AND sid_hash IS DISTINCT FROM $3 RETURNING sid_hash]]

local drop_sql = "DELETE FROM session WHERE mall_id = $1 AND sid_hash = $2"
local purge_sql = [[
DELETE FROM session WHERE (mall_id, sid_hash) IN (
  SELECT mall_id, sid_hash FROM session WHERE expires_at < now() - interval '1 day' LIMIT $1)]]

---@class session_row
---@field data table
---@field version integer        counts the changes
---@field expires_at number      epoch seconds
---@field member_id string|nil   who is logged in
---@field remembered boolean     false: it ends with the browser

local function keep(mall_id, sid_hash, row)
  copies:put(mall_id, crypto.hex(sid_hash), row.version, json.encode { data = row.data, expires_at = row.expires_at,
    member_id = row.member_id, remembered = row.remembered })
  return row
end

--- What a session remembers; nil when there is no such session or it has expired.
---@param mall_id string
---@param sid_hash string  32 bytes
---@param seen integer     the version that the browser has seen: nothing older will do
---@return session_row|nil
function store.load(mall_id, sid_hash, seen)
  local copy, version = copies:get(mall_id, crypto.hex(sid_hash), seen)
  local row = copy and json.decode(copy)
  if row and row.expires_at > clock.now() then
    row.version = version
    return row
  end
  row = pg.row(load_sql, mall_id, pg.bytea(sid_hash))
  return row and keep(mall_id, sid_hash, row)
end

--- Sets and removes words of a session, makes it where there is none, and lets it live on from now.
---@param mall_id string
---@param sid_hash string
---@param set table<string, any>
---@param removed string[]
---@param life session_life
---@return session_row
function store.patch(mall_id, sid_hash, set, removed, life)
  return keep(mall_id, sid_hash, pg.write(patch_sql, mall_id, pg.bytea(sid_hash), pg.json(set), pg.array(removed),
    life.remembered, life.brief)[1])
end

--- Sets words that are not set yet; those that are stay. Answers with all that the session remembers then.
---@param mall_id string
---@param sid_hash string
---@param set table<string, any>
---@param life session_life
---@return session_row
function store.claim(mall_id, sid_hash, set, life)
  return keep(mall_id, sid_hash, pg.write(claim_sql, mall_id, pg.bytea(sid_hash), pg.json(set), life.remembered,
    life.brief)[1])
end

--- Makes a session a member's, under another secret; what it remembers stays.
---@param mall_id string
---@param from_hash string
---@param to_hash string
---@param entry { member_id: string, remembered: boolean, user_agent: string, address: string }
---@param seconds integer
---@return session_row
function store.log_in(mall_id, from_hash, to_hash, entry, seconds)
  local row = pg.write(log_in_sql, mall_id, pg.bytea(from_hash), pg.bytea(to_hash), entry.member_id, entry.remembered,
    entry.user_agent, entry.address, seconds)[1]
  copies:remove(mall_id, crypto.hex(from_hash))
  return keep(mall_id, to_hash, row)
end

--- The sessions of a member, the one that asks first.
---@param mall_id string
---@param member_id string
---@param sid_hash string  of the session that asks
---@return { id: string, user_agent: string, address: string, remembered: boolean, logged_in_at: number, seen_at: number,
---  here: boolean }[]
function store.of_member(mall_id, member_id, sid_hash)
  return pg.rows(of_member_sql, mall_id, member_id, pg.bytea(sid_hash))
end

--- Notes that a session is in use, and from where.
---@param mall_id string
---@param sid_hash string
---@param address string
function store.seen(mall_id, sid_hash, address) pg.write(seen_sql, mall_id, pg.bytea(sid_hash), address) end

local function forget_copies(mall_id, rows)
  for _, row in ipairs(rows) do copies:remove(mall_id, crypto.hex(row.sid_hash)) end
  return #rows
end

--- Ends one session of a member.
---@param mall_id string
---@param member_id string
---@param id string
---@return boolean ended  false: the member has no such session
function store.revoke(mall_id, member_id, id)
  return forget_copies(mall_id, pg.write(revoke_sql, mall_id, member_id, id)) == 1
end

--- Ends all sessions of a member, but the one that asks if it is named.
---@param mall_id string
---@param member_id string
---@param but string|nil  sid_hash
---@param tx table|nil
---@return integer ended
function store.revoke_all(mall_id, member_id, but, tx)
  local kept = but and pg.bytea(but) or pg.null
  local rows = tx and tx:rows(revoke_all_sql, mall_id, member_id, kept) or pg.write(revoke_all_sql, mall_id, member_id, kept)
  return forget_copies(mall_id, rows)
end

--- Gives a session another secret; what it remembers stays.
---@param mall_id string
---@param from_hash string
---@param to_hash string
function store.move(mall_id, from_hash, to_hash)
  pg.write(move_sql, mall_id, pg.bytea(from_hash), pg.bytea(to_hash))
  copies:remove(mall_id, crypto.hex(from_hash))
end

---@param mall_id string
---@param sid_hash string
function store.drop(mall_id, sid_hash)
  pg.write(drop_sql, mall_id, pg.bytea(sid_hash))
  copies:remove(mall_id, crypto.hex(sid_hash))
end

--- Removes sessions that expired more than a day ago, at most `limit` of them.
---@param limit integer
---@return integer removed
function store.purge(limit)
  return pg.write(purge_sql, limit).affected
end

return store
