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

local copies = cache.shared { prefix = "session:1", seconds = 60 }

local load_sql = [[
SELECT data, version, expires_at FROM session
WHERE mall_id = $1 AND sid_hash = $2 AND format = 1 AND expires_at > now()]]

local patch_sql = [[
INSERT INTO session (mall_id, sid_hash, data, expires_at)
VALUES ($1, $2, $3, now() + make_interval(secs => $5))
ON CONFLICT (mall_id, sid_hash) DO UPDATE SET
  data = CASE WHEN session.expires_at > now() THEN (session.data - $4::text[]) || excluded.data ELSE excluded.data END,
  version = session.version + 1, expires_at = excluded.expires_at, updated_at = now()
RETURNING data, version, expires_at]]

local claim_sql = [[
INSERT INTO session (mall_id, sid_hash, data, expires_at)
VALUES ($1, $2, $3, now() + make_interval(secs => $4))
ON CONFLICT (mall_id, sid_hash) DO UPDATE SET
  data = CASE WHEN session.expires_at > now() THEN excluded.data || session.data ELSE excluded.data END,
  version = session.version + 1, expires_at = excluded.expires_at, updated_at = now()
RETURNING data, version, expires_at]]

local move_sql = "UPDATE session SET sid_hash = $3, updated_at = now() WHERE mall_id = $1 AND sid_hash = $2"
local drop_sql = "DELETE FROM session WHERE mall_id = $1 AND sid_hash = $2"
local purge_sql = [[
DELETE FROM session WHERE (mall_id, sid_hash) IN (
  SELECT mall_id, sid_hash FROM session WHERE expires_at < now() - interval '1 day' LIMIT $1)]]

---@class session_row
---@field data table
---@field version integer     counts the changes
---@field expires_at number   epoch seconds

local function keep(mall_id, sid_hash, row)
  copies:put(mall_id, crypto.hex(sid_hash), row.version, json.encode { data = row.data, expires_at = row.expires_at })
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

--- Sets and removes words of a session, makes it where there is none, and lets it live for `seconds` from now.
---@param mall_id string
---@param sid_hash string
---@param set table<string, any>
---@param removed string[]
---@param seconds integer
---@return session_row
function store.patch(mall_id, sid_hash, set, removed, seconds)
  return keep(mall_id, sid_hash,
    pg.write(patch_sql, mall_id, pg.bytea(sid_hash), pg.json(set), pg.array(removed), seconds)[1])
end

--- Sets words that are not set yet; those that are stay. Answers with all that the session remembers then.
---@param mall_id string
---@param sid_hash string
---@param set table<string, any>
---@param seconds integer
---@return session_row
function store.claim(mall_id, sid_hash, set, seconds)
  return keep(mall_id, sid_hash, pg.write(claim_sql, mall_id, pg.bytea(sid_hash), pg.json(set), seconds)[1])
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
