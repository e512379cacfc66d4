local tax = require "checkout.rules.tax"

local function line(amount, tax_free) return { amount = amount, tax_free = tax_free or false } end

describe("value added tax", function()
  it("is an eleventh of what is taxed, rounded once for the whole, halves up", function()
    assert.same({ amount = 11000, tax_free = 0, vat = 1000 }, (tax.split({ line(11000) }, 0, 0)))
    assert.equal(1, tax.of(6, 0).vat)   -- 0.545…
    assert.equal(0, tax.of(5, 0).vat)   -- 0.4545…
    assert.equal(1, tax.of(16, 0).vat)  -- 1.4545…
    assert.equal(2, tax.of(17, 0).vat)  -- 1.5454…
    -- two lines of 1.5454… each: rounded for each they would make 4
    assert.equal(3, tax.split({ line(17), line(17) }, 0, 0).vat)
  end)

  it("is not in goods that are free of it, and is in their carriage", function()
    assert.same({ amount = 23000, tax_free = 20000, vat = 273 }, (tax.split({ line(20000, true) }, 3000, 0)))
    assert.same({ amount = 34000, tax_free = 20000, vat = 1273 }, (tax.split({ line(20000, true), line(11000) }, 3000, 0)))
  end)

  it("of an order is that of its points and of the rest, to the won", function()
    local order, points, charge = tax.split({ line(20000, true), line(10000) }, 0, 3000)
    assert.same({ amount = 30000, tax_free = 20000, vat = 909 }, order)
    assert.same({ amount = 27000, tax_free = 18000, vat = 818 }, charge)
    assert.same({ amount = 3000, tax_free = 2000, vat = 91 }, points)
  end)

  it("adds up for any goods, carriage and points", function()
    local state = 11
    local function random(n)
      state = (state * 1103515245 + 12345) % 2147483648
      return math.floor(state / 65536) % n
    end
    for _ = 1, 5000 do
      local lines, total = {}, random(4) * 1000
      local shipping = total
      for i = 1, random(6) do
        lines[i] = line(random(30000), random(2) == 0)
        total = total + lines[i].amount
      end
      local order, points, charge = tax.split(lines, shipping, random(total + 1))
      for _, name in ipairs { "amount", "tax_free", "vat" } do
        assert.equal(order[name], points[name] + charge[name])
        assert.is_true(points[name] >= 0 and charge[name] >= 0)
      end
      for _, part in ipairs { order, points, charge } do assert.is_true(part.tax_free + part.vat <= part.amount) end
    end
  end)
end)
