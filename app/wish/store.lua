-- What members wish for.

local pg = require "pg"

local store = {}

--- So many are kept; the oldest gives way to a new one.
store.MOST = 200

--- Keeps a wish for a product that there is.
---@return string|nil name of the product; nil: there is none
function store.add(mall_id, member_id, product_id)
  local row = pg.write([[
    WITH goods AS (SELECT id, name FROM product WHERE mall_id = $1 AND id = $3 AND status = 'on_sale'),
    wished AS (INSERT INTO wish (mall_id, member_id, product_id) SELECT $1, $2, id FROM goods ON CONFLICT DO NOTHING),
    -- the statement does not see its own new wish: one place fewer is left for the others
    gone AS (DELETE FROM wish WHERE (mall_id, member_id, product_id) IN (
      SELECT mall_id, member_id, product_id FROM wish WHERE mall_id = $1 AND member_id = $2 AND product_id <> $3
      ORDER BY added_at DESC, product_id OFFSET $4))
    SELECT name FROM goods]], mall_id, member_id, product_id, store.MOST - 1)[1]
  return row and row.name
end

---@return boolean removed
function store.remove(mall_id, member_id, product_id)
  return pg.write("DELETE FROM wish WHERE mall_id = $1 AND member_id = $2 AND product_id = $3",
    mall_id, member_id, product_id).affected > 0
end

---@return boolean
function store.has(mall_id, member_id, product_id)
  return pg.row("SELECT true AS here FROM wish WHERE mall_id = $1 AND member_id = $2 AND product_id = $3",
    mall_id, member_id, product_id) ~= nil
end

--- Product ids, newest first, and how many there are.
---@return string[]
---@return integer total
function store.of_member(mall_id, member_id, limit, offset)
  local results = pg.row_sets {
    { [[SELECT count(*)::int AS total FROM wish w JOIN product_sheet s ON s.mall_id = $1 AND s.product_id = w.product_id
      WHERE w.mall_id = $1 AND w.member_id = $2]], mall_id, member_id },
    { [[SELECT w.product_id FROM wish w JOIN product_sheet s ON s.mall_id = $1 AND s.product_id = w.product_id
      WHERE w.mall_id = $1 AND w.member_id = $2 ORDER BY w.added_at DESC, w.product_id LIMIT $3 OFFSET $4]],
      mall_id, member_id, limit, offset },
  }
  local ids = {}
  for i, row in ipairs(results[2]) do ids[i] = row.product_id end
  return ids, results[1][1].total
end

--- Throws all of a member's wishes away.
function store.forget(tx, mall_id, member_id)
  tx:rows("DELETE FROM wish WHERE mall_id = $1 AND member_id = $2", mall_id, member_id)
end

--- All of a member's wishes, for who takes their data along.
---@return {name:string, added_at:number}[]
function store.all(mall_id, member_id)
  return pg.rows([[SELECT p.name, w.added_at FROM wish w JOIN product p ON p.mall_id = w.mall_id AND p.id = w.product_id
    WHERE w.mall_id = $1 AND w.member_id = $2 ORDER BY w.added_at DESC]], mall_id, member_id)
end

return store
