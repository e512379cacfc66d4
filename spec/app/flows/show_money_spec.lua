-- The money of an order as staff looks at it, against a real database: what each discount gave each line, what paid it, and
-- what is left of all that after a part was cancelled.

local account = require "spec.app.account"
local ask_claim = require "flows.ask_claim"
local coupon = require "coupon"
local execute_refund = require "flows.execute_refund"
local office = require "spec.app.office"
local pg = require "pg"
local place_order = require "flows.place_order"
local points = require "points"
local settle_deposit = require "flows.settle_deposit"
local shop = require "spec.app.shop"
local show_money = require "flows.show_money"
local transaction = require("flows.store").transaction

describe("the money of an order", function()
  local mall, placed

  setup(function()
    mall = shop.open { { code = "apple", name = "사과", price = 12000, stock = 100 } }
    local member = { id = account.add(mall) }
    assert(transaction(function(tx)
      points.grant(tx, { mall_id = mall.id, member_id = member.id, amount = 10000, reason = "선물", key = "gift" })
      return coupon.issue(tx, mall.id, { { member_id = member.id, key = "k", name = "감사 쿠폰", amount = 4800, expires_at = os.time() + 86400 } })
    end))
    placed = assert(place_order.run(mall, shop.draft(mall, { APPLE = 4 },
      { coupon = pg.row("SELECT id FROM coupon").id, points = "4000" }, member)))
    assert(settle_deposit.run(placed.number, "staff"))
  end)

  local function told(row) return { row.label, row.title, row.was, row.now } end

  it("says what was agreed, discount by discount with each line's share, and what paid it", function()
    local money = show_money.of(mall.id, placed.id)
    assert.same({ "상품 금액", nil, 48000, 48000 }, told(money.rows[1]))
    assert.same({ "쿠폰", "감사 쿠폰", -4800, -4800 }, told(money.rows[2]))
    assert.same({ { name = "사과", qty = 4, amount = 4800 } }, money.rows[2].shares)
    assert.same({ "주문 금액", nil, 43200, 43200 }, told(money.owed))
    assert.same({ { label = "무통장입금", was = 39200, now = 39200 }, { label = "적립금", was = 4000, now = 4000 } }, money.paid)
    assert.same({ 0, false }, { money.promised, money.changed })
  end)

  it("says what is left after a part was cancelled, and what is still on its way back, on the order's page", function()
    assert(ask_claim.run(mall.id, placed.id, { kind = "cancel", lines = { { position = 1, qty = 1 } }, reason = "changed_mind",
      account = { bank_code = "004", number = "1234567890", holder = "김회원" } }, { actor = "member" }))
    local money = show_money.of(mall.id, placed.id)
    assert.same({ 36000, -3600, 32400, 10800, true },
      { money.rows[1].now, money.rows[2].now, money.owed.now, money.promised, money.changed })
    -- the law of an order: what is owed is what was paid less what goes back
    assert.equal(money.owed.now, money.paid[1].now + money.paid[2].now - money.promised)
    local refund = pg.row("SELECT id FROM refund").id
    assert(execute_refund.run(mall.id, refund))

    local status, html = office.enter(require "boot", "owner", { host = "shop.test" }):get("/admin/orders/" .. placed.number)
    assert.equal(200, status)
    for _, words in ipairs { "감사 쿠폰", "사과 4개 −4,800원", "−3,600원", "취소·반품 뒤", "32,400원", "돌려주는 중인 금액이 10,800원" } do
      assert.truthy(html:find(words, 1, true), words)
    end
  end)
end)
