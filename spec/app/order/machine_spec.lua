local engine = require "order.rules.engine"
local guards = require "order.rules.guards"
local lint = require "order.rules.lint"
local machine = require "order.machine"
local machines = require "spec.app.order.machines"
local path = require "order.rules.path"

local copy = machines.copy

-- An order of two lines, two and three units, over 5,000 won.
local function subject(changes)
  local made = {
    mall_id = "m", id = "o", number = "261129-0000001", now = 1000, order = { payable_amount = 5000 },
    lines = { { position = 1, qty = 2 }, { position = 2, qty = 3 } },
    portions = { { paid = 2 }, { paid = 1, preparing = 2 } }, payments = {}, claims = {}, refunds = {},
  }
  for key, value in pairs(changes or {}) do made[key] = value end
  return made
end

local function payment(changes)
  local made = { id = "p", provider = "inicis", method = "card", status = "requested", amount = 5000, captured_amount = 0,
    returned_amount = 0, expires_at = 2000 }
  for key, value in pairs(changes or {}) do made[key] = value end
  return made
end

describe("the order machine", function()
  it("is sound, with everything it does done by somebody", function() assert.same({}, require("flows.move_order").lint()) end)

  it("says everything in words for the buyer and the shopkeeper", function()
    for _, name in ipairs(machine.axes) do
      for _, state in ipairs(machine[name].states) do assert.is_true(#state.label > 0 and #state.say > 0) end
      for _, transition in ipairs(machine[name].transitions) do assert.is_true(#transition.say > 0 and #transition.label > 0) end
    end
  end)

  it("allows, of all states and events, only what stands in it", function()
    for _, name in ipairs(machine.axes) do
      local axis, written, events = machine[name], {}, {}
      for _, transition in ipairs(axis.transitions) do
        events[transition.on] = true
        local froms = engine.froms(transition)
        for _, from in ipairs(#froms > 0 and froms or { "" }) do written[from .. " " .. transition.on] = transition.to end
      end
      local states = { "" }
      for _, state in ipairs(axis.states) do states[#states + 1] = state.key end
      for _, from in ipairs(states) do
        for event in pairs(events) do
          local found = engine.transition(axis, from ~= "" and from or nil, event)
          assert.equal(written[from .. " " .. event], found and found.to)
        end
      end
    end
  end)

  -- Commerce, as the shop's people were told it.
  for _, told in ipairs {
    { "payment", "requested", "approve", "paid" }, { "payment", "approving", "decline", "failed" },
    { "payment", "waiting", "deposit", "paid" }, { "payment", "waiting", "expire", "expired" },
    { "payment", "expired", "reopen", "paid" }, { "payment", "expired", "quarantine", "quarantined" },
    { "payment", "quarantined", "add", "quarantined" },
    { "payment", "approving", "expire", nil }, { "payment", "paid", "expire", nil },
    { "line", "awaiting_payment", "pay", "paid" }, { "line", "awaiting_payment", "lapse", "unpaid" },
    { "line", "paid", "cancel", "cancelled" }, { "line", "paid", "prepare", "preparing" }, { "line", "shipping", "cancel", nil },
    { "line", "delivered", "settle", "confirmed" }, { "line", "cancelled", "prepare", nil },
    { "claim", "requested", "reject", "rejected" }, { "claim", "collecting", "withdraw", nil },
    { "claim", "collected", "convert", "converted" }, { "claim", "reshipping", "complete", "completed" },
    { "refund", "failed", "submit", "requested" }, { "refund", "failed", "transfer", "by_transfer" },
    { "refund", "completed", "fail", nil },
  } do
    local axis, from, event, to = told[1], told[2], told[3], told[4]
    it(("takes a %s that is %s %s by '%s'"):format(axis, from, to and "to " .. to or "nowhere", event), function()
      local transition = engine.transition(machine[axis], from, event)
      assert.equal(to, transition and transition.to)
    end)
  end
end)

describe("who may cause something", function()
  local function may(axis, from, event, actor, by_machine)
    return engine.may(engine.transition(machine[axis], from, event), { actor = actor, machine = by_machine })
  end

  it("is said by the machine: a buyer cancels until the shop has begun, then staff", function()
    assert.is_true(may("line", "paid", "cancel", "shopper"))
    assert.is_true(may("line", "paid", "cancel", "member"))
    assert.is_false(may("line", "preparing", "cancel", "shopper"))
    assert.is_true(may("line", "preparing", "cancel", "staff hana@shop.kr"))
  end)

  it("is nobody for what only follows from something else", function()
    assert.is_false(may("line", "awaiting_payment", "pay", "staff hana@shop.kr"))
    assert.is_true(may("line", "awaiting_payment", "pay", "staff hana@shop.kr", true))
  end)
end)

describe("units of a line", function()
  local function plan(event, lines, changes) return engine.plan(machine.line, subject(changes), event, lines) end

  it("move all, where nobody says how many", function()
    local groups = plan "prepare"
    assert.equal(1, #groups)
    assert.same({ { position = 1, from = "paid", to = "preparing", qty = 2 }, { position = 2, from = "paid", to = "preparing", qty = 1 } },
      groups[1].lines)
  end)

  it("that came least far move first", function()
    local groups = plan("cancel", { { position = 2, qty = 2 } })
    assert.same({ { position = 2, from = "paid", to = "cancelled", qty = 1 } }, groups[1].lines)
    assert.same({ { position = 2, from = "preparing", to = "cancelled", qty = 1 } }, groups[2].lines)
    groups = plan("cancel", { { position = 2, qty = 1, from = "preparing" } })
    assert.same({ { position = 2, from = "preparing", to = "cancelled", qty = 1 } }, groups[1].lines)
  end)

  it("do not move when there are fewer than asked for, or none where the event starts", function()
    for _, try in ipairs { { "prepare", { { position = 1, qty = 3 } } }, { "dispatch" }, { "deliver", { { position = 1, qty = 1 } } } } do
      local groups, fault = plan(try[1], try[2])
      assert.is_nil(groups)
      assert.equal("order.illegal_transition", fault.code)
      assert.is_string(fault.label)
    end
  end)

  it("are whole, at least one, of a line that there is, which is named once", function()
    for _, lines in ipairs { { { position = 1, qty = 0 } }, { { position = 1, qty = -1 } }, { { position = 1, qty = 1.5 } },
      { { position = 3, qty = 1 } }, { { position = 1, qty = 1 }, { position = 1, qty = 1 } } } do
      assert.has_error(function() plan("prepare", lines) end)
    end
  end)
end)

describe("a guard", function()
  local function holds(name, subject_now, move) return not not guards[name].test(subject_now, move, { actor = "clock" }) end

  local tested = {}
  local function case(name, title, fn)
    tested[name] = true
    it(name .. ": " .. title, fn)
  end

  case("order_waits", "only while units wait to be paid", function()
    assert.is_false(holds("order_waits", subject(), {}))
    assert.is_true(holds("order_waits", subject { portions = { { awaiting_payment = 2 } } }, {}))
  end)

  case("order_lapsed_or_waits", "also once they have lapsed", function()
    assert.is_true(holds("order_lapsed_or_waits", subject { portions = { { unpaid = 2 } } }, {}))
    assert.is_false(holds("order_lapsed_or_waits", subject(), {}))
  end)

  case("order_paid", "by the moment it was paid", function()
    assert.is_false(holds("order_paid", subject(), {}))
    assert.is_true(holds("order_paid", subject { order = { paid_at = 1 } }, {}))
  end)

  case("asks_within", "with what else lives", function()
    local open = subject { order = { payable_amount = 5000 }, payments = { payment { amount = 1000 }, payment { amount = 700, status = "failed" } } }
    assert.is_true(holds("asks_within", open, { row = { amount = 4000 } }))
    assert.is_false(holds("asks_within", open, { row = { amount = 4001 } }))
  end)

  case("no_other_attempt", "one of a provider and one of points at a time", function()
    local open = subject { payments = { payment() } }
    assert.is_false(holds("no_other_attempt", open, { row = { provider = "bank" } }))
    assert.is_true(holds("no_other_attempt", open, { row = { provider = "points" } }))
    open.payments[1].status = "failed"
    assert.is_true(holds("no_other_attempt", open, { row = { provider = "bank" } }))
  end)

  case("amount_matches", "to the won, and never when nobody says how much", function()
    local row = payment()
    assert.is_true(holds("amount_matches", subject(), { row = row, facts = { amount = 5000 } }))
    assert.is_false(holds("amount_matches", subject(), { row = row, facts = { amount = 4999 } }))
    assert.is_false(holds("amount_matches", subject(), { row = row, facts = {} }))
  end)

  case("of_points", "of no provider", function()
    assert.is_true(holds("of_points", subject(), { row = payment { provider = "points" } }))
    assert.is_false(holds("of_points", subject(), { row = payment() }))
  end)

  case("of_provider", "points go over no provider", function()
    assert.is_false(holds("of_provider", subject(), { row = payment { provider = "points" } }))
    assert.is_true(holds("of_provider", subject(), { row = payment() }))
  end)

  case("completes", "nothing leaves an order half paid; points that were set aside are spent with it", function()
    local card = payment { status = "paid", amount = 4000 }
    local points = { row = payment { provider = "points", amount = 1000 } }
    assert.is_true(holds("completes", subject { payments = { card, points.row } }, points))
    card.status = "requested"
    assert.is_false(holds("completes", subject { payments = { card, points.row } }, points))
    points.row.status = "ready"
    assert.is_true(holds("completes", subject { payments = { card, points.row } }, { row = card }))
    points.row.status = "failed"
    assert.is_false(holds("completes", subject { payments = { card, points.row } }, { row = card }))
  end)

  case("in_time", "up to the last moment", function()
    assert.is_true(holds("in_time", subject { now = 2000 }, { row = payment() }))
    assert.is_false(holds("in_time", subject { now = 2000.001 }, { row = payment() }))
  end)

  case("past_expiry", "after the last moment", function()
    assert.is_false(holds("past_expiry", subject { now = 2000 }, { row = payment() }))
    assert.is_true(holds("past_expiry", subject { now = 2000.001 }, { row = payment() }))
  end)

  case("some_stays", "less than what is left", function()
    local row = payment { captured_amount = 5000, returned_amount = 1000 }
    assert.is_true(holds("some_stays", subject(), { row = row, facts = { amount = 3999 } }))
    assert.is_false(holds("some_stays", subject(), { row = row, facts = { amount = 4000 } }))
  end)

  case("nothing_stays", "exactly what is left", function()
    local row = payment { captured_amount = 5000, returned_amount = 1000 }
    assert.is_true(holds("nothing_stays", subject(), { row = row, facts = { amount = 4000 } }))
    assert.is_false(holds("nothing_stays", subject(), { row = row, facts = { amount = 4001 } }))
  end)

  case("something_came", "there is money to speak of", function()
    assert.is_false(holds("something_came", subject(), { row = payment(), facts = {} }))
    assert.is_false(holds("something_came", subject(), { row = payment(), facts = { captured = 0 } }))
    assert.is_true(holds("something_came", subject(), { row = payment(), facts = { captured = 1 } }))
    assert.is_true(holds("something_came", subject(), { row = payment { captured_amount = 5000 }, facts = {} }))
  end)

  case("nothing_kept", "no money of it is here", function()
    assert.is_true(holds("nothing_kept", subject(), { row = payment() }))
    assert.is_false(holds("nothing_kept", subject(), { row = payment { captured_amount = 1 } }))
  end)

  case("paid_in_full", "by all payments together", function()
    local paid = payment { status = "paid", amount = 4000 }
    assert.is_false(holds("paid_in_full", subject { payments = { paid } }, {}))
    assert.is_true(holds("paid_in_full", subject { payments = { paid, payment { status = "paid", amount = 1000, provider = "points" } } }, {}))
  end)

  case("nobody_pays", "not while the buyer may still try, nor while a provider may be approving", function()
    assert.is_true(holds("nobody_pays", subject(), {}))
    assert.is_false(holds("nobody_pays", subject { payments = { payment() } }, {}))
    assert.is_false(holds("nobody_pays", subject { payments = { payment { status = "failed" } } }, {}))
    assert.is_true(holds("nobody_pays", subject { now = 3000, payments = { payment { status = "failed" } } }, {}))
    assert.is_false(holds("nobody_pays", subject { now = 3000, payments = { payment { status = "approving" } } }, {}))
    assert.is_true(holds("nobody_pays", subject { now = 3000, payments = { payment { status = "ready", provider = "points" } } }, {}))
  end)

  case("nobody_approves", "not while a provider may be approving", function()
    assert.is_true(holds("nobody_approves", subject { payments = { payment() } }, {}))
    assert.is_false(holds("nobody_approves", subject { payments = { payment { status = "approving" } } }, {}))
  end)

  case("not_held", "a line that is held stays", function()
    local held = subject()
    local move = { lines = { { position = 2, from = "paid", qty = 1 } } }
    assert.is_true(holds("not_held", held, move))
    held.lines[2].held = true
    assert.is_false(holds("not_held", held, move))
  end)

  local function claim(changes)
    local made = { id = "c", kind = "return", status = "requested", lines = { { position = 2, qty = 1, from_state = "paid" } } }
    for key, value in pairs(changes or {}) do made[key] = value end
    return made
  end

  case("unclaimed", "units under an open claim move by it alone, also when they have moved on since", function()
    local one = { facts = {}, lines = { { position = 2, from = "paid", qty = 1 } } }
    assert.is_false(holds("unclaimed", subject { claims = { claim() } }, one))
    assert.is_true(holds("unclaimed", subject { claims = { claim { status = "withdrawn" } } }, one))
    assert.is_true(holds("unclaimed", subject { claims = { claim() } }, { facts = { claim = "c" }, lines = one.lines }))
    local moved = subject { portions = { { paid = 2 }, { preparing = 3 } }, claims = { claim() } }
    assert.is_true(holds("unclaimed", moved, { facts = {}, lines = { { position = 2, from = "preparing", qty = 2 } } }))
    assert.is_false(holds("unclaimed", moved, { facts = {}, lines = { { position = 2, from = "preparing", qty = 3 } } }))
  end)

  case("claimed", "what comes back was asked for", function()
    local asked = subject { claims = { claim() } }
    local function back(qty, id) return { facts = { claim = id }, lines = { { position = 2, from = "paid", qty = qty } } } end
    assert.is_true(holds("claimed", asked, back(1, "c")))
    assert.is_false(holds("claimed", asked, back(2, "c")))
    assert.is_false(holds("claimed", asked, back(1, nil)))
  end)

  case("units_are_free", "a claim names units that nobody has claimed", function()
    local function ask(qty, from) return { row = { lines = { { position = 2, qty = qty, from_state = from } } } } end
    assert.is_true(holds("units_are_free", subject(), ask(2, "preparing")))
    assert.is_false(holds("units_are_free", subject(), ask(3, "preparing")))
    assert.is_false(holds("units_are_free", subject { claims = { claim() } }, ask(1, "paid")))
    assert.is_false(holds("units_are_free", subject(), ask(0, "paid")))
    assert.is_false(holds("units_are_free", subject(), { row = { lines = {} } }))
    assert.is_false(holds("units_are_free", subject(), { row = { lines = { { position = 9, qty = 1, from_state = "paid" } } } }))
  end)

  case("not_begun", "what the shop has not begun with", function()
    assert.is_true(holds("not_begun", subject(), { row = claim() }))
    assert.is_false(holds("not_begun", subject(), { row = claim { lines = { { position = 2, qty = 1, from_state = "preparing" } } } }))
  end)

  for name, kinds in pairs { is_cancel = { cancel = true }, is_return = { ["return"] = true }, is_exchange = { exchange = true },
    comes_back = { ["return"] = true, exchange = true } } do
    case(name, "by the kind of the claim", function()
      for _, kind in ipairs { "cancel", "return", "exchange" } do
        assert.equal(kinds[kind] or false, holds(name, subject(), { row = { kind = kind } }))
      end
    end)
  end

  case("within_captured", "refunds under way count", function()
    local paid = payment { status = "paid", captured_amount = 5000, returned_amount = 1000 }
    local now = subject { payments = { paid }, refunds = { { payment_id = "p", status = "requested", amount = 1500 },
      { payment_id = "p", status = "completed", amount = 1000 } } }
    assert.is_true(holds("within_captured", now, { row = { payment_id = "p", amount = 2500 } }))
    assert.is_false(holds("within_captured", now, { row = { payment_id = "p", amount = 2501 } }))
    assert.is_false(holds("within_captured", now, { row = { payment_id = "p", amount = 0 } }))
    assert.is_false(holds("within_captured", now, { row = { payment_id = "q", amount = 1 } }))
  end)

  it("is never without a case here", function()
    for name, guard in pairs(guards) do
      assert.is_true(tested[name], name)
      assert.is_true(#guard.says > 0)
    end
  end)
end)

describe("the linter of machines", function()
  local function problems(change)
    local changed = copy(machine)
    change(changed)
    return table.concat(lint.problems(changed, setmetatable({}, { __index = function(_, name) return name ~= "nobody_can" end })), "; ")
  end

  it("finds a state that is never reached", function()
    assert.matches("line lost is never reached", problems(function(m)
      table.insert(m.line.states, { key = "lost", label = "분실", say = "잃어버렸어요.", final = true })
    end))
  end)

  it("finds a dead end", function()
    assert.matches("payment quarantined is a dead end", problems(function(m)
      for i = #m.payment.transitions, 1, -1 do
        local from = engine.froms(m.payment.transitions[i])
        for _, one in ipairs(from) do
          if one == "quarantined" then table.remove(m.payment.transitions, i) break end
        end
      end
    end))
  end)

  it("finds a way out of a final state", function()
    assert.matches("line pay from cancelled leaves a final state", problems(function(m)
      local again = copy(m.line.transitions[2])
      again.from = "cancelled"
      table.insert(m.line.transitions, again)
    end))
  end)

  it("finds two answers to one event", function()
    assert.matches("two answers to line pay from awaiting_payment", problems(function(m)
      table.insert(m.line.transitions, copy(m.line.transitions[2]))
    end))
  end)

  it("finds unknown states, guards, effects and actors", function()
    assert.matches("leads to an unknown state", problems(function(m) m.line.transitions[2].to = "nowhere" end))
    assert.matches("unknown guard: maybe", problems(function(m) m.line.transitions[2].guards = { "maybe" } end))
    assert.matches("nobody carries out: nobody_can", problems(function(m) m.line.transitions[2].effects = { "nobody_can" } end))
    assert.matches("unknown actor: cat", problems(function(m) m.line.transitions[2].who = { "cat" } end))
    assert.matches("caused by nobody", problems(function(m) m.line.transitions[2].who = {} end))
  end)

  it("finds what is not put in words, and staff that needs no permission", function()
    assert.matches("line pay from awaiting_payment is not put in words", problems(function(m) m.line.transitions[2].say = "" end))
    assert.matches("line paid is not put in words", problems(function(m) m.line.states[2].label = nil end))
    assert.matches("asks staff for no permission", problems(function(m) m.refund.transitions[2].permission = nil end))
  end)

  it("finds an axis on which nothing begins", function()
    assert.matches("refund never begins", problems(function(m) table.remove(m.refund.transitions, 1) end))
  end)
end)

describe("a history", function()
  local announce = { axis = "payment", subject = "p", event = "announce", to_status = "waiting" }
  local place = { axis = "line", subject = "1", event = "place", to_status = "awaiting_payment", qty = 3 }
  local deposit = { axis = "payment", subject = "p", event = "deposit", from_status = "waiting", to_status = "paid" }
  local pay = { axis = "line", subject = "1", event = "pay", from_status = "awaiting_payment", to_status = "paid", qty = 3 }

  local function but(event, changes)
    local made = copy(event)
    for key, value in pairs(changes) do made[key] = value end
    return made
  end

  it("is a path of the machine", function()
    assert.is_true(path.is(machine, { announce, place }))
    assert.is_true(path.is(machine, { announce, place, deposit, pay }))
    assert.is_true(path.is(machine, { place, but(pay, { qty = 1 }), but(pay, { qty = 2 }) }))
  end)

  it("says where everything stands in the end", function()
    local at = path.follow(machine, { announce, place, deposit, but(pay, { qty = 1 }) })
    assert.equal("paid", at.payment.p)
    assert.same({ awaiting_payment = 2, paid = 1 }, at.line["1"])
  end)

  it("is none when it skips, repeats or invents a step", function()
    for _, history in ipairs { {}, { deposit }, { announce, deposit, deposit }, { announce, but(deposit, { to_status = "expired" }) },
      { announce, but(deposit, { subject = "q" }) }, { but(announce, { axis = "weather" }) }, { but(announce, { event = "invent" }) } } do
      assert.is_false(path.is(machine, history))
    end
  end)

  it("is none when units come from nowhere or move twice", function()
    for _, history in ipairs { { pay }, { place, but(pay, { qty = 4 }) }, { place, pay, pay }, { place, place }, { but(place, { qty = 0 }) } } do
      assert.is_false(path.is(machine, history))
    end
  end)
end)
