-- Reading one product with everything its page states, in one round trip.

local pg = require "pg"
local catalog = require "catalog.store"

local store = {}

local SHEET = [[
  SELECT s.facts, (SELECT json_object_agg(k.sku_id, k.on_hand - k.reserved) FROM stock k
    WHERE k.mall_id = $1 AND k.product_id = s.product_id) AS available
  FROM product_sheet s WHERE s.mall_id = $1 AND s.slug = $2]]

-- The neighbours on the same shelf.
local RELATED = [[
  WITH page AS (
    SELECT l.product_id, row_number() OVER (ORDER BY l.rank, l.product_id) AS place
    FROM product_listing l
    WHERE l.mall_id = $1 AND l.category_id = (SELECT category_id FROM product WHERE mall_id = $1 AND slug = $2)
      AND l.product_id <> (SELECT id FROM product WHERE mall_id = $1 AND slug = $2)
    ORDER BY l.rank, l.product_id LIMIT 4) ]] .. catalog.CARD

---@param mall_id string
---@param slug string
---@return {product:table, skus:table[], gallery:table[], detail:table[], options:table[], related:table[]}|nil
function store.by_slug(mall_id, slug)
  local results = pg.row_sets { { SHEET, mall_id, slug }, { RELATED, mall_id, slug } }
  local sheet = results[1][1]
  if not sheet then return nil end
  local found = sheet.facts
  for _, sku in ipairs(found.skus) do sku.available = sheet.available and sheet.available[sku.id] or 0 end
  found.related = catalog.dress(results[2])
  return found
end

return store
