local money = require "shared.money"
local won = money.won

describe("money", function()
  it("adds, subtracts, negates and multiplies by whole numbers", function()
    assert.equal(won(27000), won(12000) * 2 + won(3000))
    assert.equal(won(-500), won(1000) - won(1500))
    assert.equal(won(-500), -won(500))
    assert.equal(won(6000), 3 * won(2000))
  end)

  it("compares", function()
    assert.is_true(won(1) < won(2) and won(2) <= won(2) and won(2) > won(1))
    assert.is_false(won(1) == 1)
    assert.is_false(won(1) == nil)
    assert.is_false(money.of(100, "USD") == won(100))
  end)

  it("refuses fractions, divisions and plain numbers", function()
    assert.has_error(function() won(1.5) end, "money is a whole number of its smallest unit, not 1.5")
    assert.has_error(function() return won(100) * 1.1 end, "money times a fraction: use ratio or percent")
    assert.has_error(function() return won(100) / 2 end, "money is not divided: use ratio, percent or allocate")
    assert.has_error(function() return won(100) + 1 end, "money expected, got number")
    assert.has_error(function() won(0 / 0) end)
    assert.has_error(function() won(1 / 0) end)
    assert.has_error(function() won("천 원") end, "not an amount of won: 천 원")
  end)

  it("refuses two currencies in one sum or comparison, saying which", function()
    local dollars = money.of(100, "USD")
    assert.has_error(function() return won(1) + dollars end, "two currencies in one sum: KRW and USD")
    assert.has_error(function() return dollars - won(1) end, "two currencies in one sum: USD and KRW")
    assert.has_error(function() return won(1) < dollars end)
    assert.has_error(function() return money.sum { won(1), dollars } end)
    assert.has_error(function() money.of(1, "ABC") end, "an unknown currency: ABC")
  end)

  it("refuses more than a trillion won, however it comes about", function()
    assert.equal("1,000,000,000,000원", won(1e12):format())
    assert.has_error(function() won(1e12 + 1) end, "money overflows: 1000000000001")
    assert.has_error(function() return won(1e12) + won(1) end, "money overflows: 1000000000001")
    assert.has_error(function() return won(1e12) * 9e15 end)
    assert.has_error(function() return won(-1e12) - won(1) end)
  end)

  it("blames the line that did it", function()
    local ok, message = pcall(function() return won(1e12) + won(1) end)
    assert.is_false(ok)
    assert.matches("money_spec.lua:%d+: money overflows", message)
  end)

  it("cannot be changed from outside", function()
    assert.has_error(function() won(1).amount = 2 end)
  end)

  it("reads what people write", function()
    for text, amount in pairs { ["0"] = 0, ["12345"] = 12345, ["12,345원"] = 12345, ["₩ 1,234,567"] = 1234567,
      ["  500 원 "] = 500, ["1,000,000,000,000"] = 1e12 } do
      assert.equal(won(amount), money.parse(text), text)
      assert.equal(won(amount), won(text), text)
    end
  end)

  it("does not guess at what is no amount", function()
    for _, text in ipairs { "", "원", "-1", "1.5", "1e3", "0x10", "1,23", "12,3456", "1,", ",1", "1,2345,678",
      "１２", "1 2" } do
      local amount, fault = money.parse(text)
      assert.is_nil(amount, text)
      assert.equal("money.malformed", fault.code)
    end
    assert.equal("money.overflow", select(2, money.parse("1000000000001")).code)
    assert.equal("money.overflow", select(2, money.parse(("9"):rep(400))).code)
  end)

  it("is shown as its readers write it", function()
    assert.equal("0원", won(0):format())
    assert.equal("999원", won(999):format())
    assert.equal("1,000원", tostring(won(1000)))
    assert.equal("-1,234,567원", won(-1234567):format())
    assert.equal("USD 1,234.05", money.of(123405, "USD"):format())
    assert.equal("USD -0.05", money.of(-5, "USD"):format())
    assert.equal("JPY 500", money.of(500, "JPY"):format())
    assert.equal("BHD 1.234", money.of(1234, "BHD"):format())
  end)
end)

describe("a share of money", function()
  it("rounds once, halves up unless told otherwise", function()
    assert.equal(won(151), won(1005):percent(15)) -- 150.75
    assert.equal(won(8), won(50):percent(15))     -- 7.5
    assert.equal(won(7), won(50):percent(15, "down"))
    assert.equal(won(8), won(50):percent(15, "up"))
    assert.equal(won(8), won(50):percent(15, "half_even"))
    assert.equal(won(2), won(10):ratio(1, 4, "half_even")) -- 2.5
    assert.equal(won(4), won(14):ratio(1, 4, "half_even")) -- 3.5
    assert.equal(won(3), won(11):ratio(1, 4, "half_even")) -- 2.75
    assert.equal(won(0), won(0):percent(15, "up"))
  end)

  it("can be a multiple of ten won", function()
    assert.equal(won(150), won(1059):percent(15, "down", 10)) -- 158.85
    assert.equal(won(160), won(1059):percent(15, "half_up", 10))
    assert.equal(won(160), won(1001):percent(15, "up", 10)) -- 150.15
  end)

  it("rounds a negative amount as its positive twin", function()
    assert.equal(-won(1005):percent(15), won(-1005):percent(15))
  end)

  it("is exact at the far end, where doubles are not", function()
    assert.equal(won(999999999998), won(999999999999):ratio(999999999999, 1e12))
    assert.equal(won(1e12), won(1e12):ratio(999999999999, 999999999999))
    assert.equal(won(333333333333), won(999999999999):ratio(1, 3))
  end)

  it("refuses what is no ratio", function()
    assert.has_error(function() won(1):ratio(1, 0) end)
    assert.has_error(function() won(1):ratio(0.5, 1) end)
    assert.has_error(function() won(1):ratio(-1, 1) end)
    assert.has_error(function() won(1):percent(10, "nearest") end)
    assert.has_error(function() won(1):percent(10, "down", 0) end)
  end)
end)

describe("allocating money", function()
  local function amounts(shares)
    local list = {}
    for i, share in ipairs(shares) do list[i] = share.amount end
    return list
  end

  it("gives what is left over to the largest remainders, the earlier one on a tie", function()
    assert.same({ 334, 333, 333 }, amounts(money.allocate(won(1000), { won(1), won(1), won(1) })))
    assert.same({ 14, 29, 57 }, amounts(money.allocate(won(100), { 1, 2, 4 })))
    assert.same({ 1, 0 }, amounts(money.allocate(won(1), { 1, 1 })))
    assert.same({ 0, 5 }, amounts(money.allocate(won(5), { 0, 3 })))
    assert.same({ 2, 1 }, amounts(money.allocate(won(3), { 0, 0 })))
    assert.same({ 0, 0 }, amounts(money.allocate(won(0), { 3, 4 })))
  end)

  it("always adds up to the whole, and no share strays from its due by a won", function()
    math.randomseed(20261123)
    for _ = 1, 2000 do
      local weights, sum = {}, 0
      for i = 1, math.random(12) do
        weights[i] = math.random(0, math.random() < 0.2 and 1e10 or 50000)
        sum = sum + weights[i]
      end
      local total = math.random(0, math.random() < 0.2 and 1e11 or 100000)
      local shares = money.allocate(won(total), weights)
      assert.equal(won(total), money.sum(shares))
      for i, share in ipairs(shares) do
        if sum > 0 then assert.is_true(math.abs(share.amount - total * weights[i] / sum) < 1 + 1e-3) end
      end
    end
  end)

  it("refuses a negative amount, negative or broken weights, and nothing at all", function()
    assert.has_error(function() money.allocate(won(-1), { 1 }) end)
    assert.has_error(function() money.allocate(won(1), { -1 }) end)
    assert.has_error(function() money.allocate(won(1), { 0.5 }) end)
    assert.has_error(function() money.allocate(won(1), {}) end)
    assert.has_error(function() money.allocate(won(1), { money.of(1, "USD") }) end)
  end)
end)
