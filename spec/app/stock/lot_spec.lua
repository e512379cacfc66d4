-- Lots with a use-by date: which are sold first, which are not sold, where what comes back goes, and whom a recall concerns.

local adjust_stock = require "flows.adjust_stock"
local crypto = require "crypto"
local database = require "spec.support.database"
local desk = require "spec.app.desk"
local pg = require "pg"
local rule_stock = require "flows.rule_stock"
local rules = require "stock.lot.rules"
local shop = require "spec.app.shop"
local stock = require "stock"
local transaction = require("flows.store").transaction
local watch_stock = require "flows.watch_stock"

describe("a lot's words", function()
  it("say how long it is good", function()
    assert.same({ nil, "오늘까지", "12일 남음", "3일 지남" }, { [2] = rules.days(0), [3] = rules.days(12), [4] = rules.days(-3) })
    assert.is_nil(rules.days(nil))
  end)

  it("say whether it may be sold, and if not, why", function()
    local function label(lot)
      lot.qty = lot.qty or 1
      return rules.state(lot).label
    end
    assert.equal("판매 중", label { days_left = 31 })
    assert.equal("판매 중", label {})
    assert.equal("임박", label { days_left = 30 })
    assert.equal("판매 기한 지남", label { days_left = 3, blocked = true })
    assert.equal("소비기한 지남", label { days_left = -1, blocked = true })
    assert.equal("판매 중지", label { days_left = 31, blocked = true, stopped_at = 1 })
    assert.equal("소진", label { qty = 0, days_left = -1, blocked = true })
  end)

  it("name it by its date where nobody gave it a name", function()
    assert.equal("L1", rules.code("L1", "2027-01-01"))
    assert.equal("2027-01-01", rules.code("", "2027-01-01"))
    assert.equal("2027-01-01", rules.code(nil, "2027-01-01"))
    assert.is_nil(rules.code(nil, nil))
  end)
end)

describe("goods with lots", function()
  local mall, ctx, milk

  before_each(function()
    mall = shop.open { { code = "milk", name = "우유", stock = 2 }, { code = "salt", name = "소금", stock = 5 } }
    ctx, milk = desk(mall), shop.sku "MILK"
  end)

  -- A day so many days from today, in Seoul.
  local function day(days) return require("shared.clock").day(os.time() + days * 86400) end

  local function receive(qty, days, code)
    return adjust_stock.run(ctx, { sku_id = milk, reason = "receive", quantity = qty, best_before = days and day(days), lot_code = code })
  end

  local function sell(qty)
    local id = crypto.uuid7()
    assert(transaction(function(tx)
      local lines = { { sku_id = milk, qty = qty } }
      local held, short = stock.hold(tx, mall.id, id, lines, { expires_at = os.time() + 900 })
      if not held then return nil, short end
      return stock.sell(tx, mall.id, id, lines)
    end))
    return id
  end

  local function back(name, id, qty)
    return transaction(function(tx) return stock[name](tx, mall.id, id, { { sku_id = milk, qty = qty } }) end)
  end

  -- What lies in each lot, by its name.
  local function lots()
    local found, sum = {}, 0
    for _, lot in ipairs(stock.lots.of_sku(mall.id, milk, 20)) do
      found[lot.code] = lot.qty
      sum = sum + lot.qty
    end
    assert.equal((shop.stock "MILK"), sum, "what is on hand is the sum of the lots")
    local blocked = pg.row([[SELECT s.blocked, (SELECT coalesce(sum(qty), 0)::int FROM stock_lot l WHERE l.sku_id = s.sku_id AND l.blocked) AS sum
      FROM stock s WHERE s.sku_id = $1]], milk)
    assert.equal(blocked.blocked, blocked.sum)
    local torn = pg.row([[SELECT count(*)::int AS n FROM stock_lot l
      WHERE l.qty <> (SELECT coalesce(sum(e.delta), 0) FROM stock_lot_entry e WHERE e.lot_id = l.id)]])
    assert.equal(0, torn.n, "a lot is the sum of what moved it")
    return found
  end

  local function available() return pg.row("SELECT available FROM stock WHERE sku_id = $1", milk).available end

  it("keep lots from the first one on; what lay there before is a lot without a name", function()
    assert(receive(10, 90, "L1"))
    assert.same({ [""] = 2, L1 = 10 }, lots())
    assert(receive(5, 90, "L1"))
    assert(receive(3, 60))
    assert.same({ [""] = 2, L1 = 15, [day(60)] = 3 }, lots())
    assert.equal(20, available())
    assert.equal(0, #stock.contradictions())
  end)

  it("ask which lot came in, and that its date is the one it has", function()
    assert(receive(10, 90, "L1"))
    assert.equal("stock.lot_needed", select(2, receive(1)).code)
    local _, fault = receive(1, 91, "L1")
    assert.same({ "stock.lot_date", day(90) }, { fault.code, fault.best_before })
    assert(adjust_stock.run(ctx, { sku_id = shop.sku "SALT", reason = "receive", quantity = 1 }))
    assert.same({ [""] = 2, L1 = 10 }, lots())
  end)

  it("are sold from the lot that ends first", function()
    receive(3, 90, "late")
    receive(3, 30, "soon")
    sell(4)
    assert.same({ [""] = 0, soon = 1, late = 3 }, lots())
    sell(3)
    assert.same({ [""] = 0, soon = 0, late = 1 }, lots())
  end)

  it("are not sold once their day has come, or when fewer days are left than the product wants", function()
    receive(3, 0, "today")
    receive(4, 6, "six")
    receive(5, 7, "seven")
    assert.equal(14, available())
    assert(rule_stock.set(ctx, { id = milk, code = "MILK" }, { safety = 0, least_days = 7 }))
    assert.equal(7, available())
    assert(rule_stock.set(ctx, { id = milk, code = "MILK" }, { safety = 1, least_days = 0 }))
    assert.equal(13, available())
    database.execute "UPDATE stock_lot SET best_before = best_before - 1"
    assert.equal(1, watch_stock.turn_lots())
    assert.equal(10, available())
    assert.equal(0, watch_stock.turn_lots())
    sell(2)
    assert.same({ [""] = 0, today = 3, six = 4, seven = 5 }, lots())
  end)

  it("that an order holds are sold to it though their day came meanwhile, the best first", function()
    receive(3, 1, "a")
    receive(3, 2, "b")
    local id, lines = crypto.uuid7(), { { sku_id = milk, qty = 5 } }
    transaction(function(tx) return stock.hold(tx, mall.id, id, lines, { expires_at = os.time() + 900 }) end)
    database.execute "UPDATE stock_lot SET best_before = best_before - 5"
    watch_stock.turn_lots()
    assert.equal(0, available())
    transaction(function(tx) return stock.sell(tx, mall.id, id, lines) end)
    assert.same({ [""] = 0, a = 3, b = 0 }, lots())
  end)

  it("go back into the lots they were sold from, the soonest over first", function()
    receive(2, 30, "soon")
    receive(5, 90, "late")
    local id = sell(7)
    assert.same({ [""] = 0, soon = 0, late = 2 }, lots())
    assert(back("unsell", id, 3))
    assert.same({ [""] = 2, soon = 1, late = 2 }, lots())
    assert(back("take_back", id, 4))
    assert.same({ [""] = 2, soon = 2, late = 5 }, lots())
    assert.is_false((pcall(back, "take_back", id, 1)))
  end)

  it("that were sold before lots were kept come back without a lot", function()
    local id = sell(2)
    receive(1, 30, "new")
    assert(back("take_back", id, 2))
    assert.same({ [""] = 2, new = 1 }, lots())
  end)

  it("can be stopped: they are not sold, their orders are found, and they can be sold again", function()
    receive(5, 30, "bad")
    local id = sell(4)
    local lot = stock.lots.by_code({ row = function(_, ...) return pg.row(...) end }, mall.id, milk, "bad")
    assert(rule_stock.stop(ctx, lot.id, "이물질 신고"))
    assert.equal(0, available())
    receive(1, 90, "good")
    assert.equal(1, available())
    assert.same({ [""] = 0, bad = 3, good = 1 }, lots())
    assert.equal(1, stock.lots.find(mall.id, lot.id).orders)
    back("take_back", id, 4)
    assert.same({ [""] = 2, bad = 5, good = 1 }, lots())
    assert.equal(3, available())
    assert(rule_stock.stop(ctx, lot.id, nil))
    assert.equal(8, available())
    assert.equal(2, shop.count "audit_entry WHERE action IN ('stock.lot_stopped', 'stock.lot_resumed')")
    assert.equal("stock.no_lot", select(2, rule_stock.stop(ctx, mall.id, "x")).code)
  end)

  it("are counted, broken and put right in the lot that is named, else where it hurts least", function()
    receive(5, 30, "soon")
    receive(5, 90, "late")
    local function lot_id(code) return stock.lots.by_code({ row = function(_, ...) return pg.row(...) end }, mall.id, milk, code).id end
    local function adjust(reason, qty, code)
      return adjust_stock.run(ctx, { sku_id = milk, reason = reason, quantity = qty, lot_id = code and lot_id(code) })
    end
    assert.same({ on_hand = 10, delta = -2 }, adjust("damage", 2, "late"))
    assert.same({ on_hand = 9, delta = -1 }, adjust("count", 4, "soon"))
    assert.same({ [""] = 2, soon = 4, late = 3 }, lots())
    assert.equal("stock.lot_short", select(2, adjust("damage", 4, "late")).code)
    assert.same({ on_hand = 6, delta = -3 }, adjust("count", 6))
    assert.same({ [""] = 0, soon = 3, late = 3 }, lots())
    assert.same({ on_hand = 7, delta = 1 }, adjust("return", 1, "late"))
    assert.equal("stock.no_lot", select(2, adjust_stock.run(ctx,
      { sku_id = shop.sku "SALT", reason = "damage", quantity = 1, lot_id = lot_id "late" })).code)
    assert.same({ [""] = 0, soon = 3, late = 4 }, lots())
  end)
end)
