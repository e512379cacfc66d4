-- PortOne (V2) as it is asked and as it answers, by its stand-in: the money is taken in its window, and whatever the browser or a
-- notice says of it, what holds is what PortOne answers.

local adapter = require "payment.adapters.portone"
local attempts = require "spec.app.payment.attempts"
local every_adapter = require "spec.app.payment.contract"
local clock = require "clock"
local codes = require "payment.rules.portone.codes"
local crypto = require "crypto"
local eventually = require "spec.support.eventually"
local json = require "json"
local notice = require "payment.rules.portone.notice"
local object = require "payment.rules.portone.object"
local providers = require "spec.support.providers"
local seoul = require "shared.clock"
local webhook = require "payment.adapters.portone.webhook"
local window = require "payment.rules.portone.window"

local function way(method, device)
  return { method = method, device = device, approve = "/payments/:id", query = "/payments/:id", cancel = "/payments/:id/cancel",
    in_window = true, recall = false }
end

every_adapter.of { provider = "portone", secrets = { "api_secret", "webhook_secret", "webhook_secret_old" },
  optional = { "webhook_secret_old" }, ways = { way("card", "pc"), way("virtual_account", "mobile") } }

describe("PortOne", function()
  local stand_in

  setup(function() stand_in = providers.start { only = { "portone" }, scale = 1e-6 } end)
  teardown(function() stand_in:stop() end)
  before_each(function()
    stand_in:mood()
    stand_in:command { provider = "portone", ["do"] = "forget" }
    stand_in:forget()
  end)

  local function quiet(changes)
    changes = changes or {}
    changes.notice_url = changes.notice_url or stand_in:sink(200, "OK")
    return changes
  end
  local function walk(changes, press, choose) return attempts.walk(stand_in, adapter, quiet(changes), press, choose) end
  local function pay(changes, choose) return attempts.pay(stand_in, adapter, quiet(changes), choose) end
  local function account(changes)
    changes = changes or {}
    changes.method, changes.due_at = "virtual_account", math.floor(clock.now()) + 3 * 86400
    return pay(changes, { bank = "KOOKMIN" })
  end
  local function approve(from) return adapter.approve(from.contract, from.attempt) end
  local function query(from) return adapter.query(from.contract, from.attempt) end
  local function cancel(from, amount, changes)
    local result = adapter.cancel(from.contract, from.attempt, attempts.refund(from.attempt, amount, changes))
    if result.outcome == "ok" then attempts.learn(from.attempt, result) end
    return result
  end
  local function command(name, from, fields)
    local told = { provider = "portone", ["do"] = name, reference = from and from.attempt.reference }
    for key, value in pairs(fields or {}) do told[key] = value end
    return stand_in:command(told)
  end
  -- what a command has the stand-in tell, as the adapter reads it
  local function told(name, from, fields)
    stand_in:forget()
    fields = fields or {}
    fields.url = stand_in:sink(204, "")
    command(name, from, fields)
    local raw = stand_in:notices("portone", fields.url)[1]
    return assert(adapter.read_notice(from.contract, raw, clock.now())), raw
  end
  local function ledger() return stand_in:ledger("portone")[1] end
  local function path(from, rest) return ("/payments/%s%s"):format(from.attempt.reference, rest) end

  describe("contract", function()
    local function whole(changes)
      local contract = { mode = "live", store_id = "store-1", channel_key = "channel-key-1", api_secret = "abcDEF012",
        webhook_secret = "whsec_" .. crypto.base64(("k"):rep(24)) }
      for name, value in pairs(changes or {}) do contract[name] = value end
      return contract
    end

    it("is a store, a channel and two secrets", function()
      assert.is_true(adapter.check(whole()))
      assert.is_true(adapter.check(whole { channels = { virtual_account = "channel-key-2" }, escrow = true, behind = { "inicis" },
        webhook_secret_old = crypto.base64(("o"):rep(24)) }))
      for _, changes in ipairs { { store_id = 1 }, { channel_key = "a b" }, { api_secret = "a b" }, { webhook_secret = "whsec_k" },
        { webhook_secret = "whsec_!!" }, { webhook_secret_old = 7 }, { channels = "x" }, { channels = { points = "c" } },
        { channels = { card = 7 } }, { behind = "inicis" }, { behind = { "nobody" } }, { escrow = "yes" } } do
        local sound, sentence = adapter.check(whole(changes))
        assert.is_nil(sound, json.encode(changes))
        assert.is_nil(sentence:find("abcDEF012", 1, true), sentence)
      end
    end)

    it("whose secret is wrong opens nothing, and knows nothing", function()
      local from = pay()
      from.contract.api_secret = "another"
      assert.same({ "declined", "UNAUTHORIZED" }, { adapter.start(from.contract, from.request).outcome, adapter.start(from.contract, from.request).code })
      assert.equal("unknown", query(from).outcome)
      assert.equal("unknown", cancel(from, 1000).outcome)
    end)

    it("names the store that answers must name", function() assert.equal("store-1", adapter.merchant(whole())) end)
  end)

  describe("window", function()
    it("is told what PortOne was told before, and nothing secret", function()
      local contract = stand_in:contract "portone"
      local request = attempts.request { amount = 100000, tax_free = 10000, vat = 8182, goods_name = ("사과"):rep(80),
        buyer = { name = "홍길동", phone = "010-1234-5678" }, installments = { 3 } }
      local started = adapter.start(contract, request)
      assert.same({ "script", "PortOne.requestPayment" }, { started.go.kind, started.go.call })
      local options = started.go.options
      assert.same({ 100000, 10000, 8182, "KRW", "CARD", "01012345678", true, { request.notice_url }, { installment = { monthOption = { fixedMonth = 3 } } } },
        { options.totalAmount, options.taxFreeAmount, options.vatAmount, options.currency, options.payMethod, options.customer.phoneNumber,
          options.forceRedirect, options.noticeUrls, options.card })
      assert.is_true(require("text").length(options.orderName) <= 100)
      assert.same({ storeId = contract.store_id, totalAmount = 100000, taxFreeAmount = 10000, currency = "KRW" },
        stand_in:journal(("POST /payments/%s/pre-register"):format(request.reference))[1].fields)
      local said = json.encode(started)
      for _, name in ipairs { "api_secret", "webhook_secret", "webhook_secret_old" } do assert.is_nil(said:find(contract[name], 1, true)) end
      contract.urls.script = nil
      assert.equal("https://cdn.portone.io/v2/browser-sdk.js", adapter.start(contract, request).go.src)
    end)

    it("goes by the channel of the method, offers months, and says until when and for whom", function()
      local contract = { store_id = "s", channel_key = "c", channels = { virtual_account = "v" }, escrow = true }
      assert.equal("c", window.open(contract, attempts.request()).channelKey)
      assert.same({ installment = { monthOption = { availableMonthList = { 0, 2, 3 } } } },
        window.open(contract, attempts.request { installments = { 0, 2, 3 } }).card)
      local asked = window.open(contract, attempts.request { method = "virtual_account", due_at = seoul.at(2026, 12, 1, 23, 59, 59),
        cash_receipt = { kind = "business", number = "1234567890" } })
      assert.same({ "v", true, 1 }, { asked.channelKey, asked.isEscrow, #asked.products })
      assert.same({ cashReceiptType = "CORPORATE", customerIdentifier = "1234567890", accountExpiry = { dueDate = "2026-12-01 23:59:59" } },
        asked.virtualAccount)
      assert.same({ cashReceiptType = "ANONYMOUS" }, window.open(contract, attempts.request { method = "account_transfer" }).transfer)
      assert.is_nil(window.open({ store_id = "s", channel_key = "c" }, attempts.request()).isEscrow)
    end)

    it("does not open where PortOne does not know the sum, or knows of money already", function()
      stand_in:mood { on = "/payments/:id/pre-register", cut = "after" }
      local request = attempts.request()
      assert.same({ "unknown", nil }, { adapter.start(stand_in:contract "portone", request).outcome, adapter.start(stand_in:contract "portone", request).go })
      stand_in:mood()
      local from = pay()
      assert.same({ "declined", "ALREADY_PAID" }, { adapter.start(from.contract, from.request).outcome, adapter.start(from.contract, from.request).code })
    end)

    it("that a shopper opens with another sum takes nothing", function()
      local request = attempts.request(quiet())
      local started = adapter.start(stand_in:contract "portone", request)
      started.go.options.totalAmount = 100
      local brought = stand_in:press("portone", started.go, "pay")
      assert.equal("AmountNotEqualToPredefined", brought.query.code)
      assert.equal("declined", window.read(request, brought.query).outcome)
      assert.same({}, stand_in:ledger "portone")
    end)
  end)

  describe("return", function()
    local attempt = { reference = "261129-7K2M9QX-1", amount = 33000 }

    it("is a reason to ask when it is about this payment, and forged when it is not", function()
      assert.same({ outcome = "authenticated", reference = attempt.reference, amount = 33000, token = {} },
        window.read(attempt, { paymentId = attempt.reference, txId = "t" }))
      for _, brought in ipairs { {}, { paymentId = "" }, { paymentId = "261129-7K2M9QX-2" }, { paymentId = "x", code = "FAILURE_TYPE_PG" } } do
        assert.equal("forged", window.read(attempt, brought).outcome, json.encode(brought))
      end
    end)

    it("knows who left from whose card was refused", function()
      assert.same({ "cancelled", "PAY_PROCESS_CANCELED" }, { walk(nil, "cancel").returned.outcome, walk(nil, "cancel").returned.code })
      assert.same({ outcome = "declined", code = "REJECT_CARD_COMPANY", message = "한도초과 혹은 잔액부족" }, walk(nil, "decline").returned)
      for _, message in ipairs { "[결제포기] 창을 닫으셨습니다", "사용자가 결제를 취소하셨습니다" } do
        assert.equal("cancelled", window.read(attempt, { code = "FAILURE_TYPE_PG", message = message }).outcome)
      end
      assert.equal("declined", window.read(attempt, { code = "FAILURE_TYPE_PG", message = "취소된 카드입니다" }).outcome)
    end)
  end)

  describe("approval", function()
    it("reads back what was taken", function()
      local result = pay({ amount = 100000, tax_free = 10000, vat = 8182, installments = { 0, 3 } }, { months = "3" }).result
      assert.same({ "ok", "paid", 100000, 100000, 0, "KRW" },
        { result.outcome, result.state, result.amount, result.captured, result.cancelled, result.currency })
      assert.same({ "신한", 3, "30001234", "433012******123*" }, { result.card.issuer, result.card.installments, result.card.approval_no, result.card.number })
      assert.same({ 10000, 8182 }, { result.details.tax_free, result.details.vat })
      assert.is_true(math.abs(result.paid_at - clock.now()) < 60)
      assert.matches("^https://", result.receipt_url)
    end)

    it("without money there is none: a browser that comes without having paid brings nothing", function()
      local request = attempts.request(quiet())
      local contract = stand_in:contract "portone"
      local attempt = attempts.row(request, adapter.start(contract, request))
      assert.same({ "unknown", "PAYMENT_NOT_FOUND" }, { adapter.approve(contract, attempt).outcome, adapter.approve(contract, attempt).code })
      local truth = adapter.query(contract, attempt)
      assert.same({ "ok", "ready", 0 }, { truth.outcome, truth.state, truth.captured })
    end)

    it("is unknown for as long as they are about it", function()
      local from = walk()
      command("pend", from)
      assert.same({ "unknown", "PAY_PENDING" }, { approve(from).outcome, approve(from).code })
      assert.equal("unknown", query(from).outcome)
      command("pend", from, { over = true })
      assert.equal("paid", approve(from).state)
    end)

    it("of a payment that failed is declined, and says why", function()
      local from = walk(nil, "decline")
      assert.same({ "declined", "REJECT_CARD_COMPANY", "한도초과 혹은 잔액부족" }, { approve(from).outcome, approve(from).code, approve(from).message })
      local failed = query(from)
      assert.same({ "failed", 0 }, { failed.state, failed.captured })
      assert.is_nil(failed.transaction_id) -- another try of it has another
    end)

    it("of another amount shows it, and that much can be given back", function()
      local from = walk()
      stand_in:mood { on = "/payments/:id", amount = -1000 }
      assert.same({ 32000, 32000 }, { approve(from).amount, approve(from).captured })
      stand_in:mood()
      attempts.learn(from.attempt, approve(from))
      assert.equal("cancelled", cancel(from, from.attempt.captured_amount).state)
    end)

    it("under a live contract by a channel of tests is none", function()
      local from = pay()
      local said = { status = "PAID", id = from.attempt.reference, transactionId = "t", storeId = "s", currency = "KRW", paidAt = "2026-11-29T12:00:00Z",
        amount = { total = 33000, cancelled = 0 }, channel = { type = "TEST" } }
      assert.equal("ok", object.read(said, false).outcome)
      assert.same({ "declined", "test_channel" }, { object.read(said, true).outcome, object.read(said, true).code })
      said.channel.type = "LIVE"
      assert.equal("paid", object.read(said, true).state)
    end)
  end)

  describe("virtual account", function()
    it("waits, with its bank by the clearing code", function()
      local from = account()
      local result = from.result
      assert.same({ "ok", "waiting", 0 }, { result.outcome, result.state, result.captured })
      assert.same({ "04", "KB국민은행", "홍길동", from.request.due_at },
        { result.account.bank_code, result.account.bank, result.account.holder, result.account.due_at })
      assert.is_nil(result.paid_at)
    end)

    it("is closed without money, and closing it again finds it closed", function()
      local from = account()
      for _ = 1, 2 do
        local closed = cancel(from, 33000)
        assert.same({ "ok", "cancelled", 0, 0 }, { closed.outcome, closed.state, closed.captured, closed.cancelled }, closed.code)
      end
      assert.same({ "cancelled", 0 }, { query(from).state, query(from).captured })
    end)

    it("into which money came in the meantime is not closed", function()
      local from = account()
      told("deposit", from)
      assert.same({ "declined", "PAYMENT_NOT_WAITING_FOR_DEPOSIT" }, { cancel(from, 33000).outcome, cancel(from, 33000).code })
      assert.equal("paid", query(from).state)
    end)

    it("gives back to an account by the bank's word", function()
      local from = account()
      told("deposit", from)
      attempts.learn(from.attempt, query(from))
      local given = cancel(from, 11000, { account = { bank_code = "004", bank = "KB국민은행", number = "123-45-678901", holder = "김철수" } })
      assert.same({ "ok", "partially_cancelled", 11000 }, { given.outcome, given.state, given.cancelled })
      assert.same({ bank = "KOOKMIN", number = "12345678901", holderName = "김철수" },
        stand_in:journal("POST " .. path(from, "/cancel"))[1].fields.refundAccount)
      local nowhere = cancel(from, 1000, { account = { bank_code = "999", bank = "?", number = "1", holder = "x" } })
      assert.same({ "declined", "INVALID_REQUEST" }, { nowhere.outcome, nowhere.code })
    end)
  end)

  describe("cancellation", function()
    it("says along what is there, and its tax", function()
      local from = pay { amount = 100000, tax_free = 10000, vat = 8182 }
      cancel(from, 30000, { tax_free = 10000, vat = 1819 })
      local fields = stand_in:journal("POST " .. path(from, "/cancel"))[1].fields
      assert.same({ 30000, 10000, 1819, 100000, "단순 변심" },
        { fields.amount, fields.taxFreeAmount, fields.vatAmount, fields.currentCancellableAmount, fields.reason })
      assert.same({ "cancelled", 100000, 100000 }, { cancel(from, 70000).state, query(from).captured, query(from).cancelled })
    end)

    it("gives nothing back of what somebody gave back at their desk", function()
      local from = pay()
      command("cancel", from, { amount = 30000, quiet = true })
      assert.same({ "declined", "CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN" }, { cancel(from, 3000).outcome, cancel(from, 3000).code })
      assert.equal(30000, ledger().cancelled)
    end)

    it("is found done when the provider behind them said no and did it", function()
      local from = pay()
      stand_in:mood { on = "/payments/:id/cancel", done = true, decline = { code = "9999", message = "취소 응답 지연", status = 409 } }
      assert.same({ "ok", 3000 }, { cancel(from, 3000).outcome, ledger().cancelled })
    end)

    it("is refused in the words of the provider behind them", function()
      local from = pay()
      stand_in:mood { on = "/payments/:id/cancel", decline = { code = "8888", message = "이미 정산된 거래" } }
      local result = cancel(from, 3000)
      assert.same({ "declined", "8888", "이미 정산된 거래" }, { result.outcome, result.code, result.message })
    end)

    it("is not refused by words that stand under another's status", function()
      local from = pay()
      command("cancel", from, { amount = 33000, quiet = true })
      stand_in:mood { on = "/payments/:id/cancel", http = 502, done = true }
      assert.equal("unknown", cancel(from, 3000).outcome)
    end)

    it("that they will do later is not known until they have", function()
      local from = pay()
      command("asynchronous", nil, { on = true })
      assert.same({ "unknown", "REQUESTED" }, { cancel(from, 3000).outcome, cancel(from, 3000).code })
      command("asynchronous", nil, { on = false })
      command("cancel", from, { amount = 3000, quiet = true })
      assert.same({ "ok", 3000 }, { cancel(from, 3000).outcome, query(from).cancelled })
    end)
  end)

  describe("notice", function()
    it("is signed as the vectors say", function()
      assert.equal("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", webhook.sign(webhook.key "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", '{"test": 2432232314}'))
      assert.equal("AMuZERspSjUAnx8CvPtk1FoKRwbyI5Dg3Uj9585DiMQ=", webhook.sign(webhook.key "pzQGE83cSIRKM4/WH5QY+g==", "dummy-webhook-id",
        "1714039200", '{"test":"test payload"}'))
    end)

    it("is believed by either of two secrets, at its time, in its own bytes", function()
      local new, old = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "pzQGE83cSIRKM4/WH5QY+g=="
      local sent = 1614265330
      local function raw(changes)
        local headers = { ["webhook-id"] = "msg_p5jXN8AQM9LWM0D4loKWxJek", ["webhook-timestamp"] = tostring(sent),
          ["webhook-signature"] = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" }
        for name, value in pairs(changes or {}) do headers[name] = value or nil end
        return { body = changes and changes.body or '{"test": 2432232314}', headers = headers }
      end
      local function is_theirs(given, secrets, now) return webhook.is_authentic(secrets or { new }, given, now or sent) end
      assert.is_true(is_theirs(raw()))
      assert.is_true(is_theirs(raw(), { old, new }))
      assert.is_true(is_theirs(raw(), { new }, sent + 300))
      assert.is_true(is_theirs(raw(), { new }, sent - 300))
      assert.is_true(is_theirs(raw { ["webhook-signature"] = "v1a,AAAA v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" }))
      assert.is_false(is_theirs(raw(), { old }))
      assert.is_false(is_theirs(raw(), { new }, sent + 301))
      assert.is_false(is_theirs(raw(), { new }, sent - 301))
      assert.is_false(is_theirs(raw { body = '{"test":2432232314}' }))
      assert.is_false(is_theirs(raw { ["webhook-id"] = "another" }))
      for _, changes in ipairs { { ["webhook-signature"] = "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" }, { ["webhook-signature"] = "" },
        { ["webhook-timestamp"] = "1614265330.0" }, { ["webhook-timestamp"] = "now" }, { ["webhook-timestamp"] = "" } } do
        assert.is_false(is_theirs(raw(changes)), json.encode(changes))
      end
      for _, name in ipairs { "webhook-id", "webhook-timestamp", "webhook-signature" } do
        local given = raw()
        given.headers[name] = nil
        assert.is_false(is_theirs(given), name)
      end
    end)

    it("comes by itself when a window is left, and a true one is told from others", function()
      local from = pay()
      -- neither way back waits for the other
      local raw = eventually(function() return stand_in:notices("portone")[1] end, 5000, "a notice")
      local said = adapter.read_notice(from.contract, raw, clock.now())
      assert.same({ "deposit", from.attempt.reference, true }, { said.kind, said.reference, said.authentic })
      for sign, authentic in pairs { wrong = false, stale = false, old = true } do
        assert.equal(authentic, (told("notice", from, { sign = sign })).authentic, sign)
      end
      assert.is_false((told("notice", from, { store = "store-another" })).authentic)
      from.contract.webhook_secret_old = nil
      assert.is_false((told("notice", from, { sign = "old" })).authentic)
    end)

    it("is called by their name for it, and by its text where there is none", function()
      local from = pay()
      local said, raw = told("notice", from)
      assert.equal(raw.headers["webhook-id"], said.event_key)
      raw.headers["webhook-id"] = nil
      said = adapter.read_notice(from.contract, raw, clock.now())
      assert.same({ false, 64 }, { said.authentic, #said.event_key })
    end)

    it("of a kind that nobody knows yet is taken, and leads nowhere but to a question", function()
      local from = pay()
      local said = told("notice", from, { type = "Transaction.Teleported" })
      assert.same({ "changed", from.attempt.reference, true }, { said.kind, said.reference, said.authentic })
      said = told("notice", from, { type = "BillingKey.Issued", bare = true })
      assert.same({ "changed", "", true }, { said.kind, said.reference, said.authentic })
      assert.same({ 200, "OK", "text/plain; charset=utf-8" }, { adapter.notice_answer(true) })
      assert.equal(503, (adapter.notice_answer(false)))
    end)

    it("of the version before is read as well", function()
      local from = account()
      assert.same({ "changed", from.attempt.reference }, { told("old", from).kind, told("old", from).reference })
      command("deposit", from, { url = stand_in:sink(200, "") })
      assert.equal("deposit", told("old", from).kind)
    end)

    it("that is none is none", function()
      for _, event in ipairs { {}, { type = 7 }, { type = "hello" }, { type = "" }, { type = "a.b.c" }, { status = "Paid" },
        { payment_id = "x" }, { payment_id = 7, status = "Paid" } } do
        assert.is_nil(notice.read(event), json.encode(event))
      end
      assert.equal("", notice.read({ type = "Transaction.Paid", data = json.null }).reference)
    end)
  end)

  describe("an escrow", function()
    local function delivery(changes)
      local request = { carrier = "cj", carrier_name = "CJ대한통운", number = "123456789012", sent_at = seoul.at(2026, 11, 29, 14, 0, 0),
        sender = { name = "모락상회", phone = "02-1234-5678", postcode = "04524", address = "서울 중구 세종대로 110" },
        receiver = { name = "홍길동", phone = "01012345678", postcode = "63309", address = "제주 제주시 첨단로 242 3층" } }
      for name, value in pairs(changes or {}) do request[name] = value end
      return request
    end

    -- A payment in a window that was opened under a contract with an escrow.
    local function kept(escrow)
      local contract, request = stand_in:contract("portone", { escrow = escrow ~= false }), attempts.request(quiet())
      local started = adapter.start(contract, request)
      stand_in:press("portone", started.go, "pay")
      local attempt = attempts.row(request, started)
      attempts.learn(attempt, adapter.approve(contract, attempt))
      stand_in:forget()
      return contract, attempt
    end

    local function tell(contract, attempt, changes) return adapter.report_delivery(contract, attempt, delivery(changes), clock.now()) end

    it("is told that the goods are on their way, by whom and from whom to whom", function()
      local contract, attempt = kept()
      assert.equal("ok", tell(contract, attempt).outcome)
      local fields = stand_in:journal("POST /payments/" .. attempt.reference .. "/escrow/logistics")[1].fields
      assert.same({ company = "CJ", invoiceNumber = "123456789012", sentAt = "2026-11-29T14:00:00+09:00" }, fields.logistics)
      assert.same({ "모락상회", "0212345678", "04524", "서울 중구 세종대로 110" },
        { fields.sender.name, fields.sender.phoneNumber, fields.sender.zipcode, fields.sender.address.addressLine1 })
      assert.same({ "홍길동", "63309", "KR" }, { fields.receiver.name, fields.receiver.zipcode, fields.receiver.address.country })
    end)

    it("names a carrier that they have no word for as another one, and goes without what a mall has not written down", function()
      local contract, attempt = kept()
      assert.equal("ok", tell(contract, attempt, { carrier = "my_truck", sender = { name = "모락상회", phone = "", postcode = "", address = "" } }).outcome)
      local fields = stand_in:journal("POST /payments/" .. attempt.reference .. "/escrow/logistics")[1].fields
      assert.equal("ETC", fields.logistics.company)
      assert.same({ name = "모락상회" }, fields.sender)
    end)

    it("told of again after an answer that was lost knows it; of another parcel it does not", function()
      local contract, attempt = kept()
      for _, mood in ipairs { { cut = "after" }, { http = 503 }, { garbage = "html" } } do
        mood.on = "/payments/:id/escrow/logistics"
        stand_in:mood(mood)
        assert.equal("unknown", tell(contract, attempt).outcome)
      end
      stand_in:mood { on = "/payments/:id", http = 503 }
      assert.equal("unknown", tell(contract, attempt).outcome)
      stand_in:mood()
      assert.equal("ok", tell(contract, attempt).outcome)
      local other = tell(contract, attempt, { number = "999" })
      assert.same({ "declined", "ALREADY_REGISTERED" }, { other.outcome, other.code })
    end)

    it("may refuse it, as may who is none", function()
      local contract, attempt = kept()
      stand_in:mood { on = "/payments/:id/escrow/logistics", decline = { code = "E01", message = "등록 거절" } }
      local refused = tell(contract, attempt)
      assert.same({ "declined", "E01", "등록 거절" }, { refused.outcome, refused.code, refused.message })
      stand_in:mood()
      assert.same({ "declined", "NOT_ESCROW" }, { tell(kept(false)).outcome, tell(kept(false)).code })
    end)
  end)

  it("issues a cash receipt for money that came another way, once, and takes it back", function()
    local contract = stand_in:contract "portone"
    local asked = { reference = "261129-BANK001-1", goods_name = "사과", kind = "income", number = "01012345678", amount = 55000, tax_free = 0,
      vat = 5000, key = "receipt-1" }
    stand_in:mood { on = "/cash-receipts", cut = "after" }
    assert.equal("unknown", adapter.issue_receipt(contract, asked).outcome)
    stand_in:mood()
    for _ = 1, 2 do
      local issued = adapter.issue_receipt(contract, asked)
      assert.same({ "ok", 55000, "income", "100000002" },
        { issued.outcome, issued.cash_receipt.amount, issued.cash_receipt.kind, issued.cash_receipt.issue_number })
      assert.equal(asked.reference, issued.cash_receipt.key)
    end
    local taken = adapter.cancel_receipt(contract, { receipt_key = asked.reference, amount = 55000, key = "receipt-1-R1" })
    assert.same({ "ok", 55000 }, { taken.outcome, taken.amount })
    -- once more, as after an answer that was lost: it is gone, which is what was asked for; what never was is no such thing
    assert.equal("ok", adapter.cancel_receipt(contract, { receipt_key = asked.reference, amount = 55000, key = "receipt-1-R1" }).outcome)
    assert.equal("declined", adapter.cancel_receipt(contract, { receipt_key = "261129-NOBODY-1", amount = 55000, key = "receipt-1-R1" }).outcome)
    for kind, number in pairs { business = "1234567890", income = "1234567890123456" } do
      asked.reference, asked.kind, asked.number = "261129-BANK002-" .. kind, kind, number
      assert.same({ "ok", kind }, { adapter.issue_receipt(contract, asked).outcome, adapter.issue_receipt(contract, asked).cash_receipt.kind })
    end
    asked.reference, asked.number = "261129-BANK003-1", "12"
    assert.same({ "declined", "INVALID_REQUEST" }, { adapter.issue_receipt(contract, asked).outcome, adapter.issue_receipt(contract, asked).code })
  end)
end)

describe("a payment of PortOne's", function()
  local function read(changes)
    local one = { status = "PAID", id = "261129-7K2M9QX-1", transactionId = "t", storeId = "s", currency = "KRW", paidAt = "2026-11-29T12:00:00Z",
      amount = { total = 33000, cancelled = 0 }, channel = { type = "LIVE" }, method = { type = "PaymentMethodCard" } }
    for name, value in pairs(changes or {}) do one[name] = value end
    return object.read(one, true)
  end

  it("says by each status what became of the money", function()
    local function sums(cancelled) return { total = 33000, cancelled = cancelled } end
    local expected = { READY = "ready 0 0", PAY_PENDING = "pending 0 0", VIRTUAL_ACCOUNT_ISSUED = "waiting 0 0", PAID = "paid 33000 0", FAILED = "failed 0 0" }
    for status, words in pairs(expected) do
      local result = read { status = status }
      assert.equal(words, ("%s %d %d"):format(result.state, result.captured, result.cancelled))
    end
    assert.same({ "partially_cancelled", 1000 }, { read({ status = "PARTIAL_CANCELLED", amount = sums(1000) }).state,
      read({ status = "PARTIAL_CANCELLED", amount = sums(1000) }).cancelled })
    assert.same({ "cancelled", 33000 }, { read({ status = "CANCELLED", amount = sums(33000) }).state,
      read({ status = "CANCELLED", amount = sums(33000) }).captured })
    local closed = { status = "CANCELLED", paidAt = json.null, method = { type = "PaymentMethodVirtualAccount" } }
    assert.same({ "cancelled", 0 }, { read(closed).state, read(closed).captured })
  end)

  it("that lacks what it has to have, or cannot be, is not read at all", function()
    for _, changes in ipairs { { id = json.null }, { status = "NEW" }, { amount = json.null }, { amount = { total = "33000", cancelled = 0 } },
      { amount = { total = 33000 } }, { amount = { total = 33000, cancelled = 1 } }, { amount = { total = 33000, cancelled = 33001 } },
      { status = "CANCELLED" }, { status = "PARTIAL_CANCELLED" }, { status = "CANCELLED", amount = { total = 33000, cancelled = 1 } } } do
      assert.is_nil(read(changes), json.encode(changes))
    end
  end)

  it("leads to no receipt but one of an encrypted address, and keeps no card's number", function()
    assert.is_nil(read({ receiptUrl = "javascript:alert(1)" }).receipt_url)
    local card = { type = "PaymentMethodCard", card = { issuer = "NEW_CARD", number = "4330123456781234" } }
    assert.same({ "NEW_CARD", nil }, { read({ method = card }).card.issuer, read({ method = card }).card.number })
    local receipt = { status = "ISSUED", type = "CORPORATE", issueNumber = "1", totalAmount = 33000 }
    assert.same({ "business", 33000 }, { read({ cashReceipt = receipt }).cash_receipt.kind, read({ cashReceipt = receipt }).cash_receipt.amount })
    receipt.status = "CANCELLED"
    assert.is_nil(read({ cashReceipt = receipt }).cash_receipt)
  end)
end)

it("PortOne's words for banks have clearing codes of two digits", function()
  assert.same({ "KOOKMIN", "SHINHAN" }, { codes.to_theirs "004", codes.to_theirs "88" })
  assert.is_nil(codes.to_theirs "99")
  assert.same({ code = "04", name = "KB국민은행" }, codes.bank "KOOKMIN")
  assert.same({ code = "", name = "MOON_BANK" }, codes.bank "MOON_BANK")
  assert.equal("우리은행", codes.name "020")
end)
