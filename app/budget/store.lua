-- Budgets in PostgreSQL. An order takes its part when it is placed, by an update that goes no further than the maximum;
-- the part is the order's own once it is paid, and comes back if it was not. Each order's part stands in a row, so that a
-- step which comes twice has one effect, and rows are locked in the order of their keys.

local pg = require "pg"
local fault = require "shared.fault"

local store = {}

--- Opens a budget, or changes how much there is. Not below what is taken already.
---@return boolean  false: more is taken
function store.set(tx, mall_id, key, max)
  return tx:row([[
    INSERT INTO budget AS b (mall_id, key, max) VALUES ($1, $2, $3)
    ON CONFLICT (mall_id, key) DO UPDATE SET max = excluded.max WHERE b.used <= excluded.max RETURNING key]],
    mall_id, key, max) ~= nil
end

---@return {used:integer, max:integer}|nil
function store.of(mall_id, key)
  return pg.row("SELECT used, max FROM budget WHERE mall_id = $1 AND key = $2", mall_id, key)
end

-- What an order has taken counts for nothing further: the insert makes it once, the update counts what was made.
local TAKE = [[
  WITH asked AS (
    SELECT key, amount FROM jsonb_to_recordset($3::jsonb) AS asked (key text, amount bigint)),
  locked AS (
    SELECT b.key, b.used, b.max FROM budget b JOIN asked USING (key) WHERE b.mall_id = $1 ORDER BY b.key FOR UPDATE OF b)
  SELECT asked.key, asked.amount, locked.key IS NOT NULL AS known, locked.max - locked.used AS left, mine.amount AS has
  FROM asked LEFT JOIN locked USING (key)
  LEFT JOIN budget_use mine ON mine.mall_id = $1 AND mine.order_id = $2 AND mine.key = asked.key ORDER BY asked.key]]

--- Takes an order's part of each of these budgets, or of none. What the order has already is not taken again.
---@param parts {key:string, amount:integer}[]  one a budget
---@return true|nil
---@return fault|nil budget.out (with `key` and what is `left`)
function store.reserve(tx, mall_id, order_id, parts)
  if #parts == 0 then return true end
  local take = {}
  for _, row in ipairs(tx:rows(TAKE, mall_id, order_id, pg.json(parts))) do
    if not row.known or not row.has and row.left < row.amount then
      return nil, fault("budget.out", { key = row.key, left = row.left or 0 })
    end
    if not row.has then take[#take + 1] = { key = row.key, amount = row.amount } end
  end
  if #take == 0 then return true end
  local taken = tx:rows([[
    WITH taken AS (
      INSERT INTO budget_use (mall_id, order_id, key, amount)
      SELECT $1, $2, key, amount FROM jsonb_to_recordset($3::jsonb) AS part (key text, amount bigint)
      RETURNING key, amount)
    UPDATE budget b SET used = b.used + taken.amount FROM taken
    WHERE b.mall_id = $1 AND b.key = taken.key AND b.used + taken.amount <= b.max]], mall_id, order_id, pg.json(take))
  if taken.affected ~= #take then error("budget: what was locked and sufficed did not suffice") end
  return true
end

--- What an order has taken is its own.
---@return integer committed
function store.commit(tx, mall_id, order_id)
  return tx:rows("UPDATE budget_use SET committed_at = now() WHERE mall_id = $1 AND order_id = $2 AND committed_at IS NULL",
    mall_id, order_id).affected
end

--- What an order has taken comes back.
---@param committed boolean|nil  also what is its own: it was given back
---@return integer released
function store.release(tx, mall_id, order_id, committed)
  tx:rows([[SELECT b.key FROM budget b JOIN budget_use u USING (mall_id, key) WHERE b.mall_id = $1 AND u.order_id = $2
    ORDER BY b.key FOR UPDATE OF b]], mall_id, order_id)
  return tx:rows([[
    WITH back AS (
      DELETE FROM budget_use WHERE mall_id = $1 AND order_id = $2 AND ($3 OR committed_at IS NULL) RETURNING key, amount)
    UPDATE budget b SET used = b.used - back.amount FROM back WHERE b.mall_id = $1 AND b.key = back.key]],
    mall_id, order_id, committed or false).affected
end

return store
