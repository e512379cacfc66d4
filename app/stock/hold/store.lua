-- What orders do to stock. An order holds goods from its placement until it is paid or given up, then they are sold; what is
-- cancelled before it left, or comes back, goes onto the shelf again. Each step is one statement that moves what it may move
-- and nothing else (no check in one statement and act in another), inside the caller's transaction, with the order's row
-- locked before; it leaves an entry in the ledger under the order, its kind and the step's key, and the same step again does
-- nothing. Rows of stock are locked in the order of their SKU ids, so that two orders for the same goods cannot wait for
-- each other.

local crypto = require "crypto"
local pg = require "pg"
local fault = require "shared.fault"
local lots = require "stock.lot.store"

local store = {}

---@class stock.line
---@field sku_id string
---@field qty integer

---@class stock.step
---@field key string|nil        what this step is called within its order; the same again does nothing. nil: like no other
---@field expires_at number|nil  of a hold: epoch seconds
---@field last boolean|nil       of a hold: nothing else is to be locked after it, and it goes with the COMMIT

-- A longer key is known by its digest.
local KEY_MOST = 200

-- What is asked of each SKU, in the order of their ids; who asks for a SKU twice asks for the sum.
local function columns(lines)
  local sums, ids, quantities = {}, {}, {}
  for _, line in ipairs(lines) do
    if not sums[line.sku_id] then ids[#ids + 1] = line.sku_id end
    sums[line.sku_id] = (sums[line.sku_id] or 0) + line.qty
  end
  table.sort(ids)
  for i, id in ipairs(ids) do quantities[i] = sums[id] end
  return ids, quantities
end

-- $1 mall, $2 SKUs, $3 quantities, $4 order, $5 key. `fresh`: what of it has not been done yet.
local TOLD = [[(SELECT count(*)::int FROM fresh) AS fresh, (SELECT count(*)::int FROM moved) AS moved,
    (SELECT count(*)::int FROM held) AS held,
    (SELECT json_agg(json_build_object('sku_id', sku_id, 'qty', qty)) FROM moved WHERE keeps_lots) AS lots]]
-- What nobody reads the answer of fails where there is too little: it divides by nothing.
local FAILS, TOO_LITTLE = "1 / ((SELECT count(*) FROM fresh) = (SELECT count(*) FROM moved))::int AS held", "22012"

local function statement(kind, many, parts, told)
  return ([[
  WITH %s asked AS (
    SELECT a.sku_id, a.qty FROM unnest($2::uuid[], $3::int[]) AS a (sku_id, qty)%s),
  fresh AS (
    SELECT sku_id, qty FROM asked WHERE NOT EXISTS (SELECT FROM stock_entry e
      WHERE e.mall_id = $1 AND e.order_id = $4 AND e.sku_id = asked.sku_id AND e.kind = '%s' AND e.key = $5)),
  moved AS (
    UPDATE stock s SET %s, updated_at = now() FROM fresh
    WHERE s.mall_id = $1 AND s.sku_id = fresh.sku_id AND %s
    RETURNING s.sku_id, fresh.qty, s.keeps_lots),
  noted AS (
    INSERT INTO stock_entry (mall_id, sku_id, kind, on_hand_delta, reserved_delta, order_id, key)
    SELECT $1, sku_id, '%s', %s, $4, $5 FROM moved),
  %s
  SELECT %s]]):format(
    many and [[locked AS MATERIALIZED (
    SELECT sku_id FROM stock WHERE mall_id = $1 AND sku_id = ANY ($2::uuid[]) ORDER BY sku_id FOR NO KEY UPDATE),]] or "",
    many and " WHERE (SELECT count(*) FROM locked) >= 0" or "", kind, parts.set, parts.where, kind, parts.deltas, parts.held,
    told)
end

local HOLD = [[held AS (
    INSERT INTO stock_hold AS h (mall_id, order_id, sku_id, qty, expires_at)
    SELECT $1, $4, sku_id, qty, to_timestamp($6) FROM moved
    ON CONFLICT (mall_id, order_id, sku_id) DO UPDATE SET qty = h.qty + excluded.qty,
      expires_at = greatest(h.expires_at, excluded.expires_at)
    RETURNING 1)]]

-- A hold that is used up goes; of one that is used in part the rest stays.
local UNHOLD = [[gone AS (
    DELETE FROM stock_hold h USING moved
    WHERE h.mall_id = $1 AND h.order_id = $4 AND h.sku_id = moved.sku_id AND h.qty = moved.qty RETURNING 1),
  less AS (
    UPDATE stock_hold h SET qty = h.qty - moved.qty FROM moved
    WHERE h.mall_id = $1 AND h.order_id = $4 AND h.sku_id = moved.sku_id AND h.qty > moved.qty RETURNING 1),
  held AS (SELECT FROM gone UNION ALL SELECT FROM less)]]

-- No more comes back of an order than went out to it.
local SOLD_BEFORE = [[fresh.qty <= (SELECT coalesce(-sum(e.on_hand_delta), 0) FROM stock_entry e
      WHERE e.mall_id = $1 AND e.order_id = $4 AND e.sku_id = s.sku_id AND e.kind IN ('sell', 'unsell', 'return'))]]
local NOTHING_HELD = "held AS (SELECT FROM moved)"

local BACK = { set = "on_hand = s.on_hand + fresh.qty", where = SOLD_BEFORE, deltas = "qty, 0", held = NOTHING_HELD }
local parts = {
  reserve = { set = "reserved = s.reserved + fresh.qty", where = "s.available >= fresh.qty", deltas = "0, qty",
    held = HOLD },
  release = { set = "reserved = s.reserved - fresh.qty", where = "s.reserved >= fresh.qty", deltas = "0, -qty",
    held = UNHOLD },
  sell = { set = "on_hand = s.on_hand - fresh.qty, reserved = s.reserved - fresh.qty", where = "s.reserved >= fresh.qty",
    deltas = "-qty, -qty", held = UNHOLD },
  unsell = BACK, ["return"] = BACK,
}
local one, many = {}, {}
for kind, part in pairs(parts) do
  one[kind], many[kind] = statement(kind, false, part, TOLD), statement(kind, true, part, TOLD)
end
one.reserve_or_fail = statement("reserve", false, parts.reserve, FAILS)
many.reserve_or_fail = statement("reserve", true, parts.reserve, FAILS)

-- The statement of a step, and its parameters.
local function asked(kind, mall_id, order_id, lines, options, ...)
  local ids, quantities = columns(lines)
  if #ids == 0 then error("stock: nothing to " .. kind, 4) end
  local key = options and options.key or crypto.uuid7()
  if #key > KEY_MOST then key = crypto.hex(crypto.sha256(key)) end
  return (#ids == 1 and one or many)[kind], mall_id, pg.array(ids), pg.array(quantities), order_id, key, ...
end

local function step(tx, kind, ...) return tx:row(asked(kind, ...)) end

-- Moves all lines or raises: what an order holds or was sold is there to be moved, or else the books are wrong.
local function move(tx, kind, mall_id, order_id, lines, options)
  local done = step(tx, kind, mall_id, order_id, lines, options)
  if done.moved ~= done.fresh or done.held ~= done.moved then
    error(("stock: %s moved %d of %d SKUs of order %s, %d of them held"):format(kind, done.moved, done.fresh,
      order_id, done.held))
  end
  if done.lots and kind ~= "release" then lots.follow(tx, mall_id, order_id, kind, done.lots) end
  return true
end

--- Which of these there is too little of right now, if any. Nothing is locked: who asks before doing everything else that an
--- order takes spares those who come too late the work, and is not promised anything.
---@param lines stock.line[]
---@return fault|nil  stock.sold_out { product, available }
function store.shortage(tx, mall_id, lines)
  local ids, quantities = columns(lines)
  local sql = [[
    SELECT p.name AS product, coalesce(s.available, 0) AS available
    FROM unnest($2::uuid[], $3::int[]) AS asked (sku_id, qty)
    JOIN sku k ON k.mall_id = $1 AND k.id = asked.sku_id
    JOIN product p ON p.mall_id = $1 AND p.id = k.product_id
    LEFT JOIN stock s ON s.mall_id = $1 AND s.sku_id = asked.sku_id
    WHERE coalesce(s.available, 0) < asked.qty ORDER BY asked.sku_id LIMIT 1]]
  local row
  if tx then
    row = tx:row(sql, mall_id, pg.array(ids), pg.array(quantities))
  else
    row = pg.row(sql, mall_id, pg.array(ids), pg.array(quantities))
  end
  return row and fault("stock.sold_out", { product = row.product, available = row.available })
end

-- What there was too little of may have been given back meanwhile: then too it was not there for this order.
local function sold_out(tx, mall_id, lines)
  return store.shortage(tx, mall_id, lines) or fault("stock.sold_out", { product = "주문하신 상품", available = 0 })
end

--- Promises goods to an order until a moment: all of them, or none where there is too little. One statement; call it as late
--- as the order of locks allows, since everybody who wants the same goods waits for the end of this transaction. Where it is
--- the last of all, whether there was enough is told when the transaction ends.
---@param tx table
---@param mall_id string
---@param order_id string
---@param lines stock.line[]
---@param options stock.step  with expires_at
---@return true|nil
---@return fault|nil  stock.sold_out { product, available }: the caller rolls back
function store.hold(tx, mall_id, order_id, lines, options)
  local expires_at = options.expires_at or error("stock: a hold ends some time", 2)
  if options.last then
    local function refused(failure) return failure.sqlstate == TOO_LITTLE and sold_out(nil, mall_id, lines) or nil end
    tx:defer(refused, asked("reserve_or_fail", mall_id, order_id, lines, options, expires_at))
    return true
  end
  local done = step(tx, "reserve", mall_id, order_id, lines, options, expires_at)
  if done.moved ~= done.fresh then return nil, sold_out(tx, mall_id, lines) end
  return true
end

--- Moves the end of what an order holds.
---@param expires_at number  epoch seconds
function store.extend(tx, mall_id, order_id, expires_at)
  tx:rows("UPDATE stock_hold SET expires_at = to_timestamp($3) WHERE mall_id = $1 AND order_id = $2", mall_id, order_id,
    expires_at)
end

--- Takes a promise back: the order was not paid.
---@param lines stock.line[]
---@param options stock.step|nil
function store.release(tx, mall_id, order_id, lines, options)
  return move(tx, "release", mall_id, order_id, lines, options)
end

--- A promise becomes a sale: the goods belong to the shopper. Of goods with lots it takes those that are good for the
--- shortest time yet, and remembers which.
function store.sell(tx, mall_id, order_id, lines, options) return move(tx, "sell", mall_id, order_id, lines, options) end

--- What was sold and has not left is given up, and can be bought again.
function store.unsell(tx, mall_id, order_id, lines, options) return move(tx, "unsell", mall_id, order_id, lines, options) end

--- What came back and can be sold again goes onto the shelf.
function store.take_back(tx, mall_id, order_id, lines, options)
  return move(tx, "return", mall_id, order_id, lines, options)
end

--- What an order holds.
---@return { sku_id: string, qty: integer, expires_at: number }[]
function store.of_order(tx, mall_id, order_id)
  return tx:rows([[SELECT sku_id, qty, expires_at FROM stock_hold
    WHERE mall_id = $1 AND order_id = $2 ORDER BY sku_id]], mall_id, order_id)
end

--- Orders whose holds should have ended so long ago, the longest first.
---@param seconds integer
---@param limit integer
---@return { mall_id: string, order_id: string }[]
function store.overdue(seconds, limit)
  return pg.rows([[
    SELECT mall_id, order_id FROM stock_hold WHERE expires_at < now() - make_interval(secs => $1)
    GROUP BY mall_id, order_id ORDER BY min(expires_at) LIMIT $2]], seconds, limit)
end

return store
