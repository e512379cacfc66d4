-- What happens to an order after it is paid, against a real database: prepared, put into parcels, sent, received, confirmed.

local confirm_purchase = require "flows.confirm_purchase"
local database = require "spec.support.database"
local deliver_silent = require "flows.deliver_silent"
local desk = require "spec.app.desk"
local fulfil = require "flows.fulfil"
local fulfil_many = require "flows.fulfil_many"
local letters = require "spec.app.letters"
local move_delivery = require "flows.move_delivery"
local move_order = require "flows.move_order"
local order = require "order"
local place_order = require "flows.place_order"
local receive_order = require "flows.receive_order"
local settle_deposit = require "flows.settle_deposit"
local shipment = require "shipment"
local shop = require "spec.app.shop"
local transaction = require("flows.store").transaction

local CJ = { carrier = "cj", number = "123456789012", dispatch = false }

describe("an order that is paid", function()
  local mall, ctx, number, id

  local function place(goods, changes)
    local placed = assert(place_order.run(mall, shop.draft(mall, goods, changes)))
    assert(settle_deposit.run(placed.number, "staff kim"))
    return placed
  end

  before_each(function()
    mall = shop.open { { code = "apple", name = "사과", price = 12000, stock = 50 }, { code = "pear", name = "배", price = 5000, stock = 50 } }
    ctx = desk(mall, { ["orders.write"] = true })
    local placed = place { APPLE = 3, PEAR = 1 }
    number, id = placed.number, placed.id
    letters.catch()
  end)

  local function at() return { number = number } end
  local function portions() return order.axes(mall.id, id).portions end
  local function status() return order.by_number(mall.id, number).status end
  local function position_of(code)
    for _, line in ipairs(order.lines(mall.id, id)) do if line.sku_code == code then return line.position end end
  end
  local function parcels() return shipment.parcels(mall.id, id) end
  local function code_of(_, fault) return fault and fault.code end
  local function audited(action)
    return tonumber((database.execute(("SELECT count(*) FROM audit_entry WHERE action = '%s'"):format(action))))
  end

  it("is prepared once, and from then on its address is locked", function()
    assert.is_true(move_delivery.is_movable(order.axes(mall.id, id)))
    assert(fulfil.prepare(ctx, at()))
    assert.equal("preparing", status())
    assert.equal("shipment.nothing_to_prepare", code_of(fulfil.prepare(ctx, at())))
    assert.equal(1, audited "order.prepare")
    local values = { recipient_name = "이받음", recipient_phone = "01087654321", postcode = "06236", address1 = "서울 다른 곳" }
    assert.equal("shipment.address_locked", code_of(move_delivery.run(ctx, at(), values, "normal", "전화")))
    assert.equal("shipment.address_locked", code_of(move_delivery.by_shopper(mall, id, values, "normal")))
    assert.is_true(order.is_path(order.history(mall.id, id)))
  end)

  it("goes elsewhere while nobody has begun, but not where delivery costs otherwise", function()
    local values = { recipient_name = "이받음", recipient_phone = "01087654321", postcode = "06236", address1 = "서울 다른 곳" }
    local _, refused = move_delivery.run(ctx, at(), values, "jeju", "전화")
    assert.truthy(refused.fields.postcode)
    assert(move_delivery.run(ctx, at(), values, "normal", "전화"))
    local found = order.by_number(mall.id, number)
    assert.same({ "이받음", "서울 다른 곳", "" }, { found.recipient_name, found.address1, found.address2 })
    local logged = database.execute "SELECT changes::text FROM audit_entry WHERE action = 'order.address'"
    assert.falsy(logged:find("서울", 1, true))
    assert(move_delivery.by_shopper(mall, id, values, "normal"))
  end)

  it("is sent in one parcel, and whoever ordered hears where it can be followed", function()
    assert(fulfil.register(ctx, at(), { carrier = "cj", number = "1234-5678-9012", dispatch = true }))
    assert.equal("shipping", status())
    local parcel = parcels()[1]
    assert.same({ "shipping", "123456789012", 2 }, { parcel.status, parcel.number, #parcel.units })
    local letter = letters.last "order/shipped"
    assert.equal("1234-5678-9012", letter.values.parcel.number)
    assert.matches("wblNo=123456789012$", letter.values.parcel.track_url)
    assert.equal(2, #letter.values.goods)
    assert(fulfil.parcel(ctx, at(), "deliver", 1))
    assert.equal("delivered", status())
    assert.truthy(letters.last "order/delivered")
    assert.is_true(order.is_path(order.history(mall.id, id)))
    assert.equal(3, #shipment.changes(mall.id, id))
  end)

  it("is sent in several parcels, unit by unit, and never more than there is", function()
    local apple, pear = position_of "APPLE", position_of "PEAR"
    assert(fulfil.register(ctx, at(), CJ, { { position = apple, qty = 2 } }))
    assert.equal("shipment.too_many", code_of(fulfil.register(ctx, at(), CJ, { { position = apple, qty = 2 } })))
    assert(fulfil.register(ctx, at(), { carrier = "epost", number = "1234567890123", dispatch = true },
      { { position = apple, qty = 1 }, { position = pear, qty = 1 } }))
    assert.same({ ready = 2, shipping = 1 }, portions()[apple])
    assert.same({ shipping = 1 }, portions()[pear])
    assert.equal("shipment.nothing_to_send", code_of(fulfil.register(ctx, at(), CJ)))
    assert.equal(2, #parcels())
    assert.equal("ready", status())
    -- each line's units are as many as were bought
    assert.equal("", (database.execute [[SELECT l.position FROM order_line l JOIN (SELECT position, sum(qty) AS qty FROM order_portion
      GROUP BY position) p USING (position) WHERE p.qty <> l.qty]]))
  end)

  it("keeps parcels and units in step through all that is taken back", function()
    assert(fulfil.register(ctx, at(), { carrier = "cj", number = "123456789012", dispatch = true }))
    assert.equal("shipment.moved", code_of(fulfil.parcel(ctx, at(), "dispatch", 1)))
    assert(fulfil.parcel(ctx, at(), "recall", 1, "아직 넘기지 않음"))
    -- who was told that it is on its way is told that it is not
    assert.same({ 1, "1234-5678-9012" }, { #letters.all "order/recalled", letters.last("order/recalled").values.parcel.number })
    assert.equal("ready", parcels()[1].status)
    assert(fulfil.renumber(ctx, at(), 1, { carrier = "epost", number = "1234567890123", why = "다른 택배사로" }))
    assert.equal(1, #letters.all "order/shipped")
    assert(fulfil.parcel(ctx, at(), "withdraw", 1, "다시 포장"))
    assert.equal("withdrawn", parcels()[1].status)
    assert.equal("preparing", status())
    assert.equal("shipment.moved", code_of(fulfil.parcel(ctx, at(), "withdraw", 1, "다시")))
    assert(fulfil.register(ctx, at(), { carrier = "cj", number = "123456789012", dispatch = true }))
    assert.equal(2, parcels()[2].seq)
    assert.is_true(order.is_path(order.history(mall.id, id)))
    local history = {}
    for i, change in ipairs(shipment.changes(mall.id, id)) do history[#shipment.changes(mall.id, id) - i + 1] = change.what end
    assert.same({ "registered", "dispatched", "recalled", "renumbered", "withdrawn", "registered", "dispatched" }, history)
  end)

  it("cannot be recalled once its parcel is underway for days", function()
    assert(fulfil.register(ctx, at(), { carrier = "cj", number = "123456789012", dispatch = true }))
    database.execute "UPDATE shipment SET dispatched_at = now() - interval '73 hours'"
    assert.equal("shipment.too_late", code_of(fulfil.parcel(ctx, at(), "recall", 1, "실수")))
    assert.equal("shipping", status())
  end)

  it("tells of another number only who was told of the first", function()
    assert(fulfil.register(ctx, at(), CJ))
    assert.equal(0, #letters.all "order/shipped")
    assert.equal("shipment.same", code_of(fulfil.renumber(ctx, at(), 1, { carrier = "cj", number = "1234-5678-9012", why = "같음" })))
    assert(fulfil.parcel(ctx, at(), "dispatch", 1))
    assert(fulfil.renumber(ctx, at(), 1, { carrier = "cj", number = "999999999999", why = "잘못 적음" }))
    assert.is_true(letters.last("order/shipped").values.changed)
  end)

  it("takes a number only as its carrier has them, and a carrier only that is used", function()
    local _, refused = fulfil.register(ctx, at(), { carrier = "cj", number = "12" })
    assert.equal("CJ대한통운 송장번호는 10~12자리예요.", refused.fields.number)
    _, refused = fulfil.register(ctx, at(), { carrier = "ems", number = "123456789" })
    assert.truthy(refused.fields.carrier)
    _, refused = fulfil.register(ctx, at(), { carrier = "nobody", number = "123456789" })
    assert.truthy(refused.fields.carrier)
    assert(fulfil.register(ctx, at(), { carrier = "direct" }))
  end)

  it("stays where it is while it is held, line by line", function()
    local pear = position_of "PEAR"
    assert(fulfil.hold(ctx, at(), { pear }, "입고 지연"))
    assert(fulfil.prepare(ctx, at()))
    assert.same({ paid = 1 }, portions()[pear])
    assert(fulfil.register(ctx, at(), CJ))
    assert.equal(1, #parcels()[1].units)
    assert.equal("shipment.nothing_to_hold", code_of(fulfil.hold(ctx, at(), { pear }, "다시")))
    assert(fulfil.hold(ctx, at(), nil, nil))
    assert(fulfil.register(ctx, at(), { carrier = "cj", number = "222222222222" }))
    assert.same({ ready = 1 }, portions()[pear])
  end)

  describe("and is held back", function()
    local function letter_of(template)
      local list = letters.all(template)
      assert.equal(1, #list)
      local goods = {}
      for i, one in ipairs(list[1].values.goods) do goods[i] = { one.name, one.qty } end
      return list[1].values, goods
    end

    it("is told of in one letter, with the reason that is meant for whoever ordered", function()
      assert.is_true(assert(fulfil.hold(ctx, at(), nil, "거래처 부도", "입고가 늦어져요.")).told)
      local values, goods = letter_of "order/held"
      assert.same({ "입고가 늦어져요.", "/orders/" .. number }, { values.say, values.url })
      table.sort(goods, function(a, b) return a[2] < b[2] end)
      assert.same({ { "배", 1 }, { "사과", 3 } }, goods)
      assert.equal(1, shop.count "mail WHERE template = 'order/held'")
      assert.equal(1, shop.count "job WHERE kind = 'mail.send' AND args ->> 'id' = (SELECT id::text FROM mail WHERE template = 'order/held')")
      assert.equal("shipment.nothing_to_hold", code_of(fulfil.hold(ctx, at(), nil, "다시")))
      assert.equal(1, #letters.all "order/held")
      assert.equal("입고가 늦어져요.", require("json").decode(
        (database.execute "SELECT changes FROM audit_entry WHERE action = 'order.hold'"))["구매자에게 알린 말"].after)
    end)

    it("is told of again when that is over, once, and of no unit that was not waited for", function()
      local apple = position_of "APPLE"
      assert(fulfil.register(ctx, at(), { carrier = "cj", number = "123456789012", dispatch = true }, { { position = apple, qty = 1 } }))
      assert(fulfil.hold(ctx, at(), { apple }, "입고 지연"))
      local values, goods = letter_of "order/held"
      assert.is_nil(values.say)
      assert.same({ { "사과", 2 } }, goods)
      assert.is_true(assert(fulfil.hold(ctx, at(), nil, nil)).told)
      assert.same({ { "사과", 2 } }, (select(2, letter_of "order/freed")))
      assert.equal("shipment.nothing_to_hold", code_of(fulfil.hold(ctx, at(), nil, nil)))
      assert.equal(1, #letters.all "order/freed")
      assert.equal(0, shop.count "order_line WHERE held OR held_told OR held_why <> '' OR held_say <> ''")
    end)

    it("is nobody's news once it has come to nothing", function()
      assert(fulfil.hold(ctx, at(), { position_of "PEAR" }, "입고 지연"))
      assert(transaction(function(tx)
        return move_order.run(tx, assert(move_order.lock(tx, mall.id, id)), { axis = "line", event = "cancel",
          lines = { { position = position_of "PEAR", qty = 1 } } }, { actor = "staff kim" })
      end))
      assert.is_false(assert(fulfil.hold(ctx, at(), nil, nil)).told)
      assert.same({}, letters.all "order/freed")
    end)

    it("is held without a letter where there is nobody to write to, and its end is told to nobody either", function()
      database.execute(("UPDATE \"order\" SET orderer_email = '' WHERE number = '%s'"):format(number))
      assert.is_false(assert(fulfil.hold(ctx, at(), nil, "입고 지연", "입고가 늦어져요.")).told)
      assert.is_false(assert(fulfil.hold(ctx, at(), nil, nil)).told)
      assert.same({ {}, {} }, { letters.all "order/held", letters.all "order/freed" })
    end)

    it("says so on the page of who ordered, with no word that is meant for staff, until it is free", function()
      local function held()
        local shown = {}
        for _, line in ipairs(receive_order.show(mall.id, order.by_number(mall.id, number)).lines) do shown[line.product.name] = line.held end
        return shown
      end
      assert(fulfil.hold(ctx, at(), { position_of "PEAR" }, "거래처 부도", "입고가 늦어져요."))
      assert(fulfil.hold(ctx, at(), { position_of "APPLE" }, "거래처 부도"))
      assert.same({ ["배"] = { say = "입고가 늦어져요." }, ["사과"] = {} }, held())
      assert(fulfil.hold(ctx, at(), nil, nil))
      assert.same({}, held())
    end)

    it("stays held when a payment that was called back is paid again: each hold ends by what it is for", function()
      local function pay(event)
        assert(transaction(function(tx)
          local subject = assert(move_order.lock(tx, mall.id, id))
          return move_order.run(tx, subject, { axis = "payment", event = event, id = subject.payments[1].id,
            facts = { captured = subject.payments[1].amount } }, { actor = "staff kim", cause = "은행" })
        end))
      end
      local function why()
        local found = {}
        for _, line in ipairs(order.lines(mall.id, id)) do found[line.sku_code] = line.held and line.held_why or nil end
        return found
      end
      assert(fulfil.hold(ctx, at(), { position_of "PEAR" }, "입고 지연"))
      pay "recall"
      assert.same({ PEAR = "입고 지연", APPLE = "결제 확인 필요" }, why())
      pay "restore"
      assert.same({ PEAR = "입고 지연" }, why())
      assert.same({ 1, 0 }, { #letters.all "order/held", #letters.all "order/freed" })
    end)
  end)

  it("is not worked on by who saw an older state of it", function()
    local seen = order.history(mall.id, id)
    seen = seen[#seen].seq
    assert(fulfil.prepare(ctx, { number = number, seen = seen }))
    assert.equal("order.moved", code_of(fulfil.register(ctx, { number = number, seen = seen }, CJ)))
    assert.equal(0, #parcels())
  end)

  it("is nobody's to work on without the permission", function()
    local reader = desk(mall, { ["orders.read"] = true })
    for _, act in ipairs { function() return fulfil.prepare(reader, at()) end, function() return fulfil.register(reader, at(), CJ) end,
      function() return fulfil.hold(reader, at(), nil, "x") end, function() return fulfil.note(reader, number, "x") end,
      function() return fulfil_many.run(reader, "prepare", { number }) end } do
      assert.equal("staff.forbidden", code_of(act()))
    end
    assert.equal("paid", status())
  end)

  it("is one of many that are moved at once: one that cannot be holds up no other", function()
    local other = place { PEAR = 2 }
    local outcome = assert(fulfil_many.run(ctx, "prepare", { number, "261129-0000000", other.number }))
    assert.same({ { number, other.number }, "261129-0000000" }, { outcome.done, outcome.refused[1].number })
    local rows = fulfil_many.preview(mall.id, "dispatch", { number })
    assert.same({ 0, false }, { rows[1].count, rows[1].possible })
    assert(fulfil.register(ctx, at(), CJ))
    assert.equal(1, fulfil_many.preview(mall.id, "dispatch", { number })[1].count)
    outcome = assert(fulfil_many.run(ctx, "dispatch", { number, other.number }))
    assert.equal("shipment.nothing_to_dispatch", outcome.refused[1].fault.code)
    assert(fulfil_many.run(ctx, "deliver", { number }))
    assert.equal("delivered", status())
  end)

  describe("and is with its buyer", function()
    local function deliver(days)
      assert(fulfil.register(ctx, at(), { carrier = "cj", number = "123456789012", dispatch = true }))
      assert(fulfil.parcel(ctx, at(), "deliver", 1))
      database.execute(("UPDATE shipment SET delivered_at = now() - interval '%d days'"):format(days))
    end

    it("counts as received when nothing was heard for some days", function()
      assert(fulfil.register(ctx, at(), { carrier = "cj", number = "123456789012", dispatch = true }))
      assert.equal(0, deliver_silent.run())
      database.execute "UPDATE shipment SET dispatched_at = now() - interval '5 days 1 minute'"
      assert.equal(1, deliver_silent.run())
      assert.equal("delivered", status())
      assert.equal(0, deliver_silent.run())
    end)

    it("is bought for good when they say so, line by line, or when the days are over", function()
      deliver(0)
      assert.equal(1, assert(confirm_purchase.run(mall, id, { position_of "PEAR" }, "shopper")).qty)
      assert.equal("delivered", status())
      assert.equal(0, confirm_purchase.by_time())
      database.execute "UPDATE shipment SET delivered_at = now() - interval '7 days 1 minute'"
      assert.equal(1, confirm_purchase.by_time())
      assert.equal("confirmed", status())
      assert.equal(0, confirm_purchase.by_time())
      assert.equal("shipment.nothing_to_confirm", code_of(confirm_purchase.run(mall, id, nil, "shopper")))
      assert.equal(2, #letters.all "order/confirmed")
      assert.is_true(order.is_path(order.history(mall.id, id)))
    end)

    it("can be confirmed while its parcel is still said to be on its way, and that ends the parcel", function()
      assert(fulfil.register(ctx, at(), { carrier = "cj", number = "123456789012", dispatch = true }))
      assert(confirm_purchase.run(mall, id, nil, "shopper"))
      assert.equal("delivered", parcels()[1].status)
      assert.equal("confirmed", status())
    end)

    it("stays open while something of it is claimed", function()
      deliver(8)
      database.execute(([[
        INSERT INTO claim (mall_id, order_id, number, kind, status, reason, fault, asked_by)
          SELECT mall_id, id, number || '-C1', 'return', 'requested', '변심', 'buyer', 'shopper' FROM "order" WHERE number = '%s';
        INSERT INTO claim_line (mall_id, claim_id, order_id, position, qty, from_state)
          SELECT mall_id, id, order_id, %d, 1, 'delivered' FROM claim]]):format(number, position_of "APPLE"))
      assert.equal(1, confirm_purchase.by_time())
      assert.same({ confirmed = 2, delivered = 1 }, portions()[position_of "APPLE"])
      assert.same({ confirmed = 1 }, portions()[position_of "PEAR"])
      assert.equal(0, confirm_purchase.by_time())
      database.execute "UPDATE claim SET status = 'withdrawn', closed_at = now()"
      assert.equal(1, confirm_purchase.by_time())
      assert.equal("confirmed", status())
    end)

    it("is told once that it will be confirmed by itself", function()
      deliver(5)
      assert.equal(1, confirm_purchase.remind())
      assert.equal(0, confirm_purchase.remind())
      local letter = letters.last "order/confirm_soon"
      assert.equal(2, #letter.values.goods)
      assert.is_true(math.abs(letter.values.confirm_at - (require("clock").now() + 2 * 86400)) < 60)
    end)
  end)
end)
