-- Writing whole tables of a mall at once: PostgreSQL turns a JSON array into rows of the table's own type, so that one
-- statement a table is enough and the column types stand in the migrations alone.

local pg = require "pg"
local json = require "json"
local keys = require "shared.keys"

local store = {}

---@param fn fun(tx: table): any
---@return any
---@return fault|nil
function store.transaction(fn) return pg.tx(fn) end

local function as_json(list) return pg.json(json.array(list)) end

---@param row table
---@return string id
function store.upsert_mall(tx, row)
  return tx:row([[
    INSERT INTO mall (code, name, tagline, description, theme, footer, position)
    SELECT code, name, tagline, description, theme, footer, position FROM jsonb_populate_record(NULL::mall, $1::jsonb)
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, tagline = excluded.tagline, description = excluded.description,
      theme = excluded.theme, footer = excluded.footer, position = excluded.position RETURNING id]], pg.json(row)).id
end

local HAS_ID = { category = true, brand = true, tag = true, product = true, sku = true }

--- Inserts rows, or changes those whose key is there already; rows that are the same stay untouched.
---@param tx table
---@param name string the table
---@param key string the column that, within the mall, tells rows apart
---@param list table[] rows with mall_id
---@return table<string, string> ids by key, where the table has ids
function store.upsert(tx, name, key, list)
  if #list == 0 then return {} end
  local columns, sets, old, new = keys.of_all(list), {}, {}, {}
  for _, column in ipairs(columns) do
    if column ~= "mall_id" and column ~= key then
      sets[#sets + 1] = ("%s = excluded.%s"):format(column, column)
      old[#old + 1], new[#new + 1] = "t." .. column, "excluded." .. column
    end
  end
  local names = table.concat(columns, ", ")
  tx:rows(("INSERT INTO %s AS t (%s) SELECT %s FROM jsonb_populate_recordset(NULL::%s, $1::jsonb)"
    .. " ON CONFLICT (mall_id, %s) DO UPDATE SET %s WHERE (%s) IS DISTINCT FROM (%s)"):format(name, names, names, name,
    key, table.concat(sets, ", "), table.concat(old, ", "), table.concat(new, ", ")), as_json(list))
  local ids = {}
  if not HAS_ID[name] then return ids end
  for _, row in ipairs(tx:rows(("SELECT id, %s AS key FROM %s WHERE mall_id = $1"):format(key, name), list[1].mall_id)) do
    ids[row.key] = row.id
  end
  return ids
end

--- Puts these rows in the place of all that the mall had in this table.
function store.replace(tx, name, mall_id, list)
  tx:rows(("DELETE FROM %s WHERE mall_id = $1"):format(name), mall_id)
  if #list == 0 then return end
  local names = table.concat(keys.of_all(list), ", ")
  tx:rows(("INSERT INTO %s (%s) SELECT %s FROM jsonb_populate_recordset(NULL::%s, $1::jsonb)")
    :format(name, names, names, name), as_json(list))
end

--- Options and their values, which refer to each other.
---@param rows {options:table[], values:table[]}
function store.replace_options(tx, mall_id, rows)
  tx:rows("DELETE FROM product_option_value WHERE mall_id = $1", mall_id)
  store.replace(tx, "product_option", mall_id, rows.options)
  store.replace(tx, "product_option_value", mall_id, rows.values)
end

--- Pictures are known by their content.
---@param kept table<string, table> by file
---@return table<string, string> media ids by file
function store.upsert_media(tx, mall_id, kept)
  local list, by_digest, ids = {}, {}, {}
  for _, picture in pairs(kept) do
    if not by_digest[picture.sha256] then
      by_digest[picture.sha256] = true
      list[#list + 1] = { mall_id = mall_id, sha256 = "\\x" .. picture.sha256, format = picture.format,
        bytes = picture.bytes, width = picture.width, height = picture.height, color = picture.color, name = picture.name }
    end
  end
  if #list == 0 then return ids end
  store.upsert(tx, "media", "sha256", list)
  for _, row in ipairs(tx:rows("SELECT id, encode(sha256, 'hex') AS digest FROM media WHERE mall_id = $1", mall_id)) do
    by_digest[row.digest] = row.id
  end
  for file, picture in pairs(kept) do ids[file] = by_digest[picture.sha256] end
  return ids
end

--- Stock for SKUs that have none yet, with the ledger's first entry; what is there is live and stays.
---@param list {sku_id:string, product_id:string, qty:integer}[]
function store.add_stock(tx, mall_id, list)
  tx:rows([[
    WITH added AS (
      INSERT INTO stock (mall_id, sku_id, product_id, on_hand)
      SELECT $1, sku_id, product_id, qty
      FROM jsonb_to_recordset($2::jsonb) AS s (sku_id uuid, product_id uuid, qty int)
      ON CONFLICT (mall_id, sku_id) DO NOTHING RETURNING sku_id, on_hand)
    INSERT INTO stock_entry (mall_id, sku_id, kind, on_hand_delta, reserved_delta, note)
    SELECT $1, sku_id, 'receive', on_hand, 0, 'seed' FROM added WHERE on_hand > 0]], mall_id, as_json(list))
end

--- Brings along what was said of the goods, once: what is there already is left alone.
---@param reviews table[] of rows.voices
---@param questions table[]
function store.add_voices(tx, mall_id, reviews, questions)
  tx:rows([[
    INSERT INTO review (mall_id, product_id, author, rating, option_label, body, created_at)
    SELECT $1, product_id, author, rating, option_label, body, now() - make_interval(days => days)
    FROM jsonb_to_recordset($2::jsonb) AS said (product_id uuid, author text, rating int, option_label text, body text, days int)
    WHERE NOT EXISTS (SELECT FROM review WHERE mall_id = $1 AND member_id IS NULL)]], mall_id, as_json(reviews))
  tx:rows([[
    INSERT INTO product_question (mall_id, product_id, author, secret, body, created_at, answer, answered_at, answered_by)
    SELECT $1, product_id, author, secret, body, now() - make_interval(days => days), answer,
      CASE WHEN answer IS NOT NULL THEN now() - make_interval(days => days) + interval '5 hours' END,
      CASE WHEN answer IS NOT NULL THEN 'seed' END
    FROM jsonb_to_recordset($2::jsonb) AS said (product_id uuid, author text, secret boolean, body text, answer text,
      days int)
    WHERE NOT EXISTS (SELECT FROM product_question WHERE mall_id = $1 AND member_id IS NULL)]], mall_id, as_json(questions))
end

return store
