--- Cancelling, returning and exchanging units of an order, and the money that goes back, with a real database.

local claim = require "claim"
local crypto = require "crypto"
local database = require "spec.support.database"
local desk = require "spec.app.desk"
local move_order = require "flows.move_order"
local order = require "order"
local pg = require "pg"
local refund = require "refund"
local shop = require "spec.app.shop"
local ask_claim = require "flows.ask_claim"
local decide_claim = require "flows.decide_claim"
local execute_refund = require "flows.execute_refund"
local place_order = require "flows.place_order"
local settle_deposit = require "flows.settle_deposit"
local task = require "task"
local work_refund = require "flows.work_refund"
local transaction = require("flows.store").transaction

local ACCOUNT = { bank_code = "004", number = "12345678901234", holder = "김철수" }
local SHOPPER = { actor = "shopper" }

describe("a claim", function()
  local mall, staff

  setup(function()
    mall = shop.open {
      { code = "apple", name = "사과 한 상자", price = 12000, stock = 100 },
      { code = "pear", name = "배 한 상자", price = 40000, stock = 100 },
      { code = "shirt", name = "앞치마", skus = { { code = "SHIRT-S", price = 9000, stock = 50 }, { code = "SHIRT-L", price = 9000, stock = 50 } } },
    }
    staff = desk(mall, { ["orders.write"] = true, ["orders.read"] = true, ["members.unmask"] = true })
  end)

  local function buy(goods, changes)
    local placed = assert(place_order.run(mall, shop.draft(mall, goods, changes)))
    assert(settle_deposit.run(placed.number, "staff"))
    database.execute(([[UPDATE "order" SET shipping_terms = '{"fee": 3000, "free_from": 30000, "jeju_surcharge": 3000,
      "island_surcharge": 5000}' WHERE id = '%s']]):format(placed.id))
    return placed
  end

  -- Moves all units of an order along the way to a state.
  local WAY = { "prepare", "invoice", "dispatch", "deliver" }
  local function bring(placed, upto)
    for _, event in ipairs(WAY) do
      assert(transaction(function(tx)
        local subject = assert(move_order.lock(tx, mall.id, placed.id))
        return move_order.run(tx, subject, { axis = "line", event = event }, { actor = "staff hana@shop.kr" })
      end))
      if event == upto then return end
    end
  end

  local function request(kind, lines, fields)
    local made = { kind = kind, lines = {}, reason = "changed_mind", account = ACCOUNT }
    for position, qty in pairs(lines) do made.lines[#made.lines + 1] = { position = position, qty = qty } end
    for name, value in pairs(fields or {}) do made[name] = value end
    if fields and fields.no_account then made.account = nil end
    return made
  end

  local function ask(placed, kind, lines, fields, by)
    return ask_claim.run(mall.id, placed.id, request(kind, lines, fields), by or SHOPPER)
  end

  local function decide(asked, event, values) return decide_claim.run(staff, asked.id, event, values or {}) end

  local function portions(placed)
    return (database.execute(("SELECT string_agg(position || ' ' || state || ' ' || qty, ', ' ORDER BY position, state) FROM order_portion "
      .. "WHERE order_id = '%s'"):format(placed.id)):gsub("%s+$", ""))
  end

  local function refunds(placed)
    return pg.rows("SELECT * FROM refund WHERE mall_id = $1 AND order_id = $2 ORDER BY seq", mall.id, placed.id)
  end

  local function status(asked) return claim.get(mall.id, asked.id).status end

  local function books(placed)
    local sum = pg.row("SELECT sum(debit)::int AS debit, sum(credit)::int AS credit FROM ledger_entry WHERE order_id = $1", placed.id)
    assert.equal(sum.debit, sum.credit)
    return order.balances(mall.id, placed.id)
  end

  it("cancels at once what nobody prepares yet, and gives back exactly what those units cost", function()
    local placed = buy { APPLE = 3 }
    local before = shop.stock "APPLE"
    local asked = assert(ask(placed, "cancel", { [1] = 1 }))
    assert.is_true(asked.immediate)
    assert.equal("completed", status(asked))
    assert.equal("1 cancelled 1, 1 paid 2", portions(placed))
    assert.equal(before + 1, (shop.stock "APPLE"))
    local rows = refunds(placed)
    -- 36,000 were sent for nothing; the 24,000 that are left are not
    assert.same({ 1, 9000, "approved", "assessed" }, { #rows, rows[1].amount, rows[1].status,
      pg.row("SELECT to_status FROM order_event WHERE axis = 'refund' AND order_id = $1 ORDER BY seq LIMIT 1", placed.id).to_status })
    -- the rest takes along what was charged for its carriage
    assert(ask(placed, "cancel", { [1] = 2 }))
    rows = refunds(placed)
    assert.equal(36000, rows[1].amount + rows[2].amount)
    assert.equal("cancelled", order.by_number(mall.id, placed.number).status)
    books(placed)
  end)

  it("is the same claim however often and however simultaneously it is sent", function()
    local placed, answers = buy { PEAR = 2 }, {}
    local key = "claim " .. crypto.uuid7()
    local handles = {}
    for i = 1, 8 do
      handles[i] = task.spawn(function() return ask(placed, "cancel", { [1] = 1 }, {}, { actor = "shopper", key = key }) end)
    end
    for i, handle in ipairs(handles) do answers[i] = { handle:join() } end
    for i = 1, 8 do assert.equal(answers[1][1].id, assert(answers[i][1], tostring(answers[i][2])).id) end
    assert.same({ 1, 1 }, { shop.count(("claim WHERE order_id = '%s'"):format(placed.id)), #refunds(placed) })
  end)

  it("is refused for units that are not there, whatever is asked", function()
    local placed = buy { APPLE = 2 }
    for _, qty in ipairs { 3, 0, -1, 2147483648 } do
      local refused = select(2, ask(placed, "cancel", { [1] = qty }))
      assert.same({ "claim.invalid", true }, { refused.code, refused.says ~= nil })
    end
    for _, wrong in ipairs { { [2] = 1 }, {} } do assert.equal("claim.invalid", select(2, ask(placed, "cancel", wrong)).code) end
    assert.equal("claim.invalid", select(2, ask(placed, "return", { [1] = 1 })).code)
    assert.equal("claim.invalid", select(2, ask(placed, "cancel", { [1] = 1 }, { reason = "sold_out" })).code)
    assert.equal("claim.account_needed", select(2, ask(placed, "cancel", { [1] = 1 }, { no_account = true })).code)
    assert.equal("claim.sum_changed", select(2, ask(placed, "cancel", { [1] = 1 }, { expected = 1 })).code)
    assert.equal(0, shop.count(("claim WHERE order_id = '%s'"):format(placed.id)))
  end)

  it("waits for a decision once goods are prepared; its units stay where they are, and only the first of two decides", function()
    local placed = buy { APPLE = 2 }
    bring(placed, "prepare")
    local asked = assert(ask(placed, "cancel", { [1] = 1 }))
    assert.same({ false, "requested", "1 preparing 2" }, { asked.immediate, status(asked), portions(placed) })
    local moved, refused = transaction(function(tx)
      return move_order.run(tx, assert(move_order.lock(tx, mall.id, placed.id)), { axis = "line", event = "invoice" }, { actor = "staff a" })
    end)
    assert.same({ nil, "unclaimed" }, { moved, refused.guard })
    assert.equal("claim.invalid", select(2, ask(placed, "cancel", { [1] = 2 })).code)

    local answers = {}
    local handles, done = {}, 0
    for i = 1, 4 do handles[i] = task.spawn(function() return decide(asked, "approve", { from = "requested" }) end) end
    for i, handle in ipairs(handles) do answers[i] = { handle:join() } end
    for i = 1, 4 do
      if answers[i][1] then done = done + 1 else assert.equal("claim.changed", answers[i][2].code) end
    end
    assert.same({ 1, 1, "completed", "1 cancelled 1, 1 preparing 1" }, { done, #refunds(placed), status(asked), portions(placed) })
  end)

  it("that is rejected says why, and lets its units go on", function()
    local placed = buy { APPLE = 1 }
    bring(placed, "prepare")
    local asked = assert(ask(placed, "cancel", { [1] = 1 }))
    assert.equal("claim.answer_needed", select(2, decide(asked, "reject")).code)
    assert(decide(asked, "reject", { answer = "이미 보냈어요." }))
    assert.same({ "rejected", "이미 보냈어요." }, { status(asked), claim.get(mall.id, asked.id).answer })
    for _, event in ipairs { "invoice", "dispatch" } do
      assert(transaction(function(tx)
        return move_order.run(tx, assert(move_order.lock(tx, mall.id, placed.id)), { axis = "line", event = event }, { actor = "staff a" })
      end))
    end
  end)

  it("brings goods back: asked, approved, collected, inspected, and the money by the sum that was shown", function()
    local placed = buy { PEAR = 2 }
    bring(placed)
    local on_hand = shop.stock "PEAR"
    local asked = assert(ask(placed, "return", { [1] = 1 }))
    local shown = claim.get(mall.id, asked.id).quote
    assert.same({ 37000, 3000 }, { shown.total, shown.fees })
    assert(decide(asked, "approve", { from = "requested" }))
    assert(decide(asked, "collect", { carrier = "한진택배", number = "123" }))
    assert(decide(asked, "receive"))
    assert.equal("claim.sum_changed", select(2, (function()
      assert(decide(asked, "inspect", { resalable = { 1 } }))
      return decide(asked, "complete", { total = 1 })
    end)()).code)
    assert(decide(asked, "complete", { total = 37000 }))
    assert.same({ "completed", "1 delivered 1, 1 returned 1", on_hand + 1 }, { status(asked), portions(placed), (shop.stock "PEAR") })
    assert.equal(37000, refunds(placed)[1].amount)
    local row = refunds(placed)[1]
    assert(execute_refund.run(mall.id, row.id))
    assert(work_refund.transferred(staff, row.id, "by_transfer", "국민 이체"))
    local kept = books(placed)
    assert.same({ -3000, -40000, 43000 }, { kept["fees:claim"], kept["sales:goods"], kept["cash:bank"] })
  end)

  it("charges nothing once the inspection finds it was the shop's fault, and keeps broken goods off the shelf", function()
    local placed = buy { PEAR = 1 }
    bring(placed)
    local on_hand = shop.stock "PEAR"
    local asked = assert(ask(placed, "return", { [1] = 1 }))
    for _, step in ipairs { { "approve" }, { "receive" }, { "inspect", { resalable = { 0 }, fault = "seller" } }, { "complete", { total = 40000 } } } do
      assert(decide(asked, step[1], step[2]))
    end
    assert.same({ 40000, on_hand, 0 }, { refunds(placed)[1].amount, (shop.stock "PEAR"), claim.get(mall.id, asked.id).fee_amount })
  end)

  it("can be taken back before goods are collected, and not afterwards", function()
    local placed = buy { PEAR = 1 }
    bring(placed)
    local asked = assert(ask(placed, "return", { [1] = 1 }))
    local row = claim.get(mall.id, asked.id)
    assert(decide_claim.withdraw(mall.id, row, SHOPPER))
    assert.equal("withdrawn", status(asked))
    local again = assert(ask(placed, "return", { [1] = 1 }))
    assert(decide(again, "approve"))
    assert(decide(again, "receive"))
    assert.equal("order.illegal_transition", select(2, decide_claim.withdraw(mall.id, claim.get(mall.id, again.id), SHOPPER)).code)
  end)

  it("lets nobody change their mind after seven days, nor about fresh food, while broken goods may still come back", function()
    local placed = buy { PEAR = 1 }
    bring(placed)
    database.execute(("UPDATE order_event SET at = now() - interval '9 days' WHERE order_id = '%s' AND event = 'deliver'"):format(placed.id))
    local refused = select(2, ask(placed, "return", { [1] = 1 }))
    assert.same({ "claim.invalid", true }, { refused.code, refused.says:find("단순 변심 기한", 1, true) ~= nil })
    assert(ask(placed, "return", { [1] = 1 }, { reason = "broken" }))
    local fresh = buy { PEAR = 1 }
    bring(fresh)
    database.execute(("UPDATE order_line SET perishable = true WHERE order_id = '%s'"):format(fresh.id))
    assert.truthy(select(2, ask(fresh, "return", { [1] = 1 })).says:find("신선식품", 1, true))
    database.execute(("UPDATE order_event SET at = now() - interval '99 days' WHERE order_id = '%s' AND event = 'deliver'"):format(fresh.id))
    assert.truthy(select(2, ask(fresh, "return", { [1] = 1 }, { reason = "broken" })).says:find("90일", 1, true))
  end)

  it("exchanges goods for others of the same price, which are the buyer's once it is approved", function()
    local placed = buy { ["SHIRT-S"] = 1 }
    bring(placed)
    local large = shop.sku "SHIRT-L"
    local refused = select(2, ask_claim.run(mall.id, placed.id, { kind = "exchange", reason = "wrong_choice",
      lines = { { position = 1, qty = 1, exchange_sku_id = shop.sku "APPLE" } } }, SHOPPER))
    assert.equal("claim.no_exchange", refused.code)
    local asked = assert(ask_claim.run(mall.id, placed.id, { kind = "exchange", reason = "wrong_choice",
      lines = { { position = 1, qty = 1, exchange_sku_id = large } } }, SHOPPER))
    assert.equal(6000, claim.get(mall.id, asked.id).fee_amount)
    local before, small = shop.stock "SHIRT-L", shop.stock "SHIRT-S"
    for _, step in ipairs { { "approve" }, { "receive" }, { "inspect", { resalable = { 1 } } },
      { "reship", { carrier = "hanjin", number = "12345678901", dispatch = true } } } do
      assert(decide(asked, step[1], step[2]))
    end
    assert.equal(before - 1, (shop.stock "SHIRT-L"))
    assert(decide(asked, "complete"))
    assert.same({ "1 exchanged 1", small + 1, 0 }, { portions(placed), (shop.stock "SHIRT-S"), #refunds(placed) })
  end)

  it("becomes a return when there is nothing to exchange for, as far along as it was", function()
    local placed = buy { ["SHIRT-S"] = 1 }
    bring(placed)
    local asked = assert(ask_claim.run(mall.id, placed.id, { kind = "exchange", reason = "broken",
      lines = { { position = 1, qty = 1, exchange_sku_id = shop.sku "SHIRT-L" } } }, SHOPPER))
    assert(decide(asked, "approve"))
    assert(decide(asked, "receive"))
    local made = assert(decide(asked, "convert"))
    local new = claim.get(mall.id, made.id)
    assert.same({ "converted", "return", "collected", asked.id }, { status(asked), new.kind, new.status, new.converted_from })
    assert(decide(made, "inspect", { resalable = { 0 } }))
    assert(decide(made, "complete"))
    assert.equal(12000, refunds(placed)[1].amount)
  end)

  it("calls an order off that is not paid yet, whole, and once", function()
    local placed = assert(place_order.run(mall, shop.draft(mall, { APPLE = 2 })))
    local _, reserved = shop.stock "APPLE"
    assert(ask_claim.call_off(mall.id, placed.id, SHOPPER))
    assert.same({ "1 cancelled 2", reserved - 2 }, { portions(placed), (select(2, shop.stock "APPLE")) })
    assert.equal("claim.not_now", select(2, ask_claim.call_off(mall.id, placed.id, SHOPPER)).code)
    assert.equal(0, #refunds(placed))
  end)

  it("is decided by nobody without the permission", function()
    local placed = buy { APPLE = 1 }
    bring(placed, "prepare")
    local asked = assert(ask(placed, "cancel", { [1] = 1 }))
    local refused = select(2, decide_claim.run(desk(mall, { ["orders.read"] = true }), asked.id, "approve", {}))
    assert.same({ "staff.forbidden", "requested" }, { refused.code, status(asked) })
  end)

  describe("a refund of a bank transfer", function()
    it("is sent by a person to the account that the shopper gave, which lies sealed", function()
      local placed = buy { PEAR = 1 }
      assert(ask(placed, "cancel", { [1] = 1 }))
      local row = refunds(placed)[1]
      assert(execute_refund.run(mall.id, row.id))
      assert(execute_refund.run(mall.id, row.id))
      assert.equal("by_transfer", refunds(placed)[1].status)
      local whole = refund.one(mall.id, row.id)
      assert.is_nil(whole.refund_account:find("12345678901234", 1, true))
      assert.is_nil(refund.account.open(mall.id, crypto.uuid7(), whole.refund_account))
      assert.equal("12345678901234", work_refund.account(staff, whole).number)
      assert.equal("refund.changed", select(2, work_refund.transferred(staff, row.id, "failed", "x")).code)
      assert(work_refund.transferred(staff, row.id, "by_transfer", "11/29 국민 이체"))
      assert.equal("refund.changed", select(2, work_refund.transferred(staff, row.id, "by_transfer", "again")).code)
      local payment = pg.row("SELECT status, captured_amount, returned_amount FROM payment WHERE order_id = $1", placed.id)
      assert.same({ "cancelled", 40000, 40000 }, { payment.status, payment.captured_amount, payment.returned_amount })
      assert.equal(0, books(placed)["cash:bank"])
    end)
  end)
end)
