-- What runs short: a SKU that can be bought no more often than its threshold says stands here from the moment somebody looks
-- until there is enough again. Nobody looks while goods are sold: that row is hot enough.

local pg = require "pg"
local reader = require "shared.listing.reader"

local store = {}

--- Notices what has become short, and what is no more.
---@return integer raised
---@return integer ended
function store.notice()
  local ended = pg.write([[
    UPDATE stock_alarm a SET ended_at = now() FROM stock s
    WHERE a.ended_at IS NULL AND s.mall_id = a.mall_id AND s.sku_id = a.sku_id
      AND (s.restock_at IS NULL OR s.available > s.restock_at)]]).affected
  local raised = pg.write([[
    INSERT INTO stock_alarm (mall_id, sku_id, available, restock_at)
    SELECT s.mall_id, s.sku_id, s.available, s.restock_at FROM stock s
    JOIN sku k ON k.mall_id = s.mall_id AND k.id = s.sku_id AND k.active
    JOIN product p ON p.mall_id = s.mall_id AND p.id = s.product_id AND p.status = 'on_sale'
    WHERE s.restock_at IS NOT NULL AND s.available <= s.restock_at
    ON CONFLICT (mall_id, sku_id) WHERE ended_at IS NULL DO NOTHING]]).affected
  return raised, ended
end

--- Takes what nobody was told of yet, as told: of two who ask at once one gets it. What was told of within a day and came
-- back is not told of again: an order that is placed and given up crosses the threshold both ways.
---@return { code: string, label: string, product: string, available: integer, restock_at: integer, sku_id: string }[]
function store.take_untold(tx, mall_id)
  return tx:rows([[
    WITH taken AS (
      UPDATE stock_alarm a SET told_at = now() WHERE a.mall_id = $1 AND a.ended_at IS NULL AND a.told_at IS NULL
      RETURNING a.id, a.sku_id)
    SELECT k.id AS sku_id, k.code, k.label, p.name AS product, s.available, s.restock_at FROM taken
    JOIN stock s ON s.mall_id = $1 AND s.sku_id = taken.sku_id
    JOIN sku k ON k.mall_id = $1 AND k.id = taken.sku_id JOIN product p ON p.mall_id = $1 AND p.id = k.product_id
    WHERE s.restock_at IS NOT NULL AND NOT EXISTS (SELECT FROM stock_alarm b WHERE b.mall_id = $1 AND b.sku_id = taken.sku_id
      AND b.id <> taken.id AND b.told_at > now() - interval '1 day')
    ORDER BY p.name, k.code]], mall_id)
end

-- What sold lately says how long what is left will last.
local LIST = [[
  SELECT a.id, a.since, k.id AS sku_id, k.code, k.label, p.id AS product_id, p.name AS product, s.available, s.restock_at,
    (SELECT coalesce(-sum(e.on_hand_delta), 0)::int FROM stock_entry e WHERE e.mall_id = a.mall_id AND e.sku_id = a.sku_id
      AND e.kind IN ('sell', 'unsell') AND e.at > now() - interval '14 days') AS sold
  FROM stock_alarm a
  JOIN stock s ON s.mall_id = a.mall_id AND s.sku_id = a.sku_id
  JOIN sku k ON k.mall_id = a.mall_id AND k.id = a.sku_id
  JOIN product p ON p.mall_id = k.mall_id AND p.id = k.product_id
  WHERE a.mall_id = $1 AND a.ended_at IS NULL]]

--- Lists of what is short now: see shared.listing.reader.
store.list, store.count, store.all = reader.of(pg.slow_rows, LIST)

--- How many SKUs are short now.
---@return integer
function store.standing(mall_id)
  return pg.row("SELECT count(*)::int AS n FROM stock_alarm WHERE mall_id = $1 AND ended_at IS NULL", mall_id).n
end

return store
