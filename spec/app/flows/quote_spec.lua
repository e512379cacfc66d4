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
end)
