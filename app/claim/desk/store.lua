-- Claims as staff lists them.

local pg = require "pg"
local reader = require "shared.listing.reader"

local store = {}

local LIST = [[
  SELECT c.id, c.number, c.kind, c.status, c.reason, c.fault, c.created_at, c.closed_at, c.fee_amount, c.asked_by,
    (c.quote ->> 'total')::bigint AS quoted, o.number AS order_number, o.orderer_name, o.orderer_phone,
      first.product_name AS goods,
    (SELECT sum(l.qty)::int FROM claim_line l WHERE l.mall_id = c.mall_id AND l.claim_id = c.id) AS units,
    (SELECT count(*)::int FROM claim_line l WHERE l.mall_id = c.mall_id AND l.claim_id = c.id) AS line_count, now() AS now
  FROM claim c
  JOIN "order" o ON o.mall_id = c.mall_id AND o.id = c.order_id
  JOIN LATERAL (SELECT ol.product_name FROM claim_line l
    JOIN order_line ol ON ol.mall_id = l.mall_id AND ol.order_id = l.order_id AND ol.position = l.position
    WHERE l.mall_id = c.mall_id AND l.claim_id = c.id ORDER BY l.position LIMIT 1) first ON true
  WHERE c.mall_id = $1]]

--- Lists of them: see shared.listing.reader.
store.list, store.count, store.all = reader.of(pg.slow_rows, LIST)

--- Of these ids the claims there are, the oldest first.
---@param ids string[]
---@return table[]
function store.of_ids(mall_id, ids)
  return pg.rows(LIST .. " AND c.id::text = ANY ($2) ORDER BY c.created_at, c.id", mall_id, pg.array(ids))
end

--- How many wait for a decision, and how many are on their way back.
---@param mall_id string
---@return { requested: integer, back: integer }
function store.waiting(mall_id)
  return pg.row([[SELECT count(*) FILTER (WHERE status = 'requested')::int AS requested,
    count(*) FILTER (WHERE status IN ('collected', 'inspected'))::int AS back FROM claim
    WHERE mall_id = $1 AND closed_at IS NULL]], mall_id)
end

return store
