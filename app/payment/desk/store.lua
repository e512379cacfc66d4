-- Payments as staff list them, and those that wait for a person.

local pg = require "pg"
local reader = require "shared.listing.reader"

local store = {}

local LIST = [[
  SELECT p.id, p.reference, p.provider, p.method, p.status, p.amount, p.captured_amount, p.returned_amount, p.problem,
    p.problem_text, p.transaction_id, p.created_at, p.paid_at, o.number
  FROM payment p JOIN "order" o ON o.mall_id = p.mall_id AND o.id = p.order_id
  WHERE p.mall_id = $1 AND p.provider <> 'points']]

--- Lists of them: see shared.listing.reader.
store.list, store.count, store.all = reader.of(pg.slow_rows, LIST)

--- What happened to an attempt, the newest first.
---@return table[]
function store.events(mall_id, order_id, payment_id)
  return pg.rows([[SELECT event, from_status, to_status, actor, cause, at FROM order_event
    WHERE mall_id = $1 AND order_id = $2 AND axis = 'payment' AND subject = $3 ORDER BY seq DESC]], mall_id, order_id,
      payment_id)
end

return store
