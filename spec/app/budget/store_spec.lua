local task = require "task"
local shop = require "spec.app.shop"
local database = require "spec.support.database"
local budget = require "budget"
local place_order = require "flows.place_order"
local transaction = require("flows.store").transaction

describe("a budget", function()
  local mall, orders

  setup(function()
    mall, orders = shop.open { { code = "apple", name = "사과", stock = 1000 } }, {}
    for i = 1, 12 do orders[i] = assert(place_order.run(mall, shop.draft(mall, { APPLE = 1 }))).id end
  end)

  before_each(function()
    database.execute "DELETE FROM budget_use; DELETE FROM budget"
    assert(transaction(function(tx) return budget.set(tx, mall.id, "gift", 10) end))
    assert(transaction(function(tx) return budget.set(tx, mall.id, "money", 50000) end))
  end)

  local function reserve(order_id, parts)
    return transaction(function(tx) return budget.reserve(tx, mall.id, order_id, parts) end)
  end

  local function release(order_id, committed)
    return transaction(function(tx) return budget.release(tx, mall.id, order_id, committed) end)
  end

  local function commit(order_id) return transaction(function(tx) return budget.commit(tx, mall.id, order_id) end) end
  local function used(key) return budget.of(mall.id, key).used end

  it("gives as much as there is, and tells who comes too late what is left", function()
    assert(reserve(orders[1], { { key = "gift", amount = 7 } }))
    local _, refused = reserve(orders[2], { { key = "gift", amount = 4 } })
    assert.same({ "budget.out", "gift", 3 }, { refused.code, refused.key, refused.left })
    assert(reserve(orders[2], { { key = "gift", amount = 3 } }))
    assert.equal(10, used "gift")
  end)

  it("gives all that an order asks for, or nothing", function()
    local _, refused = reserve(orders[1], { { key = "gift", amount = 1 }, { key = "money", amount = 50001 } })
    assert.equal("money", refused.key)
    assert.same({ 0, 0 }, { used "gift", used "money" })
    assert.equal("budget.out", select(2, reserve(orders[1], { { key = "nobody opened it", amount = 1 } })).code)
  end)

  it("counts what an order took once, however often it asks, and gives it back once", function()
    for _ = 1, 3 do assert(reserve(orders[1], { { key = "gift", amount = 7 } })) end
    assert.equal(7, used "gift")
    for _ = 1, 3 do release(orders[1]) end
    assert.equal(0, used "gift")
  end)

  it("that was paid for does not come back with what expires, but does when it is given back", function()
    assert(reserve(orders[1], { { key = "gift", amount = 7 } }))
    assert.equal(1, commit(orders[1]))
    assert.equal(0, commit(orders[1]))
    assert.equal(0, release(orders[1]))
    assert.equal(7, used "gift")
    assert.equal(1, release(orders[1], true))
    assert.equal(0, used "gift")
  end)

  it("is not cut below what is taken", function()
    assert(reserve(orders[1], { { key = "gift", amount = 7 } }))
    assert.is_false((transaction(function(tx) return { budget.set(tx, mall.id, "gift", 6) } end))[1])
    assert.is_true((transaction(function(tx) return { budget.set(tx, mall.id, "gift", 7) } end))[1])
    assert.has_error(function() database.execute "UPDATE budget SET used = 8 WHERE key = 'gift'" end)
  end)

  it("that many ask for at once, in whatever order, is never overspent, and they never block each other for good", function()
    local handles, got = {}, 0
    for i, order_id in ipairs(orders) do
      local parts = { { key = "gift", amount = 1 }, { key = "money", amount = 10 } }
      if i % 2 == 0 then parts = { parts[2], parts[1] } end
      handles[i] = task.spawn(function() return reserve(order_id, parts) end)
    end
    for _, handle in ipairs(handles) do
      local fine, refused = handle:join()
      if fine then got = got + 1 else assert.equal("budget.out", refused.code) end
    end
    assert.same({ 10, 10, 100 }, { got, used "gift", used "money" })
  end)
end)
