-- Finding products by grams. The front shelf (the thousand best-ranked) is always looked through first: it is small
-- whatever the catalogue's size, and tells how common the words are. Rare words then have all their matches fetched and
-- ordered by how well they fit; of common ones (more than a thousand matches) the best-ranked are shown.

local pg = require "pg"
local grams = require "catalog.rules.grams"

local store = {}

--- Beyond so many matches nobody counts, and nobody pages.
store.MOST = 1000

-- Of the front shelf's thousand: from here on a word is so common that walking the table finds a thousand sooner than the
-- index has listed all.
local COMMON = 300

local FIT = [[CASE WHEN starts_with(name_key, $3) THEN 0 WHEN position($3 IN name_key) > 0 THEN 1
  WHEN tags @> ARRAY[$4::text] THEN 2 ELSE 3 END]]

local ORDER = {
  newest = "published_at DESC, rank, product_id",
  cheap = "price, product_id",
  dear = "price DESC, product_id DESC",
  discount = "discount DESC, rank, product_id",
}

local BY_INDEX = "grams @> $2::int[]"
-- The same, but nothing that an index on grams could answer; and the planner, who would take pairs of letters for
-- independent of each other and expect next to nothing, is not shown them.
local BY_WALKING = "(grams @> (SELECT $2::int[])) IS TRUE"

-- By fit: all matches on the shelf whose marker is among the grams, ordered.
local BY_FIT = ([[
  SELECT product_id, count(*) OVER () AS found FROM (
    SELECT product_id, rank, %s AS fit FROM product_listing WHERE mall_id = $1 AND %s) matches
  ORDER BY fit, rank, product_id LIMIT $5 OFFSET $6]]):format(FIT, BY_INDEX)

-- By another order: of rare words all matches are fetched and sorted, of common ones the order's own index is walked.
local function sorted_sql(order, condition)
  return ("SELECT product_id FROM product_listing WHERE mall_id = $1 AND %s ORDER BY %s LIMIT $3 OFFSET $4")
    :format(condition, order)
end

local SORTED, WALKED = {}, {}
for sort, order in pairs(ORDER) do
  SORTED[sort], WALKED[sort] = sorted_sql(order, BY_INDEX), sorted_sql(order, BY_WALKING)
end

local function count_sql(condition)
  return ("SELECT count(*) AS total FROM (SELECT FROM product_listing WHERE mall_id = $1 AND %s LIMIT $3) matches")
    :format(condition)
end

local COUNT, COUNT_COMMON = count_sql(BY_INDEX), count_sql(BY_WALKING)

local function on_shelf(wanted, mall_id, shelf)
  local list = { unpack(wanted) }
  list[#list + 1] = grams.shelf(mall_id, shelf)
  return pg.array(list)
end

local ON_FRONT_SHELF = "SELECT count(*) AS total FROM product_listing WHERE mall_id = $1 AND " .. BY_INDEX

local function find_sorted(mall_id, all, front, sort, limit, offset)
  local common = pg.row(ON_FRONT_SHELF, mall_id, front).total >= COMMON
  local total = pg.row(common and COUNT_COMMON or COUNT, mall_id, all, store.MOST + 1).total
  local sql = total > store.MOST and WALKED[sort] or SORTED[sort] or error("unknown sort order " .. tostring(sort), 3)
  return pg.rows(sql, mall_id, all, limit, offset), total
end

--- One page of what has all `wanted` grams, as ids of products. `total` stops at MOST + 1.
---@param mall_id string
---@param wanted integer[]
---@param asked {key:string, tag:string} what the shopper typed, as names and as tags are compared
---@param sort string "relevance" or another order
---@param limit integer
---@param offset integer
---@return {product_id:string}[] rows
---@return integer total
function store.find(mall_id, wanted, asked, sort, limit, offset)
  local all, front = pg.array(wanted), on_shelf(wanted, mall_id, 1)
  if sort ~= "relevance" then return find_sorted(mall_id, all, front, sort, limit, offset) end
  local function page(gram_array) return pg.rows(BY_FIT, mall_id, gram_array, asked.key, asked.tag, limit, offset) end
  local rows = page(front)
  local in_front = rows[1] and rows[1].found or 0
  local total = pg.row(in_front >= COMMON and COUNT_COMMON or COUNT, mall_id, all, store.MOST + 1).total
  if total > store.MOST then
    if #rows == limit then return rows, total end
    rows = page(on_shelf(wanted, mall_id, 2))
    if #rows == limit then return rows, total end
  elseif total == in_front then
    return rows, total
  end
  return page(all), total
end

local GUESS = [[
  SELECT l.product_id, l.name_key FROM (
    SELECT hit.product_id, count(*) AS shared FROM unnest($2::int[]) AS asked (gram)
    CROSS JOIN LATERAL (
      SELECT product_id FROM product_listing WHERE mall_id = $1 AND grams @> ARRAY[asked.gram] LIMIT 200) hit
    GROUP BY hit.product_id ORDER BY shared DESC, hit.product_id LIMIT 24) near
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
