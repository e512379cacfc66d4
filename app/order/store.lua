-- Orders and their lines in PostgreSQL: how they are written once, and how they are read. What stands on their axes is
-- moved by subject/store.lua alone.

local pg = require "pg"

local store = {}

local COLUMNS = { "mall_id", "id", "number", "place_key", "cart_id", "status", "channel", "currency", "goods_amount",
  "discount_amount", "shipping_amount", "payable_amount", "orderer_name", "orderer_phone", "orderer_email",
  "recipient_name", "recipient_phone", "postcode", "address1", "address2", "region", "memo", "cash_receipt",
  "cash_receipt_no", "tax_free_amount", "vat_amount", "points_amount" }

local function placeholders(n)
  local list = {}
  for i = 1, n do list[i] = "$" .. i end
  return table.concat(list, ", ")
end

local INSERT = ([[INSERT INTO "order" (%s, release, member_id, due_at) VALUES (%s, decode($%d, 'hex'), $%d, to_timestamp($%d))
  ON CONFLICT DO NOTHING RETURNING id, placed_at]]):format(table.concat(COLUMNS, ", "), placeholders(#COLUMNS), #COLUMNS + 1,
  #COLUMNS + 2, #COLUMNS + 3)

--- Inserts an order; nil when its place_key or its number is taken.
---@param tx table
---@param order table<string, any> by column; release, in hex, may be nil: the tree's own rules; member_id, too: a guest's;
---  due_at is until when it can be paid, as its payment says
---@return {id:string, placed_at:number}|nil
function store.insert(tx, order)
  local values = {}
  for i, column in ipairs(COLUMNS) do
    values[i] = order[column]
    if values[i] == nil then error("order: " .. column .. " is missing", 2) end
  end
  values[#COLUMNS + 1], values[#COLUMNS + 2] = order.release or pg.null, order.member_id or pg.null
  values[#COLUMNS + 3] = order.due_at or pg.null
  return tx:row(INSERT, unpack(values, 1, #COLUMNS + 3))
end

--- Inserts all lines in one statement, in the given order.
---@param lines table[] of cart.rules.line
---@return table[] rows  by position
function store.insert_lines(tx, mall_id, order_id, lines)
  local rows = {}
  for i, line in ipairs(lines) do
    rows[i] = {
      position = i, sku_id = line.sku_id, product_id = line.product_id, sku_code = line.sku_code,
      product_name = line.product.name, product_slug = line.product.slug, brand_name = line.product.brand,
      sku_label = line.sku_label or "", media_id = line.product.image and line.product.image.id,
      media_alt = line.product.image and line.product.image.alt or "", unit_price = line.unit_price,
      list_price = line.list_price, qty = line.qty, amount = line.amount,
    }
  end
  tx:rows([[
    INSERT INTO order_line (mall_id, order_id, position, sku_id, product_id, sku_code, product_name, product_slug,
      brand_name, sku_label, media_id, media_alt, unit_price, list_price, qty, amount)
    SELECT $1, $2, position, sku_id, product_id, sku_code, product_name, product_slug, brand_name, sku_label, media_id,
      media_alt, unit_price, list_price, qty, amount
    FROM jsonb_to_recordset($3::jsonb) AS line (position int, sku_id uuid, product_id uuid, sku_code text,
      product_name text, product_slug text, brand_name text, sku_label text, media_id uuid, media_alt text,
      unit_price bigint, list_price bigint, qty int, amount bigint)]], mall_id, order_id, pg.json(rows))
  return rows
end

---@param consents {kind:string, agreed:boolean, wording:string}[]
function store.insert_consents(tx, mall_id, order_id, consents)
  tx:rows([[
    INSERT INTO consent (mall_id, order_id, kind, agreed, wording)
    SELECT $1, $2, kind, agreed, wording
    FROM jsonb_to_recordset($3::jsonb) AS consent (kind text, agreed boolean, wording text)]],
    mall_id, order_id, pg.json(consents))
end

-- The payment that says how an order is paid: of several attempts the one that lives, else the newest; points alone when
-- there is nothing else.
local HEAD = [[
  SELECT o.*, p.provider, p.method, p.bank, p.account_number, p.account_holder, p.depositor, p.status AS payment_status,
    p.due_at AS deposit_due_at
  FROM "order" o LEFT JOIN LATERAL (
    SELECT * FROM payment p WHERE p.mall_id = o.mall_id AND p.order_id = o.id
    ORDER BY p.provider = 'points', p.status IN ('failed', 'expired', 'voided'), p.seq DESC LIMIT 1) p ON true ]]

---@param mall_id string
---@param number string
---@return table|nil
function store.by_number(mall_id, number)
  return pg.row(HEAD .. "WHERE o.mall_id = $1 AND o.number = $2", mall_id, number)
end

---@return table|nil
function store.by_place_key(mall_id, place_key, tx)
  local sql = HEAD .. "WHERE o.mall_id = $1 AND o.place_key = $2"
  if tx then return tx:row(sql, mall_id, place_key) end
  return pg.row(sql, mall_id, place_key)
end

--- In which mall is this order? Numbers are typed by staff who do not name the mall.
---@return {mall_id:string, id:string}[]
function store.find(number)
  return pg.rows('SELECT mall_id, id FROM "order" WHERE number = $1', number)
end

--- All orders of a member with all that stands in them, the newest first.
---@return table[]
function store.all_of_member(mall_id, member_id)
  return pg.rows(HEAD .. "WHERE o.mall_id = $1 AND o.member_id = $2 ORDER BY o.placed_at DESC, o.id DESC", mall_id,
    member_id)
end

---@return table[]
function store.lines(mall_id, order_id, tx)
  local sql = [[
    SELECT l.*, CASE WHEN m.id IS NOT NULL THEN jsonb_build_object('id', m.id, 'alt', l.media_alt, 'width', m.width,
      'height', m.height, 'color', m.color) END AS image
    FROM order_line l LEFT JOIN media m ON m.mall_id = l.mall_id AND m.id = l.media_id
    WHERE l.mall_id = $1 AND l.order_id = $2 ORDER BY l.position]]
  if tx then return tx:rows(sql, mall_id, order_id) end
  return pg.rows(sql, mall_id, order_id)
end

---@return table[]
function store.history(mall_id, order_id)
  return pg.rows("SELECT * FROM order_event WHERE mall_id = $1 AND order_id = $2 ORDER BY seq", mall_id, order_id)
end

-- Orders in brief: the first of their goods stands for them.
local BRIEF = [[
  SELECT o.number, o.placed_at, o.status, o.payable_amount, first.product_name, goods.lines,
    CASE WHEN m.id IS NOT NULL THEN jsonb_build_object('id', m.id, 'alt', first.media_alt, 'width', m.width, 'height', m.height,
      'color', m.color) END AS image
  FROM (SELECT * FROM "order" WHERE mall_id = $1 AND member_id = $2 AND placed_at >= to_timestamp($3)
      AND ($6::text[] IS NULL OR status = ANY ($6))
    ORDER BY placed_at DESC, id DESC LIMIT $4 OFFSET $5) o
  JOIN order_line first ON first.mall_id = o.mall_id AND first.order_id = o.id AND first.position = 1
  CROSS JOIN LATERAL (SELECT count(*)::int AS lines FROM order_line l WHERE l.mall_id = o.mall_id AND l.order_id = o.id) goods
  LEFT JOIN media m ON m.mall_id = first.mall_id AND m.id = first.media_id
  ORDER BY o.placed_at DESC, o.id DESC]]

local MINE = [[
  SELECT count(*)::int AS total FROM "order" WHERE mall_id = $1 AND member_id = $2 AND placed_at >= to_timestamp($3)
    AND ($4::text[] IS NULL OR status = ANY ($4))]]

--- A member's orders since a moment, newest first, and how many there are.
---@param since number
---@param statuses string[]|nil  only those that stand there
---@return table[]
---@return integer total
function store.of_member(mall_id, member_id, since, limit, offset, statuses)
  local only = statuses and pg.array(statuses) or pg.null
  local results = pg.row_sets {
    { MINE, mall_id, member_id, since, only },
    { BRIEF, mall_id, member_id, since, limit, offset, only },
  }
  return results[2], results[1][1].total
end

--- How many of a member's orders stand where.
---@return table<string, integer> by status
function store.counts(mall_id, member_id)
  local counts = {}
  for _, row in ipairs(pg.rows('SELECT status, count(*)::int AS orders FROM "order" WHERE mall_id = $1 AND member_id = $2'
    .. " GROUP BY status", mall_id, member_id)) do
    counts[row.status] = row.orders
  end
  return counts
end

--- Orders that wait to be paid although the time of every attempt is over, by the database's clock; the oldest first. What
--- a provider may be approving at this moment is not over.
---@param limit integer
---@return {mall_id:string, id:string, number:string}[]
function store.overdue(limit)
  return pg.rows([[
    SELECT o.mall_id, o.id, o.number FROM "order" o
    WHERE o.status IN ('awaiting_payment', 'awaiting_deposit') AND NOT EXISTS (SELECT FROM payment p
      WHERE p.mall_id = o.mall_id AND p.order_id = o.id AND (p.expires_at >= now() OR p.status = 'approving'))
    ORDER BY o.placed_at LIMIT $1]], limit)
end

--- The database's clock, by which deadlines are judged.
---@return number
function store.now(tx) return tx:row("SELECT now() AS now").now end

return store
