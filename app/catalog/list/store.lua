-- Products as staff lists them: with what they cost, what is left of them, and what they still lack.

local pg = require "pg"
local reader = require "shared.listing.reader"

local store = {}

-- What is reckoned stands in the list of columns, so that PostgreSQL reckons it for the rows of one page alone.
local LIST = [[
  SELECT p.id, p.code, p.slug, p.name, p.status, p.summary, p.origin, p.maker, p.notice, p.notice_kind, p.notice_facts,
    jsonb_array_length(p.description) > 0 AS described, p.rank, p.created_at, p.updated_at, b.name AS brand,
    c.name AS category,
    (SELECT json_strip_nulls(json_build_object('count', count(*), 'price_from', min(s.price), 'price_to', max(s.price),
        'priced', bool_and(s.price > 0), 'units', bool_and(s.unit_label IS NOT NULL),
        'available', sum(t.available)))
      FROM sku s LEFT JOIN stock t ON t.mall_id = s.mall_id AND t.sku_id = s.id
      WHERE s.mall_id = p.mall_id AND s.product_id = p.id AND s.active) AS skus,
    (SELECT json_strip_nulls(json_build_object('gallery', count(*) FILTER (WHERE x.role = 'gallery'),
        'detail', count(*) FILTER (WHERE x.role = 'detail'),
        'first', (json_agg(json_build_object('id', x.media_id, 'alt', x.alt) ORDER BY x.position)
          FILTER (WHERE x.role = 'gallery')) -> 0))
      FROM product_picture x WHERE x.mall_id = p.mall_id AND x.product_id = p.id) AS pictures
  FROM product p
  JOIN brand b ON b.mall_id = p.mall_id AND b.id = p.brand_id
  JOIN category c ON c.mall_id = p.mall_id AND c.id = p.category_id
  WHERE p.mall_id = $1]]

-- One row as the list and its completeness take it.
local function flat(rows)
  for _, row in ipairs(rows) do
    local skus, pictures = row.skus, row.pictures
    row.sku_count, row.price_from, row.price_to = skus.count, skus.price_from, skus.price_to
    row.priced, row.units, row.available = skus.priced or false, skus.units or false, skus.available or 0
    row.gallery, row.detail, row.picture = pictures.gallery, pictures.detail, pictures.first
  end
  return rows
end

local list, count, all = reader.of(pg.slow_rows, LIST)

--- Lists of them: see shared.listing.reader.
store.count = count
function store.list(mall_id, ask) return flat(list(mall_id, ask)) end
function store.all(mall_id, ask) return flat(all(mall_id, ask)) end

--- The categories there are, hidden ones too, as a list's or a form's options.
---@return {value:string, label:string}[]
function store.categories(mall_id)
  return pg.rows([[SELECT id::text AS value, CASE WHEN hidden THEN name || ' (숨김)' ELSE name END AS label
    FROM category WHERE mall_id = $1 ORDER BY position, code]], mall_id)
end

--- The names of brands, for a form to offer.
---@return string[]
function store.brands(mall_id)
  local names = {}
  for i, row in ipairs(pg.rows("SELECT name FROM brand WHERE mall_id = $1 ORDER BY name LIMIT 500", mall_id)) do
    names[i] = row.name
  end
  return names
end

return store
