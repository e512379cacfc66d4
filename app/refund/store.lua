-- Refunds in PostgreSQL. Their state is the machine's; here is what is kept beside it, and the lists of the office.

local pg = require "pg"
local reader = require "shared.listing.reader"

local store = {}

local ONE = [[
  SELECT r.*, o.number AS order_number, o.member_id, o.orderer_name, o.orderer_email, o.cash_receipt, p.provider, p.method,
    p.reference AS payment_reference, c.number AS claim_number, c.refund_account
  FROM refund r
  JOIN "order" o ON o.mall_id = r.mall_id AND o.id = r.order_id
  JOIN payment p ON p.mall_id = r.mall_id AND p.id = r.payment_id
  LEFT JOIN claim c ON c.mall_id = r.mall_id AND c.id = r.claim_id
  WHERE r.mall_id = $1 AND r.id::text = $2]]

---@return table|nil
function store.one(mall_id, id) return pg.row(ONE, mall_id, id) end

--- Of which order a refund is: for who is about to lock that order.
---@return { order_id: string, payment_id: string, status: string, provider: string }|nil
function store.whose(mall_id, id)
  return pg.row([[SELECT r.order_id, r.payment_id, r.status, p.provider FROM refund r
    JOIN payment p ON p.mall_id = r.mall_id AND p.id = r.payment_id WHERE r.mall_id = $1 AND r.id::text = $2]], mall_id, id)
end

--- The account that a person sends it to, and what came of that.
function store.set_account(tx, mall_id, id, sealed)
  tx:rows("UPDATE refund SET sealed_account = $3 WHERE mall_id = $1 AND id = $2", mall_id, id, pg.bytea(sealed))
end

---@param reference string
function store.set_reference(tx, mall_id, id, reference)
  tx:rows("UPDATE refund SET transfer_reference = $3 WHERE mall_id = $1 AND id = $2", mall_id, id, reference)
end

--- What happened to a refund.
---@return table[]
function store.history(mall_id, order_id, id)
  return pg.rows([[SELECT event, from_status, to_status, actor, cause, note, at FROM order_event
    WHERE mall_id = $1 AND order_id = $2 AND axis = 'refund' AND subject = $3 ORDER BY seq]], mall_id, order_id, id)
end

--- Refunds that stand as if somebody were at them, for longer than anybody is: their job died, or never began.
---@param seconds integer
---@param limit integer
---@return { mall_id: string, id: string }[]
function store.stuck(seconds, limit)
  return pg.rows([[
    SELECT mall_id, id FROM refund
    WHERE status IN ('approved', 'requested') AND coalesce(requested_at, created_at) < now() - make_interval(secs => $1)
    ORDER BY created_at LIMIT $2]], seconds, limit)
end

local LIST = [[
  SELECT r.id, r.seq, r.status, r.amount, r.reason, r.attempts, r.problem_text, r.created_at, r.completed_at,
    o.number AS order_number, o.orderer_name, p.provider, p.method, c.number AS claim_number, c.id AS claim_id
  FROM refund r
  JOIN "order" o ON o.mall_id = r.mall_id AND o.id = r.order_id
  JOIN payment p ON p.mall_id = r.mall_id AND p.id = r.payment_id
  LEFT JOIN claim c ON c.mall_id = r.mall_id AND c.id = r.claim_id
  WHERE r.mall_id = $1]]

--- Lists of them: see shared.listing.reader.
store.list, store.count, store.all = reader.of(pg.slow_rows, LIST)

--- How many wait for a person.
---@param mall_id string
---@return integer
function store.waiting(mall_id)
  return pg.row([[SELECT count(*)::int AS n FROM refund
    WHERE mall_id = $1 AND status IN ('assessed', 'failed', 'by_transfer')]], mall_id).n
end

return store
