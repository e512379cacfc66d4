-- Parcels whose time has come: on their way without news, to be confirmed, to be reminded of. The clock is the database's.
-- Which
-- units may be confirmed is decided under the order's lock; here only orders are left out of which nothing can be.

local pg = require "pg"

local store = {}

--- Parcels that have been on their way for so long.
---@param days integer
---@return { order_id: string, seq: integer }[]
function store.silent(mall_id, days, limit)
  return pg.rows([[
    SELECT order_id, seq FROM shipment
    WHERE mall_id = $1 AND status = 'shipping' AND dispatched_at <= now() - make_interval(days => $2)
    ORDER BY dispatched_at LIMIT $3]], mall_id, days, limit)
end

-- Units of an order that stand delivered and are under no open claim.
local FREE = [[EXISTS (
  SELECT FROM order_portion p WHERE p.mall_id = s.mall_id AND p.order_id = s.order_id AND p.state = 'delivered'
    AND p.qty > coalesce((SELECT sum(l.qty) FROM claim_line l JOIN claim c ON c.mall_id = l.mall_id AND c.id = l.claim_id
      WHERE c.mall_id = p.mall_id AND c.order_id = p.order_id AND l.position = p.position AND c.closed_at IS NULL), 0))]]

--- Orders with a parcel that was delivered so long ago and of which something can be confirmed.
---@param days integer
---@return { order_id: string }[]
function store.unconfirmed(mall_id, days, limit)
  return pg.rows([[
    SELECT s.order_id, min(s.delivered_at) AS since FROM shipment s
    WHERE s.mall_id = $1 AND s.status = 'delivered' AND s.confirmed_at IS NULL
      AND s.delivered_at <= now() - make_interval(days => $2) AND ]] .. FREE .. [[
    GROUP BY s.order_id ORDER BY since LIMIT $3]], mall_id, days, limit)
end

--- Orders to be told that they will be confirmed by themselves: what was delivered so long ago and nobody was told of.
---@param days integer
---@return { order_id: string }[]
function store.unreminded(mall_id, days, limit)
  return pg.rows([[
    SELECT DISTINCT s.order_id FROM shipment s
    WHERE s.mall_id = $1 AND s.status = 'delivered' AND s.confirmed_at IS NULL AND s.reminded_at IS NULL
      AND s.delivered_at <= now() - make_interval(days => $2) AND ]] .. FREE .. " LIMIT $3", mall_id, days, limit)
end

--- They are being told of what was delivered until now: when the last of it was. nil: somebody told them already.
---@return number|nil delivered_at
function store.reminded(tx, mall_id, order_id, days)
  return tx:row([[
    WITH told AS (
      UPDATE shipment SET reminded_at = now() WHERE mall_id = $1 AND order_id = $2 AND status = 'delivered'
        AND confirmed_at IS NULL AND reminded_at IS NULL AND delivered_at <= now() - make_interval(days => $3)
      RETURNING delivered_at)
    SELECT max(delivered_at) AS at FROM told]], mall_id, order_id, days).at
end

--- How many units of a line were ever confirmed: of them points were given.
---@return integer
function store.confirmed(tx, mall_id, order_id, position)
  return tx:row([[
    SELECT coalesce(sum(qty), 0)::int AS qty FROM order_event
    WHERE mall_id = $1 AND order_id = $2 AND axis = 'line' AND subject = $3 AND event IN ('confirm', 'settle')]], mall_id,
    order_id, tostring(position)).qty
end

return store
