--- What goes back when goods leave.

local quote = require "refund.rules.quote"
local standing = require "refund.rules.standing"
local tax = require "refund.rules.tax"
local instruments = require "refund.rules.instruments"

local function line(position, price, qty, tax_free)
  return { position = position, unit_price = price, qty = qty, tax_free = tax_free or false }
end

local function discount(fields)
  fields.id, fields.title = fields.id or "d", fields.title or "할인"
  fields.kind, fields.policy, fields.terms = fields.kind or "promotion", fields.policy or "keep", fields.terms or {}
  fields.amount = fields.amount or 0
  if not fields.amount or fields.amount == 0 then
    for _, share in pairs(fields.shares) do fields.amount = fields.amount + share end
  end
  return fields
end

local function order(fields)
  fields.discounts, fields.earlier, fields.returned = fields.discounts or {}, fields.earlier or {}, fields.returned or 0
  fields.shipping = fields.shipping or { amount = 0, fee = 0, surcharge = 0 }
  if not fields.captured then
    fields.captured = standing.of(fields, {}).owed
  end
  return fields
end

local function leaving(lines, fault, kind, fee)
  local list = {}
  for position, qty in pairs(lines) do list[#list + 1] = { position = position, qty = qty } end
  table.sort(list, function(a, b) return a.position < b.position end)
  return { lines = list, fault = fault or "buyer", kind = kind or "return", fee = fee }
end

local function sum(rows)
  local total = 0
  for _, row in ipairs(rows) do total = total + row.amount end
  return total
end

local function amount_of(found, key)
  local total = 0
  for _, row in ipairs(found.rows) do
    if row.key == key then total = total + row.amount end
  end
  return total
end

describe("a refund", function()
  it("follows Toss's published example: 30,000 off from 200,000, 230,000 bought, 100,000 returned: 89,500", function()
    local bought = order { lines = { line(1, 130000, 1), line(2, 100000, 1) },
      discounts = { discount { policy = "prorate", terms = { threshold = 200000 }, shares = { [1] = 16957, [2] = 13043 } } } }
    assert.equal(200000, bought.captured)
    local found = quote.of(bought, leaving { [2] = 1 })
    assert.equal(89500, found.amount)
    assert.equal(-10500, amount_of(found, "discount"))
    -- returned bit by bit it comes to the same, and the rest goes back with the rest
    bought.earlier, bought.returned = { leaving { [2] = 1 } }, 89500
    assert.equal(110500, quote.of(bought, leaving { [1] = 1 }).amount)
  end)

  it("rounds what it reclaims down, for the shopper", function()
    local bought = order { lines = { line(1, 10000, 3) },
      discounts = { discount { policy = "prorate", terms = { threshold = 30000 }, shares = { [1] = 1000 } } } }
    -- 1,000 × 10,000 ÷ 30,000 = 333.33 is reclaimed
    assert.equal(10000 - 333, quote.of(bought, leaving { [1] = 1 }).amount)
  end)

  it("gives each unit what it was paid, and the odd won to the units that have them", function()
    local bought = order { lines = { line(1, 1000, 3) }, discounts = { discount { shares = { [1] = 100 } } },
      shipping = { amount = 3000, fee = 3000, surcharge = 0 } }
    assert.equal(1000 - 34, quote.of(bought, leaving { [1] = 1 }).amount)
    assert.equal(2000 - 67, quote.of(bought, leaving { [1] = 2 }).amount)
    bought.earlier, bought.returned = { leaving { [1] = 1 } }, 966
    assert.equal(2000 - 66, quote.of(bought, leaving { [1] = 2 }).amount)
  end)

  it("keeps a coupon while its condition holds", function()
    local bought = order { lines = { line(1, 10000, 4) },
      discounts = { discount { kind = "coupon", terms = { least_order = 20000 }, shares = { [1] = 4000 } } } }
    local found = quote.of(bought, leaving { [1] = 1 })
    assert.same({ 9000, {} }, { found.amount, found.restored })
  end)

  it("takes a coupon back below its condition, and gives the coupon back", function()
    local bought = order { lines = { line(1, 10000, 2) }, shipping = { amount = 3000, fee = 3000, surcharge = 0 },
      discounts = { discount { id = "c1", kind = "coupon", terms = { least_order = 15000 }, shares = { [1] = 4000 } } } }
    local found = quote.of(bought, leaving { [1] = 1 })
    assert.same({ 6000, { "c1" } }, { found.amount, found.restored })
    assert.truthy(found.rows[2].note)
    bought.earlier, bought.returned = { leaving { [1] = 1 } }, 6000
    assert.same({}, quote.of(bought, leaving { [1] = 1 }).restored)
  end)

  it("gives a coupon whose time has ended back only where the shop was at fault", function()
    local function whole(fault)
      return quote.of(order { lines = { line(1, 10000, 1) }, shipping = { amount = 3000, fee = 3000, surcharge = 0 },
        discounts = { discount { id = "c1", kind = "coupon", terms = {}, shares = { [1] = 1000 }, is_over = true } } },
        leaving({ [1] = 1 }, fault))
    end
    assert.same({ {}, { "c1" } }, { whole("buyer").restored, whole("seller").restored })
    assert.truthy(whole("buyer").rows[2].note:find("사용 기간이 끝나", 1, true))
  end)

  it("takes no coupon away because goods were broken", function()
    local bought = order { lines = { line(1, 10000, 2) },
      discounts = { discount { id = "c1", kind = "coupon", terms = { least_order = 15000 }, shares = { [1] = 4000 } } } }
    local found = quote.of(bought, leaving({ [1] = 1 }, "seller"))
    assert.same({ 8000, {} }, { found.amount, found.restored })
  end)

  it("reckons a promotion anew where that was agreed: three of four, and the fourth is free no longer", function()
    local bought = order { lines = { line(1, 3300, 4) }, shipping = { amount = 3000, fee = 3000, surcharge = 0 },
      discounts = { discount { policy = "reprice", terms = { every = 4, free = 1 }, shares = { [1] = 3300 } } } }
    assert.equal(0, quote.of(bought, leaving { [1] = 1 }).amount)
    assert.equal(3300, quote.of(bought, leaving { [1] = 2 }).amount)
  end)

  it("reckons tiers and percentages anew", function()
    local bought = order { lines = { line(1, 30000, 2) }, discounts = { discount { policy = "reprice", amount = 9000,
      terms = { tiers = { { from = 20000, amount = 2000 }, { from = 50000, percent = 15 } } }, shares = { [1] = 9000 } } } }
    assert.equal(60000 - 9000 - (30000 - 2000), quote.of(bought, leaving { [1] = 1 }).amount)
  end)

  it("reclaims a gift below its threshold unless it comes along", function()
    local function bought()
      return order { lines = { line(1, 20000, 2), line(2, 5000, 1) }, discounts = { discount { policy = "reclaim_gift",
        terms = { threshold = 30000 }, shares = { [2] = 5000 } } }, shipping = { amount = 3000, fee = 3000, surcharge = 0 } }
    end
    assert.equal(15000, quote.of(bought(), leaving { [1] = 1 }).amount)
    assert.equal(20000, quote.of(bought(), leaving { [1] = 1, [2] = 1 }).amount)
    assert.equal(0, quote.of(bought(), leaving { [2] = 1 }).amount)
  end)
end)

describe("shipping", function()
  local free = { amount = 0, fee = 3000, free_from = 30000, surcharge = 0 }

  local function bought(fields)
    fields.lines, fields.shipping = { line(1, 20000, 2) }, fields.shipping or free
    return order(fields)
  end

  it("goes back when everything is cancelled before it was sent", function()
    local all = bought { shipping = { amount = 6000, fee = 3000, surcharge = 3000 } }
    assert.equal(46000, quote.of(all, leaving({ [1] = 2 }, "buyer", "cancel")).amount)
  end)

  it("stays owed when goods come back at the buyer's fault, and goes back when they come back at the shop's", function()
    local paid = { amount = 3000, fee = 3000, surcharge = 0 }
    assert.equal(40000 - 3000, quote.of(bought { shipping = paid }, leaving({ [1] = 2 }, "buyer", "return", 3000)).amount)
    assert.equal(43000, quote.of(bought { shipping = paid }, leaving({ [1] = 2 }, "seller")).amount)
  end)

  it("is charged when a partial return loses free shipping, and not because goods were broken", function()
    local found = quote.of(bought {}, leaving({ [1] = 1 }, "buyer", "return", 3000))
    assert.same({ 20000 - 3000 - 3000, -3000 }, { found.amount, amount_of(found, "shipping") })
    assert.equal(20000, quote.of(bought {}, leaving({ [1] = 1 }, "seller")).amount)
  end)

  it("that was charged for a part goes back with the rest before it was sent", function()
    local all = bought {}
    all.earlier, all.returned = { leaving({ [1] = 1 }, "buyer", "cancel") }, 17000
    assert.equal(23000, quote.of(all, leaving({ [1] = 1 }, "buyer", "cancel")).amount)
  end)

  it("is measured by the goods before a coupon, and after what else was taken off", function()
    local function bought_with(kind, price, off)
      return order { lines = { line(1, price, 3) }, shipping = free, discounts = { discount { kind = kind, shares = { [1] = off } } } }
    end
    -- of 45,000 with a coupon of 3,000 off, 30,000 are left: enough, though 28,000 are paid for them
    assert.equal(14000, quote.of(bought_with("coupon", 15000, 3000), leaving { [1] = 1 }).amount)
    -- by a promotion they have become 28,000: too little
    assert.equal(14000 - 3000, quote.of(bought_with("promotion", 15000, 3000), leaving { [1] = 1 }).amount)
    -- 30,000 before a promotion of 3,000 cannot have been free by what was left after it: 20,000 are left of them
    assert.equal(9000 - 3000, quote.of(bought_with("promotion", 10000, 3000), leaving { [1] = 1 }).amount)
  end)
end)

describe("a refund that comes to less than nothing", function()
  it("is zero, says so, and takes no more for carriage than there is", function()
    local bought = order { lines = { line(1, 2000, 2) }, shipping = { amount = 3000, fee = 3000, surcharge = 0 } }
    local found = quote.of(bought, leaving({ [1] = 1 }, "buyer", "return", 3000))
    assert.same({ 0, 2000, 1000, 0 }, { found.amount, found.fee, found.waived, sum(found.rows) })
    assert.truthy(found.notes[1])
  end)

  it("refuses units that are not there", function()
    local bought = order { lines = { line(1, 2000, 2) } }
    for _, qty in ipairs { 3, 0, -1, 2147483648 } do
      assert.has_error(function() quote.of(bought, leaving { [1] = qty }) end)
    end
    assert.has_error(function() quote.of(bought, leaving { [2] = 1 }) end)
  end)
end)

describe("instruments", function()
  local paid = { { id = "card", provider = "inicis", captured = 7000, returned = 0 },
    { id = "points", provider = "points", captured = 3000, returned = 500 } }

  it("give back in the order that a mall sets", function()
    assert.same({ { id = "card", amount = 6000 } }, (instruments.split("card_first", paid, 6000)))
    assert.same({ { id = "card", amount = 7000 }, { id = "points", amount = 1000 } }, (instruments.split("card_first", paid, 8000)))
    assert.same({ { id = "card", amount = 500 }, { id = "points", amount = 2500 } }, (instruments.split("points_first", paid, 3000)))
    assert.same({ { id = "card", amount = 1400 }, { id = "points", amount = 500 } },
      (instruments.split("proportional", paid, 1900)))
  end)

  it("say what none of them can give back", function()
    assert.equal(500, select(2, instruments.split("card_first", paid, 10000)))
    assert.equal(500, select(2, instruments.split("proportional", paid, 10000)))
  end)
end)

-- Orders that nobody thought of.
local POLICIES = { "keep", "reprice", "prorate", "reclaim_gift" }
local TERMS = {
  function(gross) return { percent = math.random(1, 60), least_order = math.random(0, gross) } end,
  function(gross) return { threshold = math.random(1, gross) } end,
  function(gross) return { tiers = { { from = 0, amount = 100 }, { from = math.floor(gross / 2), percent = 20 } } } end,
  function() return { every = math.random(2, 4), free = 1 } end,
}

local function any_discount(lines, gross, left, n)
  local shares, given = {}, 0
  for _, one in ipairs(lines) do
    if math.random() < 0.7 then
      shares[one.position] = math.random(0, math.floor(left[one.position] / 2))
      left[one.position] = left[one.position] - shares[one.position]
      given = given + shares[one.position]
    end
  end
  if given == 0 then return nil end
  return { id = "d" .. n, title = "할인", kind = math.random() < 0.3 and "coupon" or "promotion", amount = given,
    policy = POLICIES[math.random(4)], terms = TERMS[math.random(4)](gross), shares = shares }
end

local function any_order()
  local lines, gross, left, discounts = {}, 0, {}, {}
  for i = 1, math.random(4) do
    lines[i] = line(i, math.random(0, 30) * math.random(1, 999), math.random(1, 5), math.random() < 0.4)
    left[i] = lines[i].unit_price * lines[i].qty
    gross = gross + left[i]
  end
  for n = 1, math.random(0, 3) do discounts[#discounts + 1] = any_discount(lines, math.max(gross, 1), left, n) end
  local fee, surcharge = math.random(0, 4) * 1000, math.random() < 0.3 and 3000 or 0
  local free_from = math.random() < 0.7 and math.random(0, 60000) or nil
  local net = gross
  for _, one in ipairs(discounts) do net = net - one.amount end
  local shipping = { fee = fee, surcharge = surcharge, free_from = free_from,
    amount = (free_from and net >= free_from and 0 or fee) + surcharge }
  local tax_free = 0
  for _, one in ipairs(lines) do
    if one.tax_free then tax_free = tax_free + left[one.position] end
  end
  local payable = net + shipping.amount
  local points = math.random() < 0.5 and math.random(0, payable) or 0
  local made = order { lines = lines, discounts = discounts, shipping = shipping, captured = payable }
  local points_free = math.min(points, math.floor(tax_free * points / math.max(payable, 1)))
  made.instruments = {
    { id = "card", provider = "toss_payments", captured = payable - points, tax_free = tax_free - points_free },
    { id = "points", provider = "points", captured = points, tax_free = points_free },
  }
  for _, one in ipairs(made.instruments) do
    one.returned, one.returned_tax_free, one.returned_vat = 0, 0, 0
    if one.tax_free > one.captured then one.tax_free = one.captured end
    one.vat = math.floor((one.captured - one.tax_free) / 11 + 0.5)
  end
  made.remaining = {}
  for i, one in ipairs(lines) do made.remaining[i] = one.qty end
  return made
end

local function any_leaving(made, fault, kind, all)
  local lines = {}
  for i, left in ipairs(made.remaining) do
    local qty = all and left or math.random(0, left)
    if qty > 0 then lines[#lines + 1] = { position = i, qty = qty } end
  end
  if #lines == 0 then return nil end
  return { lines = lines, fault = fault, kind = kind, fee = fault == "buyer" and kind == "return" and 3000 or 0 }
end

local function apply(made, step, found, policy)
  local parts, missing = instruments.split(policy, made.instruments, found.amount)
  assert.equal(0, missing)
  local total = 0
  for _, part in ipairs(tax.split(made.instruments, parts, found.tax_free_owed)) do
    total = total + part.amount
    for _, one in ipairs(made.instruments) do
      if one.id == part.id then
        one.returned, one.returned_tax_free = one.returned + part.amount, one.returned_tax_free + part.tax_free
        one.returned_vat = one.returned_vat + part.vat
        assert.is_true(part.tax_free >= 0 and part.vat >= 0 and part.tax_free + part.vat <= part.amount)
        assert.is_true(one.returned <= one.captured and one.returned_tax_free <= one.tax_free and one.returned_vat <= one.vat)
      end
    end
  end
  assert.equal(found.amount, total)
  step.fee = found.fee
  made.earlier[#made.earlier + 1], made.returned = step, made.returned + found.amount
  for _, one in ipairs(step.lines) do made.remaining[one.position] = made.remaining[one.position] - one.qty end
end

local function walk(made, pick)
  local policy = instruments.POLICIES[math.random(3)].value
  for n = 1, 6 do
    local fault, kind = pick()
    local step = any_leaving(made, fault, kind, n == 6)
    if step then
      local found = quote.of(made, step)
      assert.is_true(found.amount >= 0 and found.amount <= made.captured - made.returned)
      assert.equal(found.amount, sum(found.rows))
      assert.is_true(found.fee >= 0 and found.fee <= (step.fee or 0))
      apply(made, step, found, policy)
    end
  end
end

describe("of thousands of orders", function()
  it("whatever comes back in pieces at the shop's fault comes to exactly what was paid, its tax too", function()
    math.randomseed(20261129)
    for _ = 1, 3000 do
      local made = any_order()
      walk(made, function() return "seller", math.random() < 0.5 and "return" or "cancel" end)
      assert.equal(made.captured, made.returned)
      for _, one in ipairs(made.instruments) do
        assert.same({ one.captured, one.tax_free, one.vat }, { one.returned, one.returned_tax_free, one.returned_vat })
      end
    end
  end)

  it("so does what is cancelled in pieces before it was sent", function()
    math.randomseed(20261130)
    for _ = 1, 3000 do
      local made = any_order()
      walk(made, function() return "buyer", "cancel" end)
      assert.equal(made.captured, made.returned)
    end
  end)

  it("none gets back more than was paid, no step is below zero, and what is kept back is shipping and fees", function()
    math.randomseed(20261201)
    for _ = 1, 3000 do
      local made, fees = any_order(), 0
      walk(made, function() return math.random() < 0.6 and "buyer" or "seller", math.random() < 0.6 and "return" or "cancel" end)
      for _, step in ipairs(made.earlier) do fees = fees + step.fee end
      assert.is_true(made.captured - made.returned <= fees + made.shipping.fee + made.shipping.surcharge)
    end
  end)
end)
