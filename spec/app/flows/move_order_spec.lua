-- The engine against a real database: payments of every kind, claims and refunds, from the placement to the end; what is
-- refused leaves nothing, and after all of it the books are right.

local check_invariants = require "flows.check_invariants"
local database = require "spec.support.database"
local expire_unpaid = require "flows.expire_unpaid"
local move_order = require "flows.move_order"
local order = require "order"
local orders = require "spec.app.orders"
local shop = require "spec.app.shop"
local transaction = require("flows.store").transaction

local SHOPPER, STAFF, CLOCK, PROVIDER = orders.SHOPPER, orders.STAFF, orders.CLOCK, orders.PROVIDER

describe("an order under the engine", function()
  local mall

  setup(function()
    mall = shop.open { { code = "apple", name = "사과", price = 12000, stock = 1000 },
      { code = "pear", name = "배", price = 20000, stock = 1000 }, { code = "plum", name = "자두", price = 5000, stock = 1 } }
  end)

  -- Whatever a case did: the books are right.
  after_each(function()
    for _, result in ipairs(check_invariants.run()) do assert.same({}, result.findings, result.name) end
  end)

  local function move(placed, spec, by) return orders.move(mall, placed, spec, by) end
  local function pay(event, facts, set)
    return function(subject) return { axis = "payment", event = event, id = subject.payments[#subject.payments].id, facts = facts, set = set } end
  end
  local function line(event, lines) return { axis = "line", event = event, lines = lines } end
  local function status(placed) return orders.look(mall, placed).order.status end
  local function states(placed)
    local said = {}
    for position, portion in ipairs(orders.look(mall, placed).portions) do
      local list = {}
      for state, qty in pairs(portion) do list[#list + 1] = state .. " " .. qty end
      table.sort(list)
      said[position] = table.concat(list, ", ")
    end
    return said
  end

  local function paid(goods, methods)
    local placed = assert(orders.place(mall, goods, methods))
    assert(move(placed, pay "request", SHOPPER))
    assert(move(placed, pay "authenticate", SHOPPER))
    assert(move(placed, pay("approve", { amount = placed.payable }), PROVIDER))
    return placed
  end

  it("is paid by card: attempt, window, approval; its goods are sold then, and what came stands in the books", function()
    local held = { shop.stock "APPLE" }
    local placed = assert(orders.place(mall, { APPLE = 2 }))
    assert.equal("awaiting_payment", status(placed))
    assert.same({ held[1], held[2] + 2 }, { shop.stock "APPLE" })
    assert(move(placed, pay "request", SHOPPER))
    assert(move(placed, pay("authenticate", nil, { transaction_id = "tid-1", details = { card = "국민" } }), SHOPPER))
    assert(move(placed, pay("approve", { amount = placed.payable }, { details = { approval = "00" } }), PROVIDER))
    local subject = orders.look(mall, placed)
    assert.equal("paid", subject.order.status)
    assert.is_number(subject.order.paid_at)
    assert.same({ card = "국민", approval = "00" }, subject.payments[1].details)
    assert.same({ placed.payable, placed.number .. "-1", "tid-1" },
      { subject.payments[1].captured_amount, subject.payments[1].reference, subject.payments[1].transaction_id })
    assert.same({ held[1] - 2, held[2] }, { shop.stock "APPLE" })
    assert.same({ ["cash:inicis"] = placed.payable, receivable = 0, ["sales:goods"] = -24000, ["sales:shipping"] = -3000 },
      order.balances(mall.id, placed.id))
  end)

  it("is not paid by another amount than was asked for, nor twice", function()
    local placed = assert(orders.place(mall, { APPLE = 1 }))
    assert(move(placed, pay "request", SHOPPER))
    local to, refused = move(placed, pay("approve", { amount = placed.payable - 1 }), PROVIDER)
    assert.is_nil(to)
    assert.same({ "order.guarded", "금액이 결제할 금액과 달라요." }, { refused.code, refused.says })
    assert.equal("requested", orders.look(mall, placed).payments[1].status)
    assert(move(placed, pay("approve", { amount = placed.payable }), PROVIDER))
    to, refused = move(placed, pay("approve", { amount = placed.payable }), PROVIDER)
    assert.is_nil(to)
    assert.same({ "order.illegal_transition", "결제완료" }, { refused.code, refused.label })
  end)

  it("does what has a key once, and says again where it led", function()
    local placed = assert(orders.place(mall, { APPLE = 1 }))
    local by = { actor = "provider inicis", key = "approve tid-2" }
    assert(move(placed, pay "request", SHOPPER))
    for _ = 1, 3 do assert.equal("paid", (move(placed, pay("approve", { amount = placed.payable }), by))) end
    assert.equal(5, #order.history(mall.id, placed.id))
  end)

  it("that a buyer pays otherwise keeps its goods: the first attempt ends, a second is numbered", function()
    local placed = assert(orders.place(mall, { APPLE = 1 }))
    assert(move(placed, pay "request", SHOPPER))
    local to, refused = move(placed, { axis = "payment", event = "announce", row = orders.attempt("bank_transfer", placed.payable) }, SHOPPER)
    assert.is_nil(to)
    assert.equal("no_other_attempt", refused.guard)
    assert(move(placed, pay("decline", nil, { problem = "declined", problem_text = "한도 초과" }), PROVIDER))
    assert(move(placed, { axis = "payment", event = "announce", row = orders.attempt("bank_transfer", placed.payable) }, SHOPPER))
    local subject = orders.look(mall, placed)
    assert.same({ "failed", "waiting" }, { subject.payments[1].status, subject.payments[2].status })
    assert.equal(placed.number .. "-2", subject.payments[2].reference)
    assert.equal("awaiting_deposit", subject.order.status)
    assert(move(placed, pay("deposit", { amount = placed.payable }), STAFF))
    assert.equal("paid", status(placed))
  end)

  it("is paid by points and a card when the card is, and by points alone at once", function()
    local placed = assert(orders.place(mall, { APPLE = 1 }, { card = true, points = 4000 }))
    local function card(event, facts)
      return function(subject) return { axis = "payment", event = event, id = subject.payments[1].id, facts = facts } end
    end
    assert(move(placed, card "request", SHOPPER))
    assert(move(placed, card("approve", { amount = placed.payable - 4000 }), PROVIDER))
    local subject = orders.look(mall, placed)
    assert.same({ "paid", "paid", "paid" }, { subject.order.status, subject.payments[1].status, subject.payments[2].status })
    assert.equal(4000, order.balances(mall.id, placed.id).points)
    local whole = assert(orders.place(mall, { PEAR = 2 }, { points = 40000 }))
    assert(move(whole, pay "spend", SHOPPER))
    assert.equal("paid", status(whole))
  end)

  local function overdue(placed)
    database.execute(("UPDATE payment SET expires_at = now() - interval '1 second' WHERE order_id = '%s'"):format(placed.id))
  end

  it("that nobody pays in time comes to nothing, with every attempt and the points set aside", function()
    local held = { shop.stock "APPLE" }
    local placed = assert(orders.place(mall, { APPLE = 3 }, { card = true, points = 4000 }))
    local declined = assert(orders.place(mall, { APPLE = 1 }))
    assert(move(declined, pay "request", SHOPPER))
    assert(move(declined, pay "decline", PROVIDER))
    assert.equal(0, expire_unpaid.run())
    overdue(placed)
    overdue(declined)
    assert.equal(2, expire_unpaid.run())
    local subject = orders.look(mall, placed)
    assert.same({ "failed", "expired", "failed" }, { subject.order.status, subject.payments[1].status, subject.payments[2].status })
    assert.equal("failed", status(declined))
    assert.same(held, { shop.stock "APPLE" })
  end)

  it("that a provider may be approving at this moment is not over", function()
    local placed = assert(orders.place(mall, { APPLE = 1 }))
    assert(move(placed, pay "request", SHOPPER))
    assert(move(placed, pay "authenticate", SHOPPER))
    overdue(placed)
    assert.equal(0, expire_unpaid.run())
    assert(move(placed, pay("approve", { amount = placed.payable }), PROVIDER))
  end)

  it("comes back with a late payment while its goods are there, and stays in quarantine when they are not", function()
    local placed = assert(orders.place(mall, { PLUM = 1 }, { virtual_account = true }))
    assert(move(placed, pay "issue", PROVIDER))
    assert.equal("awaiting_deposit", status(placed))
    overdue(placed)
    assert.equal(1, expire_unpaid.run())
    assert.equal("expired", status(placed))
    local other = assert(orders.place(mall, { PLUM = 1 }))
    local to, refused = move(placed, pay("reopen", { amount = placed.payable }), PROVIDER)
    assert.is_nil(to)
    assert.equal("stock.sold_out", refused.code)
    assert.equal("expired", orders.look(mall, placed).payments[1].status)
    assert(move(other, line "call_off", SHOPPER))
    assert.equal("cancelled", status(other))
    assert(move(placed, pay("reopen", { amount = placed.payable }), PROVIDER))
    assert.equal("paid", status(placed))
    local late = assert(orders.place(mall, { APPLE = 1 }, { virtual_account = true }))
    assert(move(late, pay "issue", PROVIDER))
    overdue(late)
    expire_unpaid.run()
    assert(move(late, pay("quarantine", { captured = late.payable }, { problem = "late_deposit" }), PROVIDER))
    assert.same({ ["cash:inicis"] = late.payable, suspense = -late.payable }, order.balances(mall.id, late.id))
    assert(move(late, pay "void", STAFF))
    assert.same({ ["cash:inicis"] = 0, suspense = 0 }, order.balances(mall.id, late.id))
  end)

  it("is paid by too little or too much when a person accepts that, and the difference lies in suspense", function()
    for _, more in ipairs { -100, 500 } do
      local placed = assert(orders.place(mall, { APPLE = 1 }, { bank_transfer = true }))
      assert(move(placed, pay("quarantine", { captured = placed.payable + more }, { problem = "underpaid" }), CLOCK))
      assert(move(placed, pay "accept", STAFF))
      assert.equal("paid", status(placed))
      assert.same({ placed.payable + more, -more }, { order.balances(mall.id, placed.id)["cash:bank"], order.balances(mall.id, placed.id).suspense })
    end
  end)

  it("stops when its bank takes the deposit back, and goes on when it comes again", function()
    local placed = assert(orders.place(mall, { APPLE = 1 }, { bank_transfer = true }))
    assert(move(placed, pay("deposit", { amount = placed.payable }), STAFF))
    assert(move(placed, pay "recall", PROVIDER))
    local to, refused = move(placed, line "prepare", STAFF)
    assert.is_nil(to)
    assert.equal("not_held", refused.guard)
    assert(move(placed, pay "restore", STAFF))
    assert(move(placed, line "prepare", STAFF))
  end)

  it("goes its way in parts, and is called by what has come least far", function()
    local placed = paid { APPLE = 3, PEAR = 1 }
    assert(move(placed, line("prepare", { { position = 1, qty = 1 } }), STAFF))
    assert.equal("paid", status(placed))
    assert(move(placed, line "prepare", STAFF))
    assert(move(placed, line "invoice", STAFF))
    assert(move(placed, line("dispatch", { { position = 1, qty = 1 } }), STAFF))
    assert.equal("ready", status(placed))
    for _, event in ipairs { "dispatch", "recall", "dispatch", "deliver", "settle" } do
      assert(move(placed, line(event), event == "settle" and CLOCK or STAFF))
    end
    assert.equal("confirmed", status(placed))
    assert.is_true(order.is_path(order.history(mall.id, placed.id)))
  end)

  local function ask(placed, kind, units)
    assert(move(placed, { axis = "claim", event = "request", row = { kind = kind, reason = "mind", fault = "buyer", asked_by = "shopper",
      lines = units } }, SHOPPER))
  end
  local function claim(event) return function(subject) return { axis = "claim", event = event, id = subject.claims[#subject.claims].id } end end

  it("is cancelled in part by the buyer until the shop begins, and the goods are on the shelf again", function()
    local placed = paid { APPLE = 3 }
    local on_hand = shop.stock "APPLE"
    ask(placed, "cancel", { { position = 1, qty = 1, from_state = "paid" } })
    local to, refused = move(placed, line "prepare", STAFF)
    assert.is_nil(to)
    assert.equal("unclaimed", refused.guard)
    assert(move(placed, claim "grant", SHOPPER))
    assert(move(placed, claim "complete", SHOPPER))
    assert.same({ "cancelled 1, paid 2" }, states(placed))
    assert.equal(on_hand + 1, (shop.stock "APPLE"))
    assert(move(placed, line "prepare", STAFF))
    ask(placed, "cancel", { { position = 1, qty = 1, from_state = "preparing" } })
    to, refused = move(placed, claim "grant", SHOPPER)
    assert.is_nil(to)
    assert.equal("not_begun", refused.guard)
    assert(move(placed, claim "approve", STAFF))
    assert(move(placed, claim "complete", STAFF))
    assert.equal(placed.number .. "-C2", orders.look(mall, placed).claims[2].number)
  end)

  local function delivered(goods)
    local placed = paid(goods)
    for _, event in ipairs { "prepare", "invoice", "dispatch", "deliver" } do assert(move(placed, line(event), STAFF)) end
    return placed
  end

  it("is returned in part: nothing is confirmed meanwhile, and what is as new goes back on the shelf", function()
    local placed = delivered { APPLE = 2, PEAR = 1 }
    local on_hand, pears = shop.stock "APPLE", shop.stock "PEAR"
    local units = {}
    for position, one in ipairs(orders.look(mall, placed).lines) do
      units[position] = { position = position, qty = one.sku_code == "APPLE" and 2 or 1, from_state = "delivered" }
    end
    ask(placed, "return", units)
    local to, refused = move(placed, line "settle", CLOCK)
    assert.is_nil(to)
    assert.equal("unclaimed", refused.guard)
    for _, event in ipairs { "approve", "collect", "receive" } do assert(move(placed, claim(event), STAFF)) end
    assert(move(placed, claim "inspect", STAFF))
    database.execute(("UPDATE claim_line l SET resalable_qty = 1 FROM order_line o WHERE o.order_id = l.order_id AND o.position = l.position "
      .. "AND o.sku_code = 'APPLE' AND l.order_id = '%s'"):format(placed.id))
    assert(move(placed, claim "complete", STAFF))
    assert.equal("returned", status(placed))
    assert.same({ on_hand + 1, pears }, { (shop.stock "APPLE"), (shop.stock "PEAR") })
  end)

  it("is exchanged, or the exchange becomes a return; a claim is withdrawn before anybody comes for it", function()
    local placed = delivered { APPLE = 3 }
    ask(placed, "exchange", { { position = 1, qty = 1, from_state = "delivered" } })
    for _, event in ipairs { "approve", "receive", "inspect", "reship", "complete" } do assert(move(placed, claim(event), STAFF)) end
    assert.same({ "delivered 2, exchanged 1" }, states(placed))
    ask(placed, "exchange", { { position = 1, qty = 1, from_state = "delivered" } })
    assert(move(placed, claim "approve", STAFF))
    assert(move(placed, claim "convert", STAFF))
    ask(placed, "return", { { position = 1, qty = 2, from_state = "delivered" } })
    assert(move(placed, claim "withdraw", SHOPPER))
    assert(move(placed, line "confirm", SHOPPER))
    ask(placed, "return", { { position = 1, qty = 1, from_state = "confirmed" } })
    assert(move(placed, claim "reject", STAFF))
    assert.equal("confirmed", status(placed))
  end)

  it("gives money back in parts over its payment, never more than came, and by transfer where a provider cannot", function()
    local placed = paid { APPLE = 2 }
    local function assess(amount, breakdown)
      return move(placed, function(subject)
        return { axis = "refund", event = "assess", row = { payment_id = subject.payments[1].id, amount = amount, reason = "cancel",
          breakdown = breakdown } }
      end, STAFF)
    end
    local function refund(event)
      return move(placed, function(subject) return { axis = "refund", event = event, id = subject.refunds[#subject.refunds].id } end, STAFF)
    end
    assert(assess(10000, { goods = 12000, fees = 2000 }))
    for _, event in ipairs { "approve", "submit", "complete" } do assert(refund(event)) end
    assert.equal("partially_cancelled", orders.look(mall, placed).payments[1].status)
    assert.equal("within_captured", select(2, assess(placed.payable - 9999, {})).guard)
    assert(assess(placed.payable - 10000, { shipping = 3000 }))
    for _, event in ipairs { "approve", "submit", "fail", "submit", "fail", "transfer", "complete" } do assert(refund(event)) end
    local subject = orders.look(mall, placed)
    assert.same({ "cancelled", placed.payable }, { subject.payments[1].status, subject.payments[1].returned_amount })
    assert.equal(0, order.balances(mall.id, placed.id)["cash:inicis"])
    assert.equal(-2000, order.balances(mall.id, placed.id)["fees:claim"])
  end)

  it("keeps nothing of what was refused half-way", function()
    local placed = assert(orders.place(mall, { APPLE = 1 }))
    local events = #order.history(mall.id, placed.id)
    local _, refused = move(placed, line "prepare", STAFF)
    assert.equal("order.illegal_transition", refused.code)
    _, refused = move(placed, line "pay", STAFF)
    assert.equal("order.not_allowed", refused.code)
    _, refused = move(placed, line "lapse", CLOCK)
    assert.equal("nobody_pays", refused.guard)
    assert.equal(events, #order.history(mall.id, placed.id))
  end)

  it("that is not there is not found", function()
    assert.equal("order.not_found", select(2, transaction(function(tx) return move_order.lock(tx, mall.id, require("crypto").uuid7()) end)).code)
  end)

  -- Which transitions the cases above went through, by their history.
  it("has had every effect of the machine carried out in these cases", function()
    local seen = {}
    for row in database.execute("SELECT DISTINCT axis || ' ' || event || ' ' || coalesce(from_status, '') FROM order_event"):gmatch "[^\n]+" do
      local axis, event, from = row:match "^(%S+) (%S+) ?(%S*)$"
      local transition = order.engine.transition(order.machine[axis], from ~= "" and from or nil, event)
      for _, effect in ipairs(transition.effects or {}) do seen[effect] = true end
    end
    for name in pairs(require "flows.effects") do assert.is_true(seen[name], name) end
  end)
end)
