-- What runs short: noticed once, told once, and listed until there is enough again.

local database = require "spec.support.database"
local office = require "spec.app.office"
local pg = require "pg"
local rule_stock = require "flows.rule_stock"
local desk = require "spec.app.desk"
local shop = require "spec.app.shop"
local stock = require "stock"
local watch_stock = require "flows.watch_stock"

describe("what runs short", function()
  local mall, ctx

  before_each(function()
    mall = shop.open { { code = "tea", name = "보리차", stock = 10 }, { code = "rice", name = "햅쌀", stock = 3 } }
    ctx = desk(mall)
  end)

  local function watch(code, at) assert(rule_stock.set(ctx, { id = shop.sku(code), code = code }, { safety = 0, restock_at = at, least_days = 0 })) end
  local function letters() return shop.count "mail WHERE template = 'staff/restock'" end
  local function on_hand(code, qty)
    database.execute(("UPDATE stock SET on_hand = %d WHERE sku_id = '%s'"):format(qty, shop.sku(code)))
  end

  it("is nothing that nobody asked to be told of", function()
    assert.equal(0, watch_stock.tell_of_shortage())
    assert.equal(0, letters())
  end)

  it("is told once, in one letter to each who buys in, and to no other", function()
    office.account("cs", { mall_id = mall.id })
    office.account("merchandiser")
    watch("TEA", 9)
    watch("RICE", 3)
    assert.equal(1, watch_stock.tell_of_shortage())
    assert.equal(2, letters())
    on_hand("TEA", 4)
    assert.equal(1, watch_stock.tell_of_shortage())
    assert.equal(0, watch_stock.tell_of_shortage())
    assert.equal(4, letters())
    assert.equal(2, stock.alarm.standing(mall.id))
  end)

  it("is told to who runs the mall where nobody buys in", function()
    watch("RICE", 3)
    database.execute "DELETE FROM staff_role"
    office.account("manager", { mall_id = mall.id })
    assert.equal(1, watch_stock.tell_of_shortage())
    assert.equal(1, letters())
  end)

  it("ends when there is enough again, and is not told again within a day", function()
    watch("RICE", 3)
    watch_stock.tell_of_shortage()
    on_hand("RICE", 4)
    watch_stock.tell_of_shortage()
    assert.equal(0, stock.alarm.standing(mall.id))
    on_hand("RICE", 2)
    assert.equal(0, watch_stock.tell_of_shortage())
    assert.equal(1, stock.alarm.standing(mall.id))
    assert.equal(1, letters())
    database.execute "UPDATE stock_alarm SET told_at = told_at - interval '2 days'"
    on_hand("RICE", 9)
    watch_stock.tell_of_shortage()
    on_hand("RICE", 2)
    assert.equal(1, watch_stock.tell_of_shortage())
    assert.equal(2, letters())
  end)

  it("is listed with how fast it goes", function()
    watch("RICE", 3)
    pg.rows([[INSERT INTO stock_entry (mall_id, sku_id, kind, on_hand_delta, reserved_delta, order_id) VALUES ($1, $2, 'sell', -7, -7, uuid7())]],
      mall.id, shop.sku "RICE")
    watch_stock.tell_of_shortage()
    local browser = office.enter(require "boot", "merchandiser", { mall_id = mall.id })
    local status, html = browser:get "/admin/restock"
    assert.equal(200, status)
    for _, words in ipairs { "재입고 알림", "햅쌀", "6일" } do assert.is_truthy(html:find(words, 1, true), words) end
    assert.is_falsy(html:find("보리차", 1, true))
  end)
end)
