-- Thousands of generated sequences of events, through the engine as it is, with a database that only says yes: whatever
-- anybody tries, in whatever order, the order stays on the machine's paths.

local effects = require "flows.effects"
local label = require "order.rules.label"
local machine = require "order.machine"
local move_order = require "flows.move_order"
local order = require "order"
local path = require "order.rules.path"
local walk = require "spec.app.order.walk"

local SEQUENCES, EVENTS = 2000, 30

describe("an order that anything is tried with", function()
  local kept, kept_effects, history, booked, ids

  -- Rows live in memory; the books add up in memory.
  local function fake(name, fn)
    kept[name] = order[name]
    order[name] = fn
  end

  local function with(row, changes)
    local made = {}
    for key, value in pairs(row) do made[key] = value end
    for key, value in pairs(changes) do made[key] = value end
    return made
  end

  setup(function()
    kept, kept_effects = {}, {}
    local function append(_, _, _, events) for _, event in ipairs(events) do history[#history + 1] = event end end
    fake("append", append)
    fake("begin", function(_, _, events) append(nil, nil, nil, events) end)
    fake("set_portions", function() end)
    fake("set_held", function() end)
    fake("insert_claim_lines", function() end)
    fake("insert_subject", function(_, _, _, _, status, values)
      ids = ids + 1
      return with({ id = "row " .. ids, status = status, captured_amount = 0, returned_amount = 0 }, values)
    end)
    fake("move_subject", function(_, axis, _, id, from, to, values)
      for _, row in ipairs(history.subject[({ payment = "payments", claim = "claims", refund = "refunds" })[axis]]) do
        if row.id == id then
          assert(row.status == from)
          local moved = with(row, with(values, { status = to }))
          if to == "paid" then moved.paid_at = 1 elseif to == "quarantined" then moved.paid_at = nil end
          return moved
        end
      end
    end)
    fake("relabel", function(_, _, _, changes)
      return { status = changes.status, paid_at = history.subject.order.paid_at or changes.paid and 1 or nil, due_at = changes.due_at }
    end)
    fake("book", function(_, _, _, what, entries)
      local debit, credit = 0, 0
      for _, entry in ipairs(entries) do
        assert((entry.debit or 0) >= 0 and (entry.credit or 0) >= 0, what)
        debit, credit = debit + (entry.debit or 0), credit + (entry.credit or 0)
        booked[entry.account] = (booked[entry.account] or 0) + (entry.debit or 0) - (entry.credit or 0)
      end
      assert(debit == credit, what)
    end)
    -- what moves goods, benefits and letters does so in tables of its own
    local ours = { return_money = true }
    for _, room in ipairs { "lines", "books" } do
      for name in pairs(require("flows.effects." .. room)) do ours[name] = true end
    end
    for name, effect in pairs(effects) do
      if not ours[name] then kept_effects[name] = effect end
    end
    for name in pairs(kept_effects) do effects[name] = function() return true end end
    -- the units of a claim go where it says; what that comes to in money is another spec's
    effects.settle_claim = function(_, subject, move)
      for _, line in ipairs(move.row.lines) do
        local event = ({ ["return"] = "return", exchange = "exchange" })[move.row.kind]
          or line.from_state == "awaiting_payment" and "call_off" or "cancel"
        local moved, refused = subject:run { axis = "line", event = event, lines = { { position = line.position, qty = line.qty } },
          facts = { claim = move.row.id } }
        if not moved then return nil, refused end
      end
      return true
    end
  end)

  teardown(function()
    for name, fn in pairs(kept) do order[name] = fn end
    for name, fn in pairs(kept_effects) do effects[name] = fn end
  end)

  local function place(rnd)
    history, booked, ids = {}, {}, 0
    local lines, payable = {}, 3000
    for position = 1, rnd(3) do
      lines[position] = { position = position, sku_id = "s" .. position, qty = rnd(5), unit_price = 1000 * rnd(9) }
      payable = payable + lines[position].qty * lines[position].unit_price
    end
    local payments, points = {}, rnd(3) == 1 and rnd(payable - 1) or 0
    payments[1] = { provider = "inicis", method = rnd(2) == 1 and "card" or "virtual_account", amount = payable - points,
      expires_at = 1000 + (rnd(3) - 2) * 600, channel = "pc" }
    if points > 0 then payments[2] = { provider = "points", method = "points", amount = points, expires_at = 1000, channel = "pc" } end
    local row = { id = "o", number = "261129-0000001", status = "awaiting_payment", payable_amount = payable, goods_amount = payable - 3000,
      shipping_amount = 3000, discount_amount = 0 }
    history.subject = { order = row }
    local subject = assert(move_order.begin({}, { mall_id = "m", order = row, lines = lines, payments = payments, now = 1000 },
      { actor = "shopper" }))
    history.subject = subject
    return subject
  end

  -- Every third sequence begins where the goods are with the buyer: chance alone seldom comes so far.
  local function deliver(subject)
    for _, payment in ipairs(subject.payments) do payment.expires_at = 2000 end
    for _, spec in ipairs { { axis = "payment", event = "request" }, { axis = "payment", event = "approve" } } do
      spec.id, spec.facts = subject.payments[1].id, { amount = subject.payments[1].amount }
      assert(move_order.run({}, subject, spec, { actor = spec.event == "request" and "shopper" or "provider inicis" }))
    end
    for _, event in ipairs { "prepare", "invoice", "dispatch", "deliver" } do
      assert(move_order.run({}, subject, { axis = "line", event = event }, { actor = "staff hana@shop.kr" }))
    end
  end

  -- A database would undo what was refused half-way: so does this.
  local function remember(subject)
    local portions, rows = {}, {}
    for i, portion in ipairs(subject.portions) do portions[i] = with(portion, {}) end
    for _, list in ipairs { "payments", "claims", "refunds" } do rows[list] = with(subject[list], {}) end
    local events, books, head = #history, with(booked, {}), with(subject.order, {})
    return function()
      subject.portions, subject.order = portions, head
      for list, value in pairs(rows) do subject[list] = value end
      for i = #history, events + 1, -1 do history[i] = nil end
      booked = books
    end
  end

  local function check(subject, said)
    for position, line in ipairs(subject.lines) do
      local sum = 0
      for _, qty in pairs(subject.portions[position]) do
        assert(qty > 0, said)
        sum = sum + qty
      end
      assert(sum == line.qty, said)
    end
    assert(label.of(subject.order.status).key == label.derive(subject.portions, subject.payments), said)
    local at = assert(path.follow(machine, history), said)
    for position, portion in ipairs(subject.portions) do
      for state, qty in pairs(portion) do assert(at.line[tostring(position)][state] == qty, said) end
    end
    local kept_money = 0
    for _, payment in ipairs(subject.payments) do
      assert(at.payment[payment.id] == payment.status, said)
      assert(payment.returned_amount >= 0 and payment.returned_amount <= payment.captured_amount, said)
      kept_money = kept_money + payment.captured_amount - payment.returned_amount
    end
    local in_books = 0
    for account, balance in pairs(booked) do
      if account == "points" or account:find("^cash:") then in_books = in_books + balance end
    end
    assert(in_books == kept_money, said)
    local owed = subject.order.paid_at and subject.order.payable_amount or 0
    for _, payment in ipairs(subject.payments) do
      if payment.paid_at then owed = owed - payment.amount end
    end
    assert((booked.receivable or 0) == owed, said)
  end

  it(("never leaves the machine's paths, in %d sequences of %d events"):format(SEQUENCES, EVENTS), function()
    local happened, reached = {}, {}
    for seed = 1, SEQUENCES do
      local rnd = walk.chance(seed)
      local subject = place(rnd)
      if seed % 3 == 0 then deliver(subject) end
      for step = 1, EVENTS do
        local spec, by = walk.try(rnd, subject)
        local undo = remember(subject)
        local said = ("seed %d, step %d: %s %s by %s"):format(seed, step, spec.axis, spec.event, by.actor)
        local ok, to = pcall(move_order.run, {}, subject, spec, by)
        if not ok then error(said .. ": " .. tostring(to)) end
        if to then
          happened[spec.axis .. " " .. spec.event], reached[subject.order.status] = true, true
          check(subject, said)
        else
          undo()
        end
      end
    end
    -- chance came nearly everywhere: where it never tried, this would say nothing
    local missed, all = {}, 0
    for _, name in ipairs(machine.axes) do
      for _, transition in ipairs(machine[name].transitions) do
        local alone = transition.from ~= nil and not (#transition.who == 1 and transition.who[1] == "machine")
        if alone then
          all = all + 1
          if not happened[name .. " " .. transition.on] then missed[#missed + 1] = name .. " " .. transition.on end
        end
      end
    end
    assert.is_true(#missed * 10 <= all, table.concat(missed, ", "))
    for _, status in ipairs { "awaiting_deposit", "paid", "shipping", "confirmed", "failed", "cancelled" } do
      assert.is_true(reached[status], status)
    end
  end)
end)
