-- From the window to the order: what a browser brings, what the provider answers, and what becomes of the attempt.

local database = require "spec.support.database"
local mail = require "mail"
local paying = require "spec.app.flows.paying"
local resolve_payment = require "flows.resolve_payment"
local take_back_payment = require "flows.take_back_payment"
local shop = require "spec.app.shop"

local WAYS = { { "inicis.card", "pc" }, { "inicis.card", "mobile" }, { "toss_payments.card", "pc" }, { "tosspay.wallet", "pc" },
  { "kakaopay.wallet", "mobile" } }

describe("paying", function()
  local pay, order

  setup(function() pay = paying.open { only = { "inicis", "toss_payments", "tosspay", "kakaopay" } } end)
  teardown(function() pay:close() end)
  before_each(function()
    pay.providers:mood()
    order = pay:order()
  end)

  for _, way in ipairs(WAYS) do
    it(("by %s on a %s makes the order paid, with the goods sold and the money in the books"):format(way[1], way[2]), function()
      local attempt, outcome = pay:pay(order, way[1], way[2])
      assert.equal("paid", outcome and outcome.status)
      assert.equal("paid", pay:label(order))
      assert.equal(attempt.amount, attempt.captured_amount)
      assert.equal(attempt.amount, pay:held(attempt))
      assert.is_nil(attempt.details.token)
      assert.equal(tostring(attempt.amount), (database.execute(("SELECT sum(debit) FROM ledger_entry WHERE order_id = '%s' "
        .. "AND account LIKE 'cash:%%'"):format(order.id)):match "%S+"))
    end)
  end

  it("at once is not called a deposit in the letter about it", function()
    pay:pay(order, "toss_payments.card")
    local id = database.execute(("SELECT id FROM mail WHERE template = 'order/paid' AND to_address = '%s' ORDER BY id DESC LIMIT 1")
      :format("kim@example.kr")):match "%S+"
    local said = mail.draw("order/paid", pay.mall, mail.values(mail.by_id(pay.mall.id, id)))
    assert.truthy(said.subject:find("결제가 완료됐어요", 1, true), said.subject)
    assert.is_nil(said.text:find("입금", 1, true))
  end)

  it("a second time with the same return changes nothing, and takes no more", function()
    pay.providers:forget()
    local attempt = assert(pay:start(order, "toss_payments.card"))
    local input = pay:press(attempt, "pay")
    assert.equal("paid", pay:complete(attempt, input).status)
    local again = assert(pay:complete(attempt, input))
    assert.same({ "paid", "none" }, { again.status, again.action })
    assert.equal(attempt.amount, pay:held(attempt))
    assert.equal(1, #pay.providers:journal "POST /v1/payments/confirm")
  end)

  it("that is given up in the window leaves the order waiting, with the goods held", function()
    for _, key in ipairs { "inicis.card", "toss_payments.card", "tosspay.wallet", "kakaopay.wallet" } do
      local attempt = assert(pay:start(order, key))
      local outcome = assert(pay:complete(attempt, pay:press(attempt, "cancel")))
      assert.equal("failed", outcome.status, key)
      assert.equal("cancelled_by_shopper", pay:now(attempt).problem)
      assert.equal("awaiting_payment", pay:label(order))
    end
    assert.equal("paid", select(2, pay:pay(order, "inicis.card")).status)
  end)

  it("that is declined says why, and another way is open", function()
    pay.providers:mood { on = "/v1/payments/confirm", decline = { code = "REJECT_CARD_PAYMENT",
      message = "한도초과 혹은 잔액부족으로 결제에 실패했습니다." } }
    local attempt, outcome = pay:pay(order, "toss_payments.card")
    assert.equal("failed", outcome.status)
    assert.equal("한도초과 혹은 잔액부족으로 결제에 실패했습니다.", attempt.problem_text)
    assert.equal(0, pay:held(attempt))
    pay.providers:mood()
    assert.equal("paid", select(2, pay:pay(order, "tosspay.wallet")).status)
  end)

  it("begun a second time closes the window of the first: that one takes no money any more", function()
    local first = assert(pay:start(order, "toss_payments.card"))
    local input = pay:press(first, "pay")
    local second = assert(pay:start(order, "inicis.card"))
    assert.equal("failed", pay:complete(first, input).status)
    assert.equal("replaced", pay:now(first).problem)
    assert.equal(0, pay:held(first))
    assert.equal("paid", pay:complete(second, pay:press(second, "pay")).status)
  end)

  it("brings nothing that was not ours: another attempt's return is refused", function()
    local mine = assert(pay:start(order, "toss_payments.card"))
    local another = pay:order()
    local other = assert(pay:start(another, "toss_payments.card"))
    local outcome, refused = pay:complete(mine, pay:press(other, "pay"))
    assert.is_nil(outcome)
    assert.equal("payment.forged", refused.code)
    assert.equal("requested", pay:now(mine).status)
  end)

  it("with another amount than ours is put into quarantine, told to the owners, and given back at once", function()
    paying.owner()
    pay.providers:mood { on = "/v1/payments/confirm", amount = -1000 }
    local attempt, outcome = pay:pay(order, "toss_payments.card")
    assert.same({ "quarantined", "amount_mismatch" }, { outcome.status, outcome.problem })
    assert.equal("awaiting_payment", pay:label(order))
    assert.equal(1, shop.count "mail WHERE template = 'staff/payment'")
    pay.providers:mood()
    assert.is_true(take_back_payment.run(pay.mall.id, attempt.id, false))
    assert.equal("voided", pay:now(attempt).status)
    assert.equal(0, pay:held(attempt))
    assert.is_true(take_back_payment.run(pay.mall.id, attempt.id, false))
  end)
end)

describe("an answer that is lost", function()
  local pay, order

  setup(function() pay = paying.open { only = { "inicis", "toss_payments", "kakaopay" }, changes = { toss_payments = {
    timeouts = { confirm = 800 } } } } end)
  teardown(function() pay:close() end)
  before_each(function()
    pay.providers:mood()
    order = pay:order()
  end)

  it("is net-cancelled where the provider lets one, and the shopper pays again", function()
    for _, mood in ipairs { { cut = "before" }, { cut = "after" }, { garbage = "html" }, { http = 503 } } do
      mood.on = { "/api/payAuth" }
      pay.providers:mood(mood)
      local attempt, outcome = pay:pay(order, "inicis.card")
      assert.same({ "failed", "unanswered" }, { outcome.status, pay:now(attempt).problem })
      assert.equal(0, pay:held(attempt))
    end
    pay.providers:mood()
    assert.equal("paid", select(2, pay:pay(order, "inicis.card")).status)
  end)

  it("stays unknown while nobody takes the request to take it back, though the provider knows no such payment yet", function()
    pay.providers:mood { { on = "/api/payAuth", cut = "before" }, { on = "/api/netCancel", cut = "before" } }
    local attempt, outcome = pay:pay(order, "inicis.card")
    assert.equal("approving", outcome.status)
    pay:age(attempt, 300)
    local given_up, again = resolve_payment.run(pay.mall.id, attempt.id)
    assert.is_nil(given_up)
    assert.equal("payment.unknown", again.code)
    assert.equal("approving", pay:now(attempt).status)
    pay.providers:mood()
    assert.equal("failed", assert(resolve_payment.run(pay.mall.id, attempt.id)).status)
    assert.equal(0, pay:held(attempt))
  end)

  it("is asked for elsewhere: taken, the order is paid", function()
    pay.providers:mood { on = "/v1/payments/confirm", cut = "after" }
    local attempt, outcome = pay:pay(order, "toss_payments.card")
    assert.equal("approving", outcome.status)
    assert.equal("awaiting_payment", pay:label(order))
    pay.providers:mood()
    assert.equal("paid", assert(resolve_payment.run(pay.mall.id, attempt.id)).status)
    assert.equal("paid", pay:label(order))
    assert.equal(attempt.amount, pay:held(attempt))
  end)

  it("and not taken is given up only when no call can be under way any more", function()
    pay.providers:mood { on = "/v1/payments/confirm", cut = "before" }
    local attempt, outcome = pay:pay(order, "toss_payments.card")
    assert.equal("approving", outcome.status)
    pay.providers:mood()
    local early, again = resolve_payment.run(pay.mall.id, attempt.id)
    assert.is_nil(early)
    assert.is_number(again.snooze)
    pay:age(attempt, 100)
    assert.equal("failed", assert(resolve_payment.run(pay.mall.id, attempt.id)).status)
    assert.equal(0, pay:held(attempt))
    assert.equal("paid", select(2, pay:pay(order, "kakaopay.wallet")).status)
  end)

  it("keeps another window closed, and the order from expiring, until it is known", function()
    pay.providers:mood { on = "/v1/payments/confirm", cut = "after" }
    local attempt = pay:pay(order, "toss_payments.card")
    local second, refused = pay:start(order, "inicis.card")
    assert.is_nil(second)
    assert.equal("payment.busy", refused.code)
    pay:age(attempt, 3600)
    require("flows.expire_unpaid").run()
    assert.equal("awaiting_payment", pay:label(order))
    pay.providers:mood()
    assert.equal("paid", assert(resolve_payment.run(pay.mall.id, attempt.id)).status)
  end)

  it("while the provider itself does not answer stays unknown, and is never called failed", function()
    pay.providers:mood { { on = "/v1/payments/confirm", cut = "after" }, { provider = "toss_payments", http = 503 } }
    local attempt = pay:pay(order, "toss_payments.card")
    pay:age(attempt, 4000)
    local outcome, again = resolve_payment.run(pay.mall.id, attempt.id)
    assert.is_nil(outcome)
    assert.equal("payment.unknown", again.code)
    assert.equal("approving", pay:now(attempt).status)
  end)

  it("has a follow-up that was there before the call", function()
    pay.providers:mood { on = "/v1/payments/confirm", cut = "after" }
    local attempt = pay:pay(order, "toss_payments.card")
    assert.equal(1, shop.count(("job WHERE kind = 'payment.resolve' AND args->>'payment_id' = '%s'"):format(attempt.id)))
  end)
end)
