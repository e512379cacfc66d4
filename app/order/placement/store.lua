-- A new order in PostgreSQL: its row, its lines, what was taken off with each line's share, and the consents it was placed
-- with, all in one statement. Many orders are placed at once, and what one statement does waits for the network once.

local json = require "json"
local pg = require "pg"

local store = {}

-- Columns by how they come out of the one JSON parameter; the others come as they are called, in the type named here.
local ORDER = {
  { "mall_id", "uuid" }, { "id", "uuid" }, { "number", "text" }, { "place_key", "uuid" }, { "cart_id", "uuid" },
  { "member_id", "uuid" },
  { "status", "text" }, { "channel", "text" }, { "currency", "text" }, { "goods_amount", "bigint" },
  { "discount_amount", "bigint" },
  { "shipping_amount", "bigint" }, { "payable_amount", "bigint" }, { "tax_free_amount", "bigint" },
  { "vat_amount", "bigint" },
  { "points_amount", "bigint" }, { "orderer_name", "text" }, { "orderer_phone", "text" }, { "orderer_email", "text" },
  { "recipient_name", "text" }, { "recipient_phone", "text" }, { "postcode", "text" }, { "address1", "text" },
  { "address2", "text" },
  { "region", "text" }, { "memo", "text" }, { "cash_receipt", "text" }, { "cash_receipt_no", "text" },
  { "quote_hash", "text" },
  { "promotions", "jsonb" }, { "shipping_terms", "jsonb" }, { "due_at", "float8", "to_timestamp(due_at)" },
  { "release", "text", "decode(release, 'hex')" }, { "quoted_by", "text", "decode(quoted_by, 'hex')" },
}

local LINE = {
  { "position", "int" }, { "sku_id", "uuid" }, { "product_id", "uuid" }, { "sku_code", "text" }, { "product_name", "text" },
  { "product_slug", "text" }, { "brand_name", "text" }, { "sku_label", "text" }, { "media_id", "uuid" },
  { "media_alt", "text" },
  { "unit_price", "bigint" }, { "list_price", "bigint" }, { "qty", "int" }, { "discount_amount", "bigint" },
  { "amount", "bigint" },
  { "tax_free", "boolean" }, { "perishable", "boolean" },
}

local DISCOUNT = {
  { "id", "uuid" }, { "kind", "text" }, { "source_id", "text" }, { "title", "text" }, { "policy", "text" },
  { "terms", "jsonb" },
  { "amount", "bigint" },
}

-- -> names, what is read of the JSON record called `of`, and its columns with their types
local function columns(list, of)
  local names, values, types = {}, {}, {}
  for i, column in ipairs(list) do
    names[i], values[i], types[i] = column[1], column[3] or of .. "." .. column[1], column[1] .. " " .. column[2]
  end
  return table.concat(names, ", "), table.concat(values, ", "), table.concat(types, ", ")
end

local function insert_each(target, list, parameter, of)
  local names, values, types = columns(list, of)
  return ([[INSERT INTO %s (mall_id, order_id, %s) SELECT placed.mall_id, placed.id, %s
    FROM placed, jsonb_to_recordset($%d::jsonb) AS %s (%s)]]):format(target, names, values, parameter, of, types)
end

local names, values, types = columns(ORDER, "o")
local PLACE = ([[
  WITH placed AS (
    INSERT INTO "order" (%s) SELECT %s FROM jsonb_to_record($1::jsonb) AS o (%s) ON CONFLICT DO NOTHING
    RETURNING mall_id, id, placed_at),
  lines AS (%s),
  consents AS (
    INSERT INTO consent (mall_id, order_id, kind, agreed, wording) SELECT placed.mall_id, placed.id, c.kind, c.agreed,
    c.wording
    FROM placed, jsonb_to_recordset($3::jsonb) AS c (kind text, agreed boolean, wording text)),
  discounts AS (%s),
  shares AS (
    INSERT INTO order_discount_share (mall_id, order_id, discount_id, position, amount)
    SELECT placed.mall_id, placed.id, s.discount_id, s.position, s.amount
    FROM placed, jsonb_to_recordset($5::jsonb) AS s (discount_id uuid, position int, amount bigint))
  SELECT id, placed_at FROM placed]]):format(names, values, types, insert_each("order_line", LINE, 2, "l"),
  insert_each("order_discount", DISCOUNT, 4, "d"))

---@class order.placing
---@field order table<string, any>  by column; release and quoted_by in hex, due_at in epoch seconds
---@field lines table[]             rows by position
---@field consents {kind:string, agreed:boolean, wording:string}[]
---@field discounts {id:string, kind:string, source_id:string, title:string, policy:string, terms:table, amount:integer}[]
---@field shares {discount_id:string, position:integer, amount:integer}[]

--- Writes an order; nil when its place_key or its number is taken.
---@param tx table
---@param placing order.placing
---@return {id:string, placed_at:number}|nil
function store.place(tx, placing)
  local function list(name) return pg.json(json.array(placing[name])) end
  return tx:row(PLACE, pg.json(placing.order), list "lines", list "consents", list "discounts", list "shares")
end

--- What was taken off an order, with each line's share.
---@return {id:string, kind:string, source_id:string, title:string, policy:string, terms:table, amount:integer,
---  shares:{position:integer, amount:integer}[]}[]
function store.discounts(mall_id, order_id, tx)
  local sql = [[
    SELECT d.id, d.kind, d.source_id, d.title, d.policy, d.terms, d.amount,
      (SELECT jsonb_agg(jsonb_build_object('position', s.position, 'amount', s.amount) ORDER BY s.position)
        FROM order_discount_share s WHERE s.mall_id = d.mall_id AND s.order_id = d.order_id AND s.discount_id = d.id) AS shares
    FROM order_discount d WHERE d.mall_id = $1 AND d.order_id = $2 ORDER BY d.id]]
  if tx then return tx:rows(sql, mall_id, order_id) end
  return pg.rows(sql, mall_id, order_id)
end

return store
