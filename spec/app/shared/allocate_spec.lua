local allocate = require "shared.allocate"

local function sum(list)
  local total = 0
  for _, value in ipairs(list) do total = total + value end
  return total
end

describe("a discount over lines", function()
  it("is shared in proportion, and what is left over goes to the largest remainders", function()
    assert.same({ 330, 330, 340 }, (allocate.lines(1000, { 3300, 3300, 3400 })))
    assert.same({ 2, 1 }, (allocate.lines(3, { 5, 4 })))
    assert.same({ 0, 1, 2 }, (allocate.lines(3, { 10, 30, 60 })))
  end)

  it("of which equal remainders are left goes to the earlier line", function()
    assert.same({ 334, 333, 333 }, (allocate.lines(1000, { 500, 500, 500 })))
    assert.same({ 1, 1, 0, 0 }, (allocate.lines(2, { 7, 7, 7, 7 })))
  end)

  it("takes from no line more than it comes to, and grants no more than all of them", function()
    assert.same({ { 300, 200 }, 500 }, { allocate.lines(9000, { 300, 200 }) })
    assert.same({ { 0, 5000 }, 5000 }, { allocate.lines(5000, { 0, 9000 }) })
    assert.same({ { 0, 0 }, 0 }, { allocate.lines(5000, { 0, 0 }) })
    assert.same({ {}, 0 }, { allocate.lines(5000, {}) })
  end)

  it("that a line may not bear is borne by the others in proportion", function()
    assert.same({ { 0, 5000 }, 5000 }, { allocate.lines(5000, { 3000, 9000 }, { 0, 9000 }) })
    assert.same({ { 100, 600, 300 }, 1000 }, { allocate.lines(1000, { 4000, 4000, 2000 }, { 100, 4000, 2000 }) })
    assert.same({ { 100, 200 }, 300 }, { allocate.lines(1000, { 4000, 4000 }, { 100, 200 }) })
  end)

  it("stays exact where a double does not", function()
    local shares, granted = allocate.lines(999999999999, { 333333333333, 333333333333, 333333333333 })
    assert.same({ 333333333333, 333333333333, 333333333333, 999999999999 }, { shares[1], shares[2], shares[3], granted })
    assert.same({ 166666666667, 333333333333 }, (allocate.lines(500000000000, { 333333333333, 666666666666 })))
  end)

  it("is no fraction, not negative and not without end", function()
    for _, wrong in ipairs { -1, 0.5, 0 / 0, math.huge, 1e13 } do
      assert.has_error(function() allocate.lines(wrong, { 1 }) end)
      assert.has_error(function() allocate.lines(1, { wrong }) end)
      assert.has_error(function() allocate.lines(1, { 1 }, { wrong }) end)
    end
  end)
end)

describe("any discount over any lines", function()
  local CASES = 5000
  local random

  before_each(function()
    local state = 20261129
    -- the same cases in every run
    function random(n)
      state = (state * 1103515245 + 12345) % 2147483648
      return math.floor(state / 65536) % n
    end
  end)

  local function any()
    local weights, caps = {}, {}
    for i = 1, 1 + random(8) do
      weights[i] = random(3) == 0 and random(4) or random(30000)
      caps[i] = random(3) == 0 and random(weights[i] + 1) or weights[i]
    end
    return random(3) == 0 and random(20) or random(30000), weights, caps
  end

  it("adds up to what was granted, line by line from nothing to its limit", function()
    for _ = 1, CASES do
      local amount, weights, caps = any()
      local shares, granted = allocate.lines(amount, weights, caps)
      assert.equal(math.min(amount, sum(caps)), granted)
      assert.equal(granted, sum(shares))
      assert.equal(#weights, #shares)
      for i, share in ipairs(shares) do assert.is_true(share >= 0 and share <= caps[i] and share % 1 == 0) end
    end
  end)

  it("costs each line within a won of its exact part where no limit binds", function()
    for _ = 1, CASES do
      local amount, weights = any()
      local total = sum(weights)
      if amount <= total and total > 0 then
        for i, share in ipairs((allocate.lines(amount, weights))) do
          assert.is_true(math.abs(share - amount * weights[i] / total) < 1)
        end
      end
    end
  end)

  it("costs a line the same wherever it stands, but for the odd won of a tie", function()
    for _ = 1, CASES do
      local amount, weights, caps = any()
      local n, turned, turned_caps = #weights, {}, {}
      for i = 1, n do turned[i], turned_caps[i] = weights[n + 1 - i], caps[n + 1 - i] end
      local shares, granted = allocate.lines(amount, weights, caps)
      local other, other_granted = allocate.lines(amount, turned, turned_caps)
      assert.equal(granted, other_granted)
      for i = 1, n do assert.is_true(math.abs(shares[i] - other[n + 1 - i]) <= 1) end
    end
  end)

  it("comes back whole when its units go one by one, in whatever bunches", function()
    for _ = 1, CASES do
      local amount, qty = random(30000), 1 + random(99)
      local taken, first = 0, 1
      while first <= qty do
        local count = 1 + random(qty - first + 1)
        taken = taken + allocate.units(amount, qty, first, count)
        first = first + count
      end
      assert.equal(amount, taken)
    end
  end)
end)

describe("a line's share over its units", function()
  it("is equal, and the earlier units bear the odd won", function()
    local shares = {}
    for i = 1, 3 do shares[i] = allocate.units(1000, 3, i, 1) end
    assert.same({ 334, 333, 333 }, shares)
    assert.equal(667, allocate.units(1000, 3, 1, 2))
    assert.equal(666, allocate.units(1000, 3, 2, 2))
    assert.equal(0, allocate.units(1000, 3, 4, 0))
  end)

  it("is asked of units that the line has", function()
    for _, wrong in ipairs { { 1, 0, 1, 0 }, { 1, 3, 0, 1 }, { 1, 3, 3, 2 }, { 1, 3, -1, 1 }, { 1, 3, 1, 0.5 }, { -1, 3, 1, 1 } } do
      assert.has_error(function() allocate.units(unpack(wrong)) end)
    end
  end)
end)
