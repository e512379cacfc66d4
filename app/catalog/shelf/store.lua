-- The rows that lists and searches read, for products that are on sale and only for those.

local pg = require "pg"
local json = require "json"

local store = {}

--- What entries are made of, of those of these products that are on sale.
---@param tx table
---@param mall_id string
---@param ids string[]
---@return table[]
function store.products(tx, mall_id, ids)
  return tx:rows([[
    SELECT p.id, p.category_id, p.brand_id, p.rank, p.published_at, p.name, b.name AS brand, c.name AS category,
      coalesce((SELECT json_agg(t.name ORDER BY pt.position) FROM product_tag pt
        JOIN tag t ON t.mall_id = pt.mall_id AND t.id = pt.tag_id
        WHERE pt.mall_id = $1 AND pt.product_id = p.id), '[]') AS tags,
      coalesce((SELECT json_agg(v.label) FROM product_option_value v
        WHERE v.mall_id = $1 AND v.product_id = p.id), '[]') AS labels,
      (SELECT json_agg(json_strip_nulls(json_build_object('price', k.price, 'list_price', k.list_price))) FROM sku k
        WHERE k.mall_id = $1 AND k.product_id = p.id AND k.active) AS skus
    FROM product p
    JOIN brand b ON b.mall_id = $1 AND b.id = p.brand_id
    JOIN category c ON c.mall_id = $1 AND c.id = p.category_id
    WHERE p.mall_id = $1 AND p.id = ANY ($2::uuid[]) AND p.status = 'on_sale'
      AND EXISTS (SELECT FROM sku k WHERE k.mall_id = $1 AND k.product_id = p.id AND k.active)
    ORDER BY p.id]], mall_id, pg.array(ids))
end

-- Which products a row of a table says something of.
local BY_PRODUCT = "p.id = (r.row ->> 'product_id')::uuid"
local TOUCHED = { product = "p.id = (r.row ->> 'id')::uuid", sku = BY_PRODUCT, product_tag = BY_PRODUCT,
  product_option_value = BY_PRODUCT, brand = "p.brand_id = (r.row ->> 'id')::uuid",
  category = "p.category_id = (r.row ->> 'id')::uuid",
  tag = [[EXISTS (SELECT FROM product_tag t
    WHERE t.mall_id = p.mall_id AND t.product_id = p.id AND t.tag_id = (r.row ->> 'id')::uuid)]] }

--- The products that a row says something of, in one state of it or another.
---@param table_name string
---@param states string[]  JSON
---@return { mall_id: string, ids: string[] }[]
function store.touched(tx, table_name, states)
  if not TOUCHED[table_name] then return {} end
  return tx:rows(([[
    SELECT p.mall_id, array_agg(DISTINCT p.id) AS ids FROM unnest($1::jsonb[]) r (row)
    JOIN product p ON p.mall_id = (r.row ->> 'mall_id')::uuid AND %s GROUP BY p.mall_id]]):format(TOUCHED[table_name]),
    pg.array(states))
end

--- Takes products off the shelf.
---@param ids string[]
function store.remove(tx, mall_id, ids)
  tx:rows("DELETE FROM product_listing WHERE mall_id = $1 AND product_id = ANY ($2::uuid[])", mall_id, pg.array(ids))
end

--- Puts products there, or changes what stands there of them.
---@param rows table[]  by column name
function store.put(tx, mall_id, rows)
  tx:rows([[
    INSERT INTO product_listing AS t (mall_id, product_id, category_id, brand_id, rank, price, discount, published_at,
      name_key, tags, grams)
    SELECT $1, product_id, category_id, brand_id, rank, price, discount, published_at, name_key, tags, grams
    FROM jsonb_populate_recordset(NULL::product_listing, $2::jsonb)
    ON CONFLICT (mall_id, product_id) DO UPDATE SET category_id = excluded.category_id, brand_id = excluded.brand_id,
      rank = excluded.rank, price = excluded.price, discount = excluded.discount, published_at = excluded.published_at,
      name_key = excluded.name_key, tags = excluded.tags, grams = excluded.grams]], mall_id, pg.json(json.array(rows)))
end

return store
