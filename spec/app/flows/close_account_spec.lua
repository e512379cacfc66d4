-- Accounts of attempts that came to nothing: closed where they were issued, whatever the provider answers.

local close_account = require "flows.close_account"
local database = require "spec.support.database"
local payment = require "payment"
local paying = require "spec.app.flows.paying"
local resolve_payment = require "flows.resolve_payment"
local shop = require "spec.app.shop"

-- Where an account is closed, by provider.
local CLOSES = { inicis = "/api/v1/refund", toss_payments = "/v1/payments/:key/cancel", portone = "/payments/:id/virtual-account/close",
  portone_v1 = "/vbanks/:uid" }
-- … and where one only asks.
local ASKS = { inicis = "^POST /v2/pg/inquiry", toss_payments = "^GET ", portone = "^GET ", portone_v1 = "^GET " }
local NOBODY = "http://127.0.0.1:9/hook"

describe("an account that was given up", function()
  local pay

  setup(function()
    pay = paying.open { only = { "inicis", "toss_payments", "portone", "portone_v1" },
      changes = { inicis = { timeout_ms = 500 }, toss_payments = { timeout_ms = 500 }, portone = { timeout_ms = 500 },
        portone_v1 = { timeout_ms = 500 } } }
    paying.owner()
  end)
  teardown(function() pay:close() end)
  before_each(function()
    pay.providers:mood()
    pay.providers:forget()
    database.execute "DELETE FROM job"
  end)

  -- An account whose order's shopper went over to a transfer.
  local function replaced(provider)
    local placed = pay:order()
    local attempt = pay:account(placed, provider)
    assert(pay:start(placed, "inicis.card"))
    return pay:now(attempt), placed
  end

  local function close(attempt) return close_account.run(pay.mall.id, attempt.id) end
  local function waits(attempt)
    local contract, adapter = payment.adapter(pay.mall, attempt)
    return adapter.query(contract, attempt, attempt.asked_at).state == "waiting"
  end
  local function queued(attempt)
    return shop.count(("job WHERE kind = 'payment.close_account' AND args->>'payment_id' = '%s'"):format(attempt.id))
  end
  local function letters() return shop.count "mail WHERE template = 'staff/payment'" end
  local function said(attempt) return payment.account_rules.say(pay:now(attempt)) end

  for _, provider in ipairs { "inicis", "toss_payments", "portone", "portone_v1" } do
    it("is closed at " .. provider .. ", once, and known to be", function()
      local attempt = replaced(provider)
      assert.equal("failed", attempt.status)
      assert.equal(1, queued(attempt))
      assert.is_true(waits(attempt))
      assert.is_true(close(attempt))
      assert.is_false(waits(attempt))
      assert.is_number(said(attempt).at)
      pay.providers:forget()
      assert.is_true(close(attempt))
      for _, entry in ipairs(pay.providers:journal()) do assert.truthy(entry.notice or entry.status == 200 and entry.call:find(ASKS[provider]), entry.call) end
    end)

    it("whose closing " .. provider .. " refuses is said on the desk and to the owners, once, and asked for again the next day", function()
      local attempt, before = replaced(provider), letters()
      pay.providers:mood { on = CLOSES[provider], decline = { code = "REFUSED_ACCOUNT", message = "닫을 수 없는 계좌입니다." } }
      assert.is_true(close(attempt))
      assert.is_true(close(attempt))
      assert.equal("refused", pay:now(attempt).account_problem)
      assert.truthy(said(attempt).text:find("직접 닫아 주세요", 1, true))
      assert.equal(before + 1, letters())
      database.execute "DELETE FROM job"
      close_account.all()
      assert.equal(0, queued(attempt))
      database.execute(("UPDATE payment SET account_asked_at = now() - interval '25 hours' WHERE id = '%s'"):format(attempt.id))
      close_account.all()
      assert.equal(1, queued(attempt))
      pay.providers:mood()
      -- Toss repeats a refusal for an hour, as long as it is asked under the same key
      if provider == "toss_payments" then return end
      assert.is_true(close(attempt))
      assert.is_number(said(attempt).at)
    end)

    for title, mood in pairs { ["cut off before it arrived"] = { cut = "before" }, ["cut off after it"] = { cut = "after" },
      ["an error page"] = { http = 503 }, ["too slow"] = { slow = 900 } } do
      it(("whose closing at %s has no answer (%s) is not called closed, and is asked for again"):format(provider, title), function()
        local attempt, before = replaced(provider), letters()
        mood.on = CLOSES[provider]
        pay.providers:mood(mood)
        local done, again = close(attempt)
        assert.is_nil(done)
        assert.equal("payment.unknown", again.code)
        assert.equal("unanswered", pay:now(attempt).account_problem)
        assert.is_nil(pay:now(attempt).account_closed_at)
        assert.equal(before, letters())
        pay.providers:mood()
        assert.is_true(close(attempt))
        assert.is_false(waits(attempt))
        assert.is_number(said(attempt).at)
      end)
    end
  end

  it("of which nobody answers what holds is asked again until somebody does, also when its job has given up", function()
    local attempt = replaced "toss_payments"
    pay.providers:mood { provider = "toss_payments", http = 503 }
    assert.equal("payment.unknown", select(2, close(attempt)).code)
    database.execute "DELETE FROM job"
    close_account.all()
    assert.equal(0, queued(attempt))
    database.execute(("UPDATE payment SET account_asked_at = now() - interval '11 minutes' WHERE id = '%s'"):format(attempt.id))
    close_account.all()
    close_account.all()
    assert.equal(1, queued(attempt))
  end)

  it("into which money came unheard of is settled, not closed", function()
    local attempt, placed = replaced "toss_payments"
    pay.providers:command { provider = "toss_payments", ["do"] = "deposit", reference = attempt.reference, url = NOBODY }
    assert.is_true(close(attempt))
    assert.same({ "paid", "paid" }, { pay:now(attempt).status, pay:label(placed) })
    assert.equal(attempt.amount, pay:held(attempt))
    assert.is_nil(said(attempt))
  end)

  it("in quarantine, with nothing paid in, is closed and stays for a person; one with money is left alone", function()
    pay.providers:mood { on = "/v1/payments/confirm", amount = -100 }
    local attempt = pay:pay(pay:order(), "toss_payments.virtual_account")
    pay.providers:mood()
    assert.same({ "quarantined", 0, 1 }, { attempt.status, attempt.captured_amount, queued(attempt) })
    assert.is_true(close(attempt))
    assert.is_false(waits(attempt))
    assert.equal("quarantined", pay:now(attempt).status)
    assert.is_number(said(attempt).at)

    pay.providers:mood { on = "/v1/payments/confirm", amount = -100 }
    local full = pay:pay(pay:order(), "toss_payments.virtual_account")
    pay.providers:mood()
    pay.providers:command { provider = "toss_payments", ["do"] = "deposit", reference = full.reference, url = NOBODY }
    assert.is_true(close(full))
    assert.same({ "quarantined", full.amount }, { pay:now(full).status, pay:now(full).captured_amount })
    assert.equal(full.amount, pay:held(full))
    pay.providers:forget()
    assert.is_true(close(full))
    for _, entry in ipairs(pay.providers:journal()) do assert.is_nil(entry.call) end
  end)

  it("that another order's answer named is not closed: a person is told", function()
    local other = pay:account(pay:order(), "toss_payments")
    local attempt, before = replaced "toss_payments", letters()
    database.execute(("UPDATE payment SET transaction_id = NULL WHERE id = '%s'"):format(other.id))
    database.execute(("UPDATE payment SET transaction_id = '%s' WHERE id = '%s'"):format(other.transaction_id, attempt.id))
    assert.is_true(close(attempt))
    assert.equal("foreign", pay:now(attempt).account_problem)
    assert.is_true(waits(other))
    assert.equal(before + 1, letters())
  end)

  it("and that was issued after its attempt was given up is found and closed", function()
    pay.providers:mood { on = "/v1/payments/confirm", cut = "before" }
    local placed = pay:order()
    local attempt = assert(pay:start(placed, "toss_payments.virtual_account"))
    local input = pay:press(attempt, "pay")
    assert.equal("approving", pay:complete(attempt, input).status)
    pay.providers:mood()
    pay:age(attempt, 100)
    local token = pay:now(attempt).details.token
    assert.equal("failed", assert(resolve_payment.run(pay.mall.id, attempt.id)).status)
    -- the call that was thought lost arrives after all
    local contract, adapter = payment.adapter(pay.mall, attempt)
    assert.equal("waiting", adapter.approve(contract, pay:now(attempt), token, attempt.asked_at).state)
    close_account.all()
    assert.equal(0, queued(attempt))
    pay:age(attempt, 3600)
    close_account.all()
    assert.equal(1, queued(attempt))
    assert.is_true(close(attempt))
    assert.is_number(said(attempt).at)
    assert.is_false(waits(attempt))
  end)

  it("and was never issued is asked after once, when no window can be open any more", function()
    local attempt = assert(pay:start(pay:order(), "toss_payments.virtual_account"))
    pay:complete(attempt, pay:press(attempt, "cancel"))
    assert.equal("failed", pay:now(attempt).status)
    assert.is_true(close(attempt))
    assert.is_nil(pay:now(attempt).account_closed_at)
    pay:age(attempt, 3700)
    assert.is_true(close(attempt))
    assert.is_number(said(attempt).at)
    database.execute(("UPDATE payment SET account_asked_at = now() - interval '2 days' WHERE id = '%s'"):format(attempt.id))
    database.execute "DELETE FROM job"
    close_account.all()
    assert.equal(0, queued(attempt))
  end)
end)
