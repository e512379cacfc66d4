local rules = require "order.rules"
local machine = require "order.machine"
local clock = require "shared.clock"

local function copy(value)
  if type(value) ~= "table" then return value end
  local out = {}
  for key, item in pairs(value) do out[key] = copy(item) end
  return out
end

describe("the order machine", function()
  it("is sound", function() assert.same({}, rules.lint(machine)) end)

  it("begins by waiting for the deposit, and is paid by it", function()
    assert.equal("awaiting_deposit", rules.transition(machine, nil, "place").to)
    assert.equal("paid", rules.transition(machine, "awaiting_deposit", "deposit").to)
  end)

  it("says everything in words for shopper and shopkeeper", function()
    for _, state in ipairs(machine.states) do assert.is_true(#state.label > 0 and #state.say > 0) end
    for _, transition in ipairs(machine.transitions) do assert.is_true(#transition.say > 0) end
  end)

  it("allows, of all states and events, only what stands in it", function()
    local allowed = { [" place"] = true, ["awaiting_deposit deposit"] = true, ["awaiting_deposit expire"] = true }
    local late = { now = 1e9, due_at = 0 }
    local froms = { "" }
    for _, state in ipairs(machine.states) do froms[#froms + 1] = state.key end
    for _, from in ipairs(froms) do
      for _, event in ipairs { "place", "deposit", "expire", "refund", "" } do
        local found, fault = rules.transition(machine, from ~= "" and from or nil, event, late)
        assert.equal(allowed[from .. " " .. event] or false, found ~= nil, from .. " " .. event)
        if not found then assert.equal("order.illegal_transition", fault.code) end
      end
    end
  end)

  it("expires nothing before its due date and the grace after it", function()
    local due = 1000000
    local function expire(now) return rules.transition(machine, "awaiting_deposit", "expire", { now = now, due_at = due }) end
    assert.is_nil((expire(due + rules.GRACE)))
    assert.equal("order.not_yet", select(2, expire(due)).code)
    assert.equal("expired", expire(due + rules.GRACE + 1).to)
  end)
end)

describe("the linter of machines", function()
  local function problems(change)
    local changed = copy(machine)
    change(changed)
    return table.concat(rules.lint(changed), "; ")
  end

  it("finds a state that is never reached", function()
    assert.matches("lost is never reached", problems(function(m) table.insert(m.states, { key = "lost", final = true }) end))
  end)

  it("finds a dead end", function()
    assert.matches("paid is a dead end", problems(function(m) m.states[2].final = nil end))
  end)

  it("finds a way out of a final state", function()
    assert.matches("leaves a final state", problems(function(m)
      table.insert(m.transitions, { on = "deposit", from = "expired", to = "paid" })
    end))
  end)

  it("finds two answers to one event", function()
    assert.matches("two answers", problems(function(m) table.insert(m.transitions, copy(m.transitions[2])) end))
  end)

  it("finds unknown states and guards", function()
    assert.matches("unknown state", problems(function(m) m.transitions[2].to = "nowhere" end))
    assert.matches("unknown guard", problems(function(m) m.transitions[3].guards = { "maybe" } end))
  end)
end)

describe("a history", function()
  local place = { event = "place", to_status = "awaiting_deposit" }
  local deposit = { event = "deposit", from_status = "awaiting_deposit", to_status = "paid" }

  it("is a path of the machine", function()
    assert.is_true(rules.is_path(machine, { place }))
    assert.is_true(rules.is_path(machine, { place, deposit }))
  end)

  it("is none when it skips, repeats or invents a step", function()
    assert.is_false(rules.is_path(machine, {}))
    assert.is_false(rules.is_path(machine, { deposit }))
    assert.is_false(rules.is_path(machine, { place, deposit, deposit }))
    assert.is_false(rules.is_path(machine, { place, { event = "deposit", from_status = "awaiting_deposit", to_status = "expired" } }))
  end)
end)

describe("an order number", function()
  local now = clock.at(2026, 11, 23, 0, 30)

  it("begins with the day in Seoul", function()
    assert.equal("261123-0123456", rules.number(now, "\0\1\2\3\4\5\6"))
  end)

  it("has no letter that could be read as another", function()
    for byte = 0, 255 do
      assert.matches("^261123%-[0-9A-HJKMNP-TV-Z]+$", rules.number(now, string.char(byte):rep(7)))
    end
  end)

  it("is understood as people type it", function()
    assert.equal("261123-0K2M9QX", rules.read_number("261123-0K2M9QX"))
    assert.equal("261123-0K2M9QX", rules.read_number(" 261123 ok2m9qx "))
    assert.equal("261123-1K2M9QX", rules.read_number("２６１１２３－lK2M9QX"))
    assert.is_nil(rules.read_number("261123-0K2M9Q"))
    assert.is_nil(rules.read_number("안녕하세요"))
  end)
end)

describe("the due date", function()
  it("is the last second of the third day in Seoul", function()
    assert.equal(clock.at(2026, 11, 26, 23, 59, 59), rules.due_at(clock.at(2026, 11, 23, 0, 0, 0), 3))
    assert.equal(clock.at(2026, 11, 26, 23, 59, 59), rules.due_at(clock.at(2026, 11, 23, 23, 59, 59), 3))
  end)
end)
