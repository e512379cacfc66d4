local rules = require "cart.rules"

local function row(fields)
  local base = { id = "l", sku_id = "s", product_id = "p", sku_code = "c", label = "", name = "사과", slug = "apple",
    brand = "과수원", price = 3300, price_seen = 3300, qty = 2, max_qty = 99, available = 50, on_sale = true }
  for key, value in pairs(fields or {}) do base[key] = value end
  return rules.line(base)
end

describe("a line of the cart", function()
  it("amounts to its price times its quantity", function() assert.equal(6600, row().amount) end)

  it("refuses an amount that is no money", function()
    assert.has_error(function() row { price = 33.5 } end)
    assert.has_error(function() row { price = 1e12, qty = 99 } end)
  end)

  it("that is sold out stands in the way and does not count", function()
    local line = row { available = 0 }
    assert.is_true(line.blocks)
    assert.matches("품절", line.problem)
    assert.equal(0, rules.totals({ line }, 0).goods)
  end)

  it("that is no longer sold stands in the way", function() assert.is_true(row({ on_sale = false }).blocks) end)

  it("asks for fewer when fewer are left", function()
    local line = row { qty = 5, available = 3 }
    assert.is_true(line.blocks)
    assert.matches("3개", line.problem)
    assert.equal(3, line.max_qty)
  end)

  it("tells of a changed price without standing in the way", function()
    local line = row { price_seen = 3000 }
    assert.is_false(line.blocks)
    assert.equal("담을 때 3,000원이던 가격이 3,300원으로 바뀌었어요.", line.problem)
  end)
end)

describe("the totals of a cart", function()
  it("add up", function()
    local totals = rules.totals({ row(), row { price = 1000, qty = 3 } }, 3000)
    assert.same({ goods = 9600, discount = 0, shipping = 3000, payable = 12600, item_count = 5 }, totals)
  end)

  it("that do not add up are never shown", function()
    local _, problem = pcall(rules.assert_adds_up, { goods = 100, shipping = 10, discount = 0, payable = 111 })
    assert.same({ "money.mismatch", "100 + 10 - 0 is not 111" }, { problem.code, problem.message })
  end)

  it("let nobody to the till with nothing, or with a problem", function()
    assert.is_false(rules.can_checkout {})
    assert.is_false(rules.can_checkout { row(), row { available = 0 } })
    assert.is_true(rules.can_checkout { row(), row { price_seen = 1 } })
  end)
end)

describe("after adding", function()
  it("nothing needs to be said when the shopper got what was asked for", function()
    assert.is_nil(rules.clamp_notice({ name = "사과", most = 10, max_qty = 99, qty = 3 }, 3))
  end)

  it("the shopper hears that the stock was short", function()
    assert.equal("사과는 재고가 3개라 3개만 담았어요.", rules.clamp_notice({ name = "사과", most = 3, max_qty = 99, qty = 3 }, 5))
  end)

  it("the shopper hears of the limit", function()
    assert.equal("사과는 한 번에 10개까지 살 수 있어 10개만 담았어요.",
      rules.clamp_notice({ name = "사과", most = 10, max_qty = 10, qty = 10 }, 12))
  end)
end)
