-- Snapshots of prices in PostgreSQL: written some at once, thrown away when there are many. They go over the slow lane:
-- neither a page nor a purchase waits for their commit.

local pg = require "pg"

local store = {}

---@param list {mall_id:string, format:integer, input:table, promised:table}[]
function store.insert(list)
  pg.slow_rows([[
    INSERT INTO price_snapshot (mall_id, format, input, promised) SELECT mall_id, format, input, promised
    FROM jsonb_to_recordset($1::jsonb) AS kept (mall_id uuid, format int, input jsonb, promised jsonb)]], pg.json(list))
end

--- Keeps the newest of each mall.
---@param most integer
---@return integer thrown away
function store.sweep(most)
  return pg.write([[
    DELETE FROM price_snapshot s USING mall m
    WHERE s.mall_id = m.id AND s.id <= (
      SELECT id FROM price_snapshot WHERE mall_id = m.id ORDER BY id DESC OFFSET $1 LIMIT 1)]], most).affected
end

return store
