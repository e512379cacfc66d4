-- Finding products by grams. A narrow word has its matches fetched and ordered by how well they fit; a broad one (more
-- than a thousand matches) is answered from the front shelves, which are small whatever the catalogue's size.

local pg = require "pg"
local catalog = require "catalog.store"
local grams = require "catalog.rules.grams"

local store = {}

--- Beyond so many matches nobody counts, and nobody pages.
store.MOST = 1000

local FIT = [[CASE WHEN starts_with(name_key, $3) THEN 0 WHEN position($3 IN name_key) > 0 THEN 1
  WHEN tags @> ARRAY[$4::text] THEN 2 ELSE 3 END]]

local ORDER = {
  relevance = "fit, rank, product_id",
  newest = "published_at DESC, rank, product_id",
  cheap = "price, product_id",
  dear = "price DESC, product_id",
  discount = "discount DESC, rank, product_id",
}

-- The matches, cut to `candidates`, on the shelf whose marker is among the grams; then one page of them.
local function page_sql(sort)
  local order = ORDER[sort] or error("unknown sort order " .. tostring(sort), 3)
  local head = sort == "relevance" and "" or "ORDER BY " .. order:gsub("fit, ", "")
  return ("WITH found AS MATERIALIZED (SELECT product_id, rank, price, discount, published_at, %s AS fit"
    .. " FROM product_listing WHERE mall_id = $1 AND grams @> $2::int[] %s LIMIT $5),"
    .. " page AS (SELECT product_id, row_number() OVER (ORDER BY %s) AS place, count(*) OVER () AS found FROM found"
    .. " ORDER BY %s LIMIT $6 OFFSET $7) %s"):format(FIT, head, order, order,
    (catalog.CARD:gsub("l%.tags,", "l.tags, page.found,", 1)))
end

local PAGE = {}
for sort in pairs(ORDER) do PAGE[sort] = page_sql(sort) end

local COUNT = [[SELECT count(*) AS total FROM
  (SELECT FROM product_listing WHERE mall_id = $1 AND grams @> $2::int[] LIMIT $3) matches]]

local function with_shelf(wanted, mall_id, shelf)
  local list = { unpack(wanted) }
  list[#list + 1] = grams.shelf(mall_id, shelf)
  return pg.array(list)
end

--- One page of what has all `wanted` grams. `total` stops at MOST + 1.
---@param mall_id string
---@param wanted integer[]
---@param asked {key:string, tag:string} what the shopper typed, as names and as tags are compared
---@param sort string
---@param limit integer
---@param offset integer
---@return table[] rows
---@return integer total
function store.find(mall_id, wanted, asked, sort, limit, offset)
  local all = pg.array(wanted)
  local function page(gram_array, candidates)
    return { PAGE[sort], mall_id, gram_array, asked.key, asked.tag, candidates, limit, offset }
  end
  local results, message, sqlstate = pg.batch {
    { COUNT, mall_id, all, store.MOST + 1 },
    page(with_shelf(wanted, mall_id, 1), store.MOST),
  }
  if not results then catalog.refuse(message, sqlstate) end
  local total = results[1][1].total
  if total > store.MOST and sort == "relevance" then
    if #results[2] == limit then return results[2], total end
    local second = pg.rows(unpack(page(with_shelf(wanted, mall_id, 2), grams.SHELVES[2].limit)))
    if #second == limit then return second, total end
  end
  if total == 0 then return {}, 0 end
  return pg.rows(unpack(page(all, sort == "relevance" and 100000 or offset + limit))), total
end

local GUESS = [[
  SELECT l.product_id, l.name_key FROM (
    SELECT hit.product_id, count(*) AS shared FROM unnest($2::int[]) AS asked (gram)
    CROSS JOIN LATERAL (
      SELECT product_id FROM product_listing WHERE mall_id = $1 AND grams @> ARRAY[asked.gram] LIMIT 200) hit
    GROUP BY hit.product_id ORDER BY shared DESC, hit.product_id LIMIT 60) near
  JOIN product_listing l ON l.mall_id = $1 AND l.product_id = near.product_id
  ORDER BY near.shared DESC, l.rank]]

--- Products that share something with a mistyped word, those that share most first.
---@param mall_id string
---@param shared integer[]
---@return {product_id:string, name_key:string}[]
function store.guess(mall_id, shared)
  if #shared == 0 then return {} end
  return pg.rows(GUESS, mall_id, pg.array(shared))
end

return store
