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

--- Tries older than a day are nobody's business.
---@return integer thrown away
function store.sweep_attempts()
  return pg.write("DELETE FROM attempt WHERE window_start < now() - interval '1 day'").affected
end

return store
