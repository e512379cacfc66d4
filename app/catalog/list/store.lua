-- Products as staff lists them: with what they cost, what is left of them, and what they still lack.

local pg = require "pg"

local store = {}

local LIST = [[
  SELECT p.id, p.code, p.slug, p.name, p.status, p.summary, p.origin, p.maker, p.notice, p.notice_kind, p.notice_facts,
    jsonb_array_length(p.description) > 0 AS described, p.rank, p.created_at, p.updated_at, b.name AS brand, c.name AS category,
    k.sku_count, k.price_from, k.price_to, coalesce(k.priced, false) AS priced, coalesce(k.units, false) AS units,
    coalesce(k.on_hand, 0) AS on_hand, coalesce(k.available, 0) AS available,
    (SELECT count(*) FROM product_picture x WHERE x.mall_id = p.mall_id AND x.product_id = p.id AND x.role = 'gallery') AS gallery,
    (SELECT count(*) FROM product_picture x WHERE x.mall_id = p.mall_id AND x.product_id = p.id AND x.role = 'detail') AS detail,
    (SELECT json_build_object('id', x.media_id, 'alt', x.alt) FROM product_picture x
      WHERE x.mall_id = p.mall_id AND x.product_id = p.id AND x.role = 'gallery' ORDER BY x.position LIMIT 1) AS picture
  FROM product p
  JOIN brand b ON b.mall_id = p.mall_id AND b.id = p.brand_id
  JOIN category c ON c.mall_id = p.mall_id AND c.id = p.category_id
  LEFT JOIN LATERAL (
    SELECT count(*) AS sku_count, min(s.price) AS price_from, max(s.price) AS price_to, bool_and(s.price > 0) AS priced,
      bool_and(s.unit_label IS NOT NULL) AS units, sum(t.on_hand)::int AS on_hand,
      sum(t.on_hand - t.reserved)::int AS available
    FROM sku s LEFT JOIN stock t ON t.mall_id = s.mall_id AND t.sku_id = s.id
    WHERE s.mall_id = p.mall_id AND s.product_id = p.id AND s.active) k ON true
  WHERE p.mall_id = $1]]

---@param ask listing.ask
---@return table[]
function store.list(mall_id, ask)
  local sql, args = ask:select(LIST, mall_id)
  return pg.slow_rows(sql, unpack(args, 1, args.n))
end

---@param ask listing.ask
---@return integer
function store.count(mall_id, ask)
  local sql, args = ask:count(LIST, mall_id)
  return pg.slow_rows(sql, unpack(args, 1, args.n))[1].count
end

--- All of them, for a file.
---@param ask listing.ask
---@return table[]
function store.all(mall_id, ask)
  local sql, args = ask:all(LIST, mall_id)
  return pg.slow_rows(sql, unpack(args, 1, args.n))
end

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
