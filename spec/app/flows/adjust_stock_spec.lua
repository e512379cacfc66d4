local adjust_stock = require "flows.adjust_stock"
local desk = require "spec.app.desk"
local database = require "spec.support.database"
local shop = require "spec.app.shop"
local stock = require "stock"

describe("adjusting stock", function()
  local mall, ctx

  before_each(function()
    mall = shop.open { { code = "tea", stock = 10 }, { code = "rice", stock = 5 } }
    ctx = desk(mall)
  end)

  local function adjust(reason, quantity, note)
    return adjust_stock.run(ctx, { sku_id = shop.sku "TEA", reason = reason, quantity = quantity, note = note })
  end

  it("adds what came in, takes what broke, and sets what was counted", function()
    assert.same({ on_hand = 15, delta = 5 }, adjust("receive", 5))
    assert.same({ on_hand = 12, delta = -3 }, adjust("damage", 3, "상자가 젖음"))
    assert.same({ on_hand = 20, delta = 8 }, adjust("count", 20))
    assert.equal(20, (shop.stock "TEA"))
    assert.equal(5, (shop.stock "RICE"))
    assert.equal(0, #stock.contradictions())
  end)

  it("writes each move into the ledger, with its reason and who did it", function()
    adjust("damage", 3, "상자가 젖음")
    local entries = stock.ledger(mall.id, shop.sku "TEA", 10)
    assert.equal(2, #entries)
    assert.same({ "adjust", -3, 7, "damage", "상자가 젖음", ctx.staff.email }, { entries[1].kind, entries[1].on_hand_delta,
      entries[1].on_hand, entries[1].reason, entries[1].note, entries[1].actor })
    assert.equal("파손·폐기", stock.label(entries[1]))
    assert.equal("입고", stock.label(entries[2]))
  end)

  it("writes each move into the log of the back office", function()
    adjust("count", 4)
    assert.equal(1, shop.count "audit_entry WHERE action = 'stock.adjust' AND changes -> 'on_hand' = '{\"before\": 10, \"after\": 4}'")
  end)

  it("leaves what is promised to orders where it is", function()
    database.execute(("UPDATE stock SET reserved = 8 WHERE sku_id = '%s'"):format(shop.sku "TEA"))
    local done, fault = adjust("damage", 3)
    assert.is_nil(done)
    assert.same({ "stock.below_reserved", 8 }, { fault.code, fault.reserved })
    assert.equal("stock.below_reserved", select(2, adjust("count", 7)).code)
    assert.same({ on_hand = 8, delta = -2 }, adjust("damage", 2))
  end)

  it("refuses what changes nothing, what is not there, and who may not", function()
    assert.equal("stock.same", select(2, adjust("count", 10)).code)
    assert.equal("stock.unknown", select(2, adjust_stock.run(ctx, { sku_id = mall.id, reason = "receive", quantity = 1 })).code)
    ctx = desk(mall, { ["products.read"] = true })
    assert.equal("staff.forbidden", select(2, adjust("receive", 1)).code)
    assert.equal(10, (shop.stock "TEA"))
  end)

  it("cannot be altered afterwards", function()
    assert.error_matches(function() database.execute("SET ROLE sijang_app; UPDATE stock_entry SET note = 'x'") end, "permission denied")
  end)
end)
