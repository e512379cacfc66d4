-- A flow owns its transaction: here is where it gets one. `fn(tx)` commits when it returns something, rolls back on
-- `nil, fault`, and rolls back and raises on when it raises. Two transactions that wait for each other, or that cannot be
-- put in an order, are tried again.

local pg = require "pg"

local store = {}

---@param fn fun(tx: table): any, any
---@return any
---@return fault|nil
function store.transaction(fn) return pg.tx(fn, { retry = 3 }) end

--- Counts a try at something guessable. Windows follow each other by the clock, whenever the first try was.
---@param mall_id string
---@param kind string
---@param subject string who or what is tried; no personal data in the clear
---@param window integer seconds
---@return integer count    tries in this window, this one included
---@return integer seconds  until the next one begins, 1 at least
function store.count(mall_id, kind, subject, window)
  local row = pg.write([[
    INSERT INTO attempt AS a (mall_id, kind, subject, window_start)
    VALUES ($1, $2, $3, to_timestamp(floor(extract(epoch FROM now()) / $4) * $4))
    ON CONFLICT (mall_id, kind, subject, window_start) DO UPDATE SET count = a.count + 1
    RETURNING count, ceil(extract(epoch FROM window_start) + $4 - extract(epoch FROM now()))::int AS left]],
    mall_id, kind, subject, window)[1]
  return row.count, row.left
end

--- The member whose session this is, as PostgreSQL knows it now: a session that was ended elsewhere is nobody's, whatever
--- a copy of it says. With the member's cart, since every page counts what is in it.
---@param mall_id string
---@param sid_hash string
---@return table|nil
function store.member_of_session(mall_id, sid_hash)
  return pg.row([[
    SELECT m.id, m.email, m.name, m.phone, m.grade, m.joined_at, s.id AS session_id,
      s.seen_at < now() - interval '10 minutes' AS seen_long_ago, c.id AS cart_id,
      (SELECT count(*) FROM cart_line l WHERE l.mall_id = $1 AND l.cart_id = c.id AND l.removed_at IS NULL) AS cart_count
    FROM session s
    JOIN member m ON m.mall_id = s.mall_id AND m.id = s.member_id AND m.status = 'active' AND m.blocked_at IS NULL
    LEFT JOIN cart c ON c.mall_id = m.mall_id AND c.member_id = m.id
    WHERE s.mall_id = $1 AND s.sid_hash = $2 AND s.expires_at > now()]], mall_id, pg.bytea(sid_hash))
end

--- Tries older than a day are nobody's business.
---@return integer thrown away
function store.sweep_attempts()
  return pg.write("DELETE FROM attempt WHERE window_start < now() - interval '1 day'").affected
end

return store
