local clock = require "shared.clock"
local rules = require "grade.rules"

local function ladder(changes)
  local made = { months = 6, { name = "basic", label = "웰컴", from = 0, points = 1 },
    { name = "gold", label = "골드", from = 300000, points = 2.5 },
    { name = "vip", label = "VIP", from = 600000, points = 5, delivery = "free" } }
  for key, value in pairs(changes or {}) do made[key] = value end
  return made
end

describe("the grade of a sum", function()
  it("begins exactly at its threshold", function()
    local names = {}
    for i, sum in ipairs { 0, 299999, 300000, 599999, 600000, 1e12 } do names[i] = rules.of_sum(ladder(), sum).name end
    assert.same({ "basic", "basic", "gold", "gold", "vip", "vip" }, names)
  end)

  it("is explained in words", function()
    assert.equal("최근 6개월 구매 금액 320,000원 (골드 기준 300,000원 이상)", rules.reason(ladder(), ladder()[2], 320000))
    assert.equal("최근 6개월 구매 금액 0원", rules.reason(ladder(), ladder()[1], 0))
  end)

  it("says how far it is to the next", function()
    assert.same({ label = "골드", missing = 210000, percent = 30 }, rules.next(ladder(), 1, 90000))
    assert.equal(99, rules.next(ladder(), 1, 299999).percent)
    assert.is_nil(rules.next(ladder(), 3, 700000))
  end)

  it("of a name that no longer exists is the lowest", function()
    local step, place = rules.step(ladder(), "diamond")
    assert.same({ "basic", 0 }, { step.name, place })
    assert.equal(2, select(2, rules.step(ladder(), "gold")))
  end)
end)

describe("the months that decide", function()
  local function days(window) return clock.datetime(window.from) .. " – " .. clock.datetime(window.to) end

  it("are whole ones in Seoul, over the turn of a year as well", function()
    local window = rules.window(ladder(), clock.at(2026, 3, 1, 0, 0))
    assert.equal("2025.09.01 (월) 00:00 – 2026.03.01 (일) 00:00", days(window))
    assert.equal("2026-03-01", window.month)
    -- the last second of February in Seoul is still February, whatever it is elsewhere
    assert.equal("2026-02-01", rules.window(ladder(), clock.at(2026, 3, 1) - 1).month)
  end)

  it("of the next decision include the month that runs", function()
    assert.equal("2026.07.01 (수) 00:00 – 2027.01.01 (금) 00:00", days(rules.window(ladder(), clock.at(2026, 12, 24), 1)))
  end)
end)

describe("what a grade brings", function()
  it("is said in sentences", function()
    assert.same({ "구매 금액의 2.5% 적립" }, rules.benefits(ladder()[2]))
    assert.same({ "구매 금액의 5% 적립", "모든 주문 무료배송", "매월 감사 쿠폰 (10% 할인 (최대 5,000원), 30,000원 이상 구매 시)" },
      rules.benefits { points = 5, delivery = "free",
        coupons = { { name = "감사 쿠폰", percent = 10, most = 5000, least_order = 30000, days = 31 } } })
  end)
end)

describe("a ladder of grades", function()
  local function problems(changes) return table.concat(rules.lint(ladder(changes)), "; ") end

  it("as the house ships it is sound", function() assert.same({}, rules.lint(require "member.grades")) end)

  it("is refused where it makes no sense, and what is wrong is named", function()
    assert.equal("", problems())
    for expected, changes in pairs {
      ["months is a whole number from 1 to 24"] = { months = 0 },
      ["gold stands twice"] = { [3] = { name = "gold", label = "VIP", from = 600000, points = 5 } },
      ["vip: another grade has the label 골드"] = { [3] = { name = "vip", label = "골드", from = 600000, points = 5 } },
      ["vip: begins no higher than the grade before it"] = { [3] = { name = "vip", label = "VIP", from = 300000, points = 5 } },
      ["basic: the lowest grade begins at 0, or who bought nothing has none"] =
        { { name = "basic", label = "웰컴", from = 1000, points = 1 } },
      ["there is a gap between the grades, or a word that nobody knows"] = { [5] = { name = "x", label = "x", from = 9e6, points = 1 } },
      ["vip: from is a whole number of won"] = { [3] = { name = "vip", label = "VIP", from = 0.5, points = 5 } },
      ["vip: points is a percentage from 0 to 50, to a tenth"] = { [3] = { name = "vip", label = "VIP", from = 600000, points = 51 } },
      ["vip: has no label"] = { [3] = { name = "vip", from = 600000, points = 5 } },
      ["vip: delivery is free, or not there"] = { [3] = { name = "vip", label = "VIP", from = 600000, points = 5, delivery = true } },
      ["grade 3: name is a short word of small letters"] = { [3] = { name = "V I P", label = "VIP", from = 600000, points = 5 } },
      ["vip: nobody knows what form means"] = { [3] = { name = "vip", label = "VIP", form = 600000, from = 600000, points = 5 } },
    } do
      assert.equal(expected, problems(changes))
    end
    assert.same({ "there are no grades" }, rules.lint(nil))
    assert.same({ "there are no grades" }, rules.lint { months = 6 })
  end)

  it("is refused for a coupon that gives nothing, or in two ways", function()
    local function coupon(fields)
      fields.name, fields.days = fields.name or "쿠폰", fields.days or 31
      return problems { [3] = { name = "vip", label = "VIP", from = 600000, points = 5, coupons = { fields } } }
    end
    assert.equal("", coupon { amount = 1000 })
    assert.equal("", coupon { percent = 10, most = 5000, least_order = 0 })
    assert.equal("vip, coupon 1: takes off an amount or a percentage, one of both", coupon {})
    assert.equal("vip, coupon 1: takes off an amount or a percentage, one of both", coupon { amount = 1, percent = 1 })
    assert.equal("vip, coupon 1: percent is a whole number from 1 to 100", coupon { percent = 101 })
    assert.equal("vip, coupon 1: most is a whole number of won, and goes with percent", coupon { amount = 1, most = 1 })
    assert.equal("vip, coupon 1: days is a whole number from 1 to 365", coupon { amount = 1, days = 0 })
    assert.equal("vip, coupon 1: nobody knows what least_oder means", coupon { amount = 1, least_oder = 1 })
  end)
end)
