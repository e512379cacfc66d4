-- Orders from before there were axes: migration 0030 tells their histories anew, as paths of the machine, and writes the books
-- of what was paid.

local database = require "spec.support.database"
local fs = require "fs"
local migration = require "migration"
local path = require "order.rules.path"
local pg = require "pg"
local runtime = require "runtime"

local BEFORE = [[
INSERT INTO mall (id, code, name, theme) VALUES ('00000000-0000-7000-8000-000000000000', 'shop', '시험상회', 'food');
INSERT INTO "order" (mall_id, id, number, place_key, cart_id, status, channel, goods_amount, discount_amount, shipping_amount,
  payable_amount, orderer_name, orderer_phone, orderer_email, recipient_name, recipient_phone, postcode, address1, address2, region)
SELECT m.id, ('00000000-0000-7000-8000-00000000000' || n)::uuid, '261123-000000' || n, uuid7(), uuid7(), status, 'mobile', 8000, 1000, 3000,
  10000, '김시장', '01012345678', '', '김시장', '01012345678', '04524', '서울', '', 'normal'
FROM mall m, (VALUES (1, 'awaiting_deposit'), (2, 'paid'), (3, 'expired')) AS o (n, status);
INSERT INTO order_line (mall_id, order_id, position, sku_id, product_id, sku_code, product_name, product_slug, brand_name, sku_label,
  unit_price, qty, discount_amount, amount)
SELECT mall_id, id, p, uuid7(), uuid7(), 'TEA', '보리차', 'tea', '들녘', '', 2000, 2, 500, 3500 FROM "order", generate_series(1, 2) AS p;
INSERT INTO payment (mall_id, order_id, method, status, amount, bank, account_number, account_holder, depositor, due_at, deposited_at)
SELECT mall_id, id, 'bank_transfer', CASE status WHEN 'awaiting_deposit' THEN 'waiting' WHEN 'paid' THEN 'deposited' ELSE 'expired' END, 10000,
  '국민', '1', '시장', '김시장', '2026-11-26 23:59:59+09', CASE status WHEN 'paid' THEN '2026-11-24 10:00+09'::timestamptz END FROM "order";
INSERT INTO order_event (mall_id, order_id, seq, event, from_status, to_status, actor, note, at)
SELECT mall_id, id, 1, 'place', NULL, 'awaiting_deposit', 'shopper', '', '2026-11-23 10:00+09'::timestamptz FROM "order"
UNION ALL SELECT mall_id, id, 2, 'deposit', 'awaiting_deposit', 'paid', 'staff hana@shop.kr', '통장 확인', '2026-11-24 10:00+09' FROM "order"
  WHERE status = 'paid'
UNION ALL SELECT mall_id, id, 2, 'expire', 'awaiting_deposit', 'expired', 'clock', '', '2026-11-27 00:10+09' FROM "order"
  WHERE status = 'expired';
]]

describe("an order from before there were axes", function()
  local folder, name

  setup(function()
    folder, name = assert(fs.temp "sijang-conversion"), database.create "template0"
    local function take(first, last)
      for _, file in ipairs(fs.list(runtime.root() .. "/migrations")) do
        local version = tonumber(file:match "^%d+")
        if version >= first and version <= last then
          assert(fs.write(folder .. "/" .. file, fs.read(runtime.root() .. "/migrations/" .. file)))
        end
      end
      assert(migration.run { folder = folder })
    end
    pg.use(database.address(name, "sijang"))
    take(1, 29)
    for statement in BEFORE:gmatch "[^;]+;" do assert(pg.tx(function(tx)
      tx:rows "SET LOCAL session_replication_role = replica"
      tx:rows(statement)
      return true
    end)) end
    take(30, 30)
  end)

  teardown(function()
    pg.use(database.address("postgres", "sijang"))
    database.drop(name)
    fs.remove(folder, true)
  end)

  local function history(n)
    return pg.rows([[SELECT e.* FROM order_event e JOIN "order" o ON o.id = e.order_id WHERE o.number = $1 ORDER BY e.seq]], "261123-000000" .. n)
  end

  it("has a history that the machine allows, with the same moments, actors and notes", function()
    for n, events in ipairs { 3, 6, 6 } do
      local told = history(n)
      assert.equal(events, #told)
      assert.is_true(path.is(require "order.machine", told))
    end
    local paid = history(2)
    assert.same({ "payment", "deposit", "staff hana@shop.kr", "통장 확인" }, { paid[4].axis, paid[4].event, paid[4].actor, paid[4].note })
    assert.same({ "line", "pay", "payment.deposit", 2 }, { paid[5].axis, paid[5].event, paid[5].cause, paid[5].qty })
    assert.equal(paid[4].at, paid[5].at)
  end)

  it("stands where its history ends: payments, units and label", function()
    local said = {}
    for i, row in ipairs(pg.rows [[SELECT o.status, p.status AS payment, p.reference, p.provider, p.channel, p.captured_amount, p.vat_amount,
      p.paid_at IS NOT NULL AND o.paid_at = p.paid_at AS stamped, p.closed_at IS NOT NULL AS closed,
      p.expires_at - p.due_at = interval '10 minutes' AS graced,
      (SELECT string_agg(state || ' ' || qty, ', ') FROM order_portion u WHERE u.order_id = o.id) AS units
      FROM "order" o JOIN payment p ON p.order_id = o.id ORDER BY o.number]]) do
      said[i] = ("%s %s %s %s %s %d %d %s %s %s %s"):format(row.status, row.payment, row.reference, row.provider, row.channel, row.captured_amount,
        row.vat_amount, tostring(row.stamped), tostring(row.closed), tostring(row.graced), row.units)
    end
    assert.same({
      "awaiting_deposit waiting 261123-0000001-1 bank mobile 0 909 false false true awaiting_payment 2, awaiting_payment 2",
      "paid paid 261123-0000002-1 bank mobile 10000 909 true false true paid 2, paid 2",
      "expired expired 261123-0000003-1 bank mobile 0 909 false true true unpaid 2, unpaid 2",
    }, said)
  end)

  it("that was paid stands in the books, in even transactions", function()
    local said = {}
    for i, row in ipairs(pg.rows "SELECT account, sum(debit - credit)::int AS balance FROM ledger_entry GROUP BY account ORDER BY account") do
      said[i] = row.account .. " " .. row.balance
    end
    assert.same({ "cash:bank 10000", "discount 1000", "receivable 0", "sales:goods -8000", "sales:shipping -3000" }, said)
    assert.equal(0, #pg.rows "SELECT FROM ledger_entry GROUP BY transaction_id HAVING sum(debit) <> sum(credit)")
    assert.equal(2, #pg.rows "SELECT DISTINCT transaction_id FROM ledger_entry")
  end)

  it("has books that refuse what does not balance", function()
    local rows, _, sqlstate = pg.query([[INSERT INTO ledger_entry (mall_id, transaction_id, order_id, account, debit, what)
      SELECT mall_id, uuid7(), id, 'receivable', 1, 'test' FROM "order" LIMIT 1]])
    assert.is_nil(rows)
    assert.equal("23514", sqlstate)
  end)
end)
