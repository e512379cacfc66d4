local rules = require "coupon.rules"

local function coupon(fields)
  local row = { name = "감사 쿠폰", amount = 3000, least_order = 0, issued_at = 0, expires_at = 100 }
  for name, value in pairs(fields or {}) do row[name] = value end
  return row
end

describe("a coupon", function()
  it("can be used until it expires, is used or is taken back", function()
    local function state(fields, now) return (rules.state(coupon(fields), now)) end
    assert.equal("usable", state({}, 99))
    assert.equal("expired", state({}, 100))
    assert.equal("used", state({ used_at = 50 }, 200))
    assert.equal("held", state({ held_at = 50 }, 60))
    assert.equal("revoked", state({ revoked_at = 50 }, 60))
  end)

  it("says what it takes off, and on which terms", function()
    local view = rules.view(coupon(), 0)
    assert.same({ "3,000원 할인", "구매 금액 제한 없음" }, { view.off, view.terms })
    local row = coupon { percent = 10, most = 5000, least_order = 30000 }
    row.amount = nil
    view = rules.view(row, 0)
    assert.same({ "10% 할인", "30,000원 이상 구매 시, 최대 5,000원" }, { view.off, view.terms })
  end)

  it("takes off its amount or its share, never more than its most nor than there is, and nothing below its least order", function()
    assert.equal(3000, rules.saving(coupon(), 24000))
    assert.equal(2000, rules.saving(coupon(), 2000))
    assert.equal(0, rules.saving(coupon { least_order = 24001 }, 24000))
    assert.equal(150, rules.saving({ percent = 15, least_order = 0 }, 999)) -- 149.85
    assert.equal(1000, rules.saving({ percent = 15, most = 1000, least_order = 0 }, 99900))
  end)

  it("is offered by what it saves, then by when it ends; what is not enough for it comes last", function()
    local rows = { coupon { id = "a", amount = 1000 }, coupon { id = "b", amount = 5000, least_order = 90000 },
      coupon { id = "c", amount = 2000, expires_at = 90 }, coupon { id = "d", amount = 2000, expires_at = 80 }, coupon { id = "e", held_at = 1 },
      coupon { id = "f", expires_at = 10 }, coupon { id = "g", amount = 9000, least_order = 60000 } }
    local order = {}
    for i, offer in ipairs(rules.offers(rows, 50000, 50)) do order[i] = ("%s %d %d"):format(offer.id, offer.saving, offer.missing) end
    assert.same({ "d 2000 0", "c 2000 0", "a 1000 0", "g 0 10000", "b 0 40000" }, order)
  end)
end)
