-- Categories as staff edits them.

local pg = require "pg"

local store = {}

local CATEGORY = [[
  SELECT c.id, c.code, c.slug, c.name, c.description, c.position, c.hidden, c.version,
    (SELECT count(*) FROM product p WHERE p.mall_id = c.mall_id AND p.category_id = c.id) AS product_count,
    (SELECT count(*) FROM product p WHERE p.mall_id = c.mall_id AND p.category_id = c.id AND p.status = 'on_sale') AS sold_count
  FROM category c WHERE c.mall_id = $1]]

---@return table[]
function store.all(mall_id) return pg.rows(CATEGORY .. " ORDER BY c.position, c.code", mall_id) end

---@return table|nil
function store.find(mall_id, id) return pg.row(CATEGORY .. " AND c.id = $2", mall_id, id) end

---@return table|nil
function store.lock(tx, mall_id, id) return tx:row(CATEGORY .. " AND c.id = $2 FOR NO KEY UPDATE", mall_id, id) end

--- Whether another category has this address.
function store.is_taken(tx, mall_id, slug, id)
  return tx:row("SELECT 1 AS taken FROM category WHERE mall_id = $1 AND slug = $2 AND id IS DISTINCT FROM $3", mall_id, slug,
    id or pg.null) ~= nil
end

--- A new category, behind the others. Its code never changes; the address may.
---@return string id
function store.insert(tx, mall_id, values)
  return tx:row([[INSERT INTO category (mall_id, code, slug, name, description, hidden, position)
    SELECT $1, 'c' || substr(replace(uuid7()::text, '-', ''), 21), $2, $3, $4, $5, coalesce(max(position), 0) + 1
    FROM category WHERE mall_id = $1 RETURNING id]], mall_id, values.slug, values.name, values.description,
    values.hidden).id
end

function store.change(tx, mall_id, id, values)
  tx:rows([[UPDATE category SET slug = $3, name = $4, description = $5, hidden = $6, version = version + 1
    WHERE mall_id = $1 AND id = $2]], mall_id, id, values.slug, values.name, values.description, values.hidden)
end

--- Puts categories in this order; those that are not named keep their places behind.
---@param ids string[]
function store.order(tx, mall_id, ids)
  tx:rows([[UPDATE category c SET position = o.place FROM unnest($2::uuid[]) WITH ORDINALITY AS o (id, place)
    WHERE c.mall_id = $1 AND c.id = o.id AND c.position <> o.place]], mall_id, pg.array(ids))
end

--- The products of a category: what lists know of them has its name in it.
---@return string[]
function store.products(tx, mall_id, id)
  local ids = {}
  for i, row in ipairs(tx:rows("SELECT id FROM product WHERE mall_id = $1 AND category_id = $2 ORDER BY id", mall_id, id)) do
    ids[i] = row.id
  end
  return ids
end

return store
