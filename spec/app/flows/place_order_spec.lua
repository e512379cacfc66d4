local runtime = require "runtime"
local task = require "task"
local crypto = require "crypto"
local shop = require "spec.app.shop"
local database = require "spec.support.database"
local cart = require "cart"
local order = require "order"
local stock = require "stock"
local place_order = require "flows.place_order"
local prepare = require "flows.prepare_order"

-- Runs all at once; the answers in the order of the calls.
local function at_once(n, fn)
  local handles, answers = {}, {}
  for i = 1, n do handles[i] = task.spawn(fn, i) end
  for i, handle in ipairs(handles) do answers[i] = { handle:join() } end
  return answers
end

-- As if a draft had been looked at so many minutes ago.
local function later(minutes)
  database.execute(("UPDATE checkout_draft SET quoted_at = quoted_at - interval '%d min'"):format(minutes))
end

local function asked(request)
  return { cart_id = request.cart_id, member = request.member_id and { id = request.member_id }, device = "pc" }
end

describe("placing an order", function()
  local mall

  before_each(function()
    mall = shop.open {
      { code = "apple", name = "사과", price = 12000, stock = 10 },
      { code = "pear", name = "배", price = 20000, stock = 10 },
    }
  end)

  it("reserves the goods, freezes the prices, opens the payment, records the consents and empties the cart", function()
    local request = shop.draft(mall, { APPLE = 2 }, { agree_marketing_email = "1", memo = "문 앞에 놓아 주세요" })
    local placed = assert(place_order.run(mall, request))
    local found = order.by_number(mall.id, placed.number)
    assert.equal("awaiting_deposit", found.status)
    assert.same({ 24000, 3000, 0, 27000 },
      { found.goods_amount, found.shipping_amount, found.discount_amount, found.payable_amount })
    assert.equal("waiting", found.payment_status)
    assert.equal("문 앞에 놓아 주세요", found.memo)
    assert.same({ 10, 2 }, { shop.stock "APPLE" })
    assert.equal(0, cart.count(mall.id, request.cart_id))
    assert.equal(2, shop.count "consent WHERE NOT agreed OR kind = 'marketing_email'")
    assert.equal(5, shop.count "consent")
    assert.equal(1, shop.count "consent WHERE kind = 'age' AND agreed AND wording LIKE '만 14세 이상이에요%'")
    local history = order.history(mall.id, found.id)
    assert.equal(2, #history)
    assert.same({ "announce", "place" }, { history[1].event, history[2].event })
    assert.equal(1, shop.count "order_portion WHERE state = 'awaiting_payment' AND qty = 2")
    assert.equal(1, shop.count "payment WHERE reference LIKE '%-1' AND vat_amount = 2455 AND expires_at = due_at + interval '10 minutes'")
    assert.is_true(order.is_path(history))
    assert.equal("사과", order.lines(mall.id, found.id)[1].product_name)
    assert.equal(0, #stock.contradictions())
  end)

  it("charges the surcharge of the postcode, and nothing else from the threshold on", function()
    local jeju = assert(place_order.run(mall, shop.draft(mall, { APPLE = 1 }, { postcode = "63001" })))
    assert.equal(6000, order.by_number(mall.id, jeju.number).shipping_amount)
    local free = assert(place_order.run(mall, shop.draft(mall, { PEAR = 2 }, { postcode = "40210" })))
    assert.equal(5000, order.by_number(mall.id, free.number).shipping_amount)
    assert.equal("island", order.by_number(mall.id, free.number).region)
  end)

  describe("served from a release", function()
    local release

    before_each(function()
      release = ("ab"):rep(32)
      stub(runtime, "release").invokes(function() return release end)
    end)

    after_each(function() runtime.release:revert() end)

    local function pin(of)
      return database.execute(("SELECT encode(release, 'hex') FROM %s"):format(of)):match "%S+"
    end

    it("says by whose rules it was placed, and its quote whose sums were shown", function()
      local request = shop.draft(mall, { APPLE = 1 })
      assert.equal(release, pin "checkout_draft")
      release = ("cd"):rep(32)
      assert(place_order.run(mall, request))
      assert.equal(release, pin '"order"')
      assert.equal(("ab"):rep(32), database.execute([[SELECT encode(quoted_by, 'hex') FROM "order"]]):match "%S+")
    end)

    it("quotes anew with the release that serves when sums have changed", function()
      local request = shop.draft(mall, { APPLE = 1 })
      release = ("cd"):rep(32)
      database.execute "UPDATE sku SET price = price + 100 WHERE code = 'APPLE'"
      later(11)
      local _, refused = place_order.run(mall, request)
      assert.equal("checkout.quote_changed", refused.code)
      assert.equal(("ab"):rep(32), pin "checkout_draft")
      assert.equal(2, #prepare.review(mall, asked(request)).changes)
      assert.equal(release, pin "checkout_draft")
    end)
  end)

  it("has no release where the tree's own logic runs", function()
    assert(place_order.run(mall, shop.draft(mall, { APPLE = 1 })))
    assert.equal(1, shop.count '"order" WHERE release IS NULL')
  end)

  it("submitted fifty times at once is one order, given to all", function()
    local request = shop.draft(mall, { APPLE = 1, PEAR = 1 })
    local answers = at_once(50, function() return place_order.run(mall, request) end)
    local number = answers[1][1].number
    for _, answer in ipairs(answers) do assert.equal(number, answer[1] and answer[1].number, tostring(answer[2])) end
    assert.equal(1, shop.count '"order"')
    assert.equal(1, shop.count "payment")
    assert.same({ 10, 1 }, { shop.stock "APPLE" })
    assert.same({ 10, 1 }, { shop.stock "PEAR" })
  end)

  it("for 200 buyers of 10 units sells exactly 10", function()
    local requests = {}
    for i = 1, 200 do requests[i] = shop.draft(mall, { APPLE = 1 }) end
    local answers = at_once(200, function(i) return place_order.run(mall, requests[i]) end)
    local sold, refused = 0, 0
    for _, answer in ipairs(answers) do
      if answer[1] then
        sold = sold + 1
      else
        assert.equal("stock.sold_out", answer[2].code)
        assert.equal("사과", answer[2].product)
        refused = refused + 1
      end
    end
    assert.same({ 10, 190 }, { sold, refused })
    assert.equal(10, shop.count '"order"')
    assert.same({ 10, 10 }, { shop.stock "APPLE" })
    assert.equal(0, #stock.contradictions())
  end)

  it("of goods in opposite order by two crowds ends without a deadlock", function()
    local requests = {}
    for i = 1, 20 do requests[i] = shop.draft(mall, i % 2 == 0 and { APPLE = 1, PEAR = 1 } or { PEAR = 1, APPLE = 1 }) end
    local sold = 0
    for _, answer in ipairs(at_once(20, function(i) return place_order.run(mall, requests[i]) end)) do
      if answer[1] then sold = sold + 1 else assert.equal("stock.sold_out", answer[2].code) end
    end
    assert.equal(10, sold)
  end)

  describe("at what was promised", function()
    it("costs that for ten minutes, whatever prices do meanwhile", function()
      local request = shop.draft(mall, { APPLE = 1 })
      database.execute "UPDATE sku SET price = 13000 WHERE code = 'APPLE'; UPDATE product SET name = '새 사과' WHERE code = 'apple'"
      later(9)
      local found = order.by_number(mall.id, assert(place_order.run(mall, request)).number)
      assert.same({ 15000, 3000, "사과" }, { found.payable_amount, found.shipping_amount,
        order.lines(mall.id, found.id)[1].product_name })
      assert.equal(request.quote, found.quote_hash)
      assert.same({ code = "standard", fee = 3000, free_from = 30000, jeju_surcharge = 3000, island_surcharge = 5000 }, found.shipping_terms)
    end)

    it("costs it after that too, if nothing has changed", function()
      local request = shop.draft(mall, { APPLE = 1 })
      later(60)
      assert.equal(15000, order.by_number(mall.id, assert(place_order.run(mall, request)).number).payable_amount)
    end)

    it("is refused after that when it comes to something else, and nothing has happened", function()
      local request = shop.draft(mall, { APPLE = 1 })
      database.execute "UPDATE sku SET price = 13000 WHERE code = 'APPLE'"
      later(11)
      local placed, refused = place_order.run(mall, request)
      assert.is_nil(placed)
      assert.equal("checkout.quote_changed", refused.code)
      assert.equal(0, shop.count '"order"')
      assert.same({ 10, 0 }, { shop.stock "APPLE" })
      local view = prepare.review(mall, asked(request))
      assert.same({ { label = "사과 가격", before = "12,000원", after = "13,000원" },
        { label = "결제 금액", before = "15,000원", after = "16,000원", total = true } }, view.changes)
      request.quote = view.quote
      assert.equal(16000, order.by_number(mall.id, assert(place_order.run(mall, request)).number).payable_amount)
    end)

    it("holds for as long as the mall says", function()
      database.execute "INSERT INTO setting (mall_id, name, value) SELECT id, 'quote_minutes', '2' FROM mall"
      local request = shop.draft(mall, { APPLE = 1 })
      database.execute "UPDATE sku SET price = 13000 WHERE code = 'APPLE'"
      later(3)
      assert.equal("checkout.quote_changed", select(2, place_order.run(mall, request)).code)
    end)

    it("is refused from a window that shows other sums than the last one", function()
      local request = shop.draft(mall, { APPLE = 1 })
      database.execute "UPDATE sku SET price = 13000 WHERE code = 'APPLE'"
      local view = prepare.review(mall, asked(request))
      assert.equal("checkout.quote_changed", select(2, place_order.run(mall, request)).code)
      request.quote = view.quote
      assert(place_order.run(mall, request))
    end)

    it("is refused when the cart holds something else by now", function()
      local request = shop.draft(mall, { APPLE = 1 })
      cart.add(mall.id, request.cart_id, shop.sku "PEAR", 1)
      assert.equal("checkout.quote_changed", select(2, place_order.run(mall, request)).code)
      assert.same({ "배" }, { prepare.review(mall, asked(request)).changes[1].label })
    end)
  end)

  it("is refused when the goods are no longer sold", function()
    local request = shop.draft(mall, { APPLE = 1 })
    database.execute "UPDATE product SET status = 'hidden' WHERE code = 'apple'"
    assert.equal("cart.not_ready", select(2, place_order.run(mall, request)).code)
  end)

  it("needs the draft of this very cart", function()
    local request = shop.draft(mall, { APPLE = 1 })
    local other = shop.draft(mall, { PEAR = 1 })
    local stolen = { cart_id = other.cart_id, place_key = request.place_key, channel = "pc" }
    assert.equal("checkout.no_draft", select(2, place_order.run(mall, stolen)).code)
    assert(place_order.run(mall, request))
    assert.equal("checkout.no_draft", select(2, place_order.run(mall, stolen)).code)
    assert.equal("checkout.no_draft", select(2, place_order.run(mall,
      { cart_id = crypto.uuid7(), place_key = crypto.uuid7(), channel = "pc" })).code)
  end)

  it("asks nothing on another connection while it holds locks", function()
    local pg = require "pg"
    local request = shop.draft(mall, { APPLE = 1 })
    local whole, inside, questions = { tx = pg.tx, row = pg.row, rows = pg.rows, write = pg.write }, false, {}
    finally(function() for name, fn in pairs(whole) do pg[name] = fn end end)
    for _, name in ipairs { "row", "rows", "write" } do
      pg[name] = function(sql, ...)
        if inside then questions[#questions + 1] = sql end
        return whole[name](sql, ...)
      end
    end
    function pg.tx(fn, options)
      return whole.tx(function(tx)
        inside = true
        local result, refused = fn(tx)
        inside = false
        return result, refused
      end, options)
    end
    assert(place_order.run(mall, request))
    assert.same({}, questions)
  end)

  it("leaves a cart that was filled again for the next order", function()
    local request = shop.draft(mall, { APPLE = 1 })
    local first = assert(place_order.run(mall, request))
    cart.add(mall.id, request.cart_id, shop.sku "PEAR", 1)
    assert.equal(first.number, place_order.run(mall, request).number)
    assert.equal(1, cart.count(mall.id, request.cart_id))
  end)
end)
