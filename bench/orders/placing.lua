-- Placements a second: ours through HTTP, from the button to the answer, by turns with pgbench, which sends the statements
-- of such a placement's transaction over as many connections as serve it best. Both commit to the disk. Contended, all want
-- one SKU, and each waits for the commit of the one before; else sixteen SKUs are wanted by turns.

local duel = require "bench.web.duel"
local buyers = require "bench.orders.buyers"
local field = require "bench.orders.field"
local fs = require "fs"
local script = require "bench.orders.script"

local placing = {}

-- How often something is done. `BENCH_ORDERS=1` is a smoke test: whether it can be measured, not what.
local smoke = os.getenv "BENCH_ORDERS" == "1"
local ROUNDS, BUYERS, TRANSACTIONS, LOSERS, SKUS = 6, 1200, 1200, 2000, 16
if smoke then BUYERS, TRANSACTIONS, LOSERS, SKUS = 30, 40, 60, 2 end

local PLENTY = 1000000

local function goods(count)
  local list = {}
  local rows = field.psql(([[
    SELECT k.id, p.slug, k.code FROM sku k JOIN product p ON p.mall_id = k.mall_id AND p.id = k.product_id
    JOIN mall_host h ON h.mall_id = k.mall_id AND h.host = 'localhost'
    WHERE k.active AND p.status = 'on_sale' ORDER BY k.code LIMIT %d]])
    :format(count))
  for id, slug, code in rows:gmatch "([^|\n]+)|([^|\n]+)|([^|\n]+)" do list[#list + 1] = { id = id, slug = slug,
    code = code } end
  return list
end

local function stock(list, on_hand)
  for _, one in ipairs(list) do
    field.psql(("UPDATE stock SET on_hand = reserved + safety + %d WHERE sku_id = '%s'"):format(on_hand, one.id))
  end
end

local function quoted(values)
  local parts = {}
  for i, value in ipairs(values) do parts[i] = "'" .. value:gsub("'", "''") .. "'" end
  return table.concat(parts, ", ")
end

-- The peer's script for one SKU, with what so many transactions of it need.
local function prepare_peer(one, number, count)
  local recorded = field.inside("bench/orders/recorder.lua", { one.code, tostring(count) })
  local name = "bench_order_" .. number
  local made = script.make(recorded.one.statements, recorded.other.statements, name)
  local columns, rows = {}, {}
  for i = 1, #made.columns do columns[i] = ("c%d text"):format(i) end
  for i, ready in ipairs(recorded.ready) do
    rows[i] = ("(%d, %s)"):format(i, quoted(script.row(made, { [recorded.one.cart_id] = ready.cart_id,
      [recorded.one.place_key] = ready.place_key })))
  end
  field.psql(([[DROP TABLE IF EXISTS %s; DROP SEQUENCE IF EXISTS %s_turn;
    CREATE TABLE %s (n integer PRIMARY KEY, %s); CREATE SEQUENCE %s_turn;
    INSERT INTO %s VALUES %s; GRANT SELECT ON %s TO sijang_app; GRANT USAGE ON SEQUENCE %s_turn TO sijang_app; ANALYZE %s]])
    :format(name, name, name, table.concat(columns, ", "), name, name, table.concat(rows, ",\n"), name, name, name))
  local path = ("%s/%s.sql"):format(field.folder, name)
  assert(fs.write(path, made.text))
  return path
end

-- As many connections as it takes: found out first, with a part of what there is.
local function best_clients(run)
  local best, best_rate = 8, 0
  for _, clients in ipairs(smoke and { 4 } or { 4, 8, 16, 32 }) do
    local rate = run(clients)
    if rate > best_rate then best, best_rate = clients, rate end
  end
  return best
end

local function fight(report, name, list, goal)
  stock(list, PLENTY)
  local scripts = {}
  -- scripts are drawn: some more often than others
  local each = math.ceil(TRANSACTIONS * (ROUNDS + 4) / #list * (#list > 1 and 1.6 or 1.1)) + 20
  for number, one in ipairs(list) do scripts[number] = prepare_peer(one, number, each) end
  local server = field.serve()
  local crowds, turn = {}, 0
  for round = 1, ROUNDS do crowds[round] = buyers.gather(server, list, BUYERS, "buyers-" .. round) end
  local function peer(clients) return field.pgbench(scripts, clients, math.floor(TRANSACTIONS / clients)) end
  local clients = best_clients(peer)
  duel.fight(report, { name = name, goal = goal, unit = "orders/s", peer = function() return peer(clients) end,
    ours = function()
      turn = turn + 1
      local result = buyers.go(server, crowds[turn], 32, true)
      if result.sold < BUYERS then error(("%d of %d buyers were sold nothing"):format(result.refused, BUYERS), 0) end
      return result.rate
    end })
  field.close()
end

local function losers(report, list)
  stock(list, 20)
  local server = field.serve()
  local result = buyers.go(server, buyers.gather(server, list, LOSERS, "losers"), smoke and 8 or 64)
  field.close()
  local left = field.psql(("SELECT available FROM stock WHERE sku_id = '%s'"):format(list[1].id))
  if left:match "%d+" ~= "0" then error("there are some left: " .. left, 0) end
  report { name = "losers of a flash sale are told, p95", goal = 200, lower_is_better = true, unit = "ms",
    ratio = result.p95,
    ours = math.floor(result.p95 * 10 + 0.5) / 10, spread = ("(p50 %.1f, %.0f answers/s)"):format(result.p50, result.rate) }
end

--- Everybody wants the same.
function placing.contended(report)
  local list = goods(1)
  fight(report, "orders of one SKU ÷ pgbench, same statements", list, 0.5)
  losers(report, list)
end

--- A SKU of which there is as much as anybody wants.
---@return string code
function placing.plenty()
  local list = goods(1)
  stock(list, PLENTY)
  return list[1].code
end

--- Everybody wants something else.
function placing.uncontended(report) fight(report, "orders of sixteen SKUs ÷ pgbench, same statements", goods(SKUS), 0.5) end

return placing
