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
end)
