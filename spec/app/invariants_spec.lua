-- Every invariant, with books that are right and with one seeded fault that only it, or those it touches, can see.

local check_invariants = require "flows.check_invariants"
local database = require "spec.support.database"

-- Three orders of two of one SKU at 1,000 won and 3,000 won of shipping: waiting, paid, given back. Foreign keys are
-- asleep: what is not under scrutiny is left out.
local right = [[
SET session_replication_role = replica;
INSERT INTO mall (id, code, name, theme) VALUES (m(), 'shop', '시험상회', 'food');
INSERT INTO sku (mall_id, id, product_id, code, price) VALUES (m(), s(), s(), 'TEA', 1000);
INSERT INTO "order" (mall_id, id, number, place_key, cart_id, status, channel, goods_amount, discount_amount,
  shipping_amount, payable_amount, orderer_name, orderer_phone, orderer_email, recipient_name, recipient_phone, postcode,
  address1, address2, region)
SELECT m(), o(n), '261123-000000' || n, uuid7(), uuid7(), status, 'pc', 2000, 0, 3000, 5000, '김시장', '01012345678', 'a@b.kr',
  '김시장', '01012345678', '04524', '서울', '', 'normal'
FROM (VALUES (1, 'awaiting_deposit'), (2, 'paid'), (3, 'expired')) AS orders (n, status);
INSERT INTO order_line (mall_id, order_id, position, sku_id, product_id, sku_code, product_name, product_slug, brand_name,
  sku_label, unit_price, qty, amount)
SELECT m(), o(n), 1, s(), s(), 'TEA', '보리차', 'tea', '들녘', '', 1000, 2, 2000 FROM generate_series(1, 3) AS n;
UPDATE "order" SET paid_at = now() WHERE id = o(2);
INSERT INTO order_portion (mall_id, order_id, position, state, qty)
VALUES (m(), o(1), 1, 'awaiting_payment', 2), (m(), o(2), 1, 'paid', 2), (m(), o(3), 1, 'unpaid', 2);
INSERT INTO payment (mall_id, id, order_id, seq, reference, provider, channel, method, status, amount, captured_amount, bank, account_number,
  account_holder, depositor, due_at, expires_at, paid_at)
SELECT m(), p(n), o(n), 1, '261123-000000' || n || '-1', 'bank', 'pc', 'bank_transfer', status, 5000, captured, '국민', '1', '시장', '김시장', due_at,
  due_at, paid_at
FROM (VALUES (1, 'waiting', 0, now() + interval '3 days', NULL), (2, 'paid', 5000, now(), now()),
  (3, 'expired', 0, now() - interval '4 days', NULL)) AS payments (n, status, captured, due_at, paid_at);
INSERT INTO ledger_entry (mall_id, transaction_id, order_id, account, debit, credit, what)
VALUES (m(), p(1), o(2), 'cash:bank', 5000, 0, 'capture'), (m(), p(1), o(2), 'receivable', 0, 5000, 'capture'),
  (m(), p(2), o(2), 'receivable', 5000, 0, 'sale'), (m(), p(2), o(2), 'sales:goods', 0, 2000, 'sale'),
  (m(), p(2), o(2), 'sales:shipping', 0, 3000, 'sale');
INSERT INTO consent (mall_id, order_id, kind, agreed, wording)
SELECT m(), o(n), kind, true, '동의' FROM generate_series(1, 3) AS n, unnest(ARRAY['order', 'privacy']) AS kind;
INSERT INTO order_event (mall_id, order_id, seq, axis, subject, event, from_status, to_status, qty, actor)
VALUES (m(), o(1), 1, 'payment', p(1), 'announce', NULL, 'waiting', NULL, 'shopper'),
  (m(), o(1), 2, 'line', '1', 'place', NULL, 'awaiting_payment', 2, 'shopper'),
  (m(), o(2), 1, 'payment', p(2), 'announce', NULL, 'waiting', NULL, 'shopper'),
  (m(), o(2), 2, 'line', '1', 'place', NULL, 'awaiting_payment', 2, 'shopper'),
  (m(), o(2), 3, 'payment', p(2), 'deposit', 'waiting', 'paid', NULL, 'staff'),
  (m(), o(2), 4, 'line', '1', 'pay', 'awaiting_payment', 'paid', 2, 'staff'),
  (m(), o(3), 1, 'payment', p(3), 'announce', NULL, 'waiting', NULL, 'shopper'),
  (m(), o(3), 2, 'line', '1', 'place', NULL, 'awaiting_payment', 2, 'shopper'),
  (m(), o(3), 3, 'payment', p(3), 'expire', 'waiting', 'expired', NULL, 'clock'),
  (m(), o(3), 4, 'line', '1', 'lapse', 'awaiting_payment', 'unpaid', 2, 'clock');
INSERT INTO stock (mall_id, sku_id, product_id, on_hand, reserved) VALUES (m(), s(), s(), 98, 2);
INSERT INTO stock_entry (mall_id, sku_id, kind, on_hand_delta, reserved_delta, order_id)
VALUES (m(), s(), 'receive', 100, 0, NULL), (m(), s(), 'reserve', 0, 2, o(1)), (m(), s(), 'reserve', 0, 2, o(2)),
  (m(), s(), 'sell', -2, -2, o(2)), (m(), s(), 'reserve', 0, 2, o(3)), (m(), s(), 'release', 0, -2, o(3));
INSERT INTO stock_hold (mall_id, order_id, sku_id, qty, expires_at) VALUES (m(), o(1), s(), 2, now() + interval '3 days');
INSERT INTO point_account (mall_id, member_id, balance) VALUES (m(), s(), 700);
INSERT INTO point_lot (mall_id, id, member_id, granted, remaining, expires_at) VALUES (m(), o(1), s(), 1000, 700, now());
INSERT INTO point_transaction (mall_id, id, member_id, kind, reason, key, actor)
VALUES (m(), o(1), s(), 'grant', '가입', 'join', 'shop'), (m(), o(2), s(), 'use', '주문', 'use', 'shopper');
INSERT INTO point_entry (mall_id, transaction_id, position, member_id, account, lot_id, amount)
VALUES (m(), o(1), 1, s(), 'member', o(1), 1000), (m(), o(1), 2, s(), 'given', NULL, -1000),
  (m(), o(2), 1, s(), 'member', o(1), -300), (m(), o(2), 2, s(), 'spent', NULL, 300);
]]

local names = [[
CREATE FUNCTION m() RETURNS uuid LANGUAGE sql AS $$ SELECT '00000000-0000-7000-8000-000000000000'::uuid $$;
CREATE FUNCTION s() RETURNS uuid LANGUAGE sql AS $$ SELECT '00000000-0000-7000-8000-0000000000aa'::uuid $$;
CREATE FUNCTION p(n integer) RETURNS uuid LANGUAGE sql AS $$
  SELECT ('00000000-0000-7000-8000-00000000100' || n)::uuid $$;
CREATE FUNCTION o(n integer) RETURNS uuid LANGUAGE sql AS $$
  SELECT ('00000000-0000-7000-8000-00000000000' || n)::uuid $$;
]]

local function broken(number)
  local found = {}
  for _, result in ipairs(check_invariants.run()) do
    if (not number or result.number == number) and #result.findings > 0 then found[#found + 1] = result.number .. " " .. result.findings[1] end
  end
  table.sort(found)
  return found
end

-- What is broken, of one number alone if told.
local function assert_broken(expected, sql, number)
  database.execute(sql)
  local found = broken(number)
  assert.equal(#expected, #found, table.concat(found, "\n"))
  for i, start in ipairs(expected) do
    assert.equal(start, found[i]:sub(1, #start), table.concat(found, "\n"))
  end
end

-- What happened, as it is written down.
local function happened(n, axis, subject, event, from, to, qty)
  return ([[INSERT INTO order_event (mall_id, order_id, seq, axis, subject, event, from_status, to_status, qty, actor)
    SELECT m(), o(%d), max(seq) + 1, '%s', %s, '%s', %s, '%s', %s, 'staff' FROM order_event WHERE order_id = o(%d);]]):format(n, axis,
    axis == "line" and "'" .. subject .. "'" or subject, event, from and "'" .. from .. "'" or "NULL", to, qty or "NULL", n)
end

-- Money of an order that went back, in the books.
local function in_books(n, amount)
  return ([[INSERT INTO ledger_entry (mall_id, transaction_id, order_id, account, debit, credit, what)
    VALUES (m(), p(7), o(%d), 'sales:goods', %d, 0, 'refund'), (m(), p(7), o(%d), 'cash:bank', 0, %d, 'refund');]]):format(n, amount, n, amount)
end

-- A refund of the second order that is done.
local function refund(seq, amount)
  return ([[INSERT INTO refund (mall_id, id, order_id, payment_id, seq, status, amount, breakdown, reason)
    VALUES (m(), p(6), o(2), p(2), %d, 'completed', %d, '{}', 'cancel');]]):format(seq, amount)
    .. happened(2, "refund", "p(6)", "assess", nil, "assessed") .. happened(2, "refund", "p(6)", "approve", "assessed", "approved")
    .. happened(2, "refund", "p(6)", "submit", "approved", "requested")
    .. happened(2, "refund", "p(6)", "complete", "requested", "completed")
end

describe("the check of the books", function()
  before_each(function()
    database.fresh()
    database.execute(names .. right)
  end)

  it("finds nothing in books that are right, nor in empty ones", function()
    assert.same({}, broken())
    database.fresh()
    assert.same({}, broken())
  end)

  it("I1: finds an order whose amounts do not add up", function()
    assert_broken({ "I1 order 261123-0000001: lines 2000, goods 2000 - 0 + shipping 2000, payable 5000" }, [[
      ALTER TABLE "order" DROP CONSTRAINT order_adds_up;
      UPDATE "order" SET shipping_amount = 2000 WHERE id = o(1);]])
  end)

  it("I1: finds an order that lost a line", function()
    assert_broken({ "I1 order 261123-0000002: lines 0", "I6 order 261123-0000002 has 0 lines",
      "I7 order 261123-0000002, SKU TEA: reserved 0 for 0 waiting, sold 2 for 0 bought" }, [[
      SET session_replication_role = replica; DELETE FROM order_line WHERE order_id = o(2);]])
  end)

  it("I1: finds a movement of money with one side, and books that say another thing than the payments", function()
    assert_broken({ "I1 order 261123-0000002, transaction 00000000-0000-7000-8000-000000001001: debit 5000, credit 4000",
      "I1 order 261123-0000002: the books have 5000, its payments 5000; still to be received 1000" },
      "UPDATE ledger_entry SET credit = 4000 WHERE transaction_id = p(1) AND account = 'receivable';")
    assert_broken({ "I1 order 261123-0000002: the books have 5000, its payments 4000; still to be received 0",
      "I2 payment 261123-0000002-1 is paid: captured 5000, returned 1000", "I2 payment 261123-0000002-1: returned 1000, refunded 0" }, [[
      UPDATE ledger_entry SET credit = 5000 WHERE transaction_id = p(1) AND account = 'receivable';
      UPDATE payment SET returned_amount = 1000 WHERE id = p(2);]])
  end)

  it("I2: finds a paid order whose payment is not, and a payment that no order knows of", function()
    assert_broken({ "I1 order 261123-0000002: the books have 5000, its payments 0",
      "I2 order 261123-0000002 is paid, paid 0 of 5000",
      "I5 order 261123-0000002: payment 00000000-0000-7000-8000-000000001002 is waiting, its history ends with paid" }, [[
      UPDATE payment SET status = 'waiting', captured_amount = 0, paid_at = NULL, expires_at = now() + interval '1 day' WHERE id = p(2);]])
    assert_broken({ "I2 order 261123-0000001 is awaiting_payment, paid 5000 of 5000" }, [[
      UPDATE payment SET status = 'paid', captured_amount = 5000, paid_at = now() WHERE id IN (p(1), p(2));
      INSERT INTO order_event (mall_id, order_id, seq, axis, subject, event, from_status, to_status, actor)
      VALUES (m(), o(1), 3, 'payment', p(1), 'deposit', 'waiting', 'paid', 'staff');
      INSERT INTO ledger_entry (mall_id, transaction_id, order_id, account, debit, credit, what)
      VALUES (m(), p(3), o(1), 'cash:bank', 5000, 0, 'capture'), (m(), p(3), o(1), 'sales:goods', 0, 5000, 'capture');
      UPDATE "order" SET status = 'awaiting_payment' WHERE id = o(1);]], "I2")
  end)

  it("I1: finds what a provider kept or paid out that is not in the books, and what is there of nothing", function()
    local line = [[INSERT INTO settlement_line (mall_id, provider, line_key, kind, gross, fee, fee_vat, net, sold_on, order_id, payment_id, fee_booked_at)
      VALUES (m(), 'bank', 'x', 'pay', 5000, 100, 10, 4890, current_date, o(2), p(2), now());]]
    assert_broken({ "I1 order 261123-0000002: the books have fees of 0 and 0 paid out, its settlements 110 and 0" }, line)
    assert_broken({}, [[INSERT INTO ledger_entry (mall_id, transaction_id, order_id, account, debit, credit, what)
      VALUES (m(), p(9), o(2), 'fees:payment', 100, 0, 'fee'), (m(), p(9), o(2), 'fees:payment_vat', 10, 0, 'fee'),
        (m(), p(9), o(2), 'cash:bank', 0, 110, 'fee');]])
    assert_broken({ "I1 order 261123-0000002: the books have fees of 110 and 4890 paid out, its settlements 110 and 0" },
      [[INSERT INTO ledger_entry (mall_id, transaction_id, order_id, account, debit, credit, what)
      VALUES (m(), p(8), o(2), 'paid_out', 4890, 0, 'payout'), (m(), p(8), o(2), 'cash:bank', 0, 4890, 'payout');]])
  end)

  it("I2: finds a cash receipt of more than came in", function()
    assert_broken({ "I2 payment 261123-0000002-1: a cash receipt of 5001, captured 5000" },
      [[INSERT INTO cash_receipt (mall_id, order_id, payment_id, seq, kind, state, amount)
      VALUES (m(), o(2), p(2), 1, 'income', 'issued', 5001);]])
  end)

  it("I1: finds a sale that is in the books twice, over another sum, or of an order that nobody paid", function()
    local sale = [[INSERT INTO ledger_entry (mall_id, transaction_id, order_id, account, debit, credit, what)
      VALUES (m(), p(9), %s, 'suspense', 1000, 0, 'sale'), (m(), p(9), %s, 'sales:goods', 0, 1000, 'sale');]]
    assert_broken({ "I1 order 261123-0000002: 2 sales in the books, goods 3000 of 2000" }, sale:format("o(2)", "o(2)"))
    assert_broken({ "I1 order 261123-0000001: 1 sales in the books, goods 1000 of 2000" },
      "DELETE FROM ledger_entry WHERE transaction_id = p(9);" .. sale:format("o(1)", "o(1)"))
  end)

  it("I2: finds a payment that kept something else than its state says", function()
    assert_broken({ "I1 order 261123-0000003: the books have 0, its payments 5000",
      "I2 payment 261123-0000003-1 is expired: captured 5000, returned 0" }, "UPDATE payment SET captured_amount = 5000 WHERE id = p(3);")
    assert_broken({ "I2 payment 261123-0000002-1: returned 1000, refunded 0, promised 0 of 5000" },
      in_books(2, 1000) .. "UPDATE payment SET captured_amount = 0 WHERE id = p(3); UPDATE payment SET status = 'partially_cancelled', "
      .. "returned_amount = 1000 WHERE id = p(2);" .. happened(2, "payment", "p(2)", "return_part", "paid", "partially_cancelled"))
  end)

  it("I2: finds refunds that are not what went back, and more of them than came in", function()
    assert_broken({ "I2 payment 261123-0000002-1: returned 1000, refunded 900, promised 900 of 5000" },
      in_books(2, 1000) .. "UPDATE payment SET status = 'partially_cancelled', returned_amount = 1000 WHERE id = p(2);"
      .. happened(2, "payment", "p(2)", "return_part", "paid", "partially_cancelled") .. refund(1, 900))
    assert_broken({}, "UPDATE refund SET amount = 1000;")
    assert_broken({ "I2 payment 261123-0000002-1: returned 1000, refunded 1000, promised 5001 of 5000" }, [[
      INSERT INTO refund (mall_id, id, order_id, payment_id, seq, status, amount, breakdown, reason)
      VALUES (m(), p(8), o(2), p(2), 2, 'assessed', 4001, '{}', 'cancel');]]
      .. happened(2, "refund", "p(8)", "assess", nil, "assessed"))
  end)

  it("I2: finds an order that was cancelled as a whole and of which something was kept", function()
    assert_broken({ "I2 order 261123-0000002: all of it was cancelled, and 4000 was kept" },
      in_books(2, 1000) .. "UPDATE payment SET status = 'partially_cancelled', returned_amount = 1000 WHERE id = p(2);"
      .. happened(2, "payment", "p(2)", "return_part", "paid", "partially_cancelled") .. refund(1, 1000)
      .. happened(2, "line", "1", "cancel", "paid", "cancelled", 2) .. [[
      UPDATE order_portion SET state = 'cancelled' WHERE order_id = o(2); UPDATE "order" SET status = 'cancelled' WHERE id = o(2);
      INSERT INTO stock_entry (mall_id, sku_id, kind, on_hand_delta, reserved_delta, order_id) VALUES (m(), s(), 'unsell', 2, 0, o(2));
      UPDATE stock SET on_hand = 100;]])
  end)

  it("I2: finds what a provider says otherwise until somebody has settled it, and deposits that are not their payment's", function()
    assert_broken({ "I2 payment 261123-0000002-1: captured is 5000 here and 4000 at bank" }, [[
      INSERT INTO reconciliation (mall_id, id, day, finished_at) VALUES (m(), s(), current_date, now());
      INSERT INTO reconciliation_difference (mall_id, reconciliation_id, payment_id, what, ours, theirs)
      VALUES (m(), s(), p(2), 'captured', '5000', '4000');]])
    local deposit = [[INSERT INTO deposit (mall_id, digest, at, amount, depositor, state, payment_id, order_id, decided_at)
      VALUES (m(), sha256('%s'), now(), 2500, '김시장', 'assigned', p(2), o(2), now());]]
    assert_broken({ "I2 payment 261123-0000002-1: captured 5000, deposits of 2500" },
      "UPDATE reconciliation_difference SET settled_at = now();" .. deposit:format "one")
    assert_broken({}, deposit:format "two")
  end)

  it("I2: finds an order that is paid and called as if it were not, and one that is called bought and was not paid", function()
    assert_broken({ "I2 order 261123-0000002 is failed, paid 5000 of 5000" }, [[UPDATE "order" SET status = 'failed' WHERE id = o(2);]], "I2")
    assert_broken({ "I2 order 261123-0000002 is paid, paid 5000 of 5000" },
      [[UPDATE "order" SET status = 'paid', paid_at = NULL WHERE id = o(2);]], "I2")
  end)

  it("I2: finds a payment over another amount than the order's", function()
    assert_broken({ "I2 order 261123-0000001 is awaiting_deposit" }, "UPDATE payment SET amount = 4900 WHERE order_id = o(1);")
  end)

  it("I3: finds stock that its ledger does not explain", function()
    assert_broken({ "I3 SKU 00000000-0000-7000-8000-0000000000aa: on hand 97, ledger 98" },
      "UPDATE stock SET on_hand = 97;")
  end)

  it("I3: finds reserved goods that no order waits for, and what no order holds", function()
    assert_broken({ "I3 SKU 00000000-0000-7000-8000-0000000000aa: reserved 3, held 2" }, [[
      UPDATE stock SET reserved = 3;
      INSERT INTO stock_entry (mall_id, sku_id, kind, on_hand_delta, reserved_delta) VALUES (m(), s(), 'reserve', 0, 1);]])
    assert_broken({ "I3 order 261123-0000003, SKU 00000000-0000-7000-8000-0000000000aa: holds 1, was promised 0" }, [[
      INSERT INTO stock_hold (mall_id, order_id, sku_id, qty, expires_at) VALUES (m(), o(3), s(), 1, now() + interval '1 day');]])
  end)

  it("I3: finds lots that are not what is on hand, and one that its entries do not explain", function()
    assert_broken({}, [[
      UPDATE stock SET keeps_lots = true, blocked = 8;
      INSERT INTO stock_lot (mall_id, id, sku_id, code, qty, blocked) VALUES (m(), o(1), s(), '', 90, false), (m(), o(2), s(), 'L', 8, true);
      INSERT INTO stock_lot_entry (mall_id, lot_id, sku_id, kind, delta) VALUES (m(), o(1), s(), 'open', 90), (m(), o(2), s(), 'receive', 8);]])
    assert_broken({ "I3 SKU 00000000-0000-7000-8000-0000000000aa: on hand 98, in lots 98; not to be sold 8, in lots 0" },
      "UPDATE stock_lot SET blocked = false;")
    assert_broken({ "I3 SKU 00000000-0000-7000-8000-0000000000aa: on hand 98, in lots 97; not to be sold 8, in lots 7" },
      "UPDATE stock_lot SET qty = 7, blocked = true WHERE code = 'L';")
    assert_broken({ "I3 lot 00000000-0000-7000-8000-000000000002: 8, its entries 9" }, [[
      UPDATE stock_lot SET qty = 8 WHERE code = 'L'; INSERT INTO stock_lot_entry (mall_id, lot_id, sku_id, kind, delta) VALUES (m(), o(2), s(), 'adjust', 1);]])
  end)

  it("I4: finds points that their entries do not explain", function()
    assert_broken({ "I4 points of member 00000000-0000-7000-8000-0000000000aa: balance 800, entries 700, lots 700" },
      "UPDATE point_account SET balance = 800;")
  end)

  it("I4: finds points that came from nowhere", function()
    assert_broken({ "I4 point transaction 00000000-0000-7000-8000-000000000002 does not sum to nothing: -300" }, [[
      SET session_replication_role = replica; DELETE FROM point_entry WHERE account = 'spent';]])
  end)

  it("I4: finds a discount that the lines do not bear", function()
    assert_broken({ "I4 order 261123-0000001: taken off 0, its discounts 500, their shares 300, its lines 0" }, [[
      INSERT INTO order_discount (mall_id, id, order_id, kind, source_id, title, policy, amount)
      VALUES (m(), p(8), o(1), 'coupon', 'c', '쿠폰', 'keep', 500);
      INSERT INTO order_discount_share (mall_id, order_id, discount_id, position, amount) VALUES (m(), o(1), p(8), 1, 300);]])
  end)

  it("I4: finds a budget of which more is used than orders took", function()
    assert_broken({ "I4 budget gift: used 3 of 10, orders took 2" }, [[
      INSERT INTO budget (mall_id, key, used, max) VALUES (m(), 'gift', 3, 10);
      INSERT INTO budget_use (mall_id, key, order_id, amount) VALUES (m(), 'gift', o(1), 2);]])
  end)

  it("I4: finds a coupon that is held by an order which is over", function()
    assert_broken({ "I4 coupon " }, [[
      SET session_replication_role = replica;
      INSERT INTO coupon (mall_id, member_id, key, name, amount, expires_at, held_for, held_at)
      VALUES (m(), s(), 'k', '쿠폰', 500, now() + interval '1 day', o(3), now());]])
  end)

  it("I4: finds more points given back than were used", function()
    assert_broken({ "I4 points used by use: 300, given back 400" }, [[
      SET session_replication_role = replica;
      INSERT INTO point_transaction (mall_id, id, member_id, kind, reason, key, actor, reverses)
      VALUES (m(), o(3), s(), 'refund', '취소', 'back', 'shop', o(2));
      INSERT INTO point_entry (mall_id, transaction_id, position, member_id, account, lot_id, amount)
      VALUES (m(), o(3), 1, s(), 'member', o(1), 400), (m(), o(3), 2, s(), 'spent', NULL, -400);
      UPDATE point_lot SET remaining = 1100, granted = 1100; UPDATE point_account SET balance = 1100;]])
  end)

  it("I5: finds units that came back without a claim, and a claim without units", function()
    assert_broken({ "I5 order 261123-0000002, line 1: 0 units came back, 1 by claims" }, [[
      INSERT INTO claim (mall_id, id, order_id, number, kind, status, reason, fault, asked_by)
      VALUES (m(), p(5), o(2), '261123-0000002-C1', 'return', 'completed', 'broken', 'seller', 'shopper');
      INSERT INTO claim_line (mall_id, claim_id, order_id, position, qty, from_state) VALUES (m(), p(5), o(2), 1, 1, 'delivered');]]
      .. happened(2, "claim", "p(5)", "request", nil, "requested") .. happened(2, "claim", "p(5)", "approve", "requested", "approved")
      .. happened(2, "claim", "p(5)", "receive", "approved", "collected") .. happened(2, "claim", "p(5)", "inspect", "collected", "inspected")
      .. happened(2, "claim", "p(5)", "complete", "inspected", "completed"))
  end)

  it("I5: finds an application that may rewrite what happened", function()
    assert_broken({ "I5 the application may update order_event" }, "GRANT UPDATE (note) ON order_event TO sijang_app;")
    assert_broken({ "I5 the application may delete ledger_entry" },
      "REVOKE UPDATE (note) ON order_event FROM sijang_app; GRANT DELETE ON ledger_entry TO sijang_app;")
    database.execute "REVOKE DELETE ON ledger_entry FROM sijang_app;"
  end)

  it("I5: finds an order with a gap in its history, and units and payments that stand elsewhere than where it ends", function()
    assert_broken({ "I5 order 261123-0000003 has 3 events, the last is number 4",
      "I5 order 261123-0000003 is called expired instead of failed",
      "I5 order 261123-0000003: payment 00000000-0000-7000-8000-000000001003 is expired, its history ends with waiting" },
      "DELETE FROM order_event WHERE order_id = o(3) AND seq = 3;")
    database.fresh()
    database.execute(names .. right)
    assert_broken({ "I5 order 261123-0000003 is called expired instead of awaiting_payment",
      "I5 order 261123-0000003, line 1: 2 units are unpaid, by its history 0" }, [[
      DELETE FROM order_event WHERE order_id = o(3) AND seq = 4;]])
  end)

  it("I5: finds units that came from nowhere", function()
    assert_broken({ "I5 order 261123-0000003, line 1: 3 units are unpaid, by its history 2", "I5 order 261123-0000003, line 1: 3 units of 2" },
      "UPDATE order_portion SET qty = 3 WHERE order_id = o(3);")
  end)

  it("I5: finds a history that the machine does not allow, and an order that is called something else", function()
    assert_broken({ "I5 order 261123-0000002: its history is not a path of the machine" },
      "UPDATE order_event SET event = 'expire' WHERE order_id = o(2) AND seq = 3;")
    assert_broken({ "I5 order 261123-0000001 is called awaiting_payment instead of awaiting_deposit" }, [[
      UPDATE order_event SET event = 'deposit' WHERE order_id = o(2) AND seq = 3;
      UPDATE "order" SET status = 'awaiting_payment' WHERE id = o(1);]])
  end)

  it("I6: finds an order without a consent it needed", function()
    assert_broken({ "I6 order 261123-0000001 has no consent of kind privacy" },
      "DELETE FROM consent WHERE order_id = o(1) AND kind = 'privacy';")
  end)

  it("I6: finds an order that nobody can pay", function()
    assert_broken({ "I2 order 261123-0000001 is awaiting_deposit, paid 0 of 5000, asked for 0",
      "I5 order 261123-0000001 has 1 events, the last is number 2", "I5 order 261123-0000001 is called awaiting_deposit",
      "I6 order 261123-0000001 has 1 lines and 0 attempts to pay 5000" },
      "DELETE FROM payment WHERE order_id = o(1); DELETE FROM order_event WHERE order_id = o(1) AND axis = 'payment';")
  end)

  it("I7: finds two orders of one confirmation, two events of one key, two payments of one transaction", function()
    assert_broken({ "I7 2 orders of the confirmation 00000000-0000-7000-8000-0000000000aa" }, [[
      ALTER TABLE "order" DROP CONSTRAINT order_mall_id_place_key_key; UPDATE "order" SET place_key = s() WHERE id IN (o(1), o(2));]])
    assert_broken({ "I7 order 00000000-0000-7000-8000-000000000002 has 2 events of the key pay" }, [[UPDATE "order" SET place_key = id;
      DROP INDEX order_event_once; UPDATE order_event SET key = 'pay' WHERE order_id = o(2) AND seq > 2;]])
    assert_broken({ "I7 bank has 2 payments of the transaction T1" }, [[UPDATE order_event SET key = NULL;
      ALTER TABLE payment DROP CONSTRAINT payment_transaction; UPDATE payment SET transaction_id = 'T1' WHERE id IN (p(1), p(2));]])
  end)

  it("I7: finds goods that an order moved twice", function()
    assert_broken({ "I7 order 261123-0000002, SKU TEA: reserved 0 for 0 waiting, sold 4 for 2 bought, 0 came back" }, [[
      DROP INDEX stock_entry_once;
      INSERT INTO stock_entry (mall_id, sku_id, kind, on_hand_delta, reserved_delta, order_id)
      VALUES (m(), s(), 'sell', -2, 0, o(2)), (m(), s(), 'adjust', 2, 0, NULL);]])
  end)

  it("I7: finds goods that an exchange says it took and did not", function()
    assert_broken({ "I7 order 261123-0000002, SKU TEA: reserved 0 for 0 waiting, sold 2 for 2 bought, 0 came back, 1 were given in exchange" }, [[
      INSERT INTO claim (mall_id, id, order_id, number, kind, status, reason, fault, asked_by, goods_taken)
      VALUES (m(), s(), o(2), '261123-0000002-C1', 'exchange', 'approved', 'broken', 'seller', 'shopper', true);
      INSERT INTO claim_line (mall_id, claim_id, order_id, position, qty, from_state) VALUES (m(), s(), o(2), 1, 1, 'delivered');]], "I7")
  end)

  it("I7: finds a job that ended twice, or a slot's job that is not its own", function()
    local done = [[INSERT INTO job_history (ring, id, kind, format, args, outcome, priority, attempt, run_at, created_at, finished_at,
      slot_name) VALUES (%d, s(), 'sweep', 1, '{}', 'done', 5, 1, now(), now(), now(), %s);]]
    assert_broken({}, done:format(1, "NULL"))
    assert_broken({ "I7 job 00000000-0000-7000-8000-0000000000aa (sweep) has ended 2 times" }, done:format(2, "NULL"))
    assert_broken({ "I7 job 00000000-0000-7000-8000-0000000000aa (sweep) has ended and has not" }, [[DELETE FROM job_history WHERE ring = 2;
      INSERT INTO job (id, kind, args, state, run_at) VALUES (s(), 'sweep', '{}', 'ready', now());]])
    assert_broken({ "I7 job 00000000-0000-7000-8000-0000000000aa of sweep is that of no slot" },
      "DELETE FROM job; DELETE FROM job_history;" .. done:format(1, "'sweep'"))
    assert_broken({}, "INSERT INTO job_slot (name, slot, job_id, outcome) VALUES ('sweep', now(), s(), 'done');")
    assert_broken({ "I7 job 00000000-0000-7000-8000-0000000000aa is that of 2 slots of sweep" },
      "INSERT INTO job_slot (name, slot, job_id, outcome) VALUES ('sweep', now() - interval '1 min', s(), 'done');")
  end)

  it("I8: finds a job whose worker is gone, and a batch that waits for nothing", function()
    assert_broken({ "I8 job 00000000-0000-7000-8000-0000000000aa (sweep) is run by nobody, whose lease ended at" }, [[
      INSERT INTO job (id, kind, args, state, run_at, lease_token, leased_by, lease_until)
      VALUES (s(), 'sweep', '{}', 'running', now(), s(), 'nobody', now() - interval '61 s');]])
    assert_broken({ "I8 batch 00000000-0000-7000-8000-0000000000aa waits for 1 jobs, and there are 0" }, [[DELETE FROM job;
      INSERT INTO job_batch (id, total, remaining, kind, args) VALUES (s(), 2, 1, 'sweep', '{}');]])
  end)

  it("I8: finds a deposit that was waited for long after its day", function()
    assert_broken({ "I8 payment 261123-0000001-1 has been waiting since" },
      "UPDATE payment SET expires_at = now() - interval '2 days' WHERE order_id = o(1);")
  end)

  it("I8: finds a notice that nobody followed, goods that were held for ever, a refund that nobody carried out", function()
    assert_broken({ "I8 a notice of inicis about 261123-0000001-1 has waited since" }, [[
      INSERT INTO payment_notice (mall_id, provider, event_key, reference, body, address, received_at)
      VALUES (m(), 'inicis', 'e', '261123-0000001-1', '', '127.0.0.1', now() - interval '2 hours');]])
    assert_broken({ "I8 goods of order 00000000-0000-7000-8000-000000000001 have been held past" },
      "DELETE FROM payment_notice; UPDATE stock_hold SET expires_at = now() - interval '25 hours';")
    assert_broken({ "I8 refund 1 of order 261123-0000002 has been approved since" }, [[UPDATE stock_hold SET expires_at = now();
      INSERT INTO refund (mall_id, id, order_id, payment_id, seq, status, amount, breakdown, reason, created_at)
      VALUES (m(), p(6), o(2), p(2), 1, 'approved', 1000, '{}', 'cancel', now() - interval '25 hours');]]
      .. happened(2, "refund", "p(6)", "assess", nil, "assessed") .. happened(2, "refund", "p(6)", "approve", "assessed", "approved"))
    assert_broken({ "I8 the comparison of 2026-11-01 has not ended since" }, [[UPDATE refund SET created_at = now();
      INSERT INTO reconciliation (mall_id, day, started_at) VALUES (m(), '2026-11-01', now() - interval '25 hours');]])
  end)

  it("I9: asks of every amount of money that the schema has", function()
    local asked = {}
    for _, question in ipairs(require("invariants").list) do
      for _, one in ipairs(question.amounts or {}) do
        for _, column in ipairs(one[3]) do asked[#asked + 1] = one[1] .. "." .. column end
      end
    end
    table.sort(asked)
    local kept = {}
    for column in database.execute([[
      SELECT a.attrelid::regclass || '.' || a.attname FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
      WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND a.atttypid = 'bigint'::regtype AND a.attnum > 0
        AND t.relname <> 'schema_migration' AND a.attname NOT IN ('version', 'seq')]]):gmatch "%S+" do kept[#kept + 1] = column end
    table.sort(kept)
    assert.same(kept, asked)
  end)

  it("I9: finds a surcharge out of bounds", function()
    assert_broken({ "I9 shipping policy default: 1000000000001" }, [[
      ALTER TABLE shipping_policy DROP CONSTRAINT shipping_policy_island_surcharge_check;
      INSERT INTO shipping_policy (mall_id, code, name, carrier, fee, island_surcharge)
      VALUES (m(), 'default', '기본', '택배', 0, 1000000000001);]])
  end)

  it("I9: finds an amount out of bounds", function()
    assert_broken({ "I9 SKU TEA: -1" }, [[
      ALTER TABLE sku DROP CONSTRAINT sku_price_check;
      UPDATE sku SET price = -1;]])
  end)
end)
