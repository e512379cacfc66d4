-- Claims in PostgreSQL: an order as a claim looks at it, and what is kept of a claim beside its state, which the machine
-- alone moves.

local pg = require "pg"

local store = {}

local ORDER = 'SELECT o.*, now() AS now FROM "order" o WHERE o.mall_id = $1 AND o.id = $2'

local LINES = [[
  SELECT l.*, (SELECT jsonb_object_agg(p.state, p.qty) FROM order_portion p
      WHERE p.mall_id = l.mall_id AND p.order_id = l.order_id AND p.position = l.position) AS portions,
    CASE WHEN m.id IS NOT NULL THEN jsonb_build_object('id', m.id, 'alt', l.media_alt, 'width', m.width, 'height', m.height,
      'color', m.color) END AS image
  FROM order_line l LEFT JOIN media m ON m.mall_id = l.mall_id AND m.id = l.media_id
  WHERE l.mall_id = $1 AND l.order_id = $2 ORDER BY l.position]]

local PAYMENTS = "SELECT * FROM payment WHERE mall_id = $1 AND order_id = $2 ORDER BY seq"

local CLAIMS = [[
  SELECT c.*, (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('position', l.position, 'qty', l.qty,
      'from_state', l.from_state, 'resalable_qty', l.resalable_qty, 'exchange_sku_id', l.exchange_sku_id,
      'exchange_label', coalesce(nullif(k.label, ''), k.code))) ORDER BY l.position)
    FROM claim_line l LEFT JOIN sku k ON k.mall_id = l.mall_id AND k.id = l.exchange_sku_id
    WHERE l.mall_id = c.mall_id AND l.claim_id = c.id) AS lines
  FROM claim c WHERE c.mall_id = $1 AND c.order_id = $2 ORDER BY coalesce(c.closed_at, c.created_at), c.id]]

local REFUNDS = "SELECT * FROM refund WHERE mall_id = $1 AND order_id = $2 ORDER BY seq"

local DISCOUNTS = [[
  SELECT d.id, d.kind, d.source_id, d.title, d.policy, d.terms, d.amount,
    (SELECT c.revoked_at IS NOT NULL OR c.expires_at <= now() FROM coupon c
      WHERE d.kind = 'coupon' AND c.mall_id = d.mall_id AND c.id::text = d.source_id) AS is_over,
    (SELECT jsonb_agg(jsonb_build_object('position', s.position, 'amount', s.amount)) FROM order_discount_share s
      WHERE s.mall_id = d.mall_id AND s.order_id = d.order_id AND s.discount_id = d.id) AS shares
  FROM order_discount d WHERE d.mall_id = $1 AND d.order_id = $2 ORDER BY d.id]]

-- When the units of a line were delivered; of several parcels the last one counts.
local DELIVERED = [[
  SELECT subject AS position, max(at) AS at FROM order_event
  WHERE mall_id = $1 AND order_id = $2 AND axis = 'line' AND event = 'deliver' GROUP BY subject]]

local PARTS = { ORDER, LINES, PAYMENTS, CLAIMS, REFUNDS, DELIVERED, DISCOUNTS }

---@class claim.account  an order with all that a claim or a refund looks at
---@field order table
---@field lines table[]       with `portions`, how many units stand where
---@field payments table[]
---@field claims table[]      with `lines`; those that ended first, in the order of their end
---@field refunds table[]
---@field discounts table[]   with `shares`; of a coupon `is_over`: its time has ended
---@field delivered table<integer, number>
---@field now number

--- Reads an order.
---@param mall_id string
---@param order_id string
---@param tx table|nil
---@return claim.account|nil
function store.account(mall_id, order_id, tx)
  local found = {}
  if tx then
    for i, sql in ipairs(PARTS) do found[i] = tx:rows(sql, mall_id, order_id) end
  else
    local asked = {}
    for i, sql in ipairs(PARTS) do asked[i] = { sql, mall_id, order_id } end
    found = pg.row_sets(asked)
  end
  local order = found[1][1]
  if not order then return nil end
  local delivered = {}
  for _, row in ipairs(found[6]) do delivered[tonumber(row.position)] = row.at end
  for _, line in ipairs(found[2]) do line.portions = line.portions or {} end
  for _, claim in ipairs(found[4]) do claim.lines = claim.lines or {} end
  for _, discount in ipairs(found[7]) do discount.shares = discount.shares or {} end
  return { order = order, lines = found[2], payments = found[3], claims = found[4], refunds = found[5],
    discounts = found[7],
    delivered = delivered, now = order.now }
end

--- The claim that an event with this key began.
---@param key string
---@return { id: string, number: string, immediate: boolean }|nil
function store.begun_by(tx, mall_id, order_id, key)
  return tx:row([[
    SELECT c.id, c.number, c.kind = 'cancel' AND c.status = 'completed' AS immediate
    FROM order_event e JOIN claim c ON c.mall_id = e.mall_id AND c.id::text = e.subject
    WHERE e.mall_id = $1 AND e.order_id = $2 AND e.axis = 'claim' AND e.key = $3]], mall_id, order_id, key)
end

--- Keeps what was shown when it was asked, and what it grew out of.
---@param quote table
---@param converted_from string|nil
function store.keep(tx, mall_id, id, quote, converted_from)
  tx:rows("UPDATE claim SET quote = $3, converted_from = $4 WHERE mall_id = $1 AND id = $2", mall_id, id, pg.json(quote),
    converted_from or pg.null)
end

--- What the inspection found: how many of each line can be sold again, and whose fault it was after all.
---@param lines { position: integer, qty: integer }[]
---@param fault "buyer"|"seller"
---@param fee integer
function store.inspect(tx, mall_id, id, lines, fault, fee)
  tx:rows([[
    UPDATE claim_line l SET resalable_qty = least(i.qty, l.qty)
    FROM jsonb_to_recordset($3::jsonb) AS i (position int, qty int)
    WHERE l.mall_id = $1 AND l.claim_id = $2 AND l.position = i.position]], mall_id, id, pg.json(lines))
  tx:rows("UPDATE claim SET fault = $3, fee_amount = $4 WHERE mall_id = $1 AND id = $2", mall_id, id, fault, fee)
end

--- What was really taken for carriage.
function store.charge(tx, mall_id, id, fee)
  tx:rows("UPDATE claim SET fee_amount = $3 WHERE mall_id = $1 AND id = $2", mall_id, id, fee)
end

--- Whether the goods that an exchange gives instead are the order's.
---@param taken boolean
function store.take_goods(tx, mall_id, id, taken)
  tx:rows("UPDATE claim SET goods_taken = $3 WHERE mall_id = $1 AND id = $2", mall_id, id, taken)
end

--- Where the shopper has the money sent to.
function store.set_account(tx, mall_id, id, sealed)
  tx:rows("UPDATE claim SET refund_account = $3 WHERE mall_id = $1 AND id = $2", mall_id, id,
    sealed and pg.bytea(sealed) or pg.null)
end

--- How the shopper sent it back.
---@param sent { how: string, carrier: string, number: string }
function store.set_sent(tx, mall_id, id, sent)
  tx:rows("UPDATE claim SET collection = collection || $3::jsonb WHERE mall_id = $1 AND id = $2", mall_id, id, pg.json(sent))
end

--- One claim by its number.
---@return table|nil
function store.by_number(mall_id, number)
  return pg.row("SELECT * FROM claim WHERE mall_id = $1 AND number = $2", mall_id, number)
end

--- One by its id, with the number of its order.
---@return table|nil
function store.get(mall_id, id)
  return pg.row([[
    SELECT c.*, o.number AS order_number, o.member_id FROM claim c
    JOIN "order" o ON o.mall_id = c.mall_id AND o.id = c.order_id WHERE c.mall_id = $1 AND c.id::text = $2]], mall_id, id)
end

--- What happened to a claim.
---@return table[]
function store.history(mall_id, order_id, id)
  return pg.rows([[SELECT event, from_status, to_status, actor, cause, note, at FROM order_event
    WHERE mall_id = $1 AND order_id = $2 AND axis = 'claim' AND subject = $3 ORDER BY seq]], mall_id, order_id, id)
end

local OF_MEMBER = [[
  SELECT c.number, c.kind, c.status, c.created_at, c.closed_at, o.number AS order_number, first.product_name,
    (SELECT sum(l.qty)::int FROM claim_line l WHERE l.mall_id = c.mall_id AND l.claim_id = c.id) AS units,
    (SELECT count(*)::int FROM claim_line l WHERE l.mall_id = c.mall_id AND l.claim_id = c.id) AS goods,
    CASE WHEN m.id IS NOT NULL THEN jsonb_build_object('id', m.id, 'alt', first.media_alt,
      'width', m.width, 'height', m.height,
      'color', m.color) END AS image
  FROM claim c
  JOIN "order" o ON o.mall_id = c.mall_id AND o.id = c.order_id AND o.member_id = $2
  JOIN LATERAL (SELECT ol.product_name, ol.media_id, ol.media_alt FROM claim_line l
    JOIN order_line ol ON ol.mall_id = l.mall_id AND ol.order_id = l.order_id AND ol.position = l.position
    WHERE l.mall_id = c.mall_id AND l.claim_id = c.id ORDER BY l.position LIMIT 1) first ON true
  LEFT JOIN media m ON m.mall_id = c.mall_id AND m.id = first.media_id
  WHERE c.mall_id = $1 ORDER BY c.created_at DESC, c.id DESC LIMIT $3 OFFSET $4]]

--- A member's claims, newest first, and how many.
---@return table[]
---@return integer total
function store.of_member(mall_id, member_id, limit, offset)
  local results = pg.row_sets {
    { [[SELECT count(*)::int AS total FROM claim c JOIN "order" o ON o.mall_id = c.mall_id AND o.id = c.order_id
      WHERE c.mall_id = $1 AND o.member_id = $2]], mall_id, member_id },
    { OF_MEMBER, mall_id, member_id, limit, offset },
  }
  return results[2], results[1][1].total
end

--- What else of a product can be had for the same price, for an exchange.
---@param price integer
---@return { id: string, label: string, available: integer }[]
function store.same_price(mall_id, product_id, price)
  return pg.rows([[
    SELECT k.id, coalesce(nullif(k.label, ''), k.code) AS label, s.on_hand - s.reserved AS available
    FROM sku k JOIN stock s ON s.mall_id = k.mall_id AND s.sku_id = k.id
    WHERE k.mall_id = $1 AND k.product_id = $2 AND k.price = $3 AND k.active AND s.on_hand > s.reserved
    ORDER BY k.position, k.code]],
    mall_id, product_id, price)
end

return store
