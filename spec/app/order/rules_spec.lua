local rules = require "order.rules"
local clock = require "shared.clock"

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

  it("is no claim's, nor a claim's an order's", function()
    assert.equal("261123-0K2M9QX-C1", rules.read_claim_number("261123-0K2M9QX-C1"))
    assert.equal("261123-0K2M9C1-C12", rules.read_claim_number(" 261123 ok2m9c1 c12 "))
    for _, order in ipairs { "261123-0K2M9C1", "2611230K2M9C1", "안녕하세요", "", "-C1" } do
      assert.is_nil(rules.read_claim_number(order), order)
    end
    assert.is_nil(rules.read_number("261123-0K2M9QX-C1"))
  end)
end)

describe("the due date", function()
  it("is the last second of the third day in Seoul", function()
    assert.equal(clock.at(2026, 11, 26, 23, 59, 59), rules.due_at(clock.at(2026, 11, 23, 0, 0, 0), 3))
    assert.equal(clock.at(2026, 11, 26, 23, 59, 59), rules.due_at(clock.at(2026, 11, 23, 23, 59, 59), 3))
  end)
end)
