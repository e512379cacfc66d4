-- Orders, their lines, their history and their payment in PostgreSQL. What happened is appended; the status on the order
-- is changed together with its event, and only from the state the event started at.

local pg = require "pg"

local store = {}

local COLUMNS = { "mall_id", "id", "number", "place_key", "cart_id", "status", "channel", "currency", "goods_amount",
  "discount_amount", "shipping_amount", "payable_amount", "orderer_name", "orderer_phone", "orderer_email",
  "recipient_name", "recipient_phone", "postcode", "address1", "address2", "region", "memo", "cash_receipt",
  "cash_receipt_no" }

local function placeholders(n)
  local list = {}
  for i = 1, n do list[i] = "$" .. i end
  return table.concat(list, ", ")
end

local INSERT = ([[INSERT INTO "order" (%s, release, member_id) VALUES (%s, decode($%d, 'hex'), $%d) ON CONFLICT DO NOTHING
  RETURNING id, placed_at]]):format(table.concat(COLUMNS, ", "), placeholders(#COLUMNS), #COLUMNS + 1, #COLUMNS + 2)

--- Inserts an order; nil when its place_key or its number is taken.
---@param tx table
---@param order table<string, any> by column; release, in hex, may be nil: the tree's own rules; member_id, too: a guest's
---@return {id:string, placed_at:number}|nil
function store.insert(tx, order)
  local values = {}
  for i, column in ipairs(COLUMNS) do
    values[i] = order[column]
    if values[i] == nil then error("order: " .. column .. " is missing", 2) end
  end
  values[#COLUMNS + 1], values[#COLUMNS + 2] = order.release or pg.null, order.member_id or pg.null
  return tx:row(INSERT, unpack(values, 1, #COLUMNS + 2))
end

--- Inserts all lines in one statement, in the given order.
---@param lines table[] of cart.rules.line
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
end

---@param payment {bank:string, number:string, holder:string, depositor:string, amount:integer, due_at:number}
function store.insert_payment(tx, mall_id, order_id, payment)
  tx:rows([[
    INSERT INTO payment (mall_id, order_id, method, status, amount, bank, account_number, account_holder, depositor, due_at)
    VALUES ($1, $2, 'bank_transfer', 'waiting', $3, $4, $5, $6, $7, to_timestamp($8))]],
    mall_id, order_id, payment.amount, payment.bank, payment.number, payment.holder, payment.depositor, payment.due_at)
end

---@param consents {kind:string, agreed:boolean, wording:string}[]
function store.insert_consents(tx, mall_id, order_id, consents)
  tx:rows([[
    INSERT INTO consent (mall_id, order_id, kind, agreed, wording)
    SELECT $1, $2, kind, agreed, wording
    FROM jsonb_to_recordset($3::jsonb) AS consent (kind text, agreed boolean, wording text)]],
    mall_id, order_id, pg.json(consents))
end

--- Appends what happened. `seq` counts within the order: of two that happen at once, one fails and is rolled back.
---@param event {event:string, from:string|nil, to:string, actor:string, note:string|nil}
function store.append(tx, mall_id, order_id, event)
  tx:rows([[
    INSERT INTO order_event (mall_id, order_id, seq, event, from_status, to_status, actor, note)
    SELECT $1, $2, coalesce(max(seq), 0) + 1, $3, $4, $5, $6, $7 FROM order_event WHERE mall_id = $1 AND order_id = $2]],
    mall_id, order_id, event.event, event.from or pg.null, event.to, event.actor, event.note or "")
end

--- Moves the status on, only from where the event started; raises when somebody else moved it first.
function store.move(tx, mall_id, order_id, from, to)
  local row = tx:row('UPDATE "order" SET status = $4 WHERE mall_id = $1 AND id = $2 AND status = $3 RETURNING id',
    mall_id, order_id, from, to)
  if not row then error("order: the status moved without its lock") end
end

function store.settle_payment(tx, mall_id, order_id)
  return tx:row([[UPDATE payment SET status = 'deposited', deposited_at = now()
    WHERE mall_id = $1 AND order_id = $2 AND status = 'waiting' RETURNING id]], mall_id, order_id)
    or error("order: no waiting payment to settle")
end

function store.expire_payment(tx, mall_id, order_id)
  return tx:row([[UPDATE payment SET status = 'expired'
    WHERE mall_id = $1 AND order_id = $2 AND status = 'waiting' RETURNING id]], mall_id, order_id)
    or error("order: no waiting payment to expire")
end

local HEAD = [[
  SELECT o.*, p.bank, p.account_number, p.account_holder, p.depositor, p.due_at, p.deposited_at, p.status AS payment_status
  FROM "order" o JOIN payment p ON p.mall_id = o.mall_id AND p.order_id = o.id ]]

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

--- The order, locked until the transaction ends.
---@return table|nil
function store.lock(tx, mall_id, order_id)
  return tx:row(HEAD .. "WHERE o.mall_id = $1 AND o.id = $2 FOR UPDATE OF o", mall_id, order_id)
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
    ORDER BY placed_at DESC, id DESC LIMIT $4 OFFSET $5) o
  JOIN order_line first ON first.mall_id = o.mall_id AND first.order_id = o.id AND first.position = 1
  CROSS JOIN LATERAL (SELECT count(*)::int AS lines FROM order_line l WHERE l.mall_id = o.mall_id AND l.order_id = o.id) goods
  LEFT JOIN media m ON m.mall_id = first.mall_id AND m.id = first.media_id
  ORDER BY o.placed_at DESC, o.id DESC]]

--- A member's orders since a moment, newest first, and how many there are.
---@param since number
---@return table[]
---@return integer total
function store.of_member(mall_id, member_id, since, limit, offset)
  local results = pg.row_sets {
    { 'SELECT count(*)::int AS total FROM "order" WHERE mall_id = $1 AND member_id = $2 AND placed_at >= to_timestamp($3)',
      mall_id, member_id, since },
    { BRIEF, mall_id, member_id, since, limit, offset },
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

--- Orders whose deposit is overdue, by the database's clock; the longest overdue first.
---@param grace integer seconds
---@param limit integer
---@return {mall_id:string, id:string, number:string}[]
function store.overdue(grace, limit)
  return pg.rows([[
    SELECT o.mall_id, o.id, o.number FROM payment p JOIN "order" o ON o.mall_id = p.mall_id AND o.id = p.order_id
    WHERE p.status = 'waiting' AND p.due_at < now() - make_interval(secs => $1) ORDER BY p.due_at LIMIT $2]], grace, limit)
end

--- The database's clock, by which deadlines are judged.
---@return number
function store.now(tx) return tx:row("SELECT now() AS now").now end

return store
