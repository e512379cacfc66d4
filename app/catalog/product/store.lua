-- Reading one product with everything its page states: one statement.

local pg = require "pg"
local catalog = require "catalog.store"

local store = {}

-- What was said of it, its stock, and its neighbours on the shelf with theirs, as they are now.
local SHEET = [[
  SELECT me.facts,
    (SELECT v.facts FROM product_voice v WHERE v.mall_id = $1 AND v.product_id = me.product_id) AS voice,
    (SELECT json_object_agg(k.sku_id, k.available) FROM stock k
      WHERE k.mall_id = $1 AND k.product_id = me.product_id) AS available,
    (SELECT json_agg(json_build_object('card', beside.card, 'available', beside.available)) FROM (
      SELECT s.card, (SELECT coalesce(sum(k.available), 0) FROM stock k
        WHERE k.mall_id = $1 AND k.product_id = s.product_id AND k.sku_id = ANY (s.sku_ids)) AS available
      FROM product_sheet s
      WHERE s.mall_id = $1 AND s.category_id = me.category_id AND s.product_id <> me.product_id
      ORDER BY s.rank, s.product_id LIMIT 4) beside) AS related
  FROM product_sheet me WHERE me.mall_id = $1 AND me.slug = $2]]

local function found_of(sheet)
  if not sheet then return nil end
  local found = sheet.facts
  for _, sku in ipairs(found.skus) do sku.available = sheet.available and sheet.available[sku.id] or 0 end
  found.voice = sheet.voice
  found.related = catalog.dress(sheet.related or {})
  return found
end

---@param mall_id string
---@param slug string
---@return {product:table, skus:table[], gallery:table[], detail:table[], options:table[], related:table[],
---  voice:table|nil}|nil
function store.by_slug(mall_id, slug) return found_of(pg.row(SHEET, mall_id, slug)) end

--- The same as a transaction sees it that has not ended.
---@return table|nil
function store.in_transaction(tx, mall_id, slug) return found_of(tx:row(SHEET, mall_id, slug)) end

return store
