local json = require "json"
local quote = require "flows.quote"

local function row(fields)
  local base = { sku_id = "s", product_id = "p", sku_code = "S", label = "", name = "사과", slug = "apple", brand = "과수원",
    category = "fruit", price = 12000, price_seen = 12000, qty = 2, max_qty = 99, available = 50, on_sale = true,
    perishable = false }
  for key, value in pairs(fields or {}) do base[key] = value end
  return base
end

local function input(fields)
  local base = { format = quote.FORMAT, currency = "KRW", now = 1790000000, region = "normal", lines = { row() },
    shipping = { code = "parcel", fee = 3000, free_from = 30000, jeju_surcharge = 3000, island_surcharge = 5000 } }
  for key, value in pairs(fields or {}) do base[key] = value end
  return base
end

local function sums(fields)
  local totals = quote.run(input(fields)).totals
  return { totals.goods, totals.discount, totals.shipping, totals.payable }
end

describe("a quote", function()
  it("is the goods and what their shipping costs", function()
    assert.same({ 24000, 0, 3000, 27000 }, sums())
    assert.same({ 24000, 0, 6000, 30000 }, sums { region = "jeju" })
    assert.same({ 36000, 0, 5000, 41000 }, sums { region = "island", lines = { row { qty = 3 } } })
    assert.same({ 0, 0, 0, 0 }, sums { lines = {} })
  end)

  it("has the input's lines in their order", function()
    local lines = quote.run(input { lines = { row { sku_id = "b" }, row { sku_id = "a", price = 500, qty = 3 } } }).lines
    assert.same({ { "b", 12000, 24000 }, { "a", 500, 1500 } }, { { lines[1].sku_id, lines[1].unit_price, lines[1].amount },
      { lines[2].sku_id, lines[2].unit_price, lines[2].amount } })
  end)

  it("counts no line that cannot be bought", function()
    assert.same({ 24000, 0, 3000, 27000 }, sums { lines = { row(), row { available = 0 }, row { on_sale = false } } })
  end)

  it("is the same whenever, wherever and however often it is asked, also of an input that was written down", function()
    local given = input()
    local written = json.encode(given)
    local first = quote.run(given)
    assert.same(first, quote.run(given))
    assert.same(first, quote.run(json.decode(written)))
    assert.equal(written, json.encode(given)) -- it has changed nothing of it
  end)

  describe("with a coupon", function()
    local function coupon(fields)
      local made = { id = "c1", name = "감사 쿠폰", amount = 3000, least_order = 0, issued_at = 0, expires_at = 1800000000 }
      for key, value in pairs(fields or {}) do made[key] = value end
      return made
    end

    local percent = { percent = 10, amount = false }

    local function of(fields)
      local made = coupon(fields)
      made.amount = made.amount or nil
      return made
    end

    it("is less by it, on the goods alone", function()
      assert.same({ 24000, 3000, 3000, 24000 }, sums { coupon = of() })
      assert.same({ 24000, 2400, 3000, 24600 }, sums { coupon = of(percent) })
      assert.same({ 24000, 1000, 3000, 26000 }, sums { coupon = of { percent = 10, amount = false, most = 1000 } })
      assert.same({ 24000, 24000, 3000, 3000 }, sums { coupon = of { amount = 90000 } })
    end)

    it("is not less where the goods do not suffice for it", function()
      assert.same({ 24000, 0, 3000, 27000 }, sums { coupon = of { least_order = 24001 } })
      assert.same({ 24000, 3000, 3000, 24000 }, sums { coupon = of { least_order = 24000 } })
    end)

    it("keeps the free carriage that the goods alone deserve", function()
      assert.same({ 36000, 10000, 0, 26000 }, sums { coupon = of { amount = 10000 }, lines = { row { qty = 3 } } })
    end)

    it("rounds a percentage once, halves up, and shares it by what the lines come to", function()
      local priced = quote.run(input { coupon = of { percent = 15, amount = false },
        lines = { row { price = 333, qty = 1 }, row { price = 333, qty = 1 }, row { price = 333, qty = 1 } } })
      assert.equal(150, priced.totals.discount) -- 149.85
      assert.same({ 50, 50, 50 }, { priced.lines[1].discount, priced.lines[2].discount, priced.lines[3].discount })
      assert.same({ kind = "coupon", source_id = "c1", title = "감사 쿠폰", policy = "keep", amount = 150, shares = { 50, 50, 50 },
        terms = { percent = 15, least_order = 0 } }, priced.discounts[1])
    end)

    it("takes nothing from a line that cannot be bought", function()
      local priced = quote.run(input { coupon = of(), lines = { row { available = 0 }, row() } })
      assert.same({ 0, 3000 }, priced.discounts[1].shares)
      assert.same({ 24000, 21000 }, { priced.lines[2].gross, priced.lines[2].amount })
    end)

    it("adds up for any goods and any coupon", function()
      local state = 7
      local function random(n)
        state = (state * 1103515245 + 12345) % 2147483648
        return math.floor(state / 65536) % n
      end
      for _ = 1, 1000 do
        local lines = {}
        for i = 1, 1 + random(5) do
          lines[i] = row { price = random(30000), qty = 1 + random(9), available = random(5) == 0 and 0 or 99, tax_free = random(2) == 0 }
        end
        local priced = quote.run(input { lines = lines, coupon = random(2) == 0 and of { amount = random(40000), least_order = random(30000) }
          or of { amount = false, percent = 1 + random(100), most = random(2) == 0 and random(9000) or nil } })
        local totals, net, shared = priced.totals, 0, 0
        for _, line in ipairs(priced.lines) do
          assert.is_true(line.amount >= 0 and line.amount == line.unit_price * line.qty - line.discount)
          if line.counted then net = net + line.amount end
          shared = shared + line.discount
        end
        assert.equal(totals.goods - totals.discount, net)
        assert.equal(totals.discount, shared)
        assert.equal(totals.payable, totals.goods + totals.shipping - totals.discount)
        assert.equal(totals.payable, priced.taxes.order.amount)
      end
    end)
  end)

  describe("with points", function()
    local POLICY = require("points").policy()

    local function points(asked, balance) return { asked = asked, balance = balance or 20000, policy = POLICY } end

    it("leaves the rest to be paid; what is payable stays what it is", function()
      local totals = quote.run(input { points = points(5000) }).totals
      assert.same({ 27000, 5000, 22000 }, { totals.payable, totals.points, totals.charge })
    end)

    it("counts none that may not be used, and says why", function()
      for code, asked in pairs { ["points.too_many"] = points(12010), ["points.unit"] = points(5), ["points.least_balance"] = points(10, 999),
        ["points.none"] = points(10, 0) } do
        local priced = quote.run(input { points = asked })
        assert.same({ 0, 27000, code }, { priced.totals.points, priced.totals.charge, priced.refused and priced.refused.code })
      end
    end)

    it("measures them by the goods after the coupon", function()
      local with = { points = points(11000), coupon = { id = "c", name = "c", amount = 4000, least_order = 0 } }
      assert.equal("points.too_many", quote.run(input(with)).refused.code)
      with.points = points(10000)
      assert.equal(13000, quote.run(input(with)).totals.charge)
    end)
  end)

  it("is asked of each release in the oldest format that says all of it", function()
    assert.equal(1, quote.format(input()))
    assert.equal(2, quote.format(input { coupon = {} }))
    assert.equal(2, quote.format(input { points = {} }))
  end)
end)
