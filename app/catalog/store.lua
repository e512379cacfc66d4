-- Reading lists of the catalogue: categories, and cards of products found by category, tag, brand or price. A list first
-- picks its page from the narrow product_listing, then takes those few products' cards from their sheets.

local pg = require "pg"

local store = {}

local CARD = [[
  SELECT s.card, (SELECT coalesce(sum(k.available), 0) FROM stock k
    WHERE k.mall_id = $1 AND k.product_id = s.product_id AND k.sku_id = ANY (s.sku_ids))::int AS available
  FROM page JOIN product_sheet s ON s.mall_id = $1 AND s.product_id = page.product_id
  ORDER BY page.place]]

store.CARD = CARD

--- Rows of CARD as cards that know what is left.
---@param rows {card:table, available:integer}[]
---@return table[]
function store.dress(rows)
  local cards = {}
  for i, row in ipairs(rows) do
    cards[i] = row.card
    row.card.available = row.available
  end
  return cards
end

local dress = store.dress

local ORDER = {
  recommended = "rank, product_id",
  newest = "published_at DESC, rank, product_id",
  cheap = "price, product_id",
  dear = "price DESC, product_id DESC",
  discount = "discount DESC, rank, product_id",
}

---@class catalog.filter
---@field category_id string|nil
---@field brands string[]|nil          codes, any of them
---@field tags string[]|nil            all of them
---@field price_from integer|nil       won, inclusive
---@field price_to integer|nil         won, inclusive

-- Only the conditions that are asked for stand in the statement, so that each combination gets its own plan.
local function where(mall_id, filter)
  local conditions, values = { "mall_id = $1" }, { mall_id }
  local function add(condition, value)
    values[#values + 1] = value
    conditions[#conditions + 1] = condition:format(#values)
  end
  if filter.category_id then add("category_id = $%d", filter.category_id) end
  if filter.brands then
    add("brand_id IN (SELECT id FROM brand WHERE mall_id = $1 AND code = ANY ($%d::text[]))", pg.array(filter.brands))
  end
  if filter.tags then add("tags @> $%d::text[]", pg.array(filter.tags)) end
  if filter.price_from then add("price >= $%d", filter.price_from) end
  if filter.price_to then add("price <= $%d", filter.price_to) end
  return table.concat(conditions, " AND "), values
end

store.where = where

--- One page of cards and how many there are in all.
---@param mall_id string
---@param filter catalog.filter
---@param sort string a key of the sort orders
---@param limit integer
---@param offset integer
---@return table[] rows
---@return integer total
function store.list(mall_id, filter, sort, limit, offset)
  local condition, values = where(mall_id, filter)
  local order = ORDER[sort] or error("unknown sort order " .. tostring(sort), 2)
  local n = #values
  local count = { "SELECT count(*) AS total FROM product_listing WHERE " .. condition, unpack(values) }
  values[n + 1], values[n + 2] = limit, offset
  local page = { ("WITH page AS (SELECT product_id, row_number() OVER (ORDER BY %s) AS place FROM product_listing"
    .. " WHERE %s ORDER BY %s LIMIT $%d OFFSET $%d) %s"):format(order, condition, order, n + 1, n + 2, CARD),
    unpack(values) }
  local results = pg.row_sets { count, page }
  return dress(results[2]), results[1][1].total
end

--- The brands, tags and prices that a category offers, with how many products each has.
---@param mall_id string
---@param filter catalog.filter
---@return {brands:table[], tags:table[], prices:integer[]}
function store.facets(mall_id, filter)
  local condition, values = where(mall_id, filter)
  local from = "FROM product_listing WHERE " .. condition
  local results = pg.row_sets {
    { "SELECT b.code, b.name, l.count FROM (SELECT brand_id, count(*) " .. from .. " GROUP BY brand_id) l"
      .. " JOIN brand b ON b.mall_id = $1 AND b.id = l.brand_id ORDER BY l.count DESC, b.name LIMIT 12", unpack(values) },
    { "SELECT tag AS code, tag AS name, count(*) FROM (SELECT unnest(tags) AS tag " .. from .. ") l"
      .. " GROUP BY tag ORDER BY count(*) DESC, tag LIMIT 12", unpack(values) },
    { "SELECT width_bucket(price, ARRAY[5000, 10000, 20000, 30000, 50000]::bigint[]) AS band, count(*) " .. from
      .. " GROUP BY band ORDER BY band", unpack(values) },
  }
  return { brands = results[1], tags = results[2], prices = results[3] }
end

--- The best-ranked products.
---@param mall_id string
---@param limit integer
---@return table[]
function store.best(mall_id, limit)
  return dress(pg.rows("WITH page AS (SELECT product_id, rank AS place FROM product_listing WHERE mall_id = $1"
    .. " ORDER BY rank, product_id LIMIT $2)" .. CARD, mall_id, limit))
end

--- Cards of these products, in this order; what is not on sale is left out.
---@param mall_id string
---@param ids string[]
---@return table[]
function store.cards(mall_id, ids)
  if #ids == 0 then return {} end
  return dress(pg.rows("WITH page AS (SELECT * FROM unnest($2::uuid[]) WITH ORDINALITY AS asked (product_id, place))"
    .. CARD, mall_id, pg.array(ids)))
end

---@param mall_id string
---@param codes string[]
---@return table[]
function store.cards_by_code(mall_id, codes)
  if #codes == 0 then return {} end
  return dress(pg.rows("WITH page AS (SELECT p.id AS product_id, asked.place FROM unnest($2::text[]) WITH ORDINALITY"
    .. " AS asked (code, place) JOIN product p ON p.mall_id = $1 AND p.code = asked.code)" .. CARD,
    mall_id, pg.array(codes)))
end

local CATEGORY = [[
  SELECT c.id, c.code, c.slug, c.name, c.description, c.icon, c.hidden,
    CASE WHEN m.id IS NOT NULL THEN jsonb_build_object('id', m.id, 'alt', c.media_alt, 'width', m.width, 'height', m.height,
      'color', m.color) END AS image
  FROM category c LEFT JOIN media m ON m.mall_id = c.mall_id AND m.id = c.media_id
  WHERE c.mall_id = $1 ORDER BY c.position, c.code]]

---@param mall_id string
---@return table[]
function store.categories(mall_id) return pg.rows(CATEGORY, mall_id) end

return store
