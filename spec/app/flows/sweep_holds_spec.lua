-- Goods that are held for nothing, and goods that only look so.

local crypto = require "crypto"
local database = require "spec.support.database"
local place_order = require "flows.place_order"
local shop = require "spec.app.shop"
local stock = require "stock"
local sweep_holds = require "flows.sweep_holds"
local transaction = require("flows.store").transaction

describe("sweeping holds", function()
  local mall

  before_each(function() mall = shop.open { { code = "apple", name = "사과", stock = 10 } } end)

  local function later() database.execute "UPDATE stock_hold SET expires_at = now() - interval '16 minutes'" end

  it("gives back what an order holds that is not there", function()
    transaction(function(tx)
      return stock.hold(tx, mall.id, crypto.uuid7(), { { sku_id = shop.sku "APPLE", qty = 4 } }, { expires_at = os.time() })
    end)
    assert.equal(0, sweep_holds.run())
    later()
    assert.equal(1, sweep_holds.run())
    assert.same({ 10, 0 }, { shop.stock "APPLE" })
    assert.equal(0, sweep_holds.run())
    assert.equal(0, #stock.contradictions())
  end)

  it("leaves alone what an order waits to be paid for, however late", function()
    assert(place_order.run(mall, shop.draft(mall, { APPLE = 3 })))
    later()
    assert.equal(0, sweep_holds.run())
    assert.same({ 10, 3 }, { shop.stock "APPLE" })
  end)

  it("gives back what an order came to nothing for and still holds", function()
    assert(place_order.run(mall, shop.draft(mall, { APPLE = 3 })))
    database.execute "UPDATE order_portion SET state = 'unpaid'"
    later()
    assert.equal(1, sweep_holds.run())
    assert.same({ 10, 0 }, { shop.stock "APPLE" })
  end)
end)
