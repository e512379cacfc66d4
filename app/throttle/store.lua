-- Counted failures in PostgreSQL.

local pg = require "pg"

local store = {}

-- A row comes back only when the wait before it is over: whoever is told to wait has not tried.
local TAKE = [[
  INSERT INTO throttle AS t (mall_id, kind, subject, failures, blocked_until) VALUES ($1, $2, $3, 1, now())
  ON CONFLICT (mall_id, kind, subject) DO UPDATE SET updated_at = now(),
    failures = CASE WHEN t.updated_at < now() - make_interval(secs => $7) THEN 1 ELSE t.failures + 1 END,
    blocked_until = now() + make_interval(secs => CASE
      WHEN t.updated_at < now() - make_interval(secs => $7) OR t.failures < $4 THEN 0
      ELSE least($6, $5 * 2.0 ^ least(t.failures - $4, 20)) END)
  WHERE t.blocked_until <= now()
  RETURNING failures]]

---@param mall_id string
---@param kind string
---@param subject string  disguised
---@param policy throttle.policy
---@return integer|nil seconds
function store.take(mall_id, kind, subject, policy)
  local taken = pg.write(TAKE, mall_id, kind, subject, policy.free, policy.first, policy.longest, policy.memory)[1]
  if taken then return nil end
  local row = pg.row([[SELECT greatest(1, ceil(extract(epoch FROM blocked_until - now())))::int AS left FROM throttle
    WHERE mall_id = $1 AND kind = $2 AND subject = $3]], mall_id, kind, subject)
  return row and row.left or 1
end

function store.give_back(mall_id, kind, subject)
  pg.write([[UPDATE throttle SET failures = greatest(0, failures - 1), blocked_until = now()
    WHERE mall_id = $1 AND kind = $2 AND subject = $3]], mall_id, kind, subject)
end

function store.clear(mall_id, kind, subject)
  pg.write("DELETE FROM throttle WHERE mall_id = $1 AND kind = $2 AND subject = $3", mall_id, kind, subject)
end

--- Failures of which nothing was heard for two days are forgotten.
---@return integer thrown away
function store.sweep()
  return pg.write("DELETE FROM throttle WHERE updated_at < now() - interval '2 days'").affected
end

return store
