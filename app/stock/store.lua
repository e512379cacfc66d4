-- Moving stock. Every movement is conditional (no check in one transaction and act in another), happens inside the
-- caller's transaction, and leaves a ledger entry. Rows are locked in the order of their SKU ids, so that two orders for
-- the same goods cannot wait for each other.

local pg = require "pg"

local store = {}

local function columns(lines)
  local ids, quantities = {}, {}
  for i, line in ipairs(lines) do ids[i], quantities[i] = line.sku_id, line.qty end
  return pg.array(ids), pg.array(quantities)
end

--- Locks the stock of these SKUs until the transaction ends.
---@param tx table
---@param mall_id string
---@param sku_ids string[]
---@return table<string, integer> available what can still be promised, by SKU id
function store.lock(tx, mall_id, sku_ids)
  local rows = tx:rows([[
    SELECT sku_id, on_hand - reserved AS available FROM stock
    WHERE mall_id = $1 AND sku_id = ANY ($2::uuid[]) ORDER BY sku_id FOR UPDATE]], mall_id, pg.array(sku_ids))
  local available = {}
  for _, row in ipairs(rows) do available[row.sku_id] = row.available end
  return available
end

local MOVE = [[
  WITH asked AS (SELECT * FROM unnest($2::uuid[], $3::int[]) AS asked (sku_id, qty)),
  moved AS (
    UPDATE stock s SET on_hand = on_hand + asked.qty * $4, reserved = reserved + asked.qty * $5, updated_at = now()
    FROM asked WHERE s.mall_id = $1 AND s.sku_id = asked.sku_id
      AND s.on_hand + asked.qty * $4 >= s.reserved + asked.qty * $5 AND s.reserved + asked.qty * $5 >= 0
    RETURNING s.sku_id, asked.qty)
  INSERT INTO stock_entry (mall_id, sku_id, kind, on_hand_delta, reserved_delta, order_id)
  SELECT $1, sku_id, $6, qty * $4, qty * $5, $7 FROM moved RETURNING sku_id]]

-- Moves all lines or raises: a line that cannot be moved after `lock` said it could means that the books are wrong.
local function move(tx, mall_id, kind, order_id, lines, on_hand_sign, reserved_sign)
  local ids, quantities = columns(lines)
  local moved = tx:rows(MOVE, mall_id, ids, quantities, on_hand_sign, reserved_sign, kind, order_id)
  if #moved ~= #lines then error(("stock: %s moved %d of %d lines"):format(kind, #moved, #lines)) end
end

--- Promises stock to an order. Call `lock` first and check what it says.
---@param lines {sku_id:string, qty:integer}[] one a SKU
function store.reserve(tx, mall_id, order_id, lines) move(tx, mall_id, "reserve", order_id, lines, 0, 1) end

--- Takes a promise back: the order was not paid.
function store.release(tx, mall_id, order_id, lines) move(tx, mall_id, "release", order_id, lines, 0, -1) end

--- A promise becomes a sale: the goods belong to the shopper.
function store.sell(tx, mall_id, order_id, lines) move(tx, mall_id, "sell", order_id, lines, -1, -1) end

--- Locks the stock of these SKUs until the transaction ends, and tells all of it.
---@return table<string, {on_hand:integer, reserved:integer}>
function store.lock_levels(tx, mall_id, sku_ids)
  local levels = {}
  for _, row in ipairs(tx:rows([[
    SELECT sku_id, on_hand, reserved FROM stock
    WHERE mall_id = $1 AND sku_id = ANY ($2::uuid[]) ORDER BY sku_id FOR UPDATE]], mall_id, pg.array(sku_ids))) do
    levels[row.sku_id] = row
  end
  return levels
end

--- Begins to keep stock of SKUs that had none.
---@param skus {id:string, product_id:string}[]
function store.open(tx, mall_id, skus)
  local ids, products = {}, {}
  for i, sku in ipairs(skus) do ids[i], products[i] = sku.id, sku.product_id end
  tx:rows([[
    INSERT INTO stock (mall_id, sku_id, product_id, on_hand)
    SELECT $1, sku_id, product_id, 0 FROM unnest($2::uuid[], $3::uuid[]) AS s (sku_id, product_id)
    ON CONFLICT (mall_id, sku_id) DO NOTHING]], mall_id, pg.array(ids), pg.array(products))
end

--- Moves what is on hand for a reason of staff's. Call `lock_levels` first: what is promised must stay there.
---@param moves {sku_id:string, delta:integer}[]  one a SKU, none of 0
---@param why {kind:string, reason:string, note:string, actor:string}
function store.adjust(tx, mall_id, moves, why)
  local ids, deltas = {}, {}
  for i, one in ipairs(moves) do ids[i], deltas[i] = one.sku_id, one.delta end
  local moved = tx:rows([[
    WITH asked AS (SELECT * FROM unnest($2::uuid[], $3::int[]) AS asked (sku_id, delta)),
    moved AS (
      UPDATE stock s SET on_hand = on_hand + asked.delta, updated_at = now()
      FROM asked WHERE s.mall_id = $1 AND s.sku_id = asked.sku_id AND s.on_hand + asked.delta >= s.reserved
      RETURNING s.sku_id, asked.delta)
    INSERT INTO stock_entry (mall_id, sku_id, kind, on_hand_delta, reserved_delta, reason, note, actor)
    SELECT $1, sku_id, $4, delta, 0, $5, $6, $7 FROM moved RETURNING sku_id]],
    mall_id, pg.array(ids), pg.array(deltas), why.kind, why.reason, why.note, why.actor)
  if #moved ~= #moves then error(("stock: adjusted %d of %d SKUs"):format(#moved, #moves)) end
end

--- What moved the stock of a SKU, the latest first.
---@return table[]
function store.ledger(mall_id, sku_id, limit)
  return pg.rows([[
    SELECT e.id, e.kind, e.on_hand_delta, e.reserved_delta, e.reason, e.note, e.actor, e.at, o.number AS order_number,
      sum(e.on_hand_delta) OVER (ORDER BY e.id) AS on_hand
    FROM stock_entry e LEFT JOIN "order" o ON o.mall_id = e.mall_id AND o.id = e.order_id
    WHERE e.mall_id = $1 AND e.sku_id = $2 ORDER BY e.id DESC LIMIT $3]], mall_id, sku_id, limit)
end

--- What the ledger says about stock that the stock table contradicts: always none.
---@return {mall_id:string, sku_id:string}[]
function store.contradictions()
  return pg.rows([[
    SELECT s.mall_id, s.sku_id FROM stock s
    LEFT JOIN (SELECT mall_id, sku_id, sum(on_hand_delta) AS on_hand, sum(reserved_delta) AS reserved
      FROM stock_entry GROUP BY mall_id, sku_id) e USING (mall_id, sku_id)
    WHERE s.on_hand <> coalesce(e.on_hand, 0) OR s.reserved <> coalesce(e.reserved, 0)]])
end

--- How many of the goods on sale run out or have run out, and how many of these have.
---@param mall_id string
---@param low integer  as many as this, or fewer, is little
---@return { low: integer, out: integer }
function store.running_out(mall_id, low)
  return pg.row([[
    SELECT count(*) FILTER (WHERE s.on_hand - s.reserved <= $2)::int AS low,
      count(*) FILTER (WHERE s.on_hand = s.reserved)::int AS out
    FROM stock s
    JOIN sku k ON k.mall_id = s.mall_id AND k.id = s.sku_id AND k.active
    JOIN product p ON p.mall_id = s.mall_id AND p.id = s.product_id AND p.status = 'on_sale'
    WHERE s.mall_id = $1]], mall_id, low)
end

return store
