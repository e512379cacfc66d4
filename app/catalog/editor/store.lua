-- A product as the back office edits it. Whoever writes has locked the product by `lock`, and so waits for whoever edits it
-- at the same moment.

local pg = require "pg"
local json = require "json"

local store = {}

local PRODUCT = [[
  SELECT p.id, p.code, p.slug, p.name, p.summary, p.description, p.origin, p.maker, p.storage_method, p.expiry_text,
    p.notice, p.notice_kind, p.notice_facts, p.perishable, p.tax_free, p.is_new, p.is_best, p.status, p.rank, p.version,
    p.published_at, p.updated_at, p.created_at, p.brand_id, b.name AS brand, p.category_id, c.name AS category
  FROM product p
  JOIN brand b ON b.mall_id = p.mall_id AND b.id = p.brand_id
  JOIN category c ON c.mall_id = p.mall_id AND c.id = p.category_id
  WHERE p.mall_id = $1 AND p.id = $2]]

local TAGS = [[
  SELECT t.name FROM product_tag pt JOIN tag t ON t.mall_id = pt.mall_id AND t.id = pt.tag_id
  WHERE pt.mall_id = $1 AND pt.product_id = $2 ORDER BY pt.position]]

local OPTIONS = [[
  SELECT o.name, (SELECT coalesce(json_agg(v.label ORDER BY v.position), '[]') FROM product_option_value v
    WHERE v.mall_id = o.mall_id AND v.product_id = o.product_id AND v.option_position = o.position) AS labels
  FROM product_option o WHERE o.mall_id = $1 AND o.product_id = $2 ORDER BY o.position]]

-- `used`: somebody has bought or carries it, or the ledger knows it; such a SKU is never deleted.
local SKUS = [[
  SELECT k.id, k.code, k.label, to_json(k.options) AS options, k.price, k.list_price, k.weight_g, k.unit_label,
    k.unit_size, k.unit_quantity, k.max_qty, k.position, k.active, coalesce(s.on_hand, 0) AS on_hand,
    coalesce(s.reserved, 0) AS reserved,
    EXISTS (SELECT FROM stock_entry e WHERE e.mall_id = k.mall_id AND e.sku_id = k.id)
      OR EXISTS (SELECT FROM order_line l WHERE l.mall_id = k.mall_id AND l.sku_id = k.id)
      OR EXISTS (SELECT FROM cart_line l WHERE l.mall_id = k.mall_id AND l.sku_id = k.id) AS used
  FROM sku k LEFT JOIN stock s ON s.mall_id = k.mall_id AND s.sku_id = k.id
  WHERE k.mall_id = $1 AND k.product_id = $2 ORDER BY k.active DESC, k.position, k.code]]

local PICTURES = [[
  SELECT pic.role, pic.position, pic.media_id AS id, pic.alt, m.width, m.height, m.color
  FROM product_picture pic JOIN media m ON m.mall_id = pic.mall_id AND m.id = pic.media_id
  WHERE pic.mall_id = $1 AND pic.product_id = $2 ORDER BY pic.role DESC, pic.position]]

local function put_together(product, tags, options, skus, pictures)
  if not product then return nil end
  product.tags, product.options, product.skus, product.pictures = {}, options, skus, pictures
  for i, tag in ipairs(tags) do product.tags[i] = tag.name end
  return product
end

--- A product with all that its pages edit.
---@param mall_id string
---@param id string
---@return table|nil
function store.find(mall_id, id)
  local sets = pg.row_sets { { PRODUCT, mall_id, id }, { TAGS, mall_id, id }, { OPTIONS, mall_id, id },
    { SKUS, mall_id, id }, { PICTURES, mall_id, id } }
  return put_together(sets[1][1], sets[2], sets[3], sets[4], sets[5])
end

--- The same, with the product locked until the transaction ends.
---@return table|nil
function store.lock(tx, mall_id, id)
  local product = tx:row(PRODUCT .. " FOR NO KEY UPDATE OF p", mall_id, id)
  if not product then return nil end
  return put_together(product, tx:rows(TAGS, mall_id, id), tx:rows(OPTIONS, mall_id, id), tx:rows(SKUS, mall_id, id),
    tx:rows(PICTURES, mall_id, id))
end

--- Whether another product has this code or this address.
---@param column "code"|"slug"
function store.is_taken(tx, mall_id, column, value, id)
  return tx:row(([[SELECT 1 AS taken FROM product WHERE mall_id = $1 AND %s = $2 AND id <> $3]]):format(column), mall_id,
    value, id) ~= nil
end

local lists, objects = { description = true, notice = true, contents = true }, { notice_facts = true }

local function parameter(name, value)
  if lists[name] then return pg.json(json.array(value)) end
  return objects[name] and pg.json(value) or value
end

local function assignments(values, from)
  local names, sets, args = {}, {}, {}
  for name in pairs(values) do names[#names + 1] = name end
  table.sort(names)
  for i, name in ipairs(names) do sets[i], args[i] = ("%s = $%d"):format(name, from + i), parameter(name, values[name]) end
  return names, sets, args
end

--- Writes columns of a locked product.
---@param values table<string, any>  by column, one at least
function store.change(tx, mall_id, id, values)
  local _, sets, args = assignments(values, 2)
  tx:rows(("UPDATE product SET %s WHERE mall_id = $1 AND id = $2"):format(table.concat(sets, ", ")), mall_id, id,
    unpack(args))
end

--- Counts the version of a product up: something of it was changed.
function store.count_up(tx, mall_id, id)
  tx:rows("UPDATE product SET version = version + 1, updated_at = now() WHERE mall_id = $1 AND id = $2", mall_id, id)
end

--- From now on it counts as new.
function store.publish(tx, mall_id, id)
  tx:rows("UPDATE product SET published_at = now() WHERE mall_id = $1 AND id = $2", mall_id, id)
end

--- A new product, behind all others on its shelf.
---@param values table<string, any>  by column: code, slug, name, brand_id, category_id …
---@return string id
function store.insert(tx, mall_id, values)
  local names, places, args = assignments(values, 1)
  for i in ipairs(names) do places[i] = "$" .. i + 1 end
  return tx:row(([[INSERT INTO product (mall_id, rank, status, %s)
    SELECT $1, coalesce(max(rank), 0) + 1, 'draft', %s FROM product WHERE mall_id = $1 RETURNING id]])
    :format(table.concat(names, ", "), table.concat(places, ", ")), mall_id, unpack(args)).id
end

--- Gives a product these tags, in this order; new words become tags.
function store.set_tags(tx, mall_id, id, names)
  tx:rows("DELETE FROM product_tag WHERE mall_id = $1 AND product_id = $2", mall_id, id)
  if #names == 0 then return end
  tx:rows([[INSERT INTO tag (mall_id, name, position)
    SELECT $1, name, (SELECT coalesce(max(position), 0) FROM tag WHERE mall_id = $1) + place
    FROM unnest($2::text[]) WITH ORDINALITY AS asked (name, place) ON CONFLICT (mall_id, name) DO NOTHING]],
    mall_id, pg.array(names))
  tx:rows([[INSERT INTO product_tag (mall_id, product_id, tag_id, position)
    SELECT $1, $2, t.id, place FROM unnest($3::text[]) WITH ORDINALITY AS asked (name, place)
    JOIN tag t ON t.mall_id = $1 AND t.name = asked.name]], mall_id, id, pg.array(names))
end

--- The brand of this name, made if there is none.
---@return string id
function store.brand_of(tx, mall_id, name)
  local found = tx:row("SELECT id FROM brand WHERE mall_id = $1 AND name = $2 ORDER BY id LIMIT 1", mall_id, name)
  if found then return found.id end
  return tx:row([[INSERT INTO brand (mall_id, code, name)
    VALUES ($1, 'b' || substr(replace(uuid7()::text, '-', ''), 21), $2) RETURNING id]], mall_id, name).id
end

---@return string|nil
function store.category_name(tx, mall_id, id)
  local row = tx:row("SELECT name FROM category WHERE mall_id = $1 AND id = $2", mall_id, id)
  return row and row.name
end

--- Options and their values in the place of those that were there.
---@param options catalog.option[]
function store.set_options(tx, mall_id, id, options)
  tx:rows("DELETE FROM product_option_value WHERE mall_id = $1 AND product_id = $2", mall_id, id)
  tx:rows("DELETE FROM product_option WHERE mall_id = $1 AND product_id = $2", mall_id, id)
  for i, option in ipairs(options) do
    tx:rows("INSERT INTO product_option (mall_id, product_id, position, name) VALUES ($1, $2, $3, $4)", mall_id, id, i,
      option.name)
    tx:rows([[INSERT INTO product_option_value (mall_id, product_id, option_position, position, label)
      SELECT $1, $2, $3, place, label FROM unnest($4::text[]) WITH ORDINALITY AS v (label, place)]], mall_id, id, i,
      pg.array(option.labels))
  end
end

--- Of these codes those that some SKU of the mall has, by whose product.
---@return table<string, string> product ids by code
function store.owners_of_codes(tx, mall_id, codes)
  local owners = {}
  for _, row in ipairs(tx:rows("SELECT id, code FROM sku WHERE mall_id = $1 AND code = ANY ($2::text[])", mall_id,
    pg.array(codes))) do owners[row.code] = row.id end
  return owners
end

--- New SKUs.
---@param rows table[]  by column
---@return {id:string, code:string}[]
function store.add_skus(tx, mall_id, id, rows)
  return tx:rows([[
    INSERT INTO sku (mall_id, product_id, code, label, options, price, list_price, max_qty, position, active, weight_g,
      unit_label, unit_size, unit_quantity)
    SELECT $1, $2, code, label, options, price, list_price, max_qty, position, active, weight_g, unit_label, unit_size,
      unit_quantity FROM jsonb_populate_recordset(NULL::sku, $3::jsonb) RETURNING id, code]],
    mall_id, id, pg.json(json.array(rows)))
end

--- Changes SKUs: each row has its id, and all of the columns below.
---@param rows table[]
function store.change_skus(tx, mall_id, rows)
  tx:rows([[
    UPDATE sku k SET code = r.code, price = r.price, list_price = r.list_price, max_qty = r.max_qty, position = r.position,
      active = r.active, weight_g = r.weight_g, unit_label = r.unit_label, unit_size = r.unit_size,
      unit_quantity = r.unit_quantity
    FROM jsonb_populate_recordset(NULL::sku, $2::jsonb) r WHERE k.mall_id = $1 AND k.id = r.id]],
    mall_id, pg.json(json.array(rows)))
end

--- Throws away SKUs that nobody ever bought, carried or stocked.
---@param ids string[]
function store.remove_skus(tx, mall_id, ids)
  tx:rows("DELETE FROM stock WHERE mall_id = $1 AND sku_id = ANY ($2::uuid[])", mall_id, pg.array(ids))
  tx:rows("DELETE FROM sku WHERE mall_id = $1 AND id = ANY ($2::uuid[])", mall_id, pg.array(ids))
end

--- Pictures in the place of those that were there.
---@param pictures {role:string, id:string, alt:string}[]  in their order
function store.set_pictures(tx, mall_id, id, pictures)
  local rows, count = {}, { gallery = 0, detail = 0 }
  for i, picture in ipairs(pictures) do
    count[picture.role] = count[picture.role] + 1
    rows[i] = { role = picture.role, position = count[picture.role], media_id = picture.id, alt = picture.alt }
  end
  tx:rows("DELETE FROM product_picture WHERE mall_id = $1 AND product_id = $2", mall_id, id)
  if #rows == 0 then return end
  tx:rows([[INSERT INTO product_picture (mall_id, product_id, role, position, media_id, alt)
    SELECT $1, $2, role, position, media_id, alt FROM jsonb_populate_recordset(NULL::product_picture, $3::jsonb)]],
    mall_id, id, pg.json(json.array(rows)))
end

return store
