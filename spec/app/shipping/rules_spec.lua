local rules = require "shipping.rules"

local policy = { fee = 3000, free_from = 30000, jeju_surcharge = 3000, island_surcharge = 5000, carrier = "모락택배",
  dispatch_text = "" }

describe("shipping", function()
  it("costs the fee below the threshold and nothing from it on", function()
    assert.equal(3000, rules.fee(policy, 29999, "normal"))
    assert.equal(0, rules.fee(policy, 30000, "normal"))
  end)

  it("adds the surcharge of Jeju and of islands, even when it is free", function()
    assert.equal(6000, rules.fee(policy, 10000, "jeju"))
    assert.equal(3000, rules.fee(policy, 30000, "jeju"))
    assert.equal(5000, rules.fee(policy, 30000, "island"))
  end)

  it("costs nothing when nothing is shipped", function() assert.equal(0, rules.fee(policy, 0, "jeju")) end)

  it("says how much more makes it free", function()
    assert.same({ reached = false, remaining = 12300, percent = 59, text = "12,300원 더 담으면 무료배송" },
      rules.free_shipping(policy, 17700))
    assert.is_true(rules.free_shipping(policy, 30000).reached)
  end)

  it("promises nothing where the policy knows no threshold", function()
    local strict = { fee = 3000, jeju_surcharge = 0, island_surcharge = 0 }
    assert.is_nil(rules.free_shipping(strict, 1000000))
    assert.equal(3000, rules.fee(strict, 1000000, "normal"))
  end)

  it("states the surcharges before anyone buys", function()
    assert.equal("제주 3,000원, 도서산간 5,000원 추가", rules.terms(policy).jeju_text)
    assert.equal("30,000원 이상 구매 시 무료배송", rules.terms(policy).free_text)
  end)

  it("says why a remote address costs more", function()
    assert.equal("제주 추가 배송비 3,000원 포함", rules.surcharge_text(policy, "jeju"))
    assert.equal("도서산간 추가 배송비 5,000원 포함", rules.surcharge_text(policy, "island"))
    assert.is_nil(rules.surcharge_text(policy, "normal"))
    assert.is_nil(rules.surcharge_text({ jeju_surcharge = 0, island_surcharge = 0 }, "jeju"))
  end)
end)
