-- Orders as staff lists them: with the first of their goods and the payment.

local pg = require "pg"
local reader = require "shared.listing.reader"

local store = {}

-- What a payment and a line say is asked row by row, of those that are shown and no others.
local LIST = [[
  SELECT o.id, o.number, o.placed_at, o.status, o.channel, o.orderer_name, o.orderer_phone, o.recipient_name, o.payable_amount,
    o.due_at, o.paid_at, CASE WHEN o.status = 'awaiting_deposit' THEN 'waiting' END AS payment_status,
    (SELECT p.depositor FROM payment p WHERE p.mall_id = o.mall_id AND p.order_id = o.id AND p.depositor IS NOT NULL
      ORDER BY p.seq DESC LIMIT 1) AS depositor,
    (SELECT l.product_name FROM order_line l WHERE l.mall_id = o.mall_id AND l.order_id = o.id AND l.position = 1) AS goods,
    (SELECT count(*) FROM order_line l WHERE l.mall_id = o.mall_id AND l.order_id = o.id) AS line_count,
    (SELECT string_agg(c.name || ' ' || s.number, ', ' ORDER BY s.seq) FROM shipment s
      JOIN carrier c ON c.mall_id = s.mall_id AND c.code = s.carrier
      WHERE s.mall_id = o.mall_id AND s.order_id = o.id AND s.status <> 'withdrawn') AS parcels
  FROM "order" o WHERE o.mall_id = $1]]

local PAID = [[
  SELECT o.id, o.number, o.placed_at, o.status, o.channel, o.orderer_name, o.orderer_phone, o.recipient_name,
    o.payable_amount, o.due_at, o.paid_at, p.depositor, p.status AS payment_status, p.amount AS payment_amount,
    first.product_name AS goods,
    (SELECT count(*) FROM order_line l WHERE l.mall_id = o.mall_id AND l.order_id = o.id) AS line_count
  FROM "order" o
  LEFT JOIN LATERAL (SELECT p.depositor, p.status, p.amount, p.due_at FROM payment p WHERE p.mall_id = o.mall_id AND p.order_id = o.id
    ORDER BY p.provider = 'points', p.status IN ('failed', 'expired', 'voided'), p.seq DESC LIMIT 1) p ON true
  JOIN order_line first ON first.mall_id = o.mall_id AND first.order_id = o.id AND first.position = 1
  WHERE o.mall_id = $1]]

--- Lists of them: see shared.listing.reader.
store.list, store.count, store.all = reader.of(pg.slow_rows, LIST)

--- What today is like so far, and what waits for somebody.
---@param mall_id string
---@param since number  epoch seconds: when today began
---@return { placed: integer, amount: integer, waiting: integer, late: integer }
function store.today(mall_id, since)
  return pg.row([[
    SELECT today.placed, today.amount, open.waiting, open.late FROM
      (SELECT count(*)::int AS placed, coalesce(sum(payable_amount), 0)::bigint AS amount FROM "order"
        WHERE mall_id = $1 AND placed_at >= to_timestamp($2)) AS today,
      (SELECT count(*)::int AS waiting, count(*) FILTER (WHERE due_at < now())::int AS late FROM payment
        WHERE mall_id = $1 AND status = 'waiting') AS open]], mall_id, since)
end

--- Orders with how they are paid: of these numbers those that there are, as they stand now, in the order of their numbers.
---@param numbers string[]
---@return table[]
function store.of_numbers(mall_id, numbers)
  return pg.rows(PAID .. " AND o.number = ANY ($2) ORDER BY o.number", mall_id, pg.array(numbers))
end

return store
