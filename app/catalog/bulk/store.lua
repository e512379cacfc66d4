-- Sheets of prices and stock: the SKUs that they are about, and what each of them changed.

local pg = require "pg"
local json = require "json"

local store = {}

--- More SKUs than this are not put into one sheet.
store.MOST = 10000

local SKUS = [[
  SELECT k.id, k.code, k.label, k.price, k.list_price, k.active, k.product_id, p.name AS product, p.tax_free,
    coalesce(s.on_hand, 0) AS on_hand, coalesce(s.reserved, 0) AS reserved
  FROM sku k
  JOIN product p ON p.mall_id = k.mall_id AND p.id = k.product_id
  LEFT JOIN stock s ON s.mall_id = k.mall_id AND s.sku_id = k.id
  WHERE k.mall_id = $1 AND p.status <> 'ended']]

--- The SKUs of a mall as they are now; of one category when told.
---@param mall_id string
---@param category_id string|nil
---@return table[]
function store.skus(mall_id, category_id)
  return pg.slow_rows(SKUS .. " AND ($2::uuid IS NULL OR p.category_id = $2) ORDER BY p.name, p.id, k.position LIMIT $3",
    mall_id, category_id or pg.null, store.MOST)
end

--- All SKUs of a mall by code.
---@return table<string, table>
function store.by_code(mall_id)
  local skus = {}
  for _, sku in ipairs(pg.slow_rows(SKUS, mall_id)) do skus[sku.code] = sku end
  return skus
end

local SHEET = [[
  SELECT g.id, g.file_name, g.actor, g.status, g.changes, g.row_count, g.undoes, g.created_at, g.done_at,
    EXISTS (SELECT FROM goods_sheet u WHERE u.mall_id = g.mall_id AND u.undoes = g.id AND u.status = 'done') AS undone
  FROM goods_sheet g WHERE g.mall_id = $1]]

---@return table|nil
function store.find(mall_id, id) return pg.row(SHEET .. " AND g.id = $2", mall_id, id) end

--- The same, which nobody else carries out or takes back until the transaction ends.
---@return table|nil
function store.lock(tx, mall_id, id) return tx:row(SHEET .. " AND g.id = $2 FOR UPDATE", mall_id, id) end

--- Those that did something, the latest first; how much, without what.
---@return table[]
function store.recent(mall_id, limit)
  return pg.slow_rows([[
    SELECT g.id, g.file_name, g.actor, g.row_count, g.undoes, g.done_at, jsonb_array_length(g.changes) AS change_count
    FROM goods_sheet g WHERE g.mall_id = $1 AND g.status = 'done' ORDER BY g.done_at DESC LIMIT $2]], mall_id, limit)
end

---@param sheet {file_name:string, actor:string, changes:table[], row_count:integer, undoes:string|nil}
---@return string id
function store.insert(tx, mall_id, sheet)
  return tx:row([[INSERT INTO goods_sheet (mall_id, file_name, actor, changes, row_count, undoes)
    VALUES ($1, $2, $3, $4, $5, $6) RETURNING id]], mall_id, sheet.file_name, sheet.actor,
    pg.json(json.array(sheet.changes)), sheet.row_count, sheet.undoes or pg.null).id
end

function store.finish(tx, mall_id, id)
  tx:rows("UPDATE goods_sheet SET status = 'done', done_at = now() WHERE mall_id = $1 AND id = $2", mall_id, id)
end

--- Locks products, in the order in which everybody does, and counts their versions up: who edits one will hear of it.
---@param ids string[]
function store.lock_products(tx, mall_id, ids)
  tx:rows("SELECT id FROM product WHERE mall_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR NO KEY UPDATE", mall_id,
    pg.array(ids))
  tx:rows("UPDATE product SET version = version + 1, updated_at = now() WHERE mall_id = $1 AND id = ANY ($2::uuid[])",
    mall_id, pg.array(ids))
end

--- What stands in SKUs now, by id.
---@param ids string[]
---@return table<string, table>
function store.current(tx, mall_id, ids)
  local skus = {}
  for _, sku in ipairs(tx:rows([[SELECT k.id, k.code, k.price, k.list_price, k.active, p.tax_free FROM sku k
    JOIN product p ON p.mall_id = k.mall_id AND p.id = k.product_id
    WHERE k.mall_id = $1 AND k.id = ANY ($2::uuid[])]], mall_id, pg.array(ids))) do skus[sku.id] = sku end
  return skus
end

--- Writes prices and whether they are sold.
---@param rows {id:string, price:integer, list_price:integer|nil, active:boolean}[]
function store.write(tx, mall_id, rows)
  tx:rows([[UPDATE sku k SET price = r.price, list_price = r.list_price, active = r.active
    FROM jsonb_populate_recordset(NULL::sku, $2::jsonb) r WHERE k.mall_id = $1 AND k.id = r.id]], mall_id,
    pg.json(json.array(rows)))
end

--- Writes which products are free of VAT.
---@param rows {id:string, tax_free:boolean}[]  one a product
function store.write_taxes(tx, mall_id, rows)
  tx:rows([[UPDATE product p SET tax_free = r.tax_free FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, tax_free boolean)
    WHERE p.mall_id = $1 AND p.id = r.id]], mall_id, pg.json(json.array(rows)))
end

return store
