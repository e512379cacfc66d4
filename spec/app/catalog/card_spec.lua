local card = require "catalog.rules.card"

local function row(fields)
  local base = { id = "1", slug = "s", name = "이름", brand = "집", price = 10000, available = 50, tags = {} }
  for key, value in pairs(fields) do base[key] = value end
  return base
end

local function kinds(view)
  local list = {}
  for i, badge in ipairs(view.badges) do list[i] = badge.kind end
  return list
end

describe("a product card", function()
  it("promises no more discount than there is", function()
    assert.equal(10, card.view(row { list_price = 11200 }).discount_percent)
    assert.equal(33, card.view(row { list_price = 15000 }).discount_percent)
  end)

  it("shows no list price without a whole percent of discount", function()
    local view = card.view(row { list_price = 10050 })
    assert.is_nil(view.discount_percent)
    assert.is_nil(view.list_price)
  end)

  it("says how many are left only when few are", function()
    assert.equal("5개 남음", card.view(row { available = 5 }).low_stock_text)
    assert.is_nil(card.view(row { available = 6 }).low_stock_text)
  end)

  it("says sold out, and nothing that would tempt besides", function()
    local view = card.view(row { available = 0, is_best = true, list_price = 20000 })
    assert.is_true(view.sold_out)
    assert.is_nil(view.low_stock_text)
    assert.same({ "soldout" }, kinds(view))
  end)

  it("wears what it is", function()
    assert.same({ "best", "new", "sale", "low" }, kinds(card.view(row { is_best = true, is_new = true, list_price = 20000,
      available = 3 })))
  end)

  it("states the unit price, halves rounded up", function()
    assert.equal("100g당 1,616원", card.unit_price { price = 13900, unit_label = "100g", unit_size = 100, unit_quantity = 860 })
    assert.equal("1개당 13원", card.unit_price { price = 25, unit_label = "1개", unit_size = 1, unit_quantity = 2 })
    assert.is_nil(card.unit_price { price = 25 })
  end)
end)
