-- The rows of sessions. A change is sent as a patch, so that two requests of one browser at the same moment do not undo
-- each other's words.

local pg = require "pg"

local store = {}

local load_sql = [[
SELECT data, extract(epoch FROM expires_at - now())::float8 AS seconds_left
FROM session WHERE mall_id = $1 AND sid_hash = $2 AND format = 1 AND expires_at > now()]]

local patch_sql = [[
INSERT INTO session (mall_id, sid_hash, data, expires_at)
VALUES ($1, $2, $3, now() + make_interval(secs => $5))
ON CONFLICT (mall_id, sid_hash) DO UPDATE SET
  data = CASE WHEN session.expires_at > now() THEN (session.data - $4::text[]) || excluded.data ELSE excluded.data END,
  expires_at = excluded.expires_at, updated_at = now()]]

local claim_sql = [[
INSERT INTO session (mall_id, sid_hash, data, expires_at)
VALUES ($1, $2, $3, now() + make_interval(secs => $4))
ON CONFLICT (mall_id, sid_hash) DO UPDATE SET
  data = CASE WHEN session.expires_at > now() THEN excluded.data || session.data ELSE excluded.data END,
  expires_at = excluded.expires_at, updated_at = now()
RETURNING data]]

local move_sql = "UPDATE session SET sid_hash = $3, updated_at = now() WHERE mall_id = $1 AND sid_hash = $2"
local drop_sql = "DELETE FROM session WHERE mall_id = $1 AND sid_hash = $2"
local purge_sql = [[
DELETE FROM session WHERE (mall_id, sid_hash) IN (
  SELECT mall_id, sid_hash FROM session WHERE expires_at < now() - interval '1 day' LIMIT $1)]]

--- What a session remembers; nil when there is no such session or it has expired.
---@param mall_id string
---@param sid_hash string  32 bytes
---@return { data: table, seconds_left: number }|nil
function store.load(mall_id, sid_hash)
  return pg.row(load_sql, mall_id, pg.bytea(sid_hash))
end

--- Sets and removes words of a session, makes it where there is none, and lets it live for `seconds` from now.
---@param mall_id string
---@param sid_hash string
---@param set table<string, any>
---@param removed string[]
---@param seconds integer
function store.patch(mall_id, sid_hash, set, removed, seconds)
  pg.rows(patch_sql, mall_id, pg.bytea(sid_hash), pg.json(set), pg.array(removed), seconds)
end

--- Sets words that are not set yet; those that are stay. Answers with all that the session remembers then.
---@param mall_id string
---@param sid_hash string
---@param set table<string, any>
---@param seconds integer
---@return table data
function store.claim(mall_id, sid_hash, set, seconds)
  return pg.row(claim_sql, mall_id, pg.bytea(sid_hash), pg.json(set), seconds).data
end

--- Gives a session another secret; what it remembers stays.
---@param mall_id string
---@param from_hash string
---@param to_hash string
function store.move(mall_id, from_hash, to_hash)
  pg.rows(move_sql, mall_id, pg.bytea(from_hash), pg.bytea(to_hash))
end

---@param mall_id string
---@param sid_hash string
function store.drop(mall_id, sid_hash)
  pg.rows(drop_sql, mall_id, pg.bytea(sid_hash))
end

--- Removes sessions that expired more than a day ago, at most `limit` of them.
---@param limit integer
---@return integer removed
function store.purge(limit)
  return pg.rows(purge_sql, limit).affected
end

return store
