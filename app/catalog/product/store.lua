-- Reading one product with everything its page states, in one round trip.

local pg = require "pg"
local catalog = require "catalog.store"

local store = {}

local PRODUCT = [[
  SELECT p.id, p.code, p.slug, p.name, p.summary, p.description, p.origin, p.maker, p.contents, p.storage_method,
    p.expiry_text, p.notice, p.perishable, p.is_new, p.is_best, p.updated_at, p.category_id,
    b.name AS brand, b.code AS brand_code, b.description AS brand_story,
    c.name AS category, c.slug AS category_slug, l.tags
  FROM product p
  JOIN brand b ON b.mall_id = p.mall_id AND b.id = p.brand_id
  JOIN category c ON c.mall_id = p.mall_id AND c.id = p.category_id
  JOIN product_listing l ON l.mall_id = p.mall_id AND l.product_id = p.id
  WHERE p.mall_id = $1 AND p.slug = $2 AND p.status = 'on_sale']]

local SKUS = [[
  SELECT k.id, k.code, k.label, k.options, k.price, k.list_price, k.unit_label, k.unit_size, k.unit_quantity, k.max_qty,
    s.on_hand - s.reserved AS available
  FROM sku k JOIN stock s ON s.mall_id = k.mall_id AND s.sku_id = k.id
  WHERE k.mall_id = $1 AND k.product_id = (SELECT id FROM product WHERE mall_id = $1 AND slug = $2) AND k.active
  ORDER BY k.position]]

local PICTURES = [[
  SELECT pic.role, m.id, pic.alt, m.width, m.height, m.color
  FROM product_picture pic JOIN media m ON m.mall_id = pic.mall_id AND m.id = pic.media_id
  WHERE pic.mall_id = $1 AND pic.product_id = (SELECT id FROM product WHERE mall_id = $1 AND slug = $2)
  ORDER BY pic.role, pic.position]]

local OPTIONS = [[
  SELECT o.name, array_agg(v.label ORDER BY v.position) AS labels
  FROM product_option o
  JOIN product_option_value v
    ON v.mall_id = o.mall_id AND v.product_id = o.product_id AND v.option_position = o.position
  WHERE o.mall_id = $1 AND o.product_id = (SELECT id FROM product WHERE mall_id = $1 AND slug = $2)
  GROUP BY o.position, o.name ORDER BY o.position]]

-- The neighbours on the same shelf.
local RELATED = [[
  WITH page AS (
    SELECT l.product_id, row_number() OVER (ORDER BY l.rank, l.product_id) AS place FROM product_listing l
    WHERE l.mall_id = $1 AND l.category_id = (SELECT category_id FROM product WHERE mall_id = $1 AND slug = $2)
      AND l.product_id <> (SELECT id FROM product WHERE mall_id = $1 AND slug = $2)
    ORDER BY l.rank, l.product_id LIMIT 4) ]] .. catalog.CARD

---@param mall_id string
---@param slug string
---@return {product:table, skus:table[], pictures:table[], options:table[], related:table[]}|nil
function store.by_slug(mall_id, slug)
  local results, message, sqlstate = pg.batch {
    { PRODUCT, mall_id, slug }, { SKUS, mall_id, slug }, { PICTURES, mall_id, slug }, { OPTIONS, mall_id, slug },
    { RELATED, mall_id, slug },
  }
  if not results then catalog.refuse(message, sqlstate) end
  local product = results[1][1]
  if not product then return nil end
  return { product = product, skus = results[2], pictures = results[3], options = results[4], related = results[5] }
end

return store
