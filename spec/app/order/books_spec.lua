local books = require "order.rules.books"

-- "cash:inicis +100, receivable -100"
local function said(entries)
  local list, sum = {}, 0
  for i, entry in ipairs(entries) do
    assert.is_true((entry.debit or 0) > 0 or (entry.credit or 0) > 0)
    local amount = (entry.debit or 0) - (entry.credit or 0)
    sum, list[i] = sum + amount, ("%s %+d"):format(entry.account, amount)
  end
  assert.equal(0, sum)
  return table.concat(list, ", ")
end

local function payment(changes)
  local made = { provider = "inicis", amount = 5000, captured_amount = 5000, returned_amount = 0 }
  for key, value in pairs(changes or {}) do made[key] = value end
  return made
end

describe("the books of an order", function()
  it("say what was sold for how much, and how much less for discounts", function()
    assert.equal("receivable +5000, discount +1000, sales:goods -3000, sales:shipping -3000",
      said(books.sale { payable_amount = 5000, discount_amount = 1000, goods_amount = 3000, shipping_amount = 3000 }))
    assert.equal("receivable +3000, sales:goods -3000",
      said(books.sale { payable_amount = 3000, discount_amount = 0, goods_amount = 3000, shipping_amount = 0 }))
  end)

  it("say by whom a payment came, points by themselves", function()
    assert.equal("cash:inicis +5000, receivable -5000", said(books.capture(payment(), 0)))
    assert.equal("points +5000, receivable -5000", said(books.capture(payment { provider = "points" }, 0)))
  end)

  it("keep what came too little or too much in suspense, and take from there what lay there", function()
    assert.equal("cash:inicis +4900, suspense +100, receivable -5000", said(books.capture(payment { captured_amount = 4900 }, 0)))
    assert.equal("suspense +5000, receivable -5000", said(books.capture(payment(), 5000)))
    assert.equal("suspense +5000, receivable -5000", said(books.capture(payment { captured_amount = 5500 }, 5500)))
    assert.equal("cash:inicis +5500, suspense -5500", said(books.suspense(payment(), 5500)))
    assert.equal("suspense +5500, cash:inicis -5500", said(books.void(payment(), 5500)))
    assert.equal("", said(books.suspense(payment(), 0)))
  end)

  it("have the buyer owe again what a bank took back", function()
    assert.equal("receivable +5000, cash:inicis -5000", said(books.recall(payment(), 5000)))
    assert.equal("receivable +5000, suspense -100, cash:inicis -4900", said(books.recall(payment(), 4900)))
  end)

  it("say of a refund what of the sale goes, and what is kept for carriage", function()
    assert.equal("sales:goods +10000, sales:shipping +3000, discount -1000, fees:claim -2500, cash:inicis -9500",
      said(books.refund(payment(), { amount = 9500, breakdown = { goods = 10000, shipping = 3000, discount = 1000, fees = 2500 } })))
    assert.equal("sales:goods +9500, cash:inicis -9500", said(books.refund(payment(), { amount = 9500, breakdown = {} })))
  end)
end)
