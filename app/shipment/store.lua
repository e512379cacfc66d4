-- Parcels in PostgreSQL: which units of an order's lines travel together, with whom, and what happened to them. Each change
-- is
-- appended; the row says how it stands. The order's lock is held by whoever writes.

local json = require "json"
local pg = require "pg"

local store = {}

local PARCELS = [[
  SELECT s.id, s.order_id, s.seq, s.claim_id, s.carrier, s.number, s.status, s.registered_at, s.dispatched_at, s.delivered_at,
    s.confirmed_at, c.name AS carrier_name, c.url AS carrier_url,
    coalesce((SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('position', l.position, 'qty', l.qty,
        'label', coalesce(nullif(k.label, ''), k.code))) ORDER BY l.position)
      FROM shipment_line l
      LEFT JOIN claim_line e ON e.mall_id = s.mall_id AND e.claim_id = s.claim_id AND e.position = l.position
      LEFT JOIN sku k ON k.mall_id = e.mall_id AND k.id = e.exchange_sku_id
      WHERE l.mall_id = s.mall_id AND l.shipment_id = s.id), '[]') AS units
  FROM shipment s JOIN carrier c ON c.mall_id = s.mall_id AND c.code = s.carrier
  WHERE s.mall_id = $1]]

--- The parcels of an order, the first one first. Units that an exchange sends instead of others say what they are: `label`.
---@param mall_id string
---@param order_id string
---@param tx pg.tx|nil
---@return table[]
function store.parcels(mall_id, order_id, tx)
  local sql = PARCELS .. " AND s.order_id = $2 ORDER BY s.seq"
  if tx then return tx:rows(sql, mall_id, order_id) end
  return pg.rows(sql, mall_id, order_id)
end

--- One parcel of an order.
---@return table|nil
function store.parcel(tx, mall_id, order_id, seq)
  return tx:row(PARCELS .. " AND s.order_id = $2 AND s.seq = $3", mall_id, order_id, seq)
end

--- What happened to the parcels of an order, the latest first.
---@return table[]
function store.changes(mall_id, order_id)
  return pg.rows([[
    SELECT s.seq AS parcel, h.what, h.number, h.actor, h.why, h.at, c.name AS carrier_name
    FROM shipment s JOIN shipment_change h ON h.mall_id = s.mall_id AND h.shipment_id = s.id
    LEFT JOIN carrier c ON c.mall_id = h.mall_id AND c.code = h.carrier
    WHERE s.mall_id = $1 AND s.order_id = $2 ORDER BY h.at DESC, s.seq DESC, h.seq DESC]], mall_id, order_id)
end

--- Makes a parcel.
---@param parcel { order_id: string, carrier: string, number: string, units: shipment.unit[], claim_id: string|nil }
---@return { id: string, seq: integer }
function store.insert(tx, mall_id, parcel)
  local made = tx:row([[
    INSERT INTO shipment (mall_id, order_id, seq, carrier, number, claim_id)
    SELECT $1, $2, coalesce(max(seq), 0) + 1, $3, $4, $5 FROM shipment WHERE mall_id = $1 AND order_id = $2
    RETURNING id, seq]], mall_id, parcel.order_id, parcel.carrier, parcel.number, parcel.claim_id or pg.null)
  tx:rows([[
    INSERT INTO shipment_line (mall_id, shipment_id, order_id, position, qty)
    SELECT $1, $2, $3, position, qty FROM jsonb_to_recordset($4::jsonb) AS unit (position int, qty int)]], mall_id, made.id,
    parcel.order_id, pg.json(json.array(parcel.units)))
  return made
end

--- Only these units are in it after all.
---@param units shipment.unit[]
function store.keep_units(tx, mall_id, shipment_id, units)
  local encoded = pg.json(json.array(units))
  tx:rows([[
    DELETE FROM shipment_line WHERE mall_id = $1 AND shipment_id = $2
      AND position NOT IN (SELECT position FROM jsonb_to_recordset($3::jsonb) AS unit (position int))]], mall_id,
    shipment_id, encoded)
  tx:rows([[
    UPDATE shipment_line l SET qty = unit.qty FROM jsonb_to_recordset($3::jsonb) AS unit (position int, qty int)
    WHERE l.mall_id = $1 AND l.shipment_id = $2 AND l.position = unit.position AND l.qty <> unit.qty]], mall_id, shipment_id,
    encoded)
end

local MOVES = {
  shipping = "status = 'shipping', dispatched_at = now(), delivered_at = NULL",
  ready = "status = 'ready', dispatched_at = NULL",
  -- of what an exchange sends nothing is left to be confirmed
  delivered = "status = 'delivered', delivered_at = now(), confirmed_at = CASE WHEN claim_id IS NOT NULL THEN now() END",
  withdrawn = "status = 'withdrawn', dispatched_at = NULL",
}

--- Moves a parcel on, only from where it is said to stand.
---@param from string
---@param to "ready"|"shipping"|"delivered"|"withdrawn"
function store.move(tx, mall_id, shipment_id, from, to)
  local row = tx:row("UPDATE shipment SET " .. MOVES[to] .. " WHERE mall_id = $1 AND id = $2 AND status = $3 RETURNING id",
    mall_id, shipment_id, from)
  if not row then error("shipment: the parcel moved without the order's lock") end
end

function store.renumber(tx, mall_id, shipment_id, carrier, number)
  tx:rows("UPDATE shipment SET carrier = $3, number = $4 WHERE mall_id = $1 AND id = $2", mall_id, shipment_id, carrier,
    number)
end

--- Appends what happened to a parcel, with the carrier and the number that it has by now.
---@param change { what: string, actor: string, why: string|nil }
function store.append(tx, mall_id, shipment_id, change)
  tx:rows([[
    INSERT INTO shipment_change (mall_id, shipment_id, seq, what, carrier, number, actor, why)
    SELECT s.mall_id, s.id, coalesce((SELECT max(seq) FROM shipment_change h WHERE h.mall_id = $1 AND h.shipment_id = $2), 0) + 1,
      $3, s.carrier, s.number, $4, $5
    FROM shipment s WHERE s.mall_id = $1 AND s.id = $2]], mall_id, shipment_id, change.what, change.actor, change.why or "")
end

--- Nothing of these is left to be confirmed.
---@param before number|nil  only what was delivered until then
function store.settle(tx, mall_id, order_id, before)
  tx:rows([[
    UPDATE shipment SET confirmed_at = now() WHERE mall_id = $1 AND order_id = $2 AND status = 'delivered'
      AND confirmed_at IS NULL AND ($3::float8 IS NULL OR delivered_at <= to_timestamp($3))]], mall_id, order_id,
    before or pg.null)
end

--- Other orders with a parcel of this number: two orders in one box, or a mistake.
---@return string[] numbers  of orders
function store.sharing(mall_id, carrier, number, order_id)
  local list = {}
  for i, row in ipairs(pg.rows([[
    SELECT DISTINCT o.number FROM shipment s JOIN "order" o ON o.mall_id = s.mall_id AND o.id = s.order_id
    WHERE s.mall_id = $1 AND s.number = $3 AND s.carrier = $2 AND s.status <> 'withdrawn' AND s.order_id <> $4
    ORDER BY o.number LIMIT 5]], mall_id, carrier, number, order_id)) do
    list[i] = row.number
  end
  return list
end

return store
