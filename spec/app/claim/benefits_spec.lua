--- Coupons and points after an order is cancelled or comes back: what returns to the member, what is taken again, and what
--- stays as it was. With a real database, and the books asked after each.

local account = require "spec.app.account"
local ask_claim = require "flows.ask_claim"
local check_invariants = require "flows.check_invariants"
local claim = require "claim"
local confirm_purchase = require "flows.confirm_purchase"
local coupon = require "coupon"
local crypto = require "crypto"
local database = require "spec.support.database"
local decide_claim = require "flows.decide_claim"
local desk = require "spec.app.desk"
local execute_refund = require "flows.execute_refund"
local fulfil = require "flows.fulfil"
local order = require "order"
local pg = require "pg"
local place_order = require "flows.place_order"
local points = require "points"
local settle_deposit = require "flows.settle_deposit"
local shop = require "spec.app.shop"
local transaction = require("flows.store").transaction

local ACCOUNT = { bank_code = "004", number = "12345678901234", holder = "김철수" }

describe("after a claim, what a member paid less by", function()
  local mall, staff, member, given

  before_each(function()
    mall = shop.open { { code = "apple", name = "사과", price = 12000, stock = 100 } }
    staff = desk(mall, { ["orders.write"] = true })
    member = { id = account.add(mall, { grade = "gold" }) }
    -- 4,800 off from 30,000 on
    assert(transaction(function(tx)
      points.grant(tx, { mall_id = mall.id, member_id = member.id, amount = 10000, reason = "선물", key = "gift" })
      return coupon.issue(tx, mall.id, { { member_id = member.id, key = "k", name = "감사 쿠폰", amount = 4800, least_order = 30000,
        expires_at = os.time() + 86400 } })
    end))
    given = pg.row "SELECT id, expires_at FROM coupon"
  end)

  -- Four boxes of 48,000: 43,200 after the coupon, of which 4,000 by points.
  local function buy(changes)
    local form = { coupon = given.id, points = "4000" }
    for name, value in pairs(changes or {}) do form[name] = value end
    local placed = assert(place_order.run(mall, shop.draft(mall, { APPLE = 4 }, form, member)))
    if placed.number and order.by_number(mall.id, placed.number).status ~= "paid" then
      assert(settle_deposit.run(placed.number, "staff"))
    end
    return placed
  end

  local function deliver(placed)
    assert(fulfil.register(staff, { number = placed.number }, { carrier = "cj", number = "123456789012", dispatch = true }))
    assert(fulfil.parcel(staff, { number = placed.number }, "deliver", 1))
  end

  local function ask(placed, kind, qty, reason)
    return assert(ask_claim.run(mall.id, placed.id, { kind = kind, lines = { { position = 1, qty = qty } },
      reason = reason or "changed_mind", account = ACCOUNT }, { actor = "member" }))
  end

  -- A return that has come all the way; its end gives the money back.
  local function bring_back(placed, qty, reason)
    local asked = ask(placed, "return", qty, reason)
    for _, event in ipairs { "approve", "receive", "inspect", "complete" } do
      assert(decide_claim.run(staff, asked.id, event, { resalable = { qty } }))
    end
    return asked
  end

  -- Refunds are carried out: points at once, a transfer by a person.
  local function refunds(placed)
    local list = {}
    for _, row in ipairs(pg.rows([[SELECT r.id, r.amount, p.method FROM refund r JOIN payment p ON p.id = r.payment_id
        WHERE r.order_id = $1 ORDER BY r.seq]], placed.id)) do
      if row.method == "points" then assert(execute_refund.run(mall.id, row.id)) end
      list[#list + 1] = row.method .. " " .. row.amount
    end
    return table.concat(list, ", ")
  end

  local function state()
    local row = pg.row "SELECT used_at IS NOT NULL AS used, expires_at FROM coupon"
    return row.used and "used" or "free", row.expires_at
  end

  local function balance() return points.balance(mall.id, member.id) end
  local function notes(asked)
    local list = {}
    for _, row in ipairs(claim.get(mall.id, asked.id).quote.rows) do list[#list + 1] = row.note end
    return table.concat(list, " ")
  end

  local function over() database.execute "UPDATE coupon SET issued_at = now() - interval '9 days', expires_at = now() - interval '1 hour'" end

  local function sound()
    for _, invariant in ipairs(check_invariants.run()) do assert.same({}, invariant.findings, invariant.name) end
  end

  it("comes back with the whole of a cancelled order: the coupon as it was, and the points", function()
    local placed = buy()
    assert.same({ "used", 6000 }, { (state()), balance() })
    local asked = ask(placed, "cancel", 4)
    assert.equal("bank_transfer 39200, points 4000", refunds(placed))
    assert.same({ "free", given.expires_at }, { state() })
    assert.equal(10000, balance())
    assert.truthy(notes(asked):find("다시 쓸 수 있게", 1, true))
    sound()
  end)

  it("stays with what is kept while the coupon's condition holds; below it the coupon is reclaimed once, and given back once", function()
    local placed = buy()
    ask(placed, "cancel", 1)
    assert.equal("bank_transfer 10800", refunds(placed))
    assert.same({ "used", 6000 }, { (state()), balance() })
    -- 24,000 are left: without the coupon, and not sent for nothing
    ask(placed, "cancel", 1)
    assert.equal("bank_transfer 10800, bank_transfer 5400", refunds(placed))
    assert.equal("free", (state()))
    -- used again elsewhere, it is not given back a second time
    local other = buy { points = "" }
    ask(placed, "cancel", 2)
    assert.equal("bank_transfer 10800, bank_transfer 5400, bank_transfer 23000, points 4000", refunds(placed))
    assert.same({ "used", other.id }, { (state()), pg.row("SELECT order_id FROM coupon").order_id })
    sound()
  end)

  it("comes back with the whole of what was returned, and what the purchase had earned is taken again", function()
    local placed = buy()
    deliver(placed)
    local earned = assert(confirm_purchase.run(mall, placed.id, nil, "member")).earned
    assert.is_true(earned > 0)
    assert.equal(6000 + earned, balance())
    bring_back(placed, 4, "broken")
    assert.equal("bank_transfer 39200, points 4000", refunds(placed))
    assert.same({ "free", 10000 }, { (state()), balance() })
    sound()
  end)

  it("is taken again no further than to nothing, of a part that comes back as of the whole", function()
    local placed = buy()
    deliver(placed)
    local earned = assert(confirm_purchase.run(mall, placed.id, nil, "member")).earned
    assert(transaction(function(tx)
      return points.use(tx, { mall_id = mall.id, member_id = member.id, amount = 6000 + earned - 100, reason = "사용", key = "elsewhere" })
    end))
    bring_back(placed, 1, "broken")
    assert.equal(0, balance())
    assert.equal("used", (state()))
    bring_back(placed, 3, "broken")
    assert.equal(0, balance())
    refunds(placed)
    assert.equal(4000, balance())
    sound()
  end)

  it("is gone when it comes back after the coupon's end because somebody changed their mind, and they are told so before", function()
    local placed = buy()
    deliver(placed)
    over()
    local asked = bring_back(placed, 4)
    assert.truthy(notes(asked):find("사용 기간이 끝나", 1, true))
    assert.equal("used", (state()))
    -- carriage both ways, 6,000, is taken off what goes back last
    assert.equal("bank_transfer 37200", refunds(placed))
    sound()
  end)

  it("comes back after the coupon's end with new days when the shop was at fault", function()
    local placed = buy()
    deliver(placed)
    over()
    bring_back(placed, 4, "broken")
    local free, ends = state()
    assert.same({ "free", true }, { free, ends > os.time() + 29 * 86400 })
    sound()
  end)

  it("comes back also where the coupon had taken everything off and nothing was paid", function()
    database.execute [[UPDATE shipping_policy SET fee = 0; UPDATE coupon SET amount = 48000]]
    mall = require("mall").of_id(mall.id)
    local placed = buy { points = "" }
    assert.equal(0, order.by_number(mall.id, placed.number).payable_amount)
    ask(placed, "cancel", 4)
    assert.equal("free", (state()))
    local kept = order.balances(mall.id, placed.id)
    assert.same({ 0, 0 }, { kept["sales:goods"] or 0, kept.discount or 0 })
    sound()
  end)

  it("is given back by nothing but a claim that has ended", function()
    local placed = buy()
    local function restore(claim_id)
      return pcall(function()
        return assert(transaction(function(tx) return coupon.restore(tx, mall.id, { claim_id = claim_id, ids = { given.id }, days = 7 }) end))
      end)
    end
    assert.is_false((restore(crypto.uuid7())))
    assert.is_false((restore(placed.id)))
    deliver(placed)
    assert.is_false((restore(ask(placed, "return", 1, "broken").id)))
    assert.equal("used", (state()))
  end)
end)
