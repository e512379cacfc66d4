local label = require "order.rules.label"
local story = require "order.rules.story"

describe("what an order is called", function()
  local waiting = { { status = "waiting", method = "bank_transfer" } }
  local window = { { status = "requested", method = "card" } }
  local ran_out = { { status = "expired", method = "virtual_account" } }

  for _, case in ipairs {
    { "awaiting_deposit", { { awaiting_payment = 2 } }, waiting },
    { "awaiting_payment", { { awaiting_payment = 2 } }, window },
    { "awaiting_payment", { { awaiting_payment = 2 } }, {} },
    { "paid", { { paid = 2 }, { paid = 1 } } },
    { "paid", { { delivered = 2 }, { paid = 1 } } },
    { "preparing", { { preparing = 1, shipping = 4 } } },
    { "ready", { { ready = 1 } } },
    { "shipping", { { shipping = 1, delivered = 1, confirmed = 1 } } },
    { "shipping", { { shipping = 1, cancelled = 5 } } },
    { "delivered", { { delivered = 1, confirmed = 1, returned = 1 } } },
    { "confirmed", { { confirmed = 1 }, { returned = 2 } } },
    { "expired", { { unpaid = 2 } }, ran_out },
    { "failed", { { unpaid = 2 } }, { { status = "expired", method = "card" } } },
    { "failed", { { unpaid = 2 } }, { { status = "failed", method = "bank_transfer" } } },
    { "expired", { { unpaid = 1, cancelled = 1 } }, ran_out },
    { "cancelled", { { cancelled = 2 } } },
    { "returned", { { returned = 1, cancelled = 1 } } },
    { "exchanged", { { exchanged = 1, returned = 1 } } },
  } do
    local key, portions, payments = case[1], case[2], case[3] or {}
    it(("is %s: %s"):format(key, label.of(key).label), function() assert.equal(key, label.derive(portions, payments)) end)
  end

  it("is written for people, and stands in one stage of what a buyer looks through", function()
    local stages = {}
    for _, stage in ipairs(label.STAGES) do
      for _, key in ipairs(stage.statuses) do stages[key] = (stages[key] or 0) + 1 end
    end
    for _, one in ipairs(label.ALL) do
      assert.is_true(#one.label > 0 and #one.say > 0 and #one.tone > 0)
      assert.equal(1, stages[one.key], one.key)
    end
  end)
end)

describe("what happened to an order", function()
  local history = {
    { at = 1, axis = "payment", subject = "p", event = "announce", to_status = "waiting", actor = "shopper", note = "" },
    { at = 1, axis = "line", subject = "1", event = "place", to_status = "awaiting_payment", qty = 3, actor = "shopper", note = "" },
    { at = 1, axis = "line", subject = "2", event = "place", to_status = "awaiting_payment", qty = 1, actor = "shopper", note = "" },
    { at = 2, axis = "payment", subject = "p", event = "deposit", from_status = "waiting", to_status = "paid", actor = "staff hana", note = "" },
    { at = 2, axis = "line", subject = "1", event = "pay", from_status = "awaiting_payment", to_status = "paid", qty = 3, actor = "staff hana", note = "" },
    { at = 2, axis = "line", subject = "2", event = "pay", from_status = "awaiting_payment", to_status = "paid", qty = 1, actor = "staff hana", note = "" },
    { at = 3, axis = "line", subject = "1", event = "prepare", from_status = "paid", to_status = "preparing", qty = 2, actor = "staff hana", note = "급함" },
    { at = 4, axis = "claim", subject = "c", event = "request", to_status = "requested", actor = "shopper", note = "" },
  }

  it("is told to the buyer by what the order was called, and by what concerns them beside", function()
    local said = {}
    for i, one in ipairs(story.told(history, "bank_transfer")) do said[i] = one.at .. " " .. one.label end
    assert.same({ "1 입금대기", "2 결제완료", "3 상품준비중 2개", "4 요청" }, said)
  end)

  it("is told to staff thing by thing, the newest first, units of several lines together", function()
    local said = {}
    for i, one in ipairs(story.happened(history)) do said[i] = one.at .. " " .. one.label .. (one.note and " (" .. one.note .. ")" or "") end
    assert.same({ "4 취소·반품·교환 · 요청", "3 상품 · 상품준비중 2개 (급함)", "2 결제 · 결제완료", "2 상품 · 결제완료 4개",
      "1 결제 · 입금대기", "1 상품 · 결제대기 4개" }, said)
  end)

  local function steps(status)
    local said = {}
    for i, step in ipairs(story.steps(status, story.told(history, "bank_transfer"))) do
      said[i] = step.label .. (step.current and "*" or step.done and "+" or "")
    end
    return table.concat(said, " ")
  end

  it("shows how far the order has come, and where it left the way", function()
    assert.equal("입금대기+ 결제완료* 상품준비중 배송중 배송완료", steps "paid")
    assert.equal("입금대기* 결제완료 상품준비중 배송중 배송완료", steps "awaiting_deposit")
    assert.equal("입금대기+ 결제완료+ 배송준비중* 배송중 배송완료", steps "ready")
    assert.equal("입금대기+ 결제완료+ 상품준비중+ 배송중+ 구매확정*", steps "confirmed")
    assert.equal("입금대기+ 결제완료+ 반품완료*", steps "returned")
  end)
end)
