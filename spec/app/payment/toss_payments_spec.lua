-- Toss Payments as it is asked and as it answers, by its stand-in: what goes wrong there never becomes a wrong state here.

local adapter = require "payment.adapters.toss_payments"
local attempts = require "spec.app.payment.attempts"
local every_adapter = require "spec.app.payment.contract"
local codes = require "payment.rules.toss_payments.codes"
local crypto = require "crypto"
local eventually = require "spec.support.eventually"
local json = require "json"
local object = require "payment.rules.toss_payments.object"
local providers = require "spec.support.providers"
local seoul = require "shared.clock"
local window = require "payment.rules.toss_payments.window"

local function way(method, device)
  return { method = method, device = device, approve = "/v1/payments/confirm", cancel = "/v1/payments/:key/cancel",
    query = { "/v1/payments/:key", "/v1/payments/orders/:reference" } }
end

every_adapter.of { provider = "toss_payments", secrets = { "secret_key" },
  ways = { way("card", "pc"), way("virtual_account", "mobile") } }

describe("Toss Payments", function()
  local stand_in

  setup(function() stand_in = providers.start { only = { "toss_payments" }, scale = 1e-6 } end)
  teardown(function() stand_in:stop() end)
  before_each(function()
    stand_in:mood()
    stand_in:command { provider = "toss_payments", ["do"] = "forget" }
    stand_in:forget()
  end)

  local function walk(changes, press, choose) return attempts.walk(stand_in, adapter, changes, press, choose) end
  local function pay(changes, choose) return attempts.pay(stand_in, adapter, changes, choose) end
  local function approve(from) return adapter.approve(from.contract, from.attempt, from.token, from.request.now) end
  local function query(from) return adapter.query(from.contract, from.attempt, from.request.now) end
  local function cancel(from, amount, changes)
    local result = adapter.cancel(from.contract, from.attempt, attempts.refund(from.attempt, amount, changes), from.request.now)
    if result.outcome == "ok" then attempts.learn(from.attempt, result) end
    return result
  end
  local function command(name, from, fields)
    local told = { provider = "toss_payments", ["do"] = name, reference = from.attempt.reference }
    for key, value in pairs(fields or {}) do told[key] = value end
    return stand_in:command(told)
  end
  -- of those that were not told again: old ones come late
  local function last_notice(from)
    local notice
    for _, entry in ipairs(stand_in:journal()) do
      if entry.notice and entry.attempt == 0 and entry.sent:find(from.attempt.reference, 1, true) then
        notice = assert(adapter.read_notice(from.contract, { body = entry.sent }))
      end
    end
    return notice
  end
  local function ledger() return stand_in:ledger("toss_payments")[1] end

  describe("contract", function()
    it("is two keys of the integration by API, of its own mode", function()
      assert.is_true(adapter.check { mode = "live", client_key = "live_ck_abc", secret_key = "live_sk_abc" })
      local wrong = {
        { mode = "live", client_key = "live_ck_abc" },
        { mode = "live", client_key = "live_ck_abc", secret_key = "test_sk_abc" },
        { mode = "test", client_key = "live_ck_abc", secret_key = "test_sk_abc" },
        { mode = "test", client_key = "test_gck_abc", secret_key = "test_gsk_abc" }, -- widgets'
        { mode = "live", client_key = "live_ck_abc", secret_key = "live_sk_abc", merchant_id = 7 },
        { mode = "live", client_key = "live_ck_abc", secret_key = "live_sk_abc", escrow = "yes" },
        { mode = "test", client_key = "test_sk_abc", secret_key = "test_ck_abc" }, -- exchanged: the secret would be shown to all
      }
      for _, contract in ipairs(wrong) do
        local sound, sentence = adapter.check(contract)
        assert.is_nil(sound)
        assert.is_nil(sentence:find "abc", sentence)
      end
    end)

    it("whose secret is wrong opens nothing, and refuses nobody's payment", function()
      local from = walk()
      from.contract.secret_key = "test_sk_0000"
      assert.same({ "declined", "UNAUTHORIZED_KEY" }, { approve(from).outcome, approve(from).code })
      assert.equal("unknown", query(from).outcome)
    end)
  end)

  describe("window", function()
    it("is opened by their script with what was ordered, and nothing secret", function()
      local request = attempts.request { amount = 100000, tax_free = 10000, vat = 8182, goods_name = ("사과"):rep(80),
        buyer = { name = "홍길동", phone = "010-1234-5678" } }
      local contract = { client_key = "test_ck_abc", secret_key = "test_sk_abc", mode = "test" }
      local started = adapter.start(contract, request)
      assert.same({ "script", "https://js.tosspayments.com/v2/standard", "TossPayments" },
        { started.go.kind, started.go.src, started.go.call })
      local options = started.go.options
      assert.equal("test_ck_abc", options.clientKey)
      assert.same({ currency = "KRW", value = 100000 }, options.request.amount)
      assert.same({ "CARD", 10000, request.reference, "01012345678", false }, { options.request.method, options.request.taxFreeAmount,
        options.request.orderId, options.request.customerMobilePhone, options.request.card.useEscrow })
      assert.is_true(require("text").length(options.request.orderName) <= 100)
      assert.is_nil(json.encode(started):find("test_sk", 1, true))
    end)

    it("is told no more than it wants to hear", function()
      local asked = window.open(attempts.request { tax_free = 0, buyer = { name = "김철수", phone = "내선 12" } }, false)
      assert.same({}, { asked.taxFreeAmount, asked.customerMobilePhone, asked.customerEmail })
      assert.is_nil(window.open(attempts.request { buyer = {} }, false).customerName)
    end)

    it("offers as many months as it is told", function()
      local function card(months) return window.open(attempts.request { installments = months }, false).card end
      assert.same({ useEscrow = false }, card(nil))
      assert.same({ useEscrow = false, cardInstallmentPlan = 0 }, card { 0 })
      assert.same({ useEscrow = false, maxCardInstallmentPlan = 6 }, card { 0, 2, 3, 6 })
    end)

    it("tells until when an account waits, and whom the cash receipt is for", function()
      local due_at = seoul.at(2026, 12, 1, 23, 59, 59)
      local asked = window.open(attempts.request { method = "virtual_account", due_at = due_at,
        cash_receipt = { kind = "business", number = "1234567890" } }, true)
      assert.same({ dueDate = "2026-12-01T23:59:59", useEscrow = true,
        escrowProducts = { { id = asked.orderId, code = asked.orderId, name = "제주 감귤 5kg 외 2건", unitPrice = 33000, quantity = 1 } },
        cashReceipt = { type = "지출증빙" } }, asked.virtualAccount)
      assert.same({ type = "미발행" }, window.open(attempts.request { method = "account_transfer" }, false).transfer.cashReceipt)
    end)

    it("refuses an order number that was paid already", function()
      local from = pay()
      local again = stand_in:press("toss_payments", from.started.go, "pay")
      assert.same({ outcome = "declined", code = "DUPLICATED_ORDER_ID", message = again.query.message },
        adapter.read_return(from.contract, from.attempt, again))
    end)
  end)

  describe("return", function()
    local attempt = { reference = "261129-7K2M9QX-1", amount = 33000 }
    local function read(brought) return window.read(attempt, brought) end

    it("is believed when it is about this payment and this amount", function()
      assert.same({ outcome = "authenticated", reference = attempt.reference, amount = 33000, token = { payment_key = "tk_1" } },
        read { paymentKey = "tk_1", orderId = attempt.reference, amount = "33000", paymentType = "NORMAL" })
    end)

    it("is forged when it is about another order or amount, or its key would lead elsewhere", function()
      local good = { paymentKey = "tk_1", orderId = attempt.reference, amount = "33000" }
      for name, values in pairs { orderId = { "261129-7K2M9QX-2", "" }, amount = { "33001", "33000.0", "3.3e4", "" },
        paymentKey = { "../orders/x", "a b", ("k"):rep(201), "" } } do
        for _, value in ipairs(values) do
          local brought = { paymentKey = good.paymentKey, orderId = good.orderId, amount = good.amount, [name] = value }
          assert.equal("forged", read(brought).outcome, name .. " = " .. value)
        end
      end
      assert.equal("forged", read { code = "REJECT_CARD_COMPANY", orderId = "another" }.outcome)
    end)

    it("knows a shopper who left from a card that was refused", function()
      assert.equal("cancelled", walk(nil, "cancel").returned.outcome)
      assert.same({ outcome = "declined", code = "REJECT_CARD_COMPANY", message = "결제 승인이 거절되었습니다." }, walk(nil, "decline").returned)
    end)
  end)

  describe("approval", function()
    it("captures exactly what was ordered, with the parts that tax needs", function()
      local result = pay({ amount = 100000, tax_free = 10000, vat = 8182 }).result
      assert.same({ "ok", "paid", 100000, 100000, 0, "KRW" },
        { result.outcome, result.state, result.amount, result.captured, result.cancelled, result.currency })
      assert.same({ 10000, 8182, 81818 }, { result.details.tax_free, result.details.vat, result.details.supplied })
      assert.same({ "신한", 0 }, { result.card.issuer, result.card.installments })
      assert.is_true(math.abs(result.paid_at - require("clock").now()) < 60)
    end)

    it("sends amounts as whole numbers up to a trillion", function()
      pay { amount = 1000000000000, vat = 90909090909 }
      assert.equal(1000000000000, stand_in:journal("POST /v1/payments/confirm")[1].fields.amount)
    end)

    it("is one deed however often it is asked for", function()
      local from = pay()
      assert.equal("paid", approve(from).state)
      -- as a worker that knows nothing of the first one's key would
      from.attempt.details = { key = "another" }
      assert.equal("paid", approve(from).state)
      assert.same({ "ALREADY_PROCESSED_PAYMENT" }, { json.decode(stand_in:journal("POST /v1/payments/confirm")[3].answer).code })
      assert.equal(33000, ledger().captured)
    end)

    it("says a key that names the attempt and the payment, and is fit to be one", function()
      local from = pay()
      local key = stand_in:command { provider = "toss_payments", ["do"] = "keys" }.keys[1]
      assert.equal(from.attempt.details.key .. "." .. from.token.payment_key, key)
      assert.matches("^%x+%-%x+%-7%x+%-%x+%-%x+$", from.attempt.details.key)
      assert.is_true(#key <= 300)
    end)

    it("named by a browser that brings another order's payment leaves that one alone", function()
      local other = pay()
      local from = walk()
      from.token = other.token -- all else is as it should be
      local result = approve(from)
      assert.same({ "declined", "ALREADY_PROCESSED_PAYMENT" }, { result.outcome, result.code })
      assert.is_nil(result.transaction_id)
      assert.equal(33000, ledger().captured)
    end)

    it("that is declined says why", function()
      stand_in:mood { on = "/v1/payments/confirm", decline = { code = "REJECT_CARD_PAYMENT", message = "한도초과 혹은 잔액부족" } }
      local from = walk()
      local result = approve(from)
      assert.same({ "declined", "REJECT_CARD_PAYMENT", "한도초과 혹은 잔액부족" }, { result.outcome, result.code, result.message })
      assert.equal("failed", query(from).state)
    end)

    it("is unknown for as long as nobody knows, and the truth is there to be asked for", function()
      local misfortunes = {
        { mood = { cut = "after" }, truth = "paid" }, { mood = { cut = "before" }, truth = "ready" },
        { mood = { http = 503 }, truth = "ready" }, { mood = { garbage = "html" }, truth = "paid" },
        { mood = { garbage = "truncated" }, truth = "paid" }, { mood = { garbage = "euc-kr" }, truth = "paid" },
        { mood = { status = "SOMETHING_NEW" }, truth = "paid" },
        { mood = { decline = { code = "PROVIDER_ERROR", message = "일시적인 오류", http = 400 } }, truth = "failed" },
        { mood = { decline = { code = "IDEMPOTENT_REQUEST_PROCESSING", message = "처리 중", http = 409 } }, truth = "failed" },
        { mood = { decline = { code = "FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING", message = "내부", http = 500 } }, truth = "failed" },
      }
      for _, one in ipairs(misfortunes) do
        local from = walk()
        one.mood.on = "/v1/payments/confirm"
        stand_in:mood(one.mood)
        assert.equal("unknown", approve(from).outcome, json.encode(one.mood))
        stand_in:mood()
        from.attempt.transaction_id = from.token.payment_key
        assert.equal(one.truth, query(from).state, json.encode(one.mood))
        from.attempt.transaction_id = nil -- nor is the name needed, where it was lost with us
        assert.equal(one.truth, query(from).state, json.encode(one.mood))
      end
    end)

    it("shows a wrong amount, order or merchant to who compares", function()
      stand_in:mood { on = "/v1/payments/confirm", amount = -1000, reference = "261129-OTHER01-1", merchant = "someone" }
      local result = approve(walk())
      assert.same({ 32000, "261129-OTHER01-1", "someone" }, { result.amount, result.reference, result.merchant_id })
    end)

    it("comes too late once the window has expired", function()
      local from = walk()
      command("expire", from)
      assert.same({ "declined", "NOT_FOUND_PAYMENT_SESSION" }, { approve(from).outcome, approve(from).code })
      assert.equal("expired", query(from).state)
    end)
  end)

  it("knows nothing of an attempt whose window nobody used", function()
    local request = attempts.request()
    local contract = stand_in:contract "toss_payments"
    local attempt = attempts.row(request, adapter.start(contract, request))
    local result = adapter.query(contract, attempt)
    assert.same({ "ok", "ready", 0 }, { result.outcome, result.state, result.captured })
    attempt.transaction_id = "tk_that_they_lost"
    assert.equal("unknown", adapter.query(contract, attempt).outcome)
  end)

  describe("virtual account", function()
    local function account(changes)
      local asked = { method = "virtual_account", due_at = math.floor(require("clock").now()) + 3 * 86400 }
      for key, value in pairs(changes or {}) do asked[key] = value end
      return pay(asked, { bank = "06" })
    end

    it("is made by the approval, and waits", function()
      local from = account()
      local result = from.result
      assert.same({ "ok", "waiting", 0 }, { result.outcome, result.state, result.captured })
      assert.same({ "04", "KB국민은행", "홍길동", from.request.due_at },
        { result.account.bank_code, result.account.bank, result.account.holder, result.account.due_at })
      assert.matches("^ps_", result.secret)
      assert.is_nil(result.paid_at)
    end)

    it("is paid into, and two notices tell of it, of which one can show that it is theirs", function()
      local from = account()
      command("deposit", from, { url = stand_in.url .. "/nowhere" })
      local kinds, keys = {}, {}
      for _, entry in ipairs(stand_in:journal()) do
        if entry.notice and entry.attempt == 0 and entry.sent:find(from.attempt.reference, 1, true) then
          local notice = assert(adapter.read_notice(from.contract, { body = entry.sent }))
          assert.equal(from.attempt.reference, notice.reference)
          kinds[notice.kind], keys[notice.event_key] = adapter.is_authentic(from.attempt, notice) or "must be asked", true
        end
      end
      assert.same({ deposit = true, changed = "must be asked" }, kinds)
      assert.equal(2, #(function(list) for key in pairs(keys) do list[#list + 1] = key end return list end) {})
      local truth = query(from)
      assert.same({ "paid", 33000 }, { truth.state, truth.captured })
    end)

    it("tells again until it is answered with 200, seven times", function()
      local from = account()
      command("deposit", from, { url = stand_in.url .. "/nowhere", events = { "DEPOSIT_CALLBACK" } })
      local sent -- earlier ones are still being told
      eventually(function()
        sent = {}
        for _, entry in ipairs(stand_in:journal()) do
          if entry.notice and entry.sent:find(from.attempt.reference, 1, true) then sent[#sent + 1] = entry.sent end
        end
        return #sent == 8
      end, 5000, "eight deliveries")
      for _, words in ipairs(sent) do assert.equal(sent[1], words) end -- so they have the same key
      assert.same({ 200, "OK", "text/plain; charset=utf-8" }, { adapter.notice_answer(true) })
      assert.are_not.equal(200, (adapter.notice_answer(false)))
    end)

    it("is not paid by who does not know the secret", function()
      local from = account()
      command("notice", from, { url = stand_in.url .. "/nowhere", event = "DEPOSIT_CALLBACK", status = "DONE", sign = "wrong" })
      local notice = last_notice(from)
      assert.is_false(adapter.is_authentic(from.attempt, notice))
      notice.secret = from.attempt.secret .. "x"
      assert.is_false(adapter.is_authentic(from.attempt, notice))
      assert.is_nil(adapter.is_authentic({}, notice)) -- the notice is here before our own writing is
      assert.equal("waiting", query(from).state)
    end)

    it("may be called back by the bank", function()
      local from = account()
      command("deposit", from, { url = stand_in.url .. "/nowhere" })
      stand_in:forget()
      command("recall", from, { url = stand_in.url .. "/nowhere", events = { "DEPOSIT_CALLBACK" } })
      local notice = last_notice(from)
      assert.same({ "deposit_cancelled", true }, { notice.kind, adapter.is_authentic(from.attempt, notice) })
      local truth = query(from)
      assert.same({ "waiting", 0 }, { truth.state, truth.captured })
    end)

    it("is closed without money, and gives money back to an account alone", function()
      local unpaid = account()
      local closed = cancel(unpaid, 33000)
      assert.same({ "ok", "cancelled", 0, 0 }, { closed.outcome, closed.state, closed.captured, closed.cancelled })
      assert.equal("cancelled", cancel(unpaid, 33000).state) -- closing it again finds it closed

      local from = account()
      command("deposit", from, { url = stand_in.url .. "/nowhere" })
      attempts.learn(from.attempt, query(from))
      local no_account = cancel(from, 11000)
      assert.same({ "declined", "INVALID_REFUND_ACCOUNT_INFO" }, { no_account.outcome, no_account.code })
      local given = cancel(from, 11000, { key = "another", account = { bank_code = "004", bank = "KB국민은행", number = "123-45-678901",
        holder = "김철수" } })
      assert.same({ "ok", "partially_cancelled", 11000 }, { given.outcome, given.state, given.cancelled })
      assert.same({ bank = "06", accountNumber = "12345678901", holderName = "김철수" },
        stand_in:journal(("POST /v1/payments/%s/cancel"):format(from.attempt.transaction_id))[2].fields.refundReceiveAccount)
    end)
  end)

  describe("cancellation", function()
    it("gives back in parts with their tax, and is whole when nothing is left, whatever they call it", function()
      local from = pay { amount = 100000, tax_free = 10000, vat = 8182 }
      local first = cancel(from, 30000, { tax_free = 10000, vat = 1819, key = "R1" })
      assert.same({ "partially_cancelled", 100000, 30000 }, { first.state, first.captured, first.cancelled })
      local second = cancel(from, 70000, { tax_free = 0, vat = 6363, key = "R2" })
      assert.same({ "cancelled", 100000 }, { second.state, second.cancelled })
      local calls = stand_in:journal(("POST /v1/payments/%s/cancel"):format(from.attempt.transaction_id))
      assert.equal("PARTIAL_CANCELED", json.decode(calls[2].answer).status)
      assert.same({ 30000, 10000, 100000 }, { calls[1].fields.cancelAmount, calls[1].fields.taxFreeAmount, calls[1].fields.refundableAmount })
    end)

    it("is one deed under one key", function()
      local from = pay()
      local request = attempts.refund(from.attempt, 11000)
      for _ = 1, 2 do assert.equal(11000, adapter.cancel(from.contract, from.attempt, request, from.request.now).cancelled) end
      assert.equal(11000, ledger().cancelled)
    end)

    it("that was refused is not refused for ever", function()
      local from = pay()
      local request = attempts.refund(from.attempt, 11000)
      stand_in:mood { decline = { code = "NOT_AVAILABLE_PAYMENT", message = "결제가 불가능한 시간대입니다" } }
      assert.equal("declined", adapter.cancel(from.contract, from.attempt, request, from.request.now).outcome)
      stand_in:mood()
      assert.equal("declined", adapter.cancel(from.contract, from.attempt, request, from.request.now).outcome) -- the same, repeated
      assert.equal("ok", adapter.cancel(from.contract, from.attempt, request, from.request.now + 3600).outcome)
      assert.equal("ok", adapter.cancel(from.contract, from.attempt, request, from.request.now + 7200).outcome)
      assert.equal(11000, ledger().cancelled)
    end)

    it("is found done when its answer was lost and its key as well", function()
      local from = pay()
      stand_in:mood { cut = "after" }
      assert.equal("unknown", cancel(from, 11000).outcome)
      stand_in:mood()
      local again = cancel(from, 11000, { key = "a key that nobody remembers" })
      assert.same({ "ok", 11000 }, { again.outcome, again.cancelled })
      assert.equal(11000, ledger().cancelled)
    end)

    it("does not give back what somebody gave back at their desk", function()
      local from = pay()
      command("cancel", from, { amount = 33000, quiet = true })
      local result = cancel(from, 11000)
      assert.same({ "declined", "ALREADY_CANCELED_PAYMENT" }, { result.outcome, result.code })
      assert.equal(33000, ledger().cancelled)
    end)

    it("of more than there is is refused", function()
      local from = pay()
      local result = adapter.cancel(from.contract, from.attempt, { amount = 33001, tax_free = 0, vat = 0, reason = "x", key = "k", remaining = -1 },
        from.request.now)
      assert.same({ "declined", "NOT_CANCELABLE_AMOUNT" }, { result.outcome, result.code })
    end)

    it("always says a reason, and never one that is too long", function()
      local from = pay()
      cancel(from, 1000, { reason = "", key = "R1" })
      cancel(from, 1000, { reason = ("가"):rep(500), key = "R2" })
      local calls = stand_in:journal(("POST /v1/payments/%s/cancel"):format(from.attempt.transaction_id))
      assert.equal("주문 취소", calls[1].fields.cancelReason)
      assert.is_true(require("text").length(calls[2].fields.cancelReason) <= 200)
    end)
  end)

  describe("notice", function()
    local function read(body) return adapter.read_notice({}, { body = type(body) == "table" and json.encode(body) or body }) end

    it("that is none is said to be none", function()
      for _, body in ipairs { "", "hello", "[]", "{}", '"x"', { eventType = "METHOD_UPDATED", data = { orderId = "a" } },
        { eventType = "PAYMENT_STATUS_CHANGED", data = json.null }, { eventType = "PAYMENT_STATUS_CHANGED" },
        { status = "DONE", orderId = "a" }, { status = "NEW", orderId = "a", secret = "s" }, { status = "DONE", orderId = { "a" }, secret = "s" },
        ("["):rep(500) } do
        local notice, fault = read(body)
        assert.is_nil(notice)
        assert.equal("payment.malformed_notice", fault.code)
      end
    end)

    it("of a change names the payment and the amount, and is no proof", function()
      local notice = read { eventType = "PAYMENT_STATUS_CHANGED", createdAt = "2026-11-29T12:00:00.000000",
        data = { paymentKey = "tk_1", orderId = "261129-7K2M9QX-1", status = "DONE", totalAmount = 33000 } }
      assert.same({ "changed", "261129-7K2M9QX-1", "tk_1", 33000 },
        { notice.kind, notice.reference, notice.transaction_id, notice.amount })
      assert.is_nil(adapter.is_authentic({ secret = "s" }, notice))
    end)

    it("has a name by its very text", function()
      local one = { eventType = "PAYMENT_STATUS_CHANGED", createdAt = "a", data = { paymentKey = "tk_1", orderId = "261129-7K2M9QX-1" } }
      local key = read(one).event_key
      assert.equal(key, read(one).event_key)
      one.createdAt = "b"
      assert.are_not.equal(key, read(one).event_key)
    end)
  end)

  it("issues a cash receipt for money that came another way, and takes it back", function()
    local contract = stand_in:contract "toss_payments"
    local asked = { reference = "261129-BANK001-1", goods_name = "사과", kind = "income", number = "01012345678", amount = 55000, tax_free = 0,
      key = "receipt-1" }
    local issued = adapter.issue_receipt(contract, asked)
    assert.same({ "ok", 55000, "income" }, { issued.outcome, issued.cash_receipt.amount, issued.cash_receipt.kind })
    assert.equal(issued.cash_receipt.key, adapter.issue_receipt(contract, asked).cash_receipt.key)
    local taken = adapter.cancel_receipt(contract, { receipt_key = issued.cash_receipt.key, amount = 5000, key = "receipt-1-R1" })
    assert.same({ "ok", 5000 }, { taken.outcome, taken.amount })
    asked.number, asked.key = "12", "receipt-2"
    assert.same({ "declined", "INVALID_CUSTOMER_IDENTITY_NUMBER" },
      { adapter.issue_receipt(contract, asked).outcome, adapter.issue_receipt(contract, asked).code })
  end)

  it("gives the receipt that it issued in the payment along with it", function()
    local from = pay { method = "account_transfer", cash_receipt = { kind = "income", number = "01012345678" } }
    assert.same({ 33000, "income" }, { from.result.cash_receipt.amount, from.result.cash_receipt.kind })
  end)

  describe("list", function()
    it("of settlements has each sale and each cancellation, with what is left of it after fees", function()
      local from = pay()
      cancel(from, 11000)
      local today = seoul.day(require("clock").now())
      local rows = assert(adapter.settlements(from.contract, today, today))
      assert.same({ 2, "pay", "cancel" }, { #rows, rows[1].kind, rows[2].kind })
      assert.same({ 33000, 990, 99, 31911 }, { rows[1].gross, rows[1].fee, rows[1].fee_vat, rows[1].net })
      assert.same({ -11000, -330, -33, -10637 }, { rows[2].gross, rows[2].fee, rows[2].fee_vat, rows[2].net })
      assert.same({ from.attempt.transaction_id, from.attempt.reference, today },
        { rows[1].transaction_id, rows[1].reference, rows[1].sold_on })
      assert.same({}, adapter.settlements(from.contract, "2020-01-01", "2020-01-02"))
    end)

    it("of movements tells captures from cancellations", function()
      local from = pay()
      cancel(from, 11000)
      local rows = assert(adapter.transactions(from.contract, "2026-01-01T00:00:00", "2999-01-01T00:00:00"))
      assert.same({ 33000, -11000 }, { rows[1].amount, rows[2].amount })
    end)

    it("is read to its end, however many pages that takes", function()
      for _, count in ipairs { 1000, 1001 } do
        stand_in:command { provider = "toss_payments", ["do"] = "forget" }
        stand_in:command { provider = "toss_payments", ["do"] = "fill", count = count }
        local contract, seen = stand_in:contract "toss_payments", {}
        for _, rows in ipairs { assert(adapter.settlements(contract, "2020-01-01", "2999-01-01")),
          assert(adapter.transactions(contract, "2020-01-01T00:00:00", "2999-01-01T00:00:00")) } do
          local once = {}
          for _, row in ipairs(rows) do once[row.movement] = true end
          for _ in pairs(once) do seen[#seen + 1] = true end
        end
        assert.equal(2 * count, #seen)
      end
    end)

    it("is all there or not at all", function()
      local from = pay()
      for _, mood in ipairs { { cut = "after" }, { garbage = "html" }, { amount = 0.5 } } do
        mood.on = "/v1/settlements"
        stand_in:mood(mood)
        local rows, fault = adapter.settlements(from.contract, "2020-01-01", "2999-01-02")
        assert.is_nil(rows)
        assert.equal("payment.no_list", fault.code)
      end
    end)
  end)
end)

describe("a Payment object", function()
  local function payment(changes)
    local one = { paymentKey = "tk_1", orderId = "261129-7K2M9QX-1", mId = "m", status = "DONE", currency = "KRW", totalAmount = 33000,
      balanceAmount = 33000, approvedAt = "2026-11-29T12:00:00+09:00", method = "카드", card = json.null, secret = json.null }
    for key, value in pairs(changes or {}) do one[key] = value end
    return object.read(one)
  end

  it("that lacks what it has to have is not read at all", function()
    for _, changes in ipairs { { totalAmount = "33000" }, { balanceAmount = json.null }, { balanceAmount = 33001 }, { status = "NEW" },
      { orderId = json.null }, { paymentKey = "" }, { totalAmount = 330.5 } } do
      assert.is_nil(payment(changes), json.encode(changes))
    end
  end)

  it("says by each status what became of the money", function()
    local expected = { READY = "ready 0 0", IN_PROGRESS = "ready 0 0", WAITING_FOR_DEPOSIT = "waiting 0 0", DONE = "paid 33000 0",
      ABORTED = "failed 0 0", EXPIRED = "expired 0 0" }
    for status, words in pairs(expected) do
      local result = payment { status = status }
      assert.equal(words, ("%s %d %d"):format(result.state, result.captured, result.cancelled))
    end
    assert.same({ "cancelled", 33000 }, { payment { status = "CANCELED", balanceAmount = 0 }.state,
      payment { status = "CANCELED", balanceAmount = 0 }.cancelled })
    assert.equal(0, payment { status = "CANCELED", balanceAmount = 0, approvedAt = json.null }.captured)
    assert.equal("cancelled", payment { status = "PARTIAL_CANCELED", balanceAmount = 0 }.state)
  end)

  it("of a wallet in their window names the wallet, and what it paid on top is part of what came", function()
    local result = payment { method = "간편결제", easyPay = { provider = "토스페이", amount = 32000, discountAmount = 1000 } }
    assert.same({ "paid", 33000, "토스페이", 1000 },
      { result.state, result.captured, result.details.wallet, result.details.wallet_discount })
    assert.is_nil(result.card)
  end)

  it("leads to no receipt but one of an encrypted address", function()
    assert.is_nil(payment { receipt = { url = "javascript:alert(1)" } }.receipt_url)
    assert.equal("https://r.test/1", payment { receipt = { url = "https://r.test/1" } }.receipt_url)
  end)

  it("keeps no secret among its details", function()
    local result = payment { secret = "ps_secret", status = "WAITING_FOR_DEPOSIT", method = "가상계좌" }
    assert.equal("ps_secret", result.secret)
    assert.is_nil(json.encode(result.details):find("ps_secret", 1, true))
  end)
end)

it("Toss Payments' codes are the clearing codes but for KB's", function()
  assert.same({ "06", "06", "88", "88", "20" }, { codes.to_theirs "04", codes.to_theirs "004", codes.to_theirs "088", codes.to_theirs "88",
    codes.to_theirs "020" })
  assert.same({ "04", "88" }, { codes.to_clearing "06", codes.to_clearing "88" })
end)

it("Toss Payments is told who asks by the key and a colon", function()
  assert.equal("azo=", crypto.base64 "k:")
end)
