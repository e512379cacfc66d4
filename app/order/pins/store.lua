-- Orders by the release that they were placed under: of those that are in flight somebody has to know a way on.

local pg = require "pg"

local store = {}

--- The releases under which orders were placed that are still in flight, with how many: what is on its way, and what is
--- asked back of what had arrived.
---@param ended string[]  statuses of orders of which nothing is awaited
---@return { sha: string, count: integer }[]
function store.in_flight(ended)
  return pg.slow_rows([[
    SELECT encode(o.release, 'hex') AS sha, count(*)::int AS count FROM "order" o
    WHERE o.release IS NOT NULL AND (o.status <> ALL ($1)
      OR EXISTS (SELECT FROM claim c WHERE c.mall_id = o.mall_id AND c.order_id = o.id AND c.closed_at IS NULL)
      OR EXISTS (SELECT FROM refund r WHERE r.mall_id = o.mall_id AND r.order_id = o.id AND r.completed_at IS NULL
        AND r.status IN ('approved', 'requested', 'failed')))
    GROUP BY o.release ORDER BY o.release]], pg.array(ended))
end

--- How many things of each axis stand where, of the orders of one release.
---@param sha string
---@return order.standing[]
function store.standing_of(sha)
  return pg.slow_rows([[
    WITH own AS MATERIALIZED (SELECT mall_id, id FROM "order" WHERE release = decode($1, 'hex'))
    SELECT 'payment' AS axis, p.status AS state, count(*)::int AS count
      FROM payment p JOIN own ON own.mall_id = p.mall_id AND own.id = p.order_id GROUP BY p.status
    UNION ALL SELECT 'line', p.state, count(DISTINCT (p.mall_id, p.order_id))::int
      FROM order_portion p JOIN own ON own.mall_id = p.mall_id AND own.id = p.order_id GROUP BY p.state
    UNION ALL SELECT 'claim', c.status, count(*)::int
      FROM claim c JOIN own ON own.mall_id = c.mall_id AND own.id = c.order_id GROUP BY c.status
    UNION ALL SELECT 'refund', r.status, count(*)::int
      FROM refund r JOIN own ON own.mall_id = r.mall_id AND own.id = r.order_id GROUP BY r.status
    ORDER BY axis, state]], sha)
end

return store
