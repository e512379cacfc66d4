local json = require "json"
local quote = require "flows.quote"
local rules = require "snapshot.rules"

local function input()
  return { format = 1, currency = "KRW", now = 1790000000, region = "jeju", orderer_name = "김철수",
    shipping = { code = "parcel", name = "택배", carrier = "한진", fee = 3000, free_from = 30000, jeju_surcharge = 3000,
      island_surcharge = 5000, dispatch_text = "오늘 보내요" },
    lines = { { id = "line of a cart", sku_id = "s", product_id = "p", sku_code = "S", label = "3kg", name = "사과",
      slug = "apple", brand = "과수원", category = "fruit", price = 12000, price_seen = 11000, list_price = 15000, qty = 2,
      max_qty = 99, available = 50, on_sale = true, perishable = true, image = { id = "i" }, engraving = "철수에게" } } }
end

describe("a snapshot", function()
  local given = input()
  local kept = rules.of(given, quote.run(given))

  it("says what was promised, line by line", function()
    assert.same({ goods = 24000, discount = 0, shipping = 6000, payable = 30000,
      lines = { { unit_price = 12000, amount = 24000 } } }, kept.promised)
    assert.same({ 1, 1 }, { kept.format, kept.input.format })
  end)

  it("is priced as what it was taken of, also after it was written down", function()
    assert.same(quote.run(given).totals, quote.run(json.decode(json.encode(kept.input))).totals)
    assert.equal(json.encode(kept), json.encode(rules.of(kept.input, quote.run(kept.input))))
  end)

  it("has nothing in it that was not named: no cart's line, no picture, nothing that somebody wrote", function()
    local written = json.encode(kept)
    for _, text in ipairs { "line of a cart", "image", "철수", "한진", "오늘" } do
      assert.is_nil(written:find(text, 1, true), text)
    end
  end)

  it("is its own: what becomes of the page's tables later does not change it", function()
    local mine = input()
    local priced = quote.run(mine)
    local taken = rules.of(mine, priced)
    local before = json.encode(taken)
    mine.lines[1].qty, mine.shipping.fee, priced.totals.payable, priced.lines[1].amount = 9, 0, 0, 0
    assert.equal(before, json.encode(taken))
  end)
end)
