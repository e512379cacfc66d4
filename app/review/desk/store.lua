-- Reviews as staff list and hide them.

local pg = require "pg"
local reader = require "shared.listing.reader"

local store = {}

local LIST = [[
  SELECT r.id, left(r.body, 40) AS words, r.author, r.rating, r.created_at, p.name AS product_name, p.slug,
    CASE WHEN r.hidden_at IS NOT NULL THEN 'hidden' ELSE 'shown' END AS state
  FROM review r JOIN product p ON p.mall_id = r.mall_id AND p.id = r.product_id
  WHERE r.mall_id = $1 AND r.deleted_at IS NULL]]

--- Lists of them: see shared.listing.reader.
store.list, store.count = reader.of(pg.slow_rows, LIST)

local ONE = [[
  SELECT r.id, r.body, r.author, r.rating, r.option_label, r.created_at, r.hidden_at, r.hidden_why, r.member_id,
    p.name AS product_name, p.slug, o.number AS order_number
  FROM review r
  JOIN product p ON p.mall_id = r.mall_id AND p.id = r.product_id
  LEFT JOIN "order" o ON o.mall_id = r.mall_id AND o.id = r.order_id
  WHERE r.mall_id = $1 AND r.id::text = $2 AND r.deleted_at IS NULL]]

---@param tx table|nil  its row is locked then
---@return table|nil
function store.get(mall_id, id, tx)
  if tx then return tx:row(ONE .. " FOR UPDATE OF r", mall_id, id) end
  return pg.row(ONE, mall_id, id)
end

--- Hides it from everybody but its writer, with a reason; why = nil shows it again. It counts for no average meanwhile.
function store.hide(tx, mall_id, id, why)
  tx:rows([[UPDATE review SET hidden_at = CASE WHEN $3::text IS NOT NULL THEN now() END, hidden_why = $3
    WHERE mall_id = $1 AND id = $2]], mall_id, id, why or pg.null)
end

return store
