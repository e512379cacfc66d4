local changes = require "order.rules.machine_changes"
local machine = require "order.machine"
local machines = require "spec.app.order.machines"
local stranding = require "order.rules.stranding"

local copy, changed = machines.copy, machines.changed

local function without(axis, key)
  return changed(function(m)
    for i = #m[axis].states, 1, -1 do
      if m[axis].states[i].key == key then table.remove(m[axis].states, i) end
    end
  end)
end

local function state(m, axis, key)
  for _, one in ipairs(m[axis].states) do
    if one.key == key then return one end
  end
end

describe("a machine that is to judge orders that there are", function()
  local standing = { { axis = "line", state = "paid", count = 37 }, { axis = "payment", state = "waiting", count = 2 },
    { axis = "line", state = "cancelled", count = 5 } }
  local function said(now, before) return stranding.sentence(stranding.find(now, before or machine, standing)) end

  it("strands none as long as it knows where they stand", function()
    assert.is_nil(said(machine))
    assert.is_nil(said(machine, false))
  end)

  it("that has no such state any more strands those that stand there, finished ones too, and they are counted", function()
    assert.equal("결제완료에 주문 37건이 남아요: 이 상태가 새 규칙에 없어요", said(without("line", "paid")))
    assert.equal("입금대기에 결제 2건이 남아요: 이 상태가 새 규칙에 없어요", said(without("payment", "waiting")))
    assert.equal("취소완료에 주문 5건이 남아요: 이 상태가 새 규칙에 없어요", said(without("line", "cancelled")))
  end)

  it("that ends where orders were going on strands them", function()
    local ended = changed(function(m) state(m, "line", "paid").final = true end)
    assert.equal("결제완료에 주문 37건이 남아요: 새 규칙에는 여기서 나아갈 길이 없어요", said(ended))
    assert.is_nil(said(changed(function(m) state(m, "line", "cancelled").final = true end)))
  end)

  it("of before there were axes strands all", function()
    assert.equal(3, #stranding.find({ begin = "awaiting_deposit", states = {}, transitions = {} }, machine, standing))
  end)
end)

describe("what changes from one machine to another", function()
  local function said(after) return table.concat(changes.lines(changes.list(machine, after)), "\n") end

  it("is nothing between two that are alike", function() assert.equal("", said(copy(machine))) end)

  it("is said state by state and transition by transition", function()
    local after = changed(function(m)
      state(m, "line", "paid").label = "새 주문"
      table.insert(m.line.states, { key = "lost", label = "분실", say = "잃어버렸어요.", final = true })
      table.insert(m.line.transitions, { on = "lose", from = "shipping", to = "lost", who = { "staff" }, label = "분실", say = "잃어버렸다." })
      for i = #m.refund.transitions, 1, -1 do
        if m.refund.transitions[i].on == "transfer" then table.remove(m.refund.transitions, i) end
      end
      for _, transition in ipairs(m.line.transitions) do
        if transition.on == "settle" then transition.guards = nil end
      end
    end)
    local lines = said(after)
    for _, line in ipairs { "M  line state paid: label 결제완료 → 새 주문", "A  line state lost", "A  line transition lose from shipping: to lost",
      "D  refund transition transfer from approved, failed", "M  line transition settle from delivered: guards unclaimed → –" } do
      assert.truthy(lines:find(line, 1, true), line .. " is not in\n" .. lines)
    end
  end)

  it("to one of another time is everything", function()
    assert.is_true(#changes.list(nil, machine) > 50)
    assert.is_true(#changes.list(machine, nil) > 50)
  end)
end)
