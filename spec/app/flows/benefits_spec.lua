-- Coupons and points from the till to the end of an order.

local task = require "task"
local shop = require "spec.app.shop"
local database = require "spec.support.database"
local account = require "spec.app.account"
local coupon = require "coupon"
local order = require "order"
local payment = require "payment"
local points = require "points"
local expire_unpaid = require "flows.expire_unpaid"
local move_order = require "flows.move_order"
local place_order = require "flows.place_order"
local prepare = require "flows.prepare_order"
local settle_deposit = require "flows.settle_deposit"
local transaction = require("flows.store").transaction

describe("a member's order", function()
  local mall, member

  before_each(function()
    mall = shop.open {
      { code = "apple", name = "사과", price = 12000, stock = 100 },
      { code = "pear", name = "배", price = 20000, stock = 100 },
    }
    member = { id = account.add(mall) }
  end)

  local function give(fields)
    fields.member_id, fields.key, fields.name = member.id, fields.key or "k", fields.name or "감사 쿠폰"
    fields.expires_at = fields.expires_at or os.time() + 86400
    assert(transaction(function(tx) return coupon.issue(tx, mall.id, { fields }) end))
    return (database.execute(("SELECT id FROM coupon WHERE key = '%s'"):format(fields.key)):match "%S+")
  end

  local function grant(amount)
    assert(transaction(function(tx)
      return points.grant(tx, { mall_id = mall.id, member_id = member.id, amount = amount, reason = "선물", key = "gift " .. amount })
    end))
  end

  local function state_of(id)
    return database.execute(("SELECT CASE WHEN used_at IS NOT NULL THEN 'used' WHEN held_for IS NOT NULL THEN 'held' ELSE 'free' END"
      .. " FROM coupon WHERE id = '%s'"):format(id)):match "%S+"
  end

  local function draft(goods, form) return shop.draft(mall, goods, form, member) end
  local function placed(goods, form) return assert(place_order.run(mall, draft(goods, form))) end
  local function found(number) return order.by_number(mall.id, number) end

  local function lapse(id)
    database.execute "UPDATE payment SET expires_at = now() - interval '1 min', due_at = due_at - interval '9 days'"
    database.execute "UPDATE stock_hold SET expires_at = now() - interval '1 min'"
    assert.equal(1, expire_unpaid.run())
    assert.equal("expired", order.by_place_key(mall.id, database.execute(
      ("SELECT place_key FROM \"order\" WHERE id = '%s'"):format(id)):match "%S+").status)
  end

  it("is less by its coupon, each line by its share, in the won that the quote said", function()
    local id = give { amount = 5000 }
    local row = found(placed({ APPLE = 1, PEAR = 1 }, { coupon = id }).number)
    assert.same({ 32000, 5000, 0, 27000 }, { row.goods_amount, row.discount_amount, row.shipping_amount, row.payable_amount })
    local lines, discounts = order.lines(mall.id, row.id), order.discounts(mall.id, row.id)
    assert.equal(1, #discounts)
    assert.same({ "coupon", id, "감사 쿠폰", "keep", 5000, { amount = 5000, least_order = 0 } }, { discounts[1].kind, discounts[1].source_id,
      discounts[1].title, discounts[1].policy, discounts[1].amount, discounts[1].terms })
    local shared = 0
    for i, share in ipairs(discounts[1].shares) do
      assert.equal(lines[i].discount_amount, share.amount)
      assert.equal(lines[i].unit_price * lines[i].qty - share.amount, lines[i].amount)
      shared = shared + share.amount
    end
    assert.equal(5000, shared)
    assert.equal(2455, row.vat_amount) -- 27,000 / 11
    assert.equal("held", state_of(id))
  end)

  it("is offered the coupon that saves most, unless none is wanted", function()
    give { amount = 1000, key = "small" }
    local best = give { percent = 50, key = "best" }
    local cart_id = shop.cart(mall, { APPLE = 1 })
    local asked = { cart_id = cart_id, member = member, device = "pc" }
    local priced, view = prepare.look(mall, asked, {})
    assert.same({ 6000, best, best }, { priced.totals.discount, view.chosen, view.coupons[1].id })
    priced, view = prepare.look(mall, asked, { coupon = "" })
    assert.same({ 0, "" }, { priced.totals.discount, view.chosen })
  end)

  it("spends its coupon once it is paid, and is free to spend it again if it lapses", function()
    local id = give { amount = 5000 }
    local first = placed({ APPLE = 1 }, { coupon = id })
    lapse(first.id)
    assert.equal("free", state_of(id))
    local second = placed({ APPLE = 1 }, { coupon = id })
    assert(settle_deposit.run(second.number, "staff"))
    assert.equal("used", state_of(id))
    assert.equal(1, shop.count(("coupon WHERE order_id = '%s' AND held_for IS NULL"):format(second.id)))
  end)

  it("does not get a coupon that another order took meanwhile, nor one that was taken back, nor somebody else's", function()
    local id = give { amount = 5000 }
    local one, two = draft({ APPLE = 1 }, { coupon = id }), draft({ PEAR = 1 }, { coupon = id })
    assert(place_order.run(mall, one))
    local _, refused = place_order.run(mall, two)
    assert.equal("coupon.gone", refused.code)
    assert.equal(1, shop.count '"order"')
    local view = prepare.review(mall, { cart_id = two.cart_id, member = member, device = "pc" })
    assert.same({ { label = "쿠폰 할인", before = "5,000원", after = "0원" },
      { label = "결제 금액", before = "18,000원", after = "23,000원", total = true } }, view.changes)
    local cart_id = shop.cart(mall, { APPLE = 1 })
    assert.equal("coupon.gone", select(2, prepare.save(mall, { cart_id = cart_id, device = "pc" }, shop.form { coupon = id })).code)
  end)

  it("placed fifty times at once with one coupon takes it once", function()
    local id, requests, handles = give { amount = 5000 }, {}, {}
    for i = 1, 50 do requests[i] = draft({ APPLE = 1 }, { coupon = id }) end
    for i = 1, 50 do handles[i] = task.spawn(function() return place_order.run(mall, requests[i]) end) end
    local won = 0
    for _, handle in ipairs(handles) do
      local fine, refused = handle:join()
      if fine then won = won + 1 else assert.equal("coupon.gone", refused.code) end
    end
    assert.same({ 1, 1 }, { won, shop.count '"order"' })
    assert.equal(1, shop.count "order_discount")
    assert.same({ 100, 1 }, { shop.stock "APPLE" })
  end)

  it("paid in part with points takes them when it is placed and spends them when the rest is paid", function()
    grant(20000)
    local row = found(placed({ APPLE = 2 }, { points = "6000" }).number)
    assert.same({ 27000, 6000, 14000 }, { row.payable_amount, row.points_amount, points.balance(mall.id, member.id) })
    local view = order.view(row, order.lines(mall.id, row.id), order.history(mall.id, row.id))
    assert.same({ 21000, 6000, 21000 }, { view.bank.amount, view.totals.points, view.totals.charge })
    assert.equal("21000 waiting|6000 ready", (database.execute(
      "SELECT string_agg(amount || ' ' || status, '|' ORDER BY seq) FROM payment"):gsub("%s+$", "")))
    assert(settle_deposit.run(row.number, "staff"))
    assert.equal("paid", found(row.number).status)
    assert.equal(2, shop.count "payment WHERE status = 'paid'")
    assert.equal("t", (database.execute "SELECT sum(tax_free_amount) = 0 AND sum(vat_amount) = 2455 FROM payment":match "%S"))
  end)

  it("that lapses gives its points back, and takes them anew if it is paid late", function()
    grant(20000)
    local request = placed({ APPLE = 2 }, { points = "6000" })
    lapse(request.id)
    assert.equal(20000, points.balance(mall.id, member.id))
    assert(transaction(function(tx)
      local subject = move_order.lock(tx, mall.id, request.id)
      return move_order.run(tx, subject, { axis = "payment", event = "reopen", id = subject.payments[1].id,
        facts = { amount = 21000 } }, { actor = "clock" })
    end))
    assert.equal(14000, points.balance(mall.id, member.id))
    assert.equal(1, shop.count(("point_transaction WHERE key = 'use %s 2'"):format(request.id)))
  end)

  it("does not use more points than there are by then: two orders at once", function()
    grant(10000)
    local requests, handles = {}, {}
    for i = 1, 2 do requests[i] = draft({ APPLE = 2 }, { points = "10000" }) end
    for i = 1, 2 do handles[i] = task.spawn(function() return place_order.run(mall, requests[i]) end) end
    local fine = 0
    for _, handle in ipairs(handles) do
      local got, refused = handle:join()
      if got then fine = fine + 1 else assert.equal("points.short", refused.code) end
    end
    assert.equal(1, fine)
    assert.equal(0, points.balance(mall.id, member.id))
  end)

  it("paid by coupon and points alone is paid when it is placed", function()
    database.execute [[INSERT INTO setting (mall_id, name, value) SELECT id, 'points', '{"share": 100}' FROM mall;
      UPDATE shipping_policy SET fee = 0]]
    mall = require("mall").of_id(mall.id)
    grant(20000)
    local id = give { amount = 2000 }
    local done = placed({ APPLE = 1 }, { coupon = id, points = "10000" })
    assert.is_false(done.pays_now)
    assert.same({ "paid", 10000 }, { found(done.number).status, points.balance(mall.id, member.id) })
    assert.equal("used", state_of(id))
    assert.same({ 99, 0 }, { shop.stock "APPLE" })
  end)

  it("of which a coupon takes off everything is paid when it is placed", function()
    database.execute "UPDATE shipping_policy SET fee = 0"
    mall = require("mall").of_id(mall.id)
    local done = placed({ APPLE = 1 }, { coupon = give { percent = 100 } })
    local row = found(done.number)
    assert.same({ "paid", 0, 12000, false }, { row.status, row.payable_amount, row.discount_amount, done.pays_now })
    assert.equal(0, shop.count "payment")
  end)

  it("to be paid in a window has an attempt that waits for it, and holds its goods for so long", function()
    stub(payment, "offered").returns { { key = "inicis.card", provider = "inicis", method = "card", label = "카드", cash = false } }
    finally(function() payment.offered:revert() end)
    local done = placed({ APPLE = 1 }, { pay = "inicis.card", cash_receipt = "income", cash_receipt_no = "01012345678" })
    assert.is_true(done.pays_now)
    assert.equal(1, shop.count [[payment WHERE status = 'ready' AND provider = 'inicis' AND method = 'card' AND bank IS NULL
      AND due_at IS NULL AND expires_at = created_at + interval '15 min']])
    assert.equal("none", found(done.number).cash_receipt)
  end)

  it("is not paid by what the mall does not offer", function()
    local cart_id = shop.cart(mall, { APPLE = 1 })
    local asked = { cart_id = cart_id, member = member, device = "pc" }
    assert.equal("checkout.no_method", select(2, prepare.save(mall, asked, shop.form { pay = "inicis.card" })).code)
  end)

  it("is refused at the till what coupon and points do not allow", function()
    grant(2000)
    local cart_id = shop.cart(mall, { APPLE = 1 })
    local asked = { cart_id = cart_id, member = member, device = "pc" }
    local function refusal(form) return select(2, prepare.save(mall, asked, shop.form(form))).code end
    assert.equal("coupon.not_enough", refusal { coupon = give { amount = 5000, least_order = 12001 } })
    assert.equal("points.too_many", refusal { points = "2010" })
    assert.equal("points.unit", refusal { points = "1005" })
    assert.equal("coupon.gone", refusal { coupon = "00000000-0000-7000-8000-000000000001" })
  end)

  it("of taxed goods and of goods free of tax says of each payment what is free", function()
    database.execute "UPDATE product SET tax_free = true WHERE code = 'apple'"
    grant(20000)
    local row = found(placed({ APPLE = 1, PEAR = 1 }, { coupon = give { amount = 3200 }, points = "2880" }).number)
    -- 12,000 and 20,000 less 3,200: 10,800 free and 18,000 taxed
    assert.same({ 28800, 10800, 1636 }, { row.payable_amount, row.tax_free_amount, row.vat_amount })
    assert.equal("25920 9720 1473|2880 1080 163", (database.execute(
      "SELECT string_agg(amount || ' ' || tax_free_amount || ' ' || vat_amount, '|' ORDER BY seq) FROM payment"):gsub("%s+$", "")))
    assert.equal(1, shop.count "order_line WHERE tax_free AND amount = 10800")
  end)
end)
