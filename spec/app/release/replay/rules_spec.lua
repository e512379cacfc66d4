local json = require "json"
local rules = require "release.replay.rules"

local function answer(price, qty, shipping, discount)
  local goods = price * qty
  return { goods = goods, discount = discount or 0, shipping = shipping, payable = goods + shipping - (discount or 0),
    lines = { { unit_price = price, amount = goods } } }
end

local function snapshot(kind, promised)
  return { kind = kind, mall = "시험상회", format = 1, promised = promised,
    input = { now = 1790000000, region = "normal", lines = { { name = "사과", label = "3kg", qty = 2 } } } }
end

local NONE = { share = 0, change = 0 }

-- The report on carts of two apples, priced so by the live and so by the new release.
local function report(live, new, threshold, promised)
  local snapshots = {}
  for i = 1, #live do snapshots[i] = snapshot(i % 2 == 1 and "order" or "cart", promised or answer(1000, 2, 3000)) end
  return rules.report(snapshots, live, new, threshold or NONE)
end

local same, dearer, cheaper = answer(1000, 2, 3000), answer(1000, 2, 3500), answer(900, 2, 3000)

describe("the report of a replay", function()
  it("of nothing, or of what costs the same, needs nobody", function()
    assert.same({ "same", 0, 0 }, (function(r) return { r.verdict, r.asked, r.changed } end)(report({}, {})))
    local made = report({ same, same, same }, { same, same, same })
    assert.same({ "same", "nothing changes", 3, 2, 1, 0, 0, 0 }, { made.verdict, made.reason, made.asked, made.orders, made.carts,
      made.changed, made.largest, made.drifted })
    assert.is_truthy(json.encode(made):find('"worst":[]', 1, true))
  end)

  it("counts what changes, which way and by how much", function()
    local made = report({ same, same, same, same }, { dearer, same, cheaper, dearer })
    assert.same({ 3, 2, 1, 500, 800 }, { made.changed, made.dearer, made.cheaper, made.largest, made.total })
    assert.same({ "beyond", "3 of 4 change; 0 % may" }, { made.verdict, made.reason })
  end)

  it("shows a change line by line", function()
    local worst = report({ same }, { cheaper }).worst[1]
    assert.same({ { name = "사과", label = "3kg", qty = 2, before = { unit_price = 1000, amount = 2000 },
      after = { unit_price = 900, amount = 1800 } } }, worst.lines)
    assert.same({ -200, 5000, 4800 }, { worst.change, worst.before.payable, worst.after.payable })
  end)

  it("sees a change that leaves the sum as it was, and a line that is new", function()
    local shifted = answer(1000, 2, 2500)
    shifted.discount, shifted.payable, shifted.shipping = 500, 5000, 3500
    local made = report({ same }, { shifted })
    assert.same({ 1, 0, 0, 0, "beyond" }, { made.changed, made.dearer, made.cheaper, made.largest, made.verdict })
    local gift = answer(1000, 2, 3000)
    gift.lines[2] = { unit_price = 0, amount = 0 }
    assert.is_nil(report({ same }, { gift }).worst[1])
    gift.lines[2] = { unit_price = 700, amount = 0 }
    local lines = report({ same }, { gift }).worst[1].lines
    assert.is_nil(lines[2].before)
    assert.equal(700, lines[2].after.unit_price)
  end)

  it("shows the ten worst, the worst first, and of equals what moved more", function()
    local live, new = {}, {}
    for i = 1, 15 do live[i], new[i] = same, answer(1000, 2, 3000 + (i % 2 == 0 and 100 or -100) * i) end
    local moved = answer(1000 + 750, 2, 3000) -- the same 1,500 won as the fifteenth, but in the goods
    live[16], new[16] = same, moved
    local worst = report(live, new).worst
    assert.equal(10, #worst)
    assert.same({ 1500, -1500, 1400, -1300 }, { worst[1].change, worst[2].change, worst[3].change, worst[4].change })
    assert.equal(1750, worst[1].lines[1].after.unit_price)
  end)

  it("lets pass what the thresholds allow, each of them", function()
    local live, new = { same, same, same, same }, { dearer, same, same, same }
    local function verdict(share, change) return report(live, new, { share = share, change = change }).verdict end
    assert.same({ "within", "beyond", "beyond", "within" }, { verdict(25, 500), verdict(24, 500), verdict(25, 499), verdict(100, 1e9) })
  end)

  it("takes what cannot be compared for a change", function()
    local cannot = { cannot = "it has no app/flows/quote.lua" }
    local made = report({ same, same }, { cannot, same })
    assert.same({ "beyond", 1, 0, { { reason = "it has no app/flows/quote.lua", count = 1, broken = false } } },
      { made.verdict, made.unknown, made.failed, { made.new[1] } })
    assert.equal("within", report({ same, same }, { cannot, same }, { share = 50, change = 0 }).verdict)
  end)

  it("condemns a release that fails where the live one does not, whatever the thresholds", function()
    local broken = { broken = "app/cart/rules.lua:3: boom" }
    local made = report({ same, same, same }, { broken, same, broken }, { share = 100, change = 1e9 })
    assert.same({ "broken", "it fails to price 2 of 3", 2 }, { made.verdict, made.reason, made.failed })
    assert.same({ { reason = "app/cart/rules.lua:3: boom", count = 2, broken = true } }, { unpack(made.new) })
    local both = report({ broken, same }, { broken, same })
    assert.same({ "beyond", 0, 1 }, { both.verdict, both.failed, both.unknown })
  end)

  it("compares with what the shopper was shown where the live release does not price", function()
    local cannot = { cannot = "it has no app/flows/quote.lua" }
    local made = report({ cannot, cannot }, { same, dearer })
    assert.same({ 2, 1, 500, 0 }, { made.promised, made.changed, made.largest, made.drifted })
    assert.equal("beyond", made.verdict)
  end)

  it("says where the live release itself no longer charges what was shown", function()
    local made = report({ same, dearer }, { same, dearer })
    assert.same({ "same", 1 }, { made.verdict, made.drifted })
  end)
end)
