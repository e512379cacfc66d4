local cart = require "cart"
local check_money = require "flows.check_money"
local shipping = require "shipping"

describe("the money of a release", function()
  -- The check with one rule replaced.
  local function with(rules, name, rule)
    local kept = rules[name]
    rules[name] = function(...) return rule(kept, ...) end
    local problem = check_money.problem()
    rules[name] = kept
    return problem
  end

  it("holds with the rules there are", function() assert.is_nil(check_money.problem()) end)

  it("is refused when a fee is half a won, negative or owed by nobody", function()
    assert.matches("the shipping fee is 1500.5", with(shipping, "fee", function() return 1500.5 end))
    assert.matches("the shipping fee is %-1", with(shipping, "fee", function() return -1 end))
    assert.matches("an empty cart owes", with(shipping, "fee", function(fee, ...) return fee(...) + 1000 end))
    assert.matches("the shipping fee is nil", with(shipping, "fee", function() end))
  end)

  it("is refused when a total is not the sum of its parts", function()
    assert.matches("do not add up", with(cart, "totals", function(totals, ...)
      local made = totals(...)
      made.payable = made.payable + 1
      return made
    end))
    assert.matches("goods are", with(cart, "totals", function(totals, lines, fee)
      return totals({ unpack(lines, 2) }, fee)
    end))
  end)
end)
