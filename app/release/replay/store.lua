-- Reads what the newest carts and orders were priced from: carts where they were kept as snapshots, orders where they stand.
-- Of an order only what pricing looks at is read; who ordered is not.

local pg = require "pg"

local store = {}

-- What was bought could be bought: stock and limits are as large as they had to be. The terms of shipping and the category
-- are those of today.
local ORDERS = [[
  SELECT 'order' AS kind, m.name AS mall, 1 AS format, o.nth,
    jsonb_build_object('format', 1, 'currency', o.currency, 'region', o.region,
      'now', floor(extract(epoch FROM o.placed_at))::bigint,
      'shipping', (SELECT jsonb_strip_nulls(to_jsonb(p)) FROM (
        SELECT code, fee, free_from, jeju_surcharge, island_surcharge FROM shipping_policy
        WHERE mall_id = m.id ORDER BY code LIMIT 1) p),
      'lines', l.rows) AS input,
    jsonb_build_object('goods', o.goods_amount, 'discount', o.discount_amount, 'shipping', o.shipping_amount,
      'payable', o.payable_amount, 'lines', l.promised) AS promised
  FROM mall m
  CROSS JOIN LATERAL (
    SELECT id, currency, region, placed_at, goods_amount, discount_amount, shipping_amount, payable_amount,
      row_number() OVER (ORDER BY placed_at DESC, id DESC) AS nth
    FROM "order" WHERE mall_id = m.id ORDER BY placed_at DESC, id DESC LIMIT $1) o
  CROSS JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('unit_price', l.unit_price, 'amount', l.amount) ORDER BY l.position) AS promised,
      jsonb_agg(jsonb_strip_nulls(jsonb_build_object('sku_id', l.sku_id, 'product_id', l.product_id, 'sku_code', l.sku_code,
        'label', l.sku_label, 'name', l.product_name, 'slug', l.product_slug, 'brand', l.brand_name, 'category', c.code,
        'perishable', p.perishable, 'qty', l.qty, 'max_qty', l.qty, 'available', l.qty, 'on_sale', true,
        'price', l.unit_price, 'price_seen', l.unit_price, 'list_price', l.list_price)) ORDER BY l.position) AS rows
    FROM order_line l
    JOIN product p ON p.mall_id = l.mall_id AND p.id = l.product_id
    JOIN category c ON c.mall_id = p.mall_id AND c.id = p.category_id
    WHERE l.mall_id = m.id AND l.order_id = o.id) l]]

local CARTS = [[
  SELECT 'cart' AS kind, m.name AS mall, s.format, s.nth, s.input, s.promised
  FROM mall m
  CROSS JOIN LATERAL (
    SELECT format, input, promised, row_number() OVER (ORDER BY id DESC) AS nth
    FROM price_snapshot WHERE mall_id = m.id ORDER BY id DESC LIMIT $1) s]]

---@class replay.snapshot
---@field kind "cart"|"order"
---@field mall string  its name
---@field format integer
---@field input quote.input
---@field promised {goods:integer, discount:integer, shipping:integer, payable:integer,
---  lines:{unit_price:integer, amount:integer}[]}

--- The newest of all malls, of carts and orders alike: each mall and kind has its share while it has any.
---@param n integer
---@return replay.snapshot[]
function store.newest(n)
  return pg.slow_rows("SELECT kind, mall, format, input, promised FROM (" .. ORDERS .. " UNION ALL " .. CARTS
    .. ") newest ORDER BY nth, kind DESC, mall LIMIT $1", n)
end

return store
