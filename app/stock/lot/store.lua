-- Lots of goods with a use-by date. Whoever changes one holds the lock of its SKU's stock, and has moved what is on hand in
-- the statement before: a lot follows its stock, so that what is on hand is the sum of the lots. What is sold is taken first
-- from the lot that is good for the shortest time (first expired, first out), and where it went is written down: a return
-- finds its lot, a recall finds its orders.

local pg = require "pg"

local store = {}

-- Between sums that run over the lots of a SKU and what is asked of it: so much of this lot.
local TAKE = [[
  WITH asked AS (SELECT * FROM unnest($2::uuid[], $3::int[]) AS asked (sku_id, qty)),
  lined_up AS (
    SELECT l.id, l.sku_id, l.qty, asked.qty AS wanted,
      sum(l.qty) OVER (PARTITION BY l.sku_id ORDER BY %s, l.received_at, l.id) - l.qty AS before
    FROM stock_lot l JOIN asked USING (sku_id) WHERE l.mall_id = $1 AND l.qty > 0),
  taken AS (SELECT id, sku_id, least(qty, wanted - before)::int AS n FROM lined_up WHERE before < wanted),
  moved AS (
    UPDATE stock_lot l SET qty = l.qty - taken.n FROM taken WHERE l.mall_id = $1 AND l.id = taken.id RETURNING l.id),
  noted AS (
    INSERT INTO stock_lot_entry (mall_id, lot_id, sku_id, kind, delta, order_id)
    SELECT $1, id, sku_id, $4, -n, $5 FROM taken)
  SELECT sku_id, sum(n)::int AS n FROM taken GROUP BY sku_id]]

-- What may be sold comes first. What may not is there for goods that became so while an order held them: it was paid, and is
-- told what is good longest; nobody is given what staff stopped while there is anything else.
local SALE = [[l.blocked, l.stopped_at IS NOT NULL, CASE WHEN NOT l.blocked THEN l.best_before END NULLS FIRST,
        l.best_before DESC NULLS FIRST]]
-- What is taken away without saying from which lot is what nobody may buy, then what is the oldest.
local LOSS = "NOT l.blocked, l.best_before NULLS FIRST"

local sale, loss = TAKE:format(SALE), TAKE:format(LOSS)

local function columns(lines)
  local ids, quantities = {}, {}
  for i, line in ipairs(lines) do ids[i], quantities[i] = line.sku_id, line.qty end
  return pg.array(ids), pg.array(quantities)
end

local function take(tx, sql, mall_id, lines, kind, order_id)
  local ids, quantities = columns(lines)
  local taken = {}
  for _, row in ipairs(tx:rows(sql, mall_id, ids, quantities, kind, order_id or pg.null)) do taken[row.sku_id] = row.n end
  for _, line in ipairs(lines) do
    if taken[line.sku_id] ~= line.qty then
      error(("stock: the lots of SKU %s have %d of %d"):format(line.sku_id, taken[line.sku_id] or 0, line.qty))
    end
  end
end

-- Into the lots that they were sold from, the soonest over first: nobody is promised more days than there are. What was sold
-- before lots were kept goes to the lot without a name.
local GIVE_BACK = [[
  WITH asked AS (SELECT * FROM unnest($2::uuid[], $3::int[]) AS asked (sku_id, qty)),
  sold AS (
    SELECT e.sku_id, e.lot_id, -sum(e.delta) AS n FROM stock_lot_entry e JOIN asked USING (sku_id)
    WHERE e.mall_id = $1 AND e.order_id = $5 GROUP BY e.sku_id, e.lot_id HAVING sum(e.delta) < 0),
  lined_up AS (
    SELECT l.id, l.sku_id, sold.n, asked.qty AS wanted,
      sum(sold.n) OVER (PARTITION BY l.sku_id ORDER BY l.best_before NULLS FIRST, l.id) - sold.n AS before
    FROM sold JOIN stock_lot l ON l.mall_id = $1 AND l.id = sold.lot_id JOIN asked ON asked.sku_id = l.sku_id),
  given AS (SELECT id, sku_id, least(n, wanted - before)::int AS n FROM lined_up WHERE before < wanted),
  moved AS (
    UPDATE stock_lot l SET qty = l.qty + given.n FROM given WHERE l.mall_id = $1 AND l.id = given.id RETURNING l.id),
  noted AS (
    INSERT INTO stock_lot_entry (mall_id, lot_id, sku_id, kind, delta, order_id)
    SELECT $1, id, sku_id, $4, n, $5 FROM given)
  SELECT asked.sku_id, asked.qty - coalesce((SELECT sum(n)::int FROM given WHERE given.sku_id = asked.sku_id),
    0) AS rest FROM asked]]

--- Lots follow what an order did to stock.
---@param kind "sell"|"unsell"|"return"
---@param lines stock.line[]  of SKUs that keep lots, one a SKU
function store.follow(tx, mall_id, order_id, kind, lines)
  if kind == "sell" then
    take(tx, sale, mall_id, lines, kind, order_id)
  else
    local ids, quantities = columns(lines)
    for _, row in ipairs(tx:rows(GIVE_BACK, mall_id, ids, quantities, kind, order_id)) do
      if row.rest > 0 then store.put(tx, mall_id, { sku_id = row.sku_id, code = "", qty = row.rest, kind = kind,
        order_id = order_id }) end
    end
  end
  local skus = {}
  for i, line in ipairs(lines) do skus[i] = line.sku_id end
  store.judge(tx, mall_id, skus)
end

--- Puts goods into a lot, which begins if it is new. A lot's date is what it was when it began.
---@param one { sku_id: string, code: string, best_before: string|nil, qty: integer, kind: string, order_id: string|nil }
---@return { id: string, best_before: string|nil }
function store.put(tx, mall_id, one)
  local lot = tx:row([[
    INSERT INTO stock_lot AS l (mall_id, sku_id, code, best_before, qty) VALUES ($1, $2, $3, $4::date, $5)
    ON CONFLICT (mall_id, sku_id, code) DO UPDATE SET qty = l.qty + excluded.qty
    RETURNING id, to_char(best_before, 'YYYY-MM-DD') AS best_before]],
    mall_id, one.sku_id, one.code, one.best_before or pg.null, one.qty)
  tx:rows([[INSERT INTO stock_lot_entry (mall_id, lot_id, sku_id, kind, delta, order_id) VALUES ($1, $2, $3, $4, $5, $6)]],
    mall_id, lot.id, one.sku_id, one.kind, one.qty, one.order_id or pg.null)
  return lot
end

--- Begins to keep lots of a SKU: what lies there becomes a lot without a name.
---@param on_hand integer
function store.begin(tx, mall_id, sku_id, on_hand)
  tx:rows("UPDATE stock SET keeps_lots = true WHERE mall_id = $1 AND sku_id = $2", mall_id, sku_id)
  if on_hand > 0 then store.put(tx, mall_id, { sku_id = sku_id, code = "", qty = on_hand, kind = "open" }) end
end

--- What staff moved: into a lot, out of one, or from wherever where they did not say.
---@param moves { sku_id: string, delta: integer, lot_id: string|nil, lot: table|nil }[]  see stock.store.adjust
---@param kind "receive"|"adjust"
function store.adjust(tx, mall_id, moves, kind)
  local losses, skus = {}, {}
  for i, one in ipairs(moves) do
    skus[i] = one.sku_id
    if one.lot_id then
      tx:rows("UPDATE stock_lot SET qty = qty + $3 WHERE mall_id = $1 AND id = $2", mall_id, one.lot_id, one.delta)
      tx:rows("INSERT INTO stock_lot_entry (mall_id, lot_id, sku_id, kind, delta) VALUES ($1, $2, $3, $4, $5)",
        mall_id, one.lot_id,
        one.sku_id, kind, one.delta)
    elseif one.delta < 0 then
      losses[#losses + 1] = { sku_id = one.sku_id, qty = -one.delta }
    else
      local lot = one.lot or { code = "" }
      store.put(tx, mall_id, { sku_id = one.sku_id, code = lot.code, best_before = lot.best_before, qty = one.delta,
        kind = kind })
    end
  end
  if #losses > 0 then take(tx, loss, mall_id, losses, kind) end
  store.judge(tx, mall_id, skus)
end

--- Decides which lots may be sold today, and how much of each SKU may not. The day is Seoul's.
---@param sku_ids string[]  whose stock is locked
function store.judge(tx, mall_id, sku_ids)
  tx:rows([[
    WITH judged AS (
      SELECT l.id, l.stopped_at IS NOT NULL OR coalesce(l.best_before - (now() AT TIME ZONE 'Asia/Seoul')::date < s.least_days, false) AS blocked
      FROM stock_lot l JOIN stock s ON s.mall_id = l.mall_id AND s.sku_id = l.sku_id
      WHERE l.mall_id = $1 AND l.sku_id = ANY ($2::uuid[]))
    UPDATE stock_lot l SET blocked = judged.blocked FROM judged
    WHERE l.mall_id = $1 AND l.id = judged.id AND l.blocked <> judged.blocked]], mall_id, pg.array(sku_ids))
  tx:rows([[
    UPDATE stock s SET blocked = b.n FROM (
      SELECT k.sku_id, coalesce(sum(l.qty) FILTER (WHERE l.blocked), 0)::int AS n
      FROM unnest($2::uuid[]) AS k (sku_id) LEFT JOIN stock_lot l ON l.mall_id = $1 AND l.sku_id = k.sku_id GROUP BY k.sku_id) b
    WHERE s.mall_id = $1 AND s.sku_id = b.sku_id AND s.blocked <> b.n]], mall_id, pg.array(sku_ids))
end

--- SKUs with lots that may be sold though their day has come.
---@param limit integer
---@return { mall_id: string, sku_id: string }[]
function store.over(limit)
  return pg.rows([[
    SELECT DISTINCT l.mall_id, l.sku_id FROM stock_lot l JOIN stock s ON s.mall_id = l.mall_id AND s.sku_id = l.sku_id
    WHERE l.qty > 0 AND NOT l.blocked AND l.best_before < (now() AT TIME ZONE 'Asia/Seoul')::date + s.least_days
    ORDER BY l.mall_id, l.sku_id LIMIT $1]], limit)
end

local LOTS = [[
  SELECT l.id, l.sku_id, l.code, to_char(l.best_before, 'YYYY-MM-DD') AS best_before, l.qty, l.blocked, l.stopped_at, l.stopped_why,
    l.received_at, l.best_before - (now() AT TIME ZONE 'Asia/Seoul')::date AS days_left,
    (SELECT count(DISTINCT e.order_id)::int FROM stock_lot_entry e WHERE e.mall_id = l.mall_id AND e.lot_id = l.id) AS orders
  FROM stock_lot l WHERE l.mall_id = $1 ]]

--- The lots of a SKU, in the order in which they are sold; those that are used up last, and no more than a few of them.
---@return table[]
function store.of_sku(mall_id, sku_id, limit)
  return pg.rows(LOTS .. [[AND l.sku_id = $2
    ORDER BY l.qty = 0, l.blocked, l.best_before NULLS FIRST, l.received_at, l.id LIMIT $3]], mall_id, sku_id, limit)
end

---@return table|nil
function store.find(mall_id, id, tx)
  local sql = LOTS .. "AND l.id = $2"
  if tx then return tx:row(sql, mall_id, id) end
  return pg.row(sql, mall_id, id)
end

--- The lot of a SKU that is called so.
---@return { id: string, best_before: string|nil }|nil
function store.by_code(tx, mall_id, sku_id, code)
  return tx:row([[SELECT id, to_char(best_before, 'YYYY-MM-DD') AS best_before FROM stock_lot
    WHERE mall_id = $1 AND sku_id = $2 AND code = $3]], mall_id, sku_id, code)
end

--- Stops the sale of a lot, or lets it be sold again.
---@param why string|nil  nil: it may be sold again
function store.stop(tx, mall_id, id, why)
  tx:rows([[UPDATE stock_lot SET stopped_at = CASE WHEN $3 = '' THEN NULL ELSE coalesce(stopped_at, now()) END, stopped_why = $3
    WHERE mall_id = $1 AND id = $2]], mall_id, id, why or "")
end

--- Orders that were given goods of a lot and have not given them back, the latest first.
---@return { number: string, placed_at: number, status: string, qty: integer }[]
function store.orders(mall_id, id, limit)
  return pg.rows([[
    SELECT o.number, o.placed_at, o.status, e.qty
    FROM (SELECT order_id, -sum(delta)::int AS qty FROM stock_lot_entry
      WHERE mall_id = $1 AND lot_id = $2 AND order_id IS NOT NULL GROUP BY order_id HAVING sum(delta) < 0) e
    JOIN "order" o ON o.mall_id = $1 AND o.id = e.order_id ORDER BY o.placed_at DESC, o.id DESC LIMIT $3]], mall_id,
      id, limit)
end

return store
