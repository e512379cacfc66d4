-- The list of orders in the back office when there are a million of them: the pages that staff opens all day.

local field = require "bench.orders.field"
local terminal = require "terminal"

local list = {}

local COUNT = os.getenv "BENCH_ORDERS" == "1" and 20000 or 1000000

-- A year of orders of one mall; one order of the demo mall is what each is made of.
local FILL = [[
CREATE TEMP TABLE made AS
  SELECT n, uuid7() AS id, now() - n * interval '30 seconds' AS at, CASE WHEN n %% 100 < 2 THEN 'awaiting_payment' WHEN n %% 100 < 4
    THEN 'paid' WHEN n %% 100 < 6 THEN 'preparing' WHEN n %% 100 < 8 THEN 'shipping' WHEN n %% 100 < 90 THEN 'confirmed' ELSE 'unpaid' END AS state
  FROM generate_series(1, %d) AS n;
SET session_replication_role = replica;
INSERT INTO "order" SELECT made_of.* FROM made, (SELECT o FROM "order" o ORDER BY o.id LIMIT 1) alike,
  LATERAL jsonb_populate_record(alike.o, jsonb_build_object('id', made.id, 'number', to_char(made.at, 'YYMMDD') || '-'
    || lpad(upper(to_hex(n)), 7, '0'), 'place_key', gen_random_uuid(), 'placed_at', made.at, 'status', CASE made.state WHEN 'unpaid' THEN 'expired'
    WHEN 'awaiting_payment' THEN 'awaiting_deposit' ELSE made.state END, 'orderer_name', '손님' || n %% 9973,
    'paid_at', CASE WHEN made.state NOT IN ('unpaid', 'awaiting_payment') THEN made.at END)) made_of;
INSERT INTO order_line SELECT made_of.* FROM made, (SELECT l FROM order_line l ORDER BY l.order_id LIMIT 1) alike,
  LATERAL jsonb_populate_record(alike.l, jsonb_build_object('order_id', made.id)) made_of;
INSERT INTO order_portion (mall_id, order_id, position, state, qty)
  SELECT l.mall_id, made.id, l.position, made.state, l.qty FROM made, (SELECT * FROM order_line ORDER BY order_id LIMIT 1) l;
INSERT INTO payment SELECT made_of.* FROM made, (SELECT p FROM payment p ORDER BY p.order_id LIMIT 1) alike,
  LATERAL jsonb_populate_record(alike.p, jsonb_build_object('id', uuid7(), 'order_id', made.id, 'reference',
    to_char(made.at, 'YYMMDD') || '-' || lpad(upper(to_hex(n)), 7, '0') || '-1')) made_of;
]]

--- Fills the books and asks for pages of the list.
function list.measure(report)
  terminal.progress(("Making %d orders"):format(COUNT), function()
    field.psql(FILL:format(COUNT))
    field.psql 'VACUUM ANALYZE "order"; VACUUM ANALYZE order_line; VACUUM ANALYZE order_portion; VACUUM ANALYZE payment'
  end)
  for _, page in ipairs(field.inside "bench/orders/reader.lua") do
    report { name = ("list of %d orders: %s"):format(COUNT, page.name), goal = 50, lower_is_better = true, unit = "ms",
      ratio = page.ms, ours = math.floor(page.ms * 10 + 0.5) / 10, spread = ("(slowest %.1f)"):format(page.most) }
  end
end

return list
