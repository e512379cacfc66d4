-- What staff write on orders beside what the machine moves: where one goes, mended before it is packed, and notes; and how
-- many
-- orders wait at which stage.

local pg = require "pg"

local store = {}

--- How far an order's history had come: who acts on a page that is older hears of it.
---@return integer seq
function store.last_event(tx, mall_id, order_id)
  return tx:row("SELECT coalesce(max(seq), 0)::int AS seq FROM order_event WHERE mall_id = $1 AND order_id = $2", mall_id,
    order_id).seq
end

---@param to { recipient_name: string, recipient_phone: string, postcode: string, address1: string, address2: string|nil,
---  memo: string|nil }
function store.move_address(tx, mall_id, order_id, to)
  tx:rows([[UPDATE "order" SET recipient_name = $3, recipient_phone = $4, postcode = $5, address1 = $6, address2 = $7, memo = $8
    WHERE mall_id = $1 AND id = $2]], mall_id, order_id, to.recipient_name, to.recipient_phone, to.postcode, to.address1,
    to.address2 or "", to.memo or "")
end

---@param author string
---@param note string
function store.add_note(tx, mall_id, order_id, author, note)
  tx:rows("INSERT INTO order_note (mall_id, order_id, author, note) VALUES ($1, $2, $3, $4)", mall_id, order_id, author,
    note)
end

---@return { author: string, note: string, at: number }[]
function store.notes(mall_id, order_id)
  return pg.rows("SELECT author, note, at FROM order_note WHERE mall_id = $1 AND order_id = $2 ORDER BY at DESC, id DESC",
    mall_id,
    order_id)
end

local CLAIMS = [[
  SELECT c.id, c.number, c.kind, c.status, c.created_at, c.closed_at,
    (SELECT jsonb_agg(jsonb_build_object('position', l.position, 'qty', l.qty, 'from_state', l.from_state) ORDER BY l.position)
    FROM claim_line l
    WHERE l.mall_id = c.mall_id AND l.claim_id = c.id) AS lines
  FROM claim c WHERE c.mall_id = $1 AND c.order_id = $2 ORDER BY c.created_at, c.id]]

--- Where an order stands on its four axes, to be looked at: who moves it reads it under its lock (order.lock).
---@return { portions: table<integer, table<string, integer>>, payments: table[], claims: table[], refunds: table[],
---  now: number }
function store.axes(mall_id, order_id)
  local results = pg.row_sets {
    { "SELECT position, state, qty, now() AS now FROM order_portion WHERE mall_id = $1 AND order_id = $2", mall_id,
      order_id },
    { "SELECT * FROM payment WHERE mall_id = $1 AND order_id = $2 ORDER BY seq", mall_id, order_id },
    { CLAIMS, mall_id, order_id },
    { "SELECT * FROM refund WHERE mall_id = $1 AND order_id = $2 ORDER BY seq", mall_id, order_id },
  }
  local portions, now = {}, nil
  for _, row in ipairs(results[1]) do
    portions[row.position] = portions[row.position] or {}
    portions[row.position][row.state], now = row.qty, row.now
  end
  return { portions = portions, payments = results[2], claims = results[3], refunds = results[4], now = now }
end

local WORK = [[
  SELECT o.id, o.number, o.status, o.recipient_name, first.product_name AS goods, lines.line_count,
    (SELECT coalesce(sum(p.qty), 0)::int FROM order_portion p
      JOIN order_line l ON l.mall_id = p.mall_id AND l.order_id = p.order_id AND l.position = p.position AND NOT l.held
      WHERE p.mall_id = o.mall_id AND p.order_id = o.id AND p.state = 'paid') AS preparable,
    (SELECT count(*)::int FROM shipment s WHERE s.mall_id = o.mall_id AND s.order_id = o.id AND s.status = 'ready') AS ready_parcels,
    (SELECT count(*)::int FROM shipment s
      WHERE s.mall_id = o.mall_id AND s.order_id = o.id AND s.status = 'shipping') AS shipping_parcels
  FROM "order" o
  JOIN order_line first ON first.mall_id = o.mall_id AND first.order_id = o.id AND first.position = 1
  CROSS JOIN LATERAL (SELECT count(*)::int AS line_count FROM order_line l WHERE l.mall_id = o.mall_id
    AND l.order_id = o.id) lines
  WHERE o.mall_id = $1 AND o.number = ANY ($2)]]

--- What can be done with these orders: units to prepare, parcels to send and to be received.
---@param numbers string[]
---@return table[]
function store.work(mall_id, numbers) return pg.rows(WORK, mall_id, pg.array(numbers)) end

local SLIPS = [[
  SELECT o.number, o.placed_at, o.orderer_name, o.recipient_name, o.recipient_phone, o.postcode, o.address1, o.address2, o.memo,
    o.goods_amount, o.discount_amount, o.shipping_amount, o.payable_amount, l.lines
  FROM "order" o CROSS JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('name', l.product_name, 'label', l.sku_label, 'sku', l.sku_code, 'qty', l.qty,
      'unit_price', l.unit_price, 'amount', l.amount, 'held', l.held, 'send', (SELECT coalesce(sum(p.qty), 0) FROM order_portion p
        WHERE p.mall_id = l.mall_id AND p.order_id = l.order_id AND p.position = l.position
          AND p.state IN ('paid', 'preparing', 'ready'))) ORDER BY l.position) AS lines
    FROM order_line l WHERE l.mall_id = o.mall_id AND l.order_id = o.id) l
  WHERE o.mall_id = $1 AND o.number = ANY ($2) ORDER BY o.placed_at, o.id]]

--- Orders as they are packed by, with where they go.
---@param numbers string[]
---@return table[]
function store.slips(mall_id, numbers) return pg.rows(SLIPS, mall_id, pg.array(numbers)) end

--- So many orders of a stage are counted, and no more.
store.COUNTED = 10000

-- Where something still has to be done; where an order has ended nobody counts.
local STAGES = [[
  SELECT s.status, n.orders FROM unnest($2::text[]) AS s (status)
  CROSS JOIN LATERAL (SELECT count(*)::int AS orders FROM (SELECT FROM "order" o WHERE o.mall_id = $1 AND o.status = s.status
    LIMIT $3) AS counted) n]]

local WAITING = [[
  SELECT
    (SELECT count(*)::int FROM (SELECT FROM "order" o WHERE o.mall_id = $1 AND o.status IN ('paid', 'preparing', 'ready')
      AND o.paid_at < now() - make_interval(days => $2) LIMIT $3) AS late) AS late,
    (SELECT count(DISTINCT order_id)::int FROM order_line WHERE mall_id = $1 AND held) AS held,
    (SELECT count(DISTINCT order_id)::int FROM claim WHERE mall_id = $1 AND closed_at IS NULL) AS claimed,
    (SELECT count(DISTINCT order_id)::int FROM claim WHERE mall_id = $1 AND closed_at IS NULL AND kind = 'exchange'
      AND status IN ('inspected', 'reshipping')) AS exchanged]]

--- How many orders wait at which stage: by status, and those that are late, held, claimed, or send something in exchange.
---@param statuses string[]
---@param late_days integer  paid for so long and not sent
---@return table<string, integer>
function store.waiting(mall_id, statuses, late_days)
  local results = pg.row_sets {
    { STAGES, mall_id, pg.array(statuses), store.COUNTED + 1 }, { WAITING, mall_id, late_days, store.COUNTED + 1 },
  }
  local counts = results[2][1]
  for _, row in ipairs(results[1]) do counts[row.status] = row.orders end
  return counts
end

return store
