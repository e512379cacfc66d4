local shop = require "spec.app.shop"
local database = require "spec.support.database"
local crypto = require "crypto"
local stock = require "stock"
local transaction = require("flows.store").transaction

describe("stock", function()
  local mall, line

  before_each(function()
    mall = shop.open { { code = "apple", name = "사과", stock = 10 } }
    line = { sku_id = shop.sku "APPLE", qty = 4 }
  end)

  local function move(kind, order_id)
    return pcall(transaction, function(tx)
      stock[kind](tx, mall.id, order_id, { line })
      return true
    end)
  end

  it("that is reserved, then sold, leaves the warehouse", function()
    local order_id = crypto.uuid7()
    assert.is_true(move("reserve", order_id))
    assert.same({ 10, 4 }, { shop.stock "APPLE" })
    assert.is_true(move("sell", order_id))
    assert.same({ 6, 0 }, { shop.stock "APPLE" })
    assert.equal(0, #stock.contradictions())
  end)

  it("that is released can be bought again", function()
    local order_id = crypto.uuid7()
    move("reserve", order_id)
    assert.is_true(move("release", order_id))
    assert.same({ 10, 0 }, { shop.stock "APPLE" })
  end)

  it("is never promised twice", function()
    assert.is_true(move("reserve", crypto.uuid7()))
    assert.is_true(move("reserve", crypto.uuid7()))
    assert.is_false(move("reserve", crypto.uuid7()))
    assert.same({ 10, 8 }, { shop.stock "APPLE" })
  end)

  it("moves once for an order, however often it is told", function()
    local order_id = crypto.uuid7()
    move("reserve", order_id)
    move("reserve", crypto.uuid7())
    assert.is_true(move("release", order_id))
    assert.is_false(move("release", order_id))
    assert.same({ 10, 4 }, { shop.stock "APPLE" })
  end)

  it("that does not agree with its ledger is found", function()
    database.execute "UPDATE stock SET on_hand = on_hand + 1"
    assert.equal(1, #stock.contradictions())
  end)
end)
