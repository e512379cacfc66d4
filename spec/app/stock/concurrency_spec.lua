-- Stock under many hands at once, each on a connection of its own.

local crypto = require "crypto"
local crowd = require "spec.support.crowd"
local database = require "spec.support.database"
local expire_unpaid = require "flows.expire_unpaid"
local pg = require "pg"
local place_order = require "flows.place_order"
local settle_deposit = require "flows.settle_deposit"
local shop = require "spec.app.shop"
local stock = require "stock"
local task = require "task"
local transaction = require("flows.store").transaction

describe("stock under many hands", function()
  local mall, apple, pear

  before_each(function()
    mall = shop.open { { code = "apple", name = "사과", stock = 10 }, { code = "pear", name = "배", stock = 1 } }
    apple, pear = shop.sku "APPLE", shop.sku "PEAR"
  end)

  local function deadlocks()
    return pg.row("SELECT deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()").n
  end

  local function hold(lines, id, pause)
    return transaction(function(tx)
      local held, short = stock.hold(tx, mall.id, id or crypto.uuid7(), lines, { expires_at = os.time() + 900 })
      if pause then task.sleep(pause) end
      return held, short
    end)
  end

  it("promises the last one to one of two, and tells the other", function()
    local outcomes = {}
    crowd(2, 2, function(i)
      local held, short = hold({ { sku_id = pear, qty = 1 } }, nil, 20)
      outcomes[i] = held and "held" or short.code .. " " .. short.available
    end)
    table.sort(outcomes)
    assert.same({ "held", "stock.sold_out 0" }, outcomes)
    assert.same({ 1, 1 }, { shop.stock "PEAR" })
  end)

  it("promises ten of ten to fifty", function()
    local held = 0
    crowd(50, 50, function()
      if hold { { sku_id = apple, qty = 1 } } then held = held + 1 end
    end)
    assert.equal(10, held)
    assert.same({ 10, 10 }, { shop.stock "APPLE" })
    assert.equal(0, #stock.contradictions())
  end)

  it("does not wait in a circle, whichever order the goods are named in", function()
    database.execute "UPDATE stock SET on_hand = 1000"
    local before = deadlocks()
    crowd(60, 20, function(i)
      local there, back = { sku_id = apple, qty = 1 }, { sku_id = pear, qty = 2 }
      local lines = i % 2 == 0 and { there, back } or { back, there }
      local id = crypto.uuid7()
      assert(hold(lines, id))
      assert(transaction(function(tx)
        return stock[i % 3 == 0 and "release" or "sell"](tx, mall.id, id, { lines[2], lines[1] })
      end))
    end)
    assert.same({ 960, 0 }, { shop.stock "APPLE" })
    assert.same({ 920, 0 }, { shop.stock "PEAR" })
    assert.equal(before, deadlocks())
  end)

  it("does one thing with an order that is paid for and runs out of time at once", function()
    for _ = 1, 5 do
      local placed = assert(place_order.run(mall, shop.draft(mall, { APPLE = 1 })))
      local on_hand = shop.stock "APPLE"
      database.execute "UPDATE payment SET expires_at = now() - interval '1 hour', due_at = now() - interval '2 hours' WHERE status = 'waiting'"
      database.execute 'UPDATE "order" SET due_at = now() - interval \'2 hours\' WHERE paid_at IS NULL'
      crowd(4, 4, function(i)
        if i % 2 == 0 then expire_unpaid.run() else settle_deposit.run(placed.number, "staff") end
      end)
      local left, reserved = shop.stock "APPLE"
      local paid = pg.row('SELECT paid_at IS NOT NULL AS paid FROM "order" WHERE number = $1', placed.number).paid
      assert.same({ paid and on_hand - 1 or on_hand, 0 }, { left, reserved })
      assert.equal(0, shop.count "stock_hold")
    end
    assert.equal(0, #stock.contradictions())
  end)

  it("is not taken away by staff under what is being promised", function()
    local held, broken = 0, 0
    crowd(20, 20, function(i)
      if i % 2 == 0 then
        if hold { { sku_id = apple, qty = 1 } } then held = held + 1 end
        return
      end
      local done = transaction(function(tx)
        local level = stock.lock_levels(tx, mall.id, { apple })[apple]
        if level.on_hand - 1 < level.reserved then return nil, { code = "stock.below_reserved" } end
        stock.adjust(tx, mall.id, { { sku_id = apple, delta = -1 } }, { kind = "adjust", reason = "damage", note = "", actor = "a" })
        return true
      end)
      if done then broken = broken + 1 end
    end)
    assert.equal(10, held + broken)
    assert.same({ 10 - broken, held }, { shop.stock "APPLE" })
    assert.equal(0, #stock.contradictions())
  end)
end)
