local clock = require "shared.clock"
local rules = require "points.rules"

local function lots(...)
  local list = {}
  for i, remaining in ipairs { ... } do list[i] = { id = "lot-" .. i, remaining = remaining, expires_at = i * 100 } end
  return list
end

describe("points that are used", function()
  it("are those that expire first", function()
    assert.same({ { lot_id = "lot-1", amount = 300 }, { lot_id = "lot-2", amount = 200 } }, rules.take(lots(300, 500, 900), 500))
  end)

  it("come out of one lot where it has enough", function()
    assert.same({ { lot_id = "lot-1", amount = 300 } }, rules.take(lots(300, 500), 300))
  end)

  it("are never more than there are, and it is said how many are missing", function()
    local parts, refused = rules.take(lots(300, 500), 801)
    assert.is_nil(parts)
    assert.same({ "points.short", 1 }, { refused.code, refused.missing })
  end)
end)

describe("points of an order that is undone", function()
  local out = { { lot_id = "lot-1", amount = 300, expires_at = 100 }, { lot_id = "lot-2", amount = 200, expires_at = 200 } }

  it("go back into the lots they came from", function()
    assert.same({ { { lot_id = "lot-2", amount = 200 }, { lot_id = "lot-1", amount = 300 } }, 0 }, { rules.give_back(out, 500, 50) })
  end)

  it("fill what lives longest first when only a part comes back", function()
    assert.same({ { { lot_id = "lot-2", amount = 200 }, { lot_id = "lot-1", amount = 50 } }, 0 }, { rules.give_back(out, 250, 50) })
  end)

  it("become new where their lot has expired meanwhile", function()
    assert.same({ { { lot_id = "lot-2", amount = 200 } }, 300 }, { rules.give_back(out, 500, 150) })
    assert.same({ {}, 500 }, { rules.give_back(out, 500, 200) })
  end)

  it("are never more than were used", function()
    local back, refused = rules.give_back(out, 501, 50)
    assert.is_nil(back)
    assert.same({ "points.too_much_back", 1 }, { refused.code, refused.excess })
  end)
end)

describe("how many points an order takes", function()
  local policy = rules.policy { least_balance = 1000, least_order = 10000, unit = 100, share = 30 }

  local function refusal(...)
    local most, refused = rules.usable(...)
    return { most, refused and refused.code, refused and refused.least }
  end

  it("is a share of the goods, and a multiple of the unit", function()
    assert.equal(6100, (rules.usable(policy, 50000, 20555)))
    assert.equal(1200, (rules.usable(policy, 1234, 50000)))
  end)

  it("is none for who has none, has too few, or buys too little", function()
    assert.same({ 0, "points.none" }, refusal(policy, 0, 50000))
    assert.same({ 0, "points.least_balance", "1,000원" }, refusal(policy, 999, 50000))
    assert.same({ 0, "points.least_order", "10,000원" }, refusal(policy, 50000, 9999))
  end)

  it("begins exactly at both limits", function()
    assert.equal(1000, (rules.usable(policy, 1000, 10000)))
  end)

  it("is checked for what a shopper typed", function()
    local function code(amount) return (select(2, rules.check_use(policy, 5000, 20000, amount)) or {}).code end
    assert.is_nil(code(0))
    assert.is_nil(code(5000))
    assert.equal("points.unit", code(150))
    assert.equal("points.unit", code(-100))
    assert.equal("points.too_many", code(5100))
    assert.equal("points.least_order", (select(2, rules.check_use(policy, 5000, 9000, 100))).code)
  end)
end)

describe("the policy of points", function()
  it("is the house's where a mall set nothing, or nothing that makes sense", function()
    assert.same(rules.POLICY, rules.policy(nil))
    assert.same(rules.POLICY, rules.policy { share = 101, unit = 0, days = 1.5, join = "많이", least_order = -1 })
    assert.equal(1, rules.policy({ share = 1 }).share)
  end)
end)

it("points live until the end of a day in Seoul", function()
  local now = clock.at(2026, 11, 29, 18, 30)
  assert.equal("2027.11.29 (월) 23:59", clock.datetime(rules.expires_at(now, 365)))
end)

it("a purchase earns whole points, rounded down, to a tenth of a percent", function()
  assert.same({ 99, 0, 149, 30 }, { rules.earned(9999, 1), rules.earned(99, 1), rules.earned(29999, 0.5), rules.earned(1000, 3) })
end)
