--- What an exchange sends instead: the goods are the buyer's from its approval on, travel in a parcel of their own, and end it
--- by arriving. With a real database, and the books asked after each.

local check_invariants = require "flows.check_invariants"
local claim = require "claim"
local confirm_purchase = require "flows.confirm_purchase"
local database = require "spec.support.database"
local decide_claim = require "flows.decide_claim"
local deliver_silent = require "flows.deliver_silent"
local desk = require "spec.app.desk"
local fulfil = require "flows.fulfil"
local fulfil_many = require "flows.fulfil_many"
local letters = require "spec.app.letters"
local order = require "order"
local place_order = require "flows.place_order"
local settle_deposit = require "flows.settle_deposit"
local shipment = require "shipment"
local shop = require "spec.app.shop"
local ask_claim = require "flows.ask_claim"

local SHOPPER = { actor = "shopper" }
local CJ = { carrier = "cj", number = "1234-5678-9012", dispatch = true }

describe("what an exchange sends", function()
  local mall, staff

  setup(function()
    mall = shop.open {
      { code = "apple", name = "사과 한 상자", price = 12000, stock = 100 },
      { code = "shirt", name = "앞치마", skus = { { code = "SHIRT-S", price = 9000, stock = 50 },
        { code = "SHIRT-L", price = 9000, stock = 50 } } },
    }
    staff = desk(mall, { ["orders.write"] = true, ["orders.read"] = true })
  end)

  before_each(function() letters.catch() end)

  local function buy(goods)
    local placed = assert(place_order.run(mall, shop.draft(mall, goods)))
    assert(settle_deposit.run(placed.number, "staff"))
    assert(fulfil.register(staff, { number = placed.number }, { carrier = "cj", number = "123456789011", dispatch = true }))
    assert(fulfil.parcel(staff, { number = placed.number }, "deliver", 1))
    return placed
  end

  local function ask(placed, qty, code)
    return assert(ask_claim.run(mall.id, placed.id, { kind = "exchange", reason = "broken",
      lines = { { position = 1, qty = qty, exchange_sku_id = shop.sku(code) } } }, SHOPPER))
  end

  local function decide(asked, event, values) return decide_claim.run(staff, asked.id, event, values or {}) end

  -- As far as the goods that came back have been looked at.
  local function inspected(placed, qty, code)
    local asked = ask(placed, qty, code)
    for _, step in ipairs { { "approve" }, { "receive" }, { "inspect", { resalable = { qty } } } } do
      assert(decide(asked, step[1], step[2]))
    end
    return asked
  end

  local function status(asked) return claim.get(mall.id, asked.id).status end
  local function parcels(placed) return shipment.parcels(mall.id, placed.id) end
  local function portions(placed) return order.axes(mall.id, placed.id).portions[1] end

  local function set_stock(code, qty)
    database.execute(([[WITH moved AS (UPDATE stock s SET on_hand = %d FROM sku k, stock before WHERE k.id = s.sku_id AND k.code = '%s'
        AND before.sku_id = s.sku_id RETURNING s.mall_id, s.sku_id, s.on_hand - before.on_hand AS delta)
      INSERT INTO stock_entry (mall_id, sku_id, kind, on_hand_delta, reserved_delta, reason, actor)
      SELECT mall_id, sku_id, 'adjust', delta, 0, 'count', 'spec' FROM moved WHERE delta <> 0]]):format(qty, code))
  end

  -- The books hold: of stock, of units, of histories.
  local function sound()
    for _, invariant in ipairs(check_invariants.run()) do
      if invariant.number ~= "I8" then assert.same({}, invariant.findings, invariant.name) end
    end
  end

  it("is the buyer's once it is approved, goes in a parcel of the claim, and ends the exchange by arriving", function()
    local placed = buy { ["SHIRT-S"] = 2 }
    local large, small = shop.stock "SHIRT-L", shop.stock "SHIRT-S"
    local asked = ask(placed, 1, "SHIRT-L")
    assert.equal(large, (shop.stock "SHIRT-L"))
    assert(decide(asked, "approve"))
    assert.same({ large - 1, 0 }, { shop.stock "SHIRT-L" })
    sound()
    assert(decide(asked, "receive"))
    assert(decide(asked, "inspect", { resalable = { 1 } }))
    local refused = select(2, decide(asked, "reship", { carrier = "cj", number = "12" }))
    assert.truthy(refused.fields.number)
    assert.truthy(select(2, decide(asked, "reship", { carrier = "nobody" })).fields.carrier)
    assert.equal("inspected", status(asked))

    assert(decide(asked, "reship", CJ))
    local parcel = parcels(placed)[2]
    assert.same({ asked.id, "shipping", "SHIRT-L", 1, "reshipping" },
      { parcel.claim_id, parcel.status, parcel.units[1].label, parcel.units[1].qty, status(asked) })
    assert.same({ delivered = 2 }, portions(placed))
    local letter = letters.last "order/shipped"
    assert.same({ true, "SHIRT-L", "/orders/" .. placed.number .. "/claims/1" },
      { letter.values.exchange, letter.values.goods[1].label, letter.values.url })
    sound()

    assert(fulfil.parcel(staff, { number = placed.number }, "deliver", 2))
    assert.same({ "completed", large - 1, small + 1 }, { status(asked), (shop.stock "SHIRT-L"), (shop.stock "SHIRT-S") })
    assert.same({ delivered = 1, exchanged = 1 }, portions(placed))
    assert.is_true(letters.last("order/delivered").values.exchange)
    assert.is_true(order.is_path(order.history(mall.id, placed.id)))
    sound()
  end)

  it("may be the same again, of which the shelf has then one less while the other is on its way", function()
    local placed = buy { ["SHIRT-S"] = 1 }
    local small = shop.stock "SHIRT-S"
    local asked = ask(placed, 1, "SHIRT-S")
    assert(decide(asked, "approve"))
    assert.equal(small - 1, (shop.stock "SHIRT-S"))
    sound()
    assert(decide(asked, "receive"))
    assert(decide(asked, "inspect", { resalable = { 1 } }))
    assert(decide(asked, "reship", CJ))
    assert(fulfil.parcel(staff, { number = placed.number }, "deliver", 2))
    assert.equal(small, (shop.stock "SHIRT-S"))
    sound()
  end)

  it("is refused with what is left when there is too little, and the exchange becomes a return", function()
    local placed = buy { ["SHIRT-S"] = 2 }
    local asked = ask(placed, 2, "SHIRT-L")
    local kept = shop.stock "SHIRT-L"
    set_stock("SHIRT-L", 1)
    local refused = select(2, decide(asked, "approve"))
    assert.same({ "claim.exchange_sold_out", "앞치마", 1, "requested" },
      { refused.code, refused.product, refused.available, status(asked) })
    assert.same({ 1, 0 }, { shop.stock "SHIRT-L" })
    local made = assert(decide(asked, "convert"))
    local new = claim.get(mall.id, made.id)
    assert.same({ "converted", "return", "requested", asked.id }, { status(asked), new.kind, new.status, new.converted_from })
    assert(decide(made, "approve"))
    set_stock("SHIRT-L", kept)
    sound()
  end)

  for _, way in ipairs { "withdraw", "reject", "convert" } do
    it(("lies on the shelf again when the exchange ends by '%s'"):format(way), function()
      local placed = buy { ["SHIRT-S"] = 1 }
      local large = shop.stock "SHIRT-L"
      local asked = ask(placed, 1, "SHIRT-L")
      assert(decide(asked, "approve"))
      assert.equal(large - 1, (shop.stock "SHIRT-L"))
      assert(decide(asked, way, { answer = "바꿔 드릴 수 없어요." }))
      assert.same({ large, 0 }, { shop.stock "SHIRT-L" })
      assert.is_false(claim.get(mall.id, asked.id).goods_taken)
      sound()
    end)
  end

  it("waits on the board of orders until it is sent and has arrived, with many others at once", function()
    local placed = buy { ["SHIRT-S"] = 1 }
    local function waiting() return order.waiting(mall.id, order.STAGES, 2).exchanged end
    local before = waiting()
    local asked = inspected(placed, 1, "SHIRT-L")
    assert.equal(before + 1, waiting())
    assert(decide(asked, "reship", { carrier = "cj", number = "123456789012" }))
    assert.same({ "ready", before + 1 }, { parcels(placed)[2].status, waiting() })
    assert.equal("claim.not_sent", select(2, decide(asked, "complete")).code)
    for _, what in ipairs { "dispatch", "deliver" } do
      local row = fulfil_many.preview(mall.id, what, { placed.number })[1]
      assert.same({ 1, true }, { row.count, row.possible })
      assert.same({ placed.number }, assert(fulfil_many.run(staff, what, { placed.number })).done)
    end
    assert.same({ "completed", before }, { status(asked), waiting() })
    sound()
  end)

  it("can be taken back before it has gone, and is sent anew", function()
    local placed = buy { ["SHIRT-S"] = 1 }
    local asked = inspected(placed, 1, "SHIRT-L")
    local large = shop.stock "SHIRT-L"
    assert(decide(asked, "reship", CJ))
    assert(fulfil.parcel(staff, { number = placed.number }, "recall", 2, "아직 넘기지 않음"))
    assert.equal("reshipping", status(asked))
    assert(fulfil.parcel(staff, { number = placed.number }, "withdraw", 2, "다른 상자에"))
    assert.same({ "inspected", "withdrawn", large }, { status(asked), parcels(placed)[2].status, (shop.stock "SHIRT-L") })
    assert(decide(asked, "reship", CJ))
    assert(decide(asked, "complete"))
    assert.same({ "completed", "delivered", large }, { status(asked), parcels(placed)[3].status, (shop.stock "SHIRT-L") })
    assert.is_true(order.is_path(order.history(mall.id, placed.id)))
    sound()
  end)

  it("has arrived after some days without news, by the clock", function()
    local placed = buy { ["SHIRT-S"] = 1 }
    local asked = inspected(placed, 1, "SHIRT-L")
    assert(decide(asked, "reship", CJ))
    database.execute(("UPDATE shipment SET dispatched_at = now() - interval '6 days' WHERE order_id = '%s' AND seq = 2"):format(placed.id))
    assert.equal(1, deliver_silent.run())
    assert.same({ "completed", "delivered" }, { status(asked), parcels(placed)[2].status })
    sound()
  end)

  it("keeps nothing else of its line from being bought for good, nor arrives by that", function()
    local placed = buy { ["SHIRT-S"] = 2 }
    local asked = inspected(placed, 1, "SHIRT-L")
    assert(decide(asked, "reship", CJ))
    assert(confirm_purchase.run(mall, placed.id, nil, "shopper"))
    assert.same({ "shipping", "reshipping" }, { parcels(placed)[2].status, status(asked) })
    assert.same({ confirmed = 1, delivered = 1 }, portions(placed))

    local other = buy { ["SHIRT-S"] = 2 }
    local again = inspected(other, 1, "SHIRT-L")
    assert(decide(again, "reship", CJ))
    assert(decide(again, "complete"))
    database.execute(("UPDATE shipment SET delivered_at = now() - interval '9 days' WHERE order_id = '%s' AND seq = 1"):format(other.id))
    assert.equal(1, confirm_purchase.by_time())
    assert.same({ confirmed = 1, exchanged = 1 }, portions(other))
    sound()
  end)
end)
