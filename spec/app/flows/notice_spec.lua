-- What providers tell, in whatever order, however often, however late and by whomever.

local database = require "spec.support.database"
local paying = require "spec.app.flows.paying"
local shop = require "spec.app.shop"
local take_notice = require("flows.take_notice").run
local resolve_payment = require "flows.resolve_payment"
local close_account = require "flows.close_account"

local NOBODY = "http://127.0.0.1:9/hook"

describe("a notice", function()
  local pay, order

  setup(function() pay = paying.open { only = { "inicis", "toss_payments" } } end)
  teardown(function() pay:close() end)
  before_each(function()
    pay.providers:mood()
    pay.providers:forget()
    order = pay:order()
  end)

  local function deposited(provider, device)
    local attempt = pay:account(order, provider, device)
    assert.is_string(attempt.account_number)
    assert.is_true(attempt.due_at > attempt.asked_at)
    assert.equal("awaiting_deposit", pay:label(order))
    pay.providers:command { provider = provider, ["do"] = "deposit", reference = attempt.reference, url = NOBODY }
    local raws = pay:notices(attempt)
    assert.is_true(#raws > 0)
    return attempt, raws
  end

  for _, case in ipairs { { "inicis", "pc" }, { "inicis", "mobile" }, { "toss_payments", "pc" } } do
    it(("of a deposit by %s (%s) makes the order paid, once, however often it is told"):format(case[1], case[2]), function()
      local attempt, raws = deposited(case[1], case[2])
      local answer, outcome = pay:tell(case[1], raws[1])
      assert.equal(200, answer.status)
      assert.equal("OK", answer.body)
      assert.equal("deposit", outcome.outcome)
      assert.equal("paid", pay:label(order))
      for _ = 1, 9 do
        for _, raw in ipairs(raws) do assert.equal(200, (pay:tell(case[1], raw)).status) end
      end
      assert.equal(1, shop.count(("order_event WHERE event = 'deposit' AND order_id = '%s'"):format(order.id)))
      assert.equal(attempt.amount, pay:now(attempt).captured_amount)
    end)
  end

  it("is kept as it came, before anything is made of it", function()
    local attempt, raws = deposited("inicis", "pc")
    assert(take_notice(pay.mall, "inicis", raws[1]))
    local id = database.execute(("SELECT id FROM payment_notice WHERE state = 'received' AND reference = '%s'"):format(attempt.reference)):match "%S+"
    assert.equal(1, shop.count(("job WHERE kind = 'payment.notice' AND args->>'notice_id' = '%s'"):format(id)))
    assert.equal("awaiting_deposit", pay:label(order))
  end)

  it("of a deposit that is not there is only a hint: the provider says that nobody paid", function()
    local attempt = pay:account(order, "toss_payments")
    pay.providers:command { provider = "toss_payments", ["do"] = "forge", reference = attempt.reference, url = NOBODY }
    for _, raw in ipairs(pay:notices(attempt)) do pay:tell("toss_payments", raw) end
    assert.equal("waiting", pay:now(attempt).status)
    assert.equal("awaiting_deposit", pay:label(order))
  end)

  it("with a secret that is not the account's is kept, refused, and not followed", function()
    local attempt = pay:account(order, "toss_payments")
    pay.providers:command { provider = "toss_payments", ["do"] = "deposit", reference = attempt.reference, url = NOBODY, sign = "wrong",
      events = { "DEPOSIT_CALLBACK" } }
    local raws = pay:notices(attempt)
    local answer, outcome = pay:tell("toss_payments", raws[1])
    assert.equal(200, answer.status)
    assert.equal("gone", outcome.outcome)
    assert.equal(1, shop.count(("payment_notice WHERE state = 'refused' AND outcome = 'forged' AND reference = '%s'"):format(attempt.reference)))
    assert.equal("waiting", pay:now(attempt).status)
  end)

  it("from an address that is not the provider's is refused", function()
    local attempt, raws = deposited("inicis", "pc")
    raws[1].ip = "198.51.100.7"
    local answer = assert(take_notice(pay.mall, "inicis", raws[1]))
    assert.not_equal("OK", answer.body)
    assert.equal(1, shop.count "payment_notice WHERE outcome = 'foreign_address'")
    assert.equal("waiting", pay:now(attempt).status)
    -- and does not stand in the way of the true one
    raws[1].ip = "203.238.37.15"
    assert.equal("deposit", select(2, pay:tell("inicis", raws[1])).outcome)
  end)

  it("about an order that nobody knows waits a little and is then put aside", function()
    local _, raws = deposited("inicis", "pc")
    raws[1].body = raws[1].body:gsub("no_oid=[^&]*", "no_oid=261129%%2D0000000%%2D1")
    local _, outcome, again = pay:tell("inicis", raws[1])
    assert.is_nil(outcome)
    assert.is_number(again.snooze)
    database.execute "UPDATE payment_notice SET received_at = received_at - interval '1 hour'"
    assert.equal("unknown_order", select(2, pay:tell("inicis", raws[1])).outcome)
    assert.equal(1, shop.count "payment_notice WHERE state = 'parked'")
  end)

  it("that is lost is made up for: who asks finds the deposit", function()
    local attempt = deposited("toss_payments", "pc")
    assert.equal("paid", assert(resolve_payment.run(pay.mall.id, attempt.id)).status)
    assert.equal("paid", pay:label(order))
  end)

  it("that the bank has called a deposit back undoes the payment, holds the goods, and calls a person", function()
    paying.owner()
    local attempt, raws = deposited("toss_payments", "pc")
    pay:tell("toss_payments", raws[1])
    pay.providers:forget()
    pay.providers:command { provider = "toss_payments", ["do"] = "recall", reference = attempt.reference, url = NOBODY }
    for _, raw in ipairs(pay:notices(attempt)) do pay:tell("toss_payments", raw) end
    assert.same({ "quarantined", "recalled" }, { pay:now(attempt).status, pay:now(attempt).problem })
    assert.equal(1, shop.count(("order_line WHERE held AND order_id = '%s'"):format(order.id)))
    assert.equal(1, shop.count "mail WHERE template = 'staff/payment'")
  end)

  it("that is lost of an account that is given up is made up for when the account is closed", function()
    for _, provider in ipairs { "inicis", "toss_payments" } do
      order = pay:order()
      local attempt = deposited(provider, "pc")
      assert(pay:start(order, "inicis.card"))
      assert.equal("failed", pay:now(attempt).status)
      assert.is_true(close_account.run(pay.mall.id, attempt.id))
      assert.same({ "paid", "paid" }, { pay:now(attempt).status, pay:label(order) })
      assert.equal(attempt.amount, pay:now(attempt).captured_amount)
    end
  end)

  it("of a deposit to an account that was put aside writes the money down, once, and calls a person again", function()
    paying.owner()
    local letters = shop.count "mail WHERE template = 'staff/payment'"
    pay.providers:mood { on = "/v1/payments/confirm", amount = -100 }
    local attempt = pay:pay(order, "toss_payments.virtual_account")
    pay.providers:mood()
    assert.same({ "quarantined", 0 }, { attempt.status, attempt.captured_amount })
    pay.providers:command { provider = "toss_payments", ["do"] = "deposit", reference = attempt.reference, url = NOBODY }
    for _ = 1, 3 do
      for _, raw in ipairs(pay:notices(attempt)) do pay:tell("toss_payments", raw) end
    end
    assert.same({ "quarantined", attempt.amount }, { pay:now(attempt).status, pay:now(attempt).captured_amount })
    assert.equal(letters + 2, shop.count "mail WHERE template = 'staff/payment'")
    assert.equal(tostring(attempt.amount), (database.execute(("SELECT sum(credit) FROM ledger_entry WHERE order_id = '%s' "
      .. "AND account = 'suspense'"):format(order.id)):match "%S+"))
  end)

  describe("that comes late", function()
    local function late(attempt)
      pay:age(attempt, 10 * 86400)
      require("flows.expire_unpaid").run()
      assert.equal("expired", pay:label(order))
    end

    it("brings the order back while its goods are there", function()
      local attempt, raws = deposited("toss_payments", "pc")
      late(attempt)
      assert.equal("reopen", select(2, pay:tell("toss_payments", raws[1])).outcome)
      assert.equal("paid", pay:label(order))
    end)

    it("is put into quarantine when they are gone, with its money, and a person is called", function()
      local attempt, raws = deposited("toss_payments", "pc")
      late(attempt)
      database.execute "UPDATE stock SET on_hand = reserved"
      pay:tell("toss_payments", raws[1])
      assert.same({ "quarantined", "late_deposit" }, { pay:now(attempt).status, pay:now(attempt).problem })
      assert.equal(attempt.amount, pay:now(attempt).captured_amount)
      assert.is_nil((database.execute(('SELECT paid_at FROM "order" WHERE id = \'%s\''):format(order.id)):match "%d"))
      database.execute "UPDATE stock SET on_hand = reserved + 40"
    end)
  end)

  it("to a provider whose notices nobody reads is nobody's", function()
    local answer, refused = take_notice(pay.mall, "kakaopay", { body = "", headers = {}, query = "", ip = "127.0.0.1" })
    assert.is_nil(answer)
    assert.equal("payment.no_notice", refused.code)
  end)
end)
