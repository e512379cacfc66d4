-- The hashes of recovery codes.

local pg = require "pg"

local store = {}

--- Puts others in the place of all that somebody has.
---@param tx pg.tx
---@param staff_id string
---@param hashed { hint: string, hash: string }[]
function store.replace(tx, staff_id, hashed)
  tx:rows("DELETE FROM staff_recovery WHERE staff_id = $1", staff_id)
  local hints, hashes = {}, {}
  for i, one in ipairs(hashed) do hints[i], hashes[i] = one.hint, one.hash end
  tx:rows("INSERT INTO staff_recovery (staff_id, hint, hash) SELECT $1, * FROM unnest($2::text[], $3::text[])", staff_id,
    pg.array(hints), pg.array(hashes))
end

--- The hash of the code that begins so and was not used.
---@param staff_id string
---@param hint string
---@return string|nil
function store.hash(staff_id, hint)
  local row = pg.row([[SELECT hash FROM staff_recovery WHERE staff_id = $1 AND hint = $2 AND used_at IS NULL]], staff_id,
    hint)
  return row and row.hash
end

--- Uses a code up. Of two that come with it one is first.
---@param staff_id string
---@param hint string
---@return boolean first
function store.use(staff_id, hint)
  return pg.write([[UPDATE staff_recovery SET used_at = now() WHERE staff_id = $1 AND hint = $2 AND used_at IS NULL]],
    staff_id, hint).affected == 1
end

--- How many are left.
---@param staff_id string
---@return integer
function store.left(staff_id)
  return pg.row("SELECT count(*)::int AS n FROM staff_recovery WHERE staff_id = $1 AND used_at IS NULL", staff_id).n
end

return store
