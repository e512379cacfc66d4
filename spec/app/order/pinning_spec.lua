-- Which machines of other releases the code of this one can carry out.

local label = require "order.rules.label"
local machine = require "order.machine"
local machines = require "spec.app.order.machines"
local pinning = require "order.rules.pinning"

local changed = machines.changed

local function state(m, axis, key)
  for i, one in ipairs(m[axis].states) do
    if one.key == key then return one, i end
  end
end

describe("a machine that orders are pinned to", function()
  it("can be carried out by code that knows its states, guards and effects", function()
    assert.same({}, pinning.lacks(machine, machine))
    assert.same({}, pinning.lacks(changed(function(m)
      table.remove(m.line.transitions, 3)
      m.payment.transitions[4].guards = {}
      m.claim.transitions[1].to = "approved"
    end), machine))
  end)

  it("lacks each state, guard and effect that the code has forgotten, once", function()
    local later = changed(function(m)
      table.remove(m.line.states, select(2, state(m, "line", "ready")))
      m.words.guards = { "paid_in_full" }
      for i = #m.words.effects, 1, -1 do
        if m.words.effects[i] == "sell_stock" or m.words.effects[i] == "book_capture" then table.remove(m.words.effects, i) end
      end
    end)
    local lacks = pinning.lacks(changed(function(m)
      for _, axis in ipairs(m.axes) do
        for _, transition in ipairs(m[axis].transitions) do transition.guards = transition.guards and { "not_held" } end
      end
    end), later)
    table.sort(lacks)
    assert.same({ "effect book_capture", "effect sell_stock", "guard not_held", "state line ready" }, lacks)
  end)

  it("lacks a state from which nothing leads on any more", function()
    assert.same({ "state line shipping" },
      pinning.lacks(machine, changed(function(m) state(m, "line", "shipping").final = true end)))
  end)

  it("is honoured by code of which it can be told what it knows", function()
    assert.is_true(pinning.is_honoured(machine))
    assert.is_false(pinning.is_honoured(changed(function(m) m.words = nil end)))
  end)

  it("is put in words with the number of its orders", function()
    assert.equal("릴리스 0123456789ab의 규칙을 지키기로 한 주문 3건을 새 코드로는 옮길 수 없어요: guard a, effect b",
      pinning.sentence("0123456789abcdef", 3, { "guard a", "effect b" }))
  end)
end)

describe("what stands somewhere, without what is pinned", function()
  it("is what is left of each state", function()
    assert.same({ { axis = "line", state = "paid", count = 2 }, { axis = "claim", state = "paid", count = 1 } },
      pinning.without({ { axis = "line", state = "paid", count = 5 }, { axis = "line", state = "ready", count = 1 },
        { axis = "claim", state = "paid", count = 1 } }, { { axis = "line", state = "paid", count = 3 },
        { axis = "line", state = "ready", count = 1 } }))
  end)
end)

describe("an order of which nothing is awaited", function()
  it("has come to its end; what has arrived is yet to be confirmed", function()
    assert.same({ "confirmed", "failed", "expired", "cancelled", "returned", "exchanged" }, label.ended())
  end)
end)
