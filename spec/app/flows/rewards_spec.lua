-- Points for what was bought for good: by the buyer's grade, for money and not for points, once, and back again.

local account = require "spec.app.account"
local confirm_purchase = require "flows.confirm_purchase"
local database = require "spec.support.database"
local desk = require "spec.app.desk"
local fulfil = require "flows.fulfil"
local letters = require "spec.app.letters"
local move_order = require "flows.move_order"
local order = require "order"
local place_order = require "flows.place_order"
local points = require "points"
local settle_deposit = require "flows.settle_deposit"
local shop = require "spec.app.shop"
local transaction = require("flows.store").transaction

describe("points for a purchase", function()
  local mall, ctx, member_id, number, id

  before_each(function()
    mall = shop.open { { code = "apple", name = "사과", price = 3333, stock = 50 } }
    ctx = desk(mall, { ["orders.write"] = true })
    member_id = account.add(mall, { grade = "gold" })
    local placed = assert(place_order.run(mall, shop.draft(mall, { APPLE = 3 }, nil, { id = member_id })))
    number, id = placed.number, placed.id
    assert(settle_deposit.run(number, "staff kim"))
    assert(fulfil.register(ctx, { number = number }, { carrier = "cj", number = "123456789012", dispatch = true }))
    assert(fulfil.parcel(ctx, { number = number }, "deliver", 1))
    letters.catch()
  end)

  local function balance() return points.balance(mall.id, member_id) end

  it("are the grade's share of what was paid, and are given once", function()
    local done = assert(confirm_purchase.run(mall, id, nil, "member"))
    assert.equal(299, done.earned)
    assert.equal(299, balance())
    assert.is_nil((confirm_purchase.run(mall, id, nil, "member")))
    assert.equal(299, balance())
    assert.equal(299, letters.last("order/confirmed").values.earned)
    assert.equal("/my/reviews", letters.last("order/confirmed").values.review_url)
  end)

  it("come to the same in whatever parts a purchase is confirmed", function()
    local function settle(qty)
      assert(transaction(function(tx)
        local subject = assert(move_order.lock(tx, mall.id, id))
        return move_order.run(tx, subject, { axis = "line", event = "confirm", lines = { { position = 1, qty = qty } } }, { actor = "member" })
      end))
    end
    settle(1)
    assert.equal(99, balance())
    settle(2)
    assert.equal(299, balance())
  end)

  it("are not earned by points that paid", function()
    database.execute 'UPDATE "order" SET points_amount = payable_amount / 2'
    assert(confirm_purchase.run(mall, id, nil, "member"))
    assert.equal(150, balance())
  end)

  it("go back with what is returned after all, as far as they are still there", function()
    assert(confirm_purchase.run(mall, id, nil, "member"))
    local function give_back()
      database.execute(([[
        INSERT INTO claim (mall_id, order_id, number, kind, status, reason, fault, asked_by)
          SELECT mall_id, id, number || '-C' || (SELECT count(*) FROM claim), 'return', 'inspected', '하자', 'seller', 'member' FROM "order";
        INSERT INTO claim_line (mall_id, claim_id, order_id, position, qty, from_state, resalable_qty)
          SELECT mall_id, id, order_id, 1, 1, 'confirmed', 0 FROM claim WHERE status = 'inspected']]))
      assert(transaction(function(tx)
        local subject = assert(move_order.lock(tx, mall.id, id))
        for _, claim in ipairs(subject.claims) do
          if claim.status == "inspected" then
            return move_order.run(tx, subject, { axis = "claim", event = "complete", id = claim.id }, { actor = "staff kim" })
          end
        end
      end))
    end
    give_back()
    assert.equal(199, balance())
    assert.equal(1, order.axes(mall.id, id).portions[1].returned)
    transaction(function(tx)
      return points.use(tx, { mall_id = mall.id, member_id = member_id, amount = 150, reason = "사용", key = "use 1" })
    end)
    give_back()
    assert.equal(0, balance())
  end)

  it("are nobody's where a guest bought", function()
    local placed = assert(place_order.run(mall, shop.draft(mall, { APPLE = 1 })))
    assert(settle_deposit.run(placed.number, "staff kim"))
    assert(fulfil.register(ctx, { number = placed.number }, { carrier = "direct", dispatch = true }))
    assert.equal(0, assert(confirm_purchase.run(mall, placed.id, nil, "shopper")).earned)
    assert.is_nil(letters.last("order/confirmed").values.review_url)
  end)
end)
