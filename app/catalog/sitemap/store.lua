-- What search engines are told of, file by file. Files follow the order in which products came, so that a new one
-- changes only the last. On the slow lane: nobody waits for it.

local pg = require "pg"

local store = {}

--- The files that products fill, and when a product of each was last changed.
---@param mall_id string
---@param most integer      addresses in a file
---@param standing integer  addresses that the first file begins with
---@return {file:integer, updated_at:number}[]  by file, from 1
function store.files(mall_id, most, standing)
  return pg.slow_rows([[
    SELECT (place - 1 + $3::bigint) / $2::bigint + 1 AS file, max(updated_at) AS updated_at
    FROM (
      SELECT row_number() OVER (ORDER BY l.product_id) AS place, p.updated_at
      FROM product_listing l JOIN product p ON p.mall_id = l.mall_id AND p.id = l.product_id WHERE l.mall_id = $1) numbered
    GROUP BY file ORDER BY file]], mall_id, most, standing)
end

---@param mall_id string
---@param limit integer
---@param offset integer
---@return {slug:string, updated_at:number, media_id:string|nil}[]
function store.products(mall_id, limit, offset)
  return pg.slow_rows([[
    WITH page AS (SELECT product_id FROM product_listing WHERE mall_id = $1 ORDER BY product_id LIMIT $2 OFFSET $3)
    SELECT p.slug, p.updated_at, pic.media_id FROM page
    JOIN product p ON p.mall_id = $1 AND p.id = page.product_id
    LEFT JOIN product_picture pic
      ON pic.mall_id = $1 AND pic.product_id = page.product_id AND pic.role = 'gallery' AND pic.position = 1
    ORDER BY page.product_id]], mall_id, limit, offset)
end

return store
