-- Whose deposit it is, by amount and name.

local matching = require "payment.rules.matching"

local NOW = 1764400000

local function payment(changes)
  local one = { id = "p", order_id = "o", number = "261129-7K2M9QX", amount = 23000, depositor = "김철수", orderer_name = "김철수",
    status = "waiting", placed_at = NOW - 3600, due_at = NOW + 86400 }
  for name, value in pairs(changes or {}) do one[name] = value end
  return one
end

local function judge(deposit, payments)
  deposit.at, deposit.amount, deposit.depositor = deposit.at or NOW, deposit.amount or 23000, deposit.depositor or "김철수"
  return matching.judge(deposit, payments)
end

describe("a deposit", function()
  it("is an order's where its amount and its name leave that one alone", function()
    local other = payment { number = "261129-AAAAAAA", amount = 24000, depositor = "박영희", orderer_name = "박영희" }
    local found = judge({}, { other, payment() })
    assert.equal("exact", found.lane)
    assert.equal("261129-7K2M9QX", found.payment.number)
  end)

  it("knows a name however it is written", function()
    for _, case in ipairs {
      { "김 철수", "김철수" }, { "김철수", "김철수" }, -- letters apart, as some telephones send them
      { "주식회사 들녘", "(주)들녘" }, { "㈜들녘", "들녘" }, { "ＫＩＭ　ＣＳ", "kim cs" }, { "가나다라마바사", "가나다라마바사아자차" },
      { "홍길동5678", "홍길동" },
    } do
      assert.equal("exact", judge({ depositor = case[1] }, { payment { depositor = case[2], orderer_name = "누구" } }).lane, case[1])
    end
  end)

  it("takes no short name for the beginning of another", function()
    assert.equal("unknown", judge({ depositor = "김철" }, { payment() }).lane)
    assert.equal("unknown", judge({ depositor = "김철수연" }, { payment() }).lane)
  end)

  it("that names the order is that order's, whoever sent it", function()
    local found = judge({ depositor = "7K2M9QX" }, { payment(), payment { number = "261129-BBBBBBB" } })
    assert.equal("exact", found.lane)
    assert.equal("261129-7K2M9QX", found.payment.number)
    assert.equal("under", judge({ memo = "주문 261129-7K2M9QX", depositor = "회사", amount = 22000 }, { payment() }).lane)
  end)

  it("is nobody's to decide by rule where two orders are alike", function()
    local found = judge({}, { payment(), payment { id = "q", number = "261129-BBBBBBB" } })
    assert.equal("several", found.lane)
    assert.is_nil(found.payment)
    assert.same({ "261129-7K2M9QX", "261129-BBBBBBB" }, found.candidates)
  end)

  it("of another amount is too much or too little, and no order is paid by it", function()
    assert.equal("over", judge({ amount = 23001 }, { payment() }).lane)
    local under = judge({ amount = 22999 }, { payment() })
    assert.equal("under", under.lane)
    assert.is_nil(under.payment)
    assert.same({ "261129-7K2M9QX" }, under.candidates)
  end)

  it("for an order that was given up is late, for a month", function()
    local expired = payment { status = "expired", due_at = NOW - 86400 }
    assert.equal("late", judge({}, { expired }).lane)
    assert.equal("unknown", judge({}, { payment { status = "expired", due_at = NOW - 31 * 86400 } }).lane)
  end)

  it("goes to who still waits before it goes to who was given up", function()
    assert.equal("exact", judge({}, { payment { status = "expired", number = "261128-AAAAAAA", due_at = NOW - 60 }, payment() }).lane)
  end)

  it("from before the order was placed is not for it", function()
    assert.equal("unknown", judge({ at = NOW - 7200 }, { payment() }).lane)
    -- a statement that tells the day alone means any hour of it
    assert.equal("exact", judge({ at = NOW - 7200, timed = false }, { payment() }).lane)
  end)

  it("from a stranger shows who awaits that amount, and decides nothing", function()
    local found = judge({ depositor = "장모님" }, { payment() })
    assert.equal("unknown", found.lane)
    assert.same({ "261129-7K2M9QX" }, found.candidates)
  end)
end)
