-- What lies in the warehouse, as staff moves it, and the ledger of all that ever moved it. Every movement is conditional (no
-- check in one transaction and act in another), happens inside the caller's transaction, and leaves a ledger entry. Rows are
-- locked in the order of their SKU ids. What orders do to stock is in hold/store.lua.

local pg = require "pg"
local lots = require "stock.lot.store"

local store = {}

---@class stock.level
---@field on_hand integer
---@field reserved integer
---@field keeps_lots boolean
---@field safety integer        never promised
---@field restock_at integer|nil  staff is told when no more than so many can be bought
---@field least_days integer    a lot with fewer days left is not sold any more

--- Locks the stock of these SKUs until the transaction ends, and tells all of it.
---@return table<string, stock.level>
function store.lock_levels(tx, mall_id, sku_ids)
  local levels = {}
  for _, row in ipairs(tx:rows([[
    SELECT sku_id, on_hand, reserved, keeps_lots, safety, restock_at, least_days FROM stock
    WHERE mall_id = $1 AND sku_id = ANY ($2::uuid[]) ORDER BY sku_id FOR NO KEY UPDATE]], mall_id, pg.array(sku_ids))) do
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
---@param moves {sku_id:string, delta:integer, lot_id:string|nil, lot:{code:string,
---  best_before:string|nil}|nil}[]  one a SKU,
---  none of 0; lot_id: out of or into this lot; lot: into this one, which may be new
---@param why {kind:string, reason:string, note:string, actor:string}
function store.adjust(tx, mall_id, moves, why)
  local ids, deltas = {}, {}
  for i, one in ipairs(moves) do ids[i], deltas[i] = one.sku_id, one.delta end
  local moved = tx:rows([[
    WITH asked AS (SELECT * FROM unnest($2::uuid[], $3::int[]) AS asked (sku_id, delta)),
    moved AS (
      UPDATE stock s SET on_hand = on_hand + asked.delta, updated_at = now()
      FROM asked WHERE s.mall_id = $1 AND s.sku_id = asked.sku_id AND s.on_hand + asked.delta >= s.reserved
      RETURNING s.sku_id, asked.delta, s.keeps_lots),
    noted AS (
      INSERT INTO stock_entry (mall_id, sku_id, kind, on_hand_delta, reserved_delta, reason, note, actor)
      SELECT $1, sku_id, $4, delta, 0, $5, $6, $7 FROM moved)
    SELECT sku_id, keeps_lots FROM moved]],
    mall_id, pg.array(ids), pg.array(deltas), why.kind, why.reason, why.note, why.actor)
  if #moved ~= #moves then error(("stock: adjusted %d of %d SKUs"):format(#moved, #moves)) end
  local keeping, in_lots = {}, {}
  for _, row in ipairs(moved) do keeping[row.sku_id] = row.keeps_lots end
  for _, one in ipairs(moves) do
    if keeping[one.sku_id] then in_lots[#in_lots + 1] = one end
  end
  if #in_lots > 0 then lots.adjust(tx, mall_id, in_lots, why.kind) end
end

--- How a SKU is sold: what is never promised, from where on it is to be restocked, how many days a lot must have left.
---@param policy { safety: integer, restock_at: integer|nil, least_days: integer }
function store.set_policy(tx, mall_id, sku_ids, policy)
  tx:rows([[UPDATE stock SET safety = $3, restock_at = $4, least_days = $5, updated_at = now()
    WHERE mall_id = $1 AND sku_id = ANY ($2::uuid[])]], mall_id, pg.array(sku_ids), policy.safety,
      policy.restock_at or pg.null,
    policy.least_days)
  lots.judge(tx, mall_id, sku_ids)
end

--- The SKUs of a product that keep stock.
---@return string[]
function store.of_product(tx, mall_id, product_id)
  local ids = {}
  for i, row in ipairs(tx:rows("SELECT sku_id FROM stock WHERE mall_id = $1 AND product_id = $2 ORDER BY sku_id",
    mall_id, product_id)) do
    ids[i] = row.sku_id
  end
  return ids
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
    SELECT count(*) FILTER (WHERE s.available <= $2)::int AS low,
      count(*) FILTER (WHERE s.available = 0)::int AS out
    FROM stock s
    JOIN sku k ON k.mall_id = s.mall_id AND k.id = s.sku_id AND k.active
    JOIN product p ON p.mall_id = s.mall_id AND p.id = s.product_id AND p.status = 'on_sale'
    WHERE s.mall_id = $1]], mall_id, low)
end

return store
