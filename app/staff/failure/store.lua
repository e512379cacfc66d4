-- Counted tries at passwords and codes. Installation-wide, as staff are; the subject is a keyed hash.

local pg = require "pg"

local store = {}

-- Counted before it is made, as if it failed: of many at the same moment no more pass than one after the other. No row comes
-- back while the wait of the one before lasts.
local TAKE = [[
  INSERT INTO staff_failure AS f (subject) VALUES ($1)
  ON CONFLICT (subject) DO UPDATE SET at = now(),
    count = CASE WHEN f.at < now() - interval '1 day' THEN 1 ELSE f.count + 1 END,
    locked_until = now() + make_interval(secs => CASE WHEN f.at < now() - interval '1 day' THEN 0
      ELSE ($2::int[])[least(f.count + 1, cardinality($2::int[]))] END)
  WHERE coalesce(f.locked_until <= now(), true)
  RETURNING count]]

--- Counts a try.
---@param subject string 32 bytes
---@param waits integer[]  seconds to wait after so many
---@return integer|nil count    tries in a row, this one included; nil: not yet
---@return integer|nil seconds  until one may be made
function store.take(subject, waits)
  local taken = pg.write(TAKE, pg.bytea(subject), pg.array(waits))[1]
  if taken then return taken.count end
  local row = pg.row([[SELECT greatest(1, ceil(extract(epoch FROM locked_until - now())))::int AS left FROM staff_failure
    WHERE subject = $1]], pg.bytea(subject))
  return nil, row and row.left or 1
end

--- The try was none: it is not counted.
---@param subject string
function store.give_back(subject)
  pg.write("UPDATE staff_failure SET count = greatest(1, count - 1), locked_until = NULL WHERE subject = $1",
    pg.bytea(subject))
end

--- Nothing counts any more of what was tried.
---@param subject string
function store.clear(subject) pg.write("DELETE FROM staff_failure WHERE subject = $1", pg.bytea(subject)) end

--- Throws away what nobody tried again for two days.
---@return integer
function store.sweep() return pg.write("DELETE FROM staff_failure WHERE at < now() - interval '2 days'").affected end

return store
