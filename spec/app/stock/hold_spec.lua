-- What orders do to stock: promised, given up, sold, given back, a step at a time and each once.

local crypto = require "crypto"
local database = require "spec.support.database"
local pg = require "pg"
local shop = require "spec.app.shop"
local stock = require "stock"
local transaction = require("flows.store").transaction

describe("stock of an order", function()
  local mall, apple, pear, order_id

  before_each(function()
    mall = shop.open { { code = "apple", name = "사과", stock = 10 }, { code = "pear", name = "배", stock = 3 } }
    apple, pear, order_id = shop.sku "APPLE", shop.sku "PEAR", crypto.uuid7()
  end)

  local function soon() return os.time() + 900 end

  local function lines_of(apples, pears)
    local lines = {}
    if apples then lines[1] = { sku_id = apple, qty = apples } end
    if pears then lines[#lines + 1] = { sku_id = pear, qty = pears } end
    return lines
  end

  local function hold(apples, pears, key, id, last)
    return transaction(function(tx)
      return stock.hold(tx, mall.id, id or order_id, lines_of(apples, pears), { expires_at = soon(), key = key, last = last })
    end)
  end

  local function step(name, apples, pears, key)
    return transaction(function(tx) return stock[name](tx, mall.id, order_id, lines_of(apples, pears), { key = key }) end)
  end

  local function held() return pg.row("SELECT coalesce(sum(qty), 0)::int AS n FROM stock_hold").n end

  it("is promised, then sold, and leaves the warehouse", function()
    assert.is_true(hold(4, 1))
    assert.same({ 10, 4 }, { shop.stock "APPLE" })
    assert.equal(5, held())
    assert.is_true(step("sell", 4, 1))
    assert.same({ 6, 0 }, { shop.stock "APPLE" })
    assert.same({ 2, 0 }, { shop.stock "PEAR" })
    assert.equal(0, held())
    assert.equal(0, #stock.contradictions())
  end)

  it("that was not paid can be bought again", function()
    hold(4, 3)
    assert.is_true(step("release", 4, 3))
    assert.same({ 10, 0 }, { shop.stock "APPLE" })
    assert.equal(0, held())
    assert.is_true(hold(10, 3, nil, crypto.uuid7()))
  end)

  for _, last in ipairs { false, true } do
    it("is promised whole or not at all, and who is too late is told what there is too little of"
      .. (last and ", also with the COMMIT" or ""), function()
      hold(nil, 2, nil, crypto.uuid7(), last)
      assert.same({ 3, 2 }, { shop.stock "PEAR" })
      for _, lines in ipairs { { 4, 2 }, { nil, 2 } } do
        local done, fault = hold(lines[1], lines[2], nil, nil, last)
        assert.is_nil(done)
        assert.same({ "stock.sold_out", "배", 1 }, { fault.code, fault.product, fault.available })
      end
      assert.same({ 10, 0 }, { shop.stock "APPLE" })
      assert.equal(2, held())
      assert.is_true(hold(4, 1, "place", nil, last))
      assert.is_true(hold(4, 1, "place", nil, last))
      assert.same({ 10, 4 }, { shop.stock "APPLE" })
      assert.equal(0, #stock.contradictions())
    end)
  end

  it("that nobody keeps cannot be promised", function()
    database.execute("DELETE FROM stock_entry; DELETE FROM stock WHERE sku_id = '" .. pear .. "'")
    for _, apples in ipairs { false, 1 } do
      local done, fault = hold(apples or nil, 1)
      assert.is_nil(done)
      assert.same({ "배", 0 }, { fault.product, fault.available })
    end
  end)

  it("moves once for a step, however often it is told, and again for another step", function()
    for _ = 1, 3 do assert.is_true(hold(4, 1, "place")) end
    assert.same({ 10, 4 }, { shop.stock "APPLE" })
    for _ = 1, 3 do assert.is_true(step("sell", 4, 1, "pay")) end
    assert.same({ 6, 0 }, { shop.stock "APPLE" })
    for _ = 1, 3 do assert.is_true(step("unsell", 1, nil, "cancel 1")) end
    assert.same({ 7, 0 }, { shop.stock "APPLE" })
    assert.is_true(step("unsell", 1, nil, "cancel 2"))
    assert.is_true(step("take_back", 2, nil, "claim 1"))
    assert.same({ 10, 0 }, { shop.stock "APPLE" })
    assert.equal(0, #stock.contradictions())
  end)

  it("is released in part, and the rest stays held", function()
    hold(4)
    assert.is_true(step("release", 1, nil, "a"))
    assert.equal(3, held())
    assert.is_true(step("sell", 3, nil, "b"))
    assert.same({ 7, 0 }, { shop.stock "APPLE" })
    assert.equal(0, held())
  end)

  it("is neither sold nor released beyond what the order holds, whatever others hold", function()
    hold(2)
    hold(5, nil, nil, crypto.uuid7())
    assert.is_false((pcall(step, "sell", 3)))
    assert.is_false((pcall(step, "release", 3)))
    assert.same({ 10, 7 }, { shop.stock "APPLE" })
    assert.is_true(step("sell", 2))
    assert.is_false((pcall(step, "sell", 1)))
    assert.is_false((pcall(step, "release", 1)))
  end)

  it("never comes back beyond what was sold", function()
    hold(3)
    step("sell", 3)
    assert.is_true(step("unsell", 1))
    assert.is_true(step("take_back", 1))
    assert.is_false((pcall(step, "take_back", 2)))
    assert.is_true(step("take_back", 1))
    assert.is_false((pcall(step, "unsell", 1)))
    assert.same({ 10, 0 }, { shop.stock "APPLE" })
  end)

  it("can be held again by an order that comes back to life", function()
    hold(4, nil, "place")
    step("release", 4, nil, "expire")
    assert.is_true(hold(4, nil, "reopen"))
    assert.is_true(step("sell", 4, nil, "pay"))
    assert.same({ 6, 0 }, { shop.stock "APPLE" })
  end)

  it("is held until a moment that can be moved", function()
    hold(1)
    local later = soon() + 3600
    transaction(function(tx) stock.extend(tx, mall.id, order_id, later) return true end)
    assert.equal(later, pg.row("SELECT expires_at FROM stock_hold").expires_at)
    assert.equal(0, #stock.overdue(0, 10))
    database.execute "UPDATE stock_hold SET expires_at = now() - interval '1 minute'"
    assert.equal(order_id, stock.overdue(30, 10)[1].order_id)
    assert.equal(0, #stock.overdue(120, 10))
  end)

  it("leaves what is kept for safety alone", function()
    transaction(function(tx) stock.set_policy(tx, mall.id, { apple }, { safety = 7, least_days = 0 }) return true end)
    local done, fault = hold(4)
    assert.is_nil(done)
    assert.equal(3, fault.available)
    assert.is_true(hold(3))
    assert.is_true(step("sell", 3))
    assert.equal(0, pg.row("SELECT available FROM stock WHERE sku_id = $1", apple).available)
    assert.same({ 7, 0 }, { shop.stock "APPLE" })
  end)

  it("that does not agree with its ledger is found", function()
    database.execute "UPDATE stock SET on_hand = on_hand + 1 WHERE on_hand = 10"
    assert.equal(1, #stock.contradictions())
  end)
end)
