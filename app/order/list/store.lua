-- Orders as staff lists them: with the first of their goods and the payment.

local pg = require "pg"
local reader = require "shared.listing.reader"

local store = {}

-- What a payment and a line say is asked row by row, of those that are shown and no others.
local SHOWN = [[
  SELECT o.id, o.number, o.placed_at, o.status, o.channel, o.orderer_name, o.orderer_phone, o.recipient_name, o.payable_amount,
    o.due_at, o.paid_at, CASE WHEN o.status = 'awaiting_deposit' THEN 'waiting' END AS payment_status,
    (SELECT p.depositor FROM payment p WHERE p.mall_id = o.mall_id AND p.order_id = o.id AND p.depositor IS NOT NULL
      ORDER BY p.seq DESC LIMIT 1) AS depositor,
    (SELECT l.product_name FROM order_line l WHERE l.mall_id = o.mall_id AND l.order_id = o.id AND l.position = 1) AS goods,
    (SELECT count(*) FROM order_line l WHERE l.mall_id = o.mall_id AND l.order_id = o.id) AS line_count,
    (SELECT string_agg(c.name || ' ' || s.number, ', ' ORDER BY s.seq) FROM shipment s
      JOIN carrier c ON c.mall_id = s.mall_id AND c.code = s.carrier
      WHERE s.mall_id = o.mall_id AND s.order_id = o.id AND s.status <> 'withdrawn') AS parcels
  FROM "order" o]]
local LIST = SHOWN .. " WHERE o.mall_id = $1"

-- Pages far back leave out thousands of orders: which are on one is settled before anything is asked of them.
local PLACES = 'SELECT o.id FROM "order" o WHERE o.mall_id = $1'
local PAGE = SHOWN .. [[
  JOIN (SELECT id, row_number() OVER () AS place FROM (%s) found) page ON o.id = page.id
  WHERE o.mall_id = $1 ORDER BY page.place]]

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

--- How many there are, and all of them for a file: see shared.listing.reader.
store.count, store.all = select(2, reader.of(pg.slow_rows, LIST))

--- The orders of a page.
---@param mall_id string
---@param ask listing.ask
---@return table[]
function store.list(mall_id, ask)
  local found, args = ask:select(PLACES, mall_id)
  local from, to = PAGE:find("%s", 1, true)
  return pg.slow_rows(PAGE:sub(1, from - 1) .. found .. PAGE:sub(to + 1), unpack(args, 1, args.n))
end

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
