local task = require "task"
local crypto = require "crypto"
local shop = require "spec.app.shop"
local database = require "spec.support.database"
local cart = require "cart"
local show_cart = require "flows.show_cart"

describe("a cart", function()
  local mall, cart_id

  before_each(function()
    mall = shop.open {
      { code = "apple", name = "사과", price = 12000, stock = 5 }, { code = "pear", name = "배", price = 20000, stock = 200 },
      { code = "plum", name = "자두", price = 9000, stock = 0 },
    }
    cart_id = crypto.uuid7()
  end)

  local function add(code, qty) return cart.add(mall.id, cart_id, shop.sku(code), qty) end
  local function lines() return cart.read(mall.id, cart_id) end

  it("exists from its first item on", function()
    assert.equal(0, shop.count "cart")
    assert.equal(2, add("PEAR", 2).qty)
    assert.equal(1, shop.count "cart")
  end)

  it("merges the same goods", function()
    add("PEAR", 2)
    assert.equal(5, add("PEAR", 3).qty)
    assert.equal(1, #lines())
  end)

  it("never holds more than there is, nor more than 99", function()
    assert.equal(5, add("APPLE", 9).qty)
    assert.equal(5, add("APPLE", 1).qty)
    assert.equal(99, add("PEAR", 99).qty)
    assert.equal(99, add("PEAR", 99).qty)
  end)

  it("takes nothing that is sold out, hidden or unknown, and does not come to be by it", function()
    assert.is_nil(add("PLUM", 1).line_id)
    database.execute "UPDATE product SET status = 'hidden' WHERE code = 'pear'"
    assert.is_nil(add("PEAR", 1))
    assert.is_nil(cart.add(mall.id, cart_id, crypto.uuid7(), 1))
    assert.equal(0, shop.count "cart")
  end)

  it("adds up when a hundred adds come at once", function()
    local handles, pear = {}, shop.sku "PEAR"
    for i = 1, 100 do handles[i] = task.spawn(function() return cart.add(mall.id, cart_id, pear, 1) end) end
    for _, handle in ipairs(handles) do handle:join() end
    assert.equal(99, lines()[1].qty)
    assert.equal(1, shop.count "cart")
  end)

  it("changes a quantity, cut to what there is", function()
    local line_id = add("APPLE", 1).line_id
    assert.equal(3, cart.change(mall.id, cart_id, line_id, 3).qty)
    assert.equal(5, cart.change(mall.id, cart_id, line_id, 80).qty)
  end)

  it("gives back what was taken out, as it was", function()
    local line_id = add("PEAR", 7).line_id
    assert.equal("배", cart.remove(mall.id, cart_id, line_id).name)
    assert.equal(0, cart.count(mall.id, cart_id))
    assert.is_nil(cart.remove(mall.id, cart_id, line_id))
    assert.equal(line_id, cart.restore(mall.id, cart_id, line_id).id)
    assert.equal(7, lines()[1].qty)
  end)

  it("starts anew with goods that were taken out before", function()
    cart.remove(mall.id, cart_id, add("PEAR", 7).line_id)
    assert.equal(2, add("PEAR", 2).qty)
  end)

  it("is nobody else's", function()
    local line_id, stranger = add("PEAR", 7).line_id, crypto.uuid7()
    assert.is_nil(cart.change(mall.id, stranger, line_id, 1))
    assert.is_nil(cart.remove(mall.id, stranger, line_id))
    cart.remove(mall.id, cart_id, line_id)
    assert.is_nil(cart.restore(mall.id, stranger, line_id))
  end)

  it("tells of prices that changed since, until the line is touched", function()
    local line_id = add("PEAR", 1).line_id
    database.execute "UPDATE sku SET price = 21000 WHERE code = 'PEAR'"
    assert.matches("20,000원이던 가격이 21,000원", lines()[1].problem)
    cart.change(mall.id, cart_id, line_id, 2)
    assert.is_nil(lines()[1].problem)
  end)

  it("with goods that sold out does not lead to the till", function()
    add("APPLE", 2)
    add("PEAR", 1)
    database.execute "UPDATE stock SET on_hand = 0 FROM sku WHERE sku.id = sku_id AND code = 'APPLE'"
    local view = show_cart.run(mall, cart_id)
    assert.is_false(view.can_checkout)
    assert.equal(20000, view.totals.goods)
    assert.equal(1, #view.problems)
  end)

  it("says how much more makes shipping free, and recommends what is not in it", function()
    add("APPLE", 1)
    local view = show_cart.run(mall, cart_id)
    assert.equal("18,000원 더 담으면 무료배송", view.free_shipping.text)
    assert.equal(15000, view.totals.payable)
    assert.equal(1, #view.recommended)
    assert.equal("배", view.recommended[1].name)
  end)

  it("is empty and costs nothing before it exists", function()
    local view = show_cart.run(mall, nil)
    assert.is_true(view.empty)
    assert.equal(0, view.totals.payable)
    assert.is_false(view.can_checkout)
  end)

  it("holds at most a hundred different goods", function()
    database.execute(([[INSERT INTO sku (mall_id, product_id, code, price)
      SELECT mall_id, product_id, 'X' || n, 100 FROM sku, generate_series(1, 101) n WHERE code = 'PEAR';
      INSERT INTO stock (mall_id, sku_id, product_id, on_hand) SELECT mall_id, id, product_id, 5 FROM sku WHERE code LIKE 'X%%']]))
    for i = 1, 100 do assert.is_string(add("X" .. i, 1).line_id) end
    assert.is_nil(add("X101", 1).line_id)
    assert.equal(2, add("X100", 1).qty)
  end)
end)
