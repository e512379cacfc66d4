local drawing = require "order.rules.drawing"
local guards = require "order.rules.guards"
local machine = require "order.machine"

describe("the picture of an axis", function()
  local function box(picture, key)
    for _, one in ipairs(picture.boxes) do
      if one.key == key then return one end
    end
  end

  for _, name in ipairs(machine.axes) do
    it("has a box for each state and an arrow for each way, none upon another: " .. name, function()
      local axis, picture = machine[name], drawing.axis(machine[name])
      assert.equal(#axis.states, #picture.boxes)
      local places = {}
      for _, one in ipairs(picture.boxes) do
        local place = one.x .. " " .. one.y
        assert.is_nil(places[place], place)
        places[place] = true
        assert.is_true(one.x >= 0 and one.y >= 0 and one.x + one.width <= picture.width and one.y + one.height <= picture.height)
      end
      local labels = {}
      for _, arrow in ipairs(picture.arrows) do
        assert.matches("^M%-?%d+ %-?%d+ C", arrow.path)
        assert.is_true(arrow.y <= picture.height)
        for _, one in ipairs(picture.boxes) do
          assert.is_false(math.abs(arrow.x - one.x - one.width / 2) < one.width / 2 and arrow.y > one.y and arrow.y < one.y + one.height,
            arrow.label .. " lies upon " .. one.label)
        end
        labels[#labels + 1] = arrow.label
      end
      local words = table.concat(labels, "\n")
      for _, transition in ipairs(axis.transitions) do
        assert.truthy(transition.from == nil or words:find(transition.label, 1, true), transition.label)
      end
    end)
  end

  it("stands to the right of what leads there", function()
    local picture = drawing.axis(machine.line)
    local before = -1
    for _, key in ipairs { "awaiting_payment", "paid", "preparing", "ready", "shipping", "delivered", "confirmed", "returned" } do
      assert.is_true(box(picture, key).x > before, key)
      before = box(picture, key).x
    end
  end)

  it("shows where an order stands, with how many units, and where it can go from there", function()
    local here = drawing.here({ { paid = 2, shipping = 1 }, { paid = 1 } }, { { status = "paid" } }, {}, {})
    assert.same({ line = { paid = 3, shipping = 1 }, payment = { paid = true }, claim = {}, refund = {} }, here)
    local picture = drawing.axis(machine.line, here.line)
    assert.same({ true, 3 }, { box(picture, "paid").here, box(picture, "paid").count })
    assert.is_false(box(picture, "delivered").here)
    for _, arrow in ipairs(picture.arrows) do
      if arrow.label == "발주확인" then assert.is_true(arrow.taken) elseif arrow.label == "교환 완료" then assert.is_false(arrow.taken) end
    end
  end)

  it("has a table beside it that says all of it in words", function()
    for _, name in ipairs(machine.axes) do
      for _, row in ipairs(drawing.rows(machine[name], guards)) do
        for _, field in ipairs { "label", "say", "to", "who" } do assert.is_true(#row[field] > 0, row.event) end
        for _, guard in ipairs(row.guards) do assert.is_true(#guard.says > 0) end
      end
    end
  end)
end)
