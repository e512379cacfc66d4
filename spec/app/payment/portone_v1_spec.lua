-- PortOne's V1 as it is asked and as it answers, by its stand-in.

local adapter = require "payment.adapters.portone_v1"
local attempts = require "spec.app.payment.attempts"
local every_adapter = require "spec.app.payment.contract"
local clock = require "clock"
local crypto = require "crypto"
local eventually = require "spec.support.eventually"
local json = require "json"
local notice = require "payment.rules.portone_v1.notice"
local object = require "payment.rules.portone_v1.object"
local providers = require "spec.support.providers"
local seoul = require "shared.clock"
local window = require "payment.rules.portone_v1.window"

local LOOK = { "/payments/:uid", "/payments/find/:reference" }

local function way(method, device)
  return { method = method, device = device, approve = LOOK, query = LOOK, cancel = "/payments/cancel", in_window = true, recall = false,
    merchant = false }
end

every_adapter.of { provider = "portone_v1", secrets = { "imp_secret", "imp_key" }, ways = { way("card", "pc"), way("virtual_account", "mobile") } }

describe("PortOne V1", function()
  local stand_in

  setup(function() stand_in = providers.start { only = { "portone_v1" }, scale = 1e-6 } end)
  teardown(function() stand_in:stop() end)
  before_each(function()
    stand_in:mood()
    stand_in:command { provider = "portone_v1", ["do"] = "forget" }
    stand_in:forget()
  end)

  local function quiet(changes)
    changes = changes or {}
    changes.notice_url = changes.notice_url or stand_in:sink(200, "OK")
    return changes
  end
  local function walk(changes, press, choose) return attempts.walk(stand_in, adapter, quiet(changes), press, choose) end
  local function pay(changes, choose) return attempts.pay(stand_in, adapter, quiet(changes), choose) end
  local function account() return pay({ method = "virtual_account", due_at = math.floor(clock.now() / 60) * 60 + 3 * 86400 }, { bank = "004" }) end
  local function approve(from) return adapter.approve(from.contract, from.attempt) end
  local function query(from) return adapter.query(from.contract, from.attempt) end
  local function cancel(from, amount, changes)
    local result = adapter.cancel(from.contract, from.attempt, attempts.refund(from.attempt, amount, changes))
    if result.outcome == "ok" then attempts.learn(from.attempt, result) end
    return result
  end
  local function command(name, from, fields)
    local told = { provider = "portone_v1", ["do"] = name, reference = from and from.attempt.reference }
    for key, value in pairs(fields or {}) do told[key] = value end
    return stand_in:command(told)
  end
  local function told(name, from, fields)
    stand_in:forget()
    fields = fields or {}
    fields.url = stand_in:sink(200, "")
    command(name, from, fields)
    local raw = stand_in:notices("portone_v1", fields.url)[1]
    return assert(adapter.read_notice(from.contract, raw, clock.now())), raw
  end
  local function ledger() return stand_in:ledger("portone_v1")[1] end
  local function asked_tokens() return #stand_in:journal "POST /users/getToken" end

  it("has a contract of a code, a key with its secret, and a channel", function()
    local function whole(changes)
      local contract = { mode = "live", imp_code = "imp00000000", imp_key = "abcDEF012", imp_secret = "xyzXYZ987", channel_key = "channel-key-1" }
      for name, value in pairs(changes or {}) do contract[name] = value end
      return contract
    end
    assert.is_true(adapter.check(whole()))
    assert.is_true(adapter.check(whole { channels = { virtual_account = "channel-key-2" }, escrow = true }))
    for _, changes in ipairs { { imp_code = "" }, { imp_key = 7 }, { imp_secret = "a b" }, { channel_key = "../" }, { channels = "x" },
      { channels = { points = "c" } }, { behind = "inicis" }, { behind = { "nobody" } }, { escrow = "yes" } } do
      local sound, sentence = adapter.check(whole(changes))
      assert.is_nil(sound, json.encode(changes))
      assert.is_nil(sentence:find("xyzXYZ987", 1, true), sentence)
    end
  end)

  describe("token", function()
    it("is asked for once, and again when it is known no more", function()
      command "revoke"
      local from = walk() -- whatever is kept from before is of no use
      stand_in:forget()
      for _ = 1, 3 do query(from) end
      assert.equal(0, asked_tokens())
      command "revoke"
      assert.equal("paid", query(from).state)
      assert.equal(1, asked_tokens())
    end)

    it("that nobody is given leaves everything unknown, or opens nothing", function()
      local from = walk()
      command "revoke"
      for _, mood in ipairs { { cut = "after" }, { http = 503 }, { garbage = "html" } } do
        mood.on = "/users/getToken"
        stand_in:mood(mood)
        assert.equal("unknown", query(from).outcome)
        assert.equal("unknown", approve(from).outcome)
      end
      stand_in:mood()
      from.contract.imp_secret = "another"
      assert.same({ "declined", "http_401" }, { adapter.start(from.contract, from.request).outcome, adapter.start(from.contract, from.request).code })
      assert.equal("unknown", query(from).outcome)
    end)
  end)

  describe("window", function()
    it("is told what PortOne was told before, and nothing secret", function()
      local contract = stand_in:contract "portone_v1"
      local request = attempts.request { amount = 100000, tax_free = 10000, vat = 8182, goods_name = ("사과"):rep(80),
        buyer = { name = "홍길동", phone = "010-1234-5678" }, installments = { 0, 2, 3 } }
      local started = adapter.start(contract, request)
      assert.same({ "script", "IMP.request_pay", contract.imp_code }, { started.go.kind, started.go.call, started.go.options.code })
      local asked = started.go.options.request
      assert.same({ 100000, 10000, 8182, "card", "01012345678", request.return_url, request.notice_url },
        { asked.amount, asked.tax_free, asked.vat_amount, asked.pay_method, asked.buyer_tel, asked.m_redirect_url, asked.notice_url })
      assert.equal('{"card_quota":[2,3]}', json.encode(asked.display))
      assert.is_true(require("text").length(asked.name) <= 100)
      assert.same({ merchant_uid = request.reference, amount = 100000 }, stand_in:journal("POST /payments/prepare")[1].fields)
      local said = json.encode(started)
      for _, name in ipairs { "imp_key", "imp_secret" } do assert.is_nil(said:find(contract[name], 1, true)) end
      contract.urls.script = nil
      assert.equal("https://cdn.iamport.kr/v1/iamport.js", adapter.start(contract, request).go.src)
    end)

    it("says how each method wants it", function()
      local contract = { imp_code = "imp1", channel_key = "c", channels = { virtual_account = "v" }, escrow = true }
      assert.equal('{"card_quota":[]}', json.encode(window.open(contract, attempts.request { installments = { 0 } }).request.display))
      local asked = window.open(contract, attempts.request { method = "virtual_account", due_at = seoul.at(2026, 12, 1, 23, 59, 59) }).request
      assert.same({ "vbank", "v", "202612012359", true }, { asked.pay_method, asked.channelKey, asked.vbank_due, asked.escrow })
      assert.same({ "phone", false }, { window.open(contract, attempts.request { method = "phone" }).request.pay_method,
        window.open(contract, attempts.request { method = "phone" }).request.digital })
      assert.equal("trans", window.open(contract, attempts.request { method = "account_transfer" }).request.pay_method)
    end)

    it("that was prepared before an answer was lost is prepared anew", function()
      local request, contract = attempts.request(), stand_in:contract "portone_v1"
      stand_in:mood { on = "/payments/prepare", cut = "after" }
      assert.equal("unknown", adapter.start(contract, request).outcome)
      stand_in:mood()
      request.amount = 22000
      assert.equal("ok", adapter.start(contract, request).outcome)
      assert.same({ merchant_uid = request.reference, amount = 22000 }, stand_in:journal("PUT /payments/prepare")[1].fields)
    end)

    it("that a shopper opens with another sum takes nothing", function()
      local request = attempts.request(quiet())
      local started = adapter.start(stand_in:contract "portone_v1", request)
      started.go.options.request.amount = 100
      local brought = stand_in:press("portone_v1", started.go, "pay")
      assert.equal("declined", window.read(request, brought.query).outcome)
      assert.same({}, stand_in:ledger "portone_v1")
    end)
  end)

  it("knows who agreed, who left and whose card was refused, and what is not about this payment", function()
    assert.equal("authenticated", walk().returned.outcome)
    assert.equal("cancelled", walk(nil, "cancel").returned.outcome)
    assert.same({ outcome = "declined", code = "51", message = "한도초과 혹은 잔액부족" }, walk(nil, "decline").returned)
    local attempt = { reference = "o", amount = 1 }
    assert.same({ "authenticated", {} }, { window.read(attempt, { merchant_uid = "o" }).outcome, window.read(attempt, { merchant_uid = "o" }).token })
    assert.equal("declined", window.read(attempt, { merchant_uid = "o", success = "false" }).outcome)
    for _, brought in ipairs { {}, { merchant_uid = "p", imp_uid = "imp_1" }, { merchant_uid = "p", error_msg = "x" }, { merchant_uid = "o", imp_uid = "../x" },
      { merchant_uid = "o", imp_uid = ("1"):rep(51) } } do
      assert.equal("forged", window.read(attempt, brought).outcome, json.encode(brought))
    end
  end)

  describe("approval", function()
    it("reads back what was taken", function()
      local from = pay({ amount = 100000, tax_free = 10000, vat = 8182, installments = { 0, 3 } }, { months = "3" })
      local result = from.result
      assert.same({ "ok", "paid", 100000, 100000, 0, "KRW" },
        { result.outcome, result.state, result.amount, result.captured, result.cancelled, result.currency })
      assert.same({ "신한카드", 3, "30001234" }, { result.card.issuer, result.card.installments, result.card.approval_no })
      assert.equal(from.token.imp_uid, result.transaction_id)
      assert.is_true(math.abs(result.paid_at - clock.now()) < 60)
    end)

    it("does not ask for the number that a browser brought: another order's money is not this one's", function()
      local other, contract, request = pay(), stand_in:contract "portone_v1", attempts.request(quiet())
      local attempt = attempts.row(request, adapter.start(contract, request))
      assert.same({ "unknown", "http_404" }, { adapter.approve(contract, attempt, other.token).outcome, adapter.approve(contract, attempt, other.token).code })
      assert.same({ "ready", 0 }, { adapter.query(contract, attempt).state, adapter.query(contract, attempt).captured })
    end)

    it("of a payment that failed is declined, and of one that is not finished is unknown", function()
      local from = walk(nil, "decline")
      assert.same({ "declined", "한도초과 혹은 잔액부족" }, { approve(from).outcome, approve(from).message })
      assert.same({ "failed", 0 }, { query(from).state, query(from).captured })
      assert.is_nil(query(from).transaction_id)
      from = walk()
      stand_in:mood { on = LOOK, status = "ready" }
      assert.equal("unknown", approve(from).outcome)
    end)

    it("by a channel of tests is none under a live contract, and is not even shown", function()
      local from = pay()
      local said = { status = "paid", imp_uid = "imp_1", merchant_uid = "o", amount = 1, cancel_amount = 0, sandbox = true, paid_at = 1, currency = "KRW" }
      assert.equal("ok", object.read(said, false).outcome)
      assert.same({ "declined", "test_channel" }, { object.read(said, true).outcome, object.read(said, true).code })
      said.sandbox = false
      assert.equal("paid", object.read(said, true).state)
      assert.equal("true", stand_in:journal("GET /payments/find/" .. from.attempt.reference)[1].fields.include_sandbox)
    end)
  end)

  describe("virtual account", function()
    it("waits, with its bank by the clearing code", function()
      local from = account()
      local result = from.result
      assert.same({ "ok", "waiting", 0 }, { result.outcome, result.state, result.captured })
      assert.same({ "04", "KB국민은행", "홍길동", from.request.due_at },
        { result.account.bank_code, result.account.bank, result.account.holder, result.account.due_at })
    end)

    it("is closed without money, and closing it again finds it closed; one with money is not", function()
      local from = account()
      for _ = 1, 2 do
        local closed = cancel(from, 33000)
        assert.same({ "ok", "cancelled", 0, 0 }, { closed.outcome, closed.state, closed.captured, closed.cancelled }, closed.message)
      end
      from = account()
      command("deposit", from, { url = stand_in:sink(200, "") })
      assert.equal("declined", cancel(from, 33000).outcome)
      assert.equal("paid", query(from).state)
    end)

    it("gives back to an account by three digits", function()
      local from = account()
      command("deposit", from, { url = stand_in:sink(200, "") })
      attempts.learn(from.attempt, query(from))
      local given = cancel(from, 11000, { account = { bank_code = "04", bank = "KB국민은행", number = "123-45-678901", holder = "김철수" } })
      assert.same({ "ok", "partially_cancelled", 11000 }, { given.outcome, given.state, given.cancelled }, given.message)
      local fields = stand_in:journal("POST /payments/cancel")[1].fields
      assert.same({ "004", "12345678901", "김철수" }, { fields.refund_bank, fields.refund_account, fields.refund_holder })
      assert.equal("declined", cancel(from, 1000, { account = { bank_code = "999", bank = "?", number = "1", holder = "x" } }).outcome)
    end)
  end)

  describe("cancellation", function()
    it("says along what is there, and its tax", function()
      local from = pay { amount = 100000, tax_free = 10000, vat = 8182 }
      cancel(from, 30000, { tax_free = 10000, vat = 1819 })
      local fields = stand_in:journal("POST /payments/cancel")[1].fields
      assert.same({ 30000, 10000, 1819, 100000, from.attempt.transaction_id },
        { fields.amount, fields.tax_free, fields.vat_amount, fields.checksum, fields.imp_uid })
      assert.same({ "partially_cancelled", 30000 }, { query(from).state, query(from).cancelled })
      assert.same({ "cancelled", 100000 }, { cancel(from, 70000).state, query(from).cancelled })
    end)

    it("gives nothing back of what somebody gave back at their desk", function()
      local from = pay()
      command("cancel", from, { amount = 30000, quiet = true })
      assert.same({ "declined", "취소 가능금액이 일치하지 않습니다." }, { cancel(from, 3000).outcome, cancel(from, 3000).message })
      assert.equal(30000, ledger().cancelled)
    end)

    it("is refused in the words of the provider behind them, unless it was done all the same", function()
      local from = pay()
      stand_in:mood { on = "/payments/cancel", decline = { code = "1", message = "이미 정산된 거래" } }
      assert.same({ "declined", "이미 정산된 거래" }, { cancel(from, 3000).outcome, cancel(from, 3000).message })
      stand_in:mood { on = "/payments/cancel", done = true, decline = { code = "1", message = "취소 응답 지연" } }
      assert.same({ "ok", 3000 }, { cancel(from, 3000).outcome, ledger().cancelled })
    end)

    it("whose answer is about another sum is not believed", function()
      local from = pay()
      stand_in:mood { on = "/payments/cancel", amount = -1000 }
      assert.equal("unknown", cancel(from, 3000).outcome)
    end)
  end)

  describe("notice", function()
    it("comes by itself, in JSON or as a form, and proves nothing", function()
      local from = pay()
      local raw = eventually(function() return stand_in:notices("portone_v1")[1] end, 5000, "a notice")
      local said = adapter.read_notice(from.contract, raw, clock.now())
      assert.same({ "deposit", from.attempt.reference, from.attempt.transaction_id }, { said.kind, said.reference, said.transaction_id })
      assert.is_nil(said.authentic)
      said = told("notice", from, { as = "form" })
      assert.same({ "deposit", from.attempt.reference }, { said.kind, said.reference })
      assert.same({ "changed", from.attempt.reference }, { told("notice", from, { status = "new" }).kind, said.reference })
      assert.same({ 200, 503 }, { (adapter.notice_answer(true)), (adapter.notice_answer(false)) })
    end)

    it("has a name that nobody can take for long", function()
      local raw = { body = json.encode { imp_uid = "imp_1", merchant_uid = "o", status = "paid" } }
      local function name(now) return adapter.read_notice({}, raw, now).event_key end
      assert.equal(name(1200), name(1259))
      assert.not_equal(name(1200), name(1260))
      assert.equal(64, #name(1200))
      assert.not_equal(crypto.hex(crypto.sha256(raw.body)), name(0))
    end)

    it("is none where it lacks what it has to have", function()
      for _, body in ipairs { "", "[]", "{}", "imp_uid=1&merchant_uid=o", json.encode { imp_uid = "imp_1", status = "paid" },
        json.encode { merchant_uid = "o", status = "paid" }, json.encode { imp_uid = 1, merchant_uid = "o", status = "paid" } } do
        assert.is_nil(notice.read(body), body)
      end
    end)

    it("comes from where theirs come from", function() assert.equal(3, #adapter.notice_ips) end)
  end)

  it("issues a cash receipt for money that came another way, once, and takes it back", function()
    local contract = stand_in:contract "portone_v1"
    local asked = { reference = "261129-BANK001-1", goods_name = "사과", kind = "income", number = "01012345678", amount = 55000, tax_free = 0,
      vat = 5000, key = "receipt-1", buyer = { name = "홍길동", phone = "01012345678" } }
    for _, mood in ipairs { { cut = "before" }, { http = 503 }, { garbage = "html" }, { cut = "after" } } do
      mood.on = "/receipts/external/:uid"
      stand_in:mood(mood)
      assert.equal("unknown", adapter.issue_receipt(contract, asked).outcome)
    end
    stand_in:mood()
    for _ = 1, 2 do
      local issued = adapter.issue_receipt(contract, asked)
      assert.same({ "ok", 55000, "income", "100000003", asked.reference }, { issued.outcome, issued.cash_receipt.amount, issued.cash_receipt.kind,
        issued.cash_receipt.issue_number, issued.cash_receipt.key })
    end
    local sent = stand_in:journal("POST /receipts/external/" .. asked.reference)[1].fields
    assert.same({ "01012345678", "phone", "person", 0, 5000, contract.channels.virtual_account },
      { sent.identifier, sent.identifier_type, sent.type, sent.tax_free, sent.vat_amount, sent.channel_key })
    -- of another sum under the same name nobody can say what it is
    asked.amount = 44000
    assert.equal("unknown", adapter.issue_receipt(contract, asked).outcome)

    local taken = { receipt_key = asked.reference, amount = 55000, key = "receipt-1-R1" }
    stand_in:mood { on = "/receipts/external/:uid", cut = "after" }
    assert.equal("unknown", adapter.cancel_receipt(contract, taken).outcome)
    stand_in:mood()
    for _ = 1, 2 do assert.same({ "ok", 55000 }, { adapter.cancel_receipt(contract, taken).outcome, adapter.cancel_receipt(contract, taken).amount }) end
    assert.equal("declined", adapter.cancel_receipt(contract, { receipt_key = "261129-NOBODY-1", amount = 55000, key = "x" }).outcome)
  end)

  it("refuses a cash receipt in the words of the provider behind it, and knows whose numbers are which", function()
    local contract = stand_in:contract "portone_v1"
    local asked = { reference = "261129-BANK002-1", goods_name = "사과", kind = "income", number = "01012345678", amount = 55000, tax_free = 0,
      vat = 5000, key = "receipt-2" }
    stand_in:mood { on = "/receipts/external/:uid", decline = { code = "1", message = "발급할 수 없는 번호입니다." } }
    local refused = adapter.issue_receipt(contract, asked)
    assert.same({ "declined", "발급할 수 없는 번호입니다." }, { refused.outcome, refused.message })
    stand_in:mood()
    for kind, number in pairs { business = "1234567890", income = "1234567890123456" } do
      asked.reference, asked.kind, asked.number = "261129-BANK003-" .. kind, kind, number
      assert.equal(kind, adapter.issue_receipt(contract, asked).cash_receipt.kind)
    end
    asked.reference, asked.number = "261129-BANK004-1", "12"
    assert.equal("declined", adapter.issue_receipt(contract, asked).outcome)
  end)

  it("tells of the cash receipt that was issued with a payment, and of none while it is not told", function()
    local from = pay { method = "account_transfer" }
    assert.is_nil(query(from).cash_receipt)
    stand_in:command { provider = "portone_v1", ["do"] = "receipt", reference = from.attempt.reference, type = "company" }
    stand_in:mood { on = "/receipts/:uid", http = 503 }
    local silent = query(from)
    assert.same({ "ok", "paid", nil }, { silent.outcome, silent.state, silent.cash_receipt })
    stand_in:mood()
    local known = query(from).cash_receipt
    assert.same({ "100000003", "business", from.attempt.amount }, { known.issue_number, known.kind, known.amount })
    from.attempt.details.cash_receipt = known
    stand_in:forget()
    query(from)
    assert.equal(0, #stand_in:journal("GET /receipts/" .. from.attempt.transaction_id))
  end)
end)

describe("a payment of PortOne's V1", function()
  local function read(changes)
    local one = { status = "paid", imp_uid = "imp_1", merchant_uid = "o", pay_method = "card", amount = 33000, cancel_amount = 0, currency = "KRW",
      paid_at = 1764400000, vbank_num = json.null }
    for name, value in pairs(changes or {}) do one[name] = value end
    return object.read(one, true)
  end

  it("says by status and account what became of the money", function()
    local expected = { { "paid 33000 0", {} }, { "partially_cancelled 33000 1000", { cancel_amount = 1000 } },
      { "cancelled 33000 33000", { status = "cancelled", cancel_amount = 33000 } }, { "ready 0 0", { status = "ready" } },
      { "waiting 0 0", { status = "ready", pay_method = "vbank", vbank_num = "1" } }, { "ready 0 0", { status = "ready", pay_method = "vbank" } },
      { "failed 0 0", { status = "failed" } }, { "cancelled 0 0", { status = "cancelled", pay_method = "vbank", paid_at = 0 } } }
    for _, one in ipairs(expected) do
      local result = read(one[2])
      assert.equal(one[1], ("%s %d %d"):format(result.state, result.captured, result.cancelled))
    end
  end)

  it("that lacks what it has to have, or cannot be, is not read at all", function()
    for _, changes in ipairs { { imp_uid = json.null }, { merchant_uid = "" }, { status = "NEW" }, { amount = "33000" }, { amount = 330.5 },
      { cancel_amount = json.null }, { cancel_amount = 33001 }, { cancel_amount = 33000 }, { status = "cancelled" } } do
      assert.is_nil(read(changes), json.encode(changes))
    end
  end)

  it("leads to no receipt but one of an encrypted address, and keeps no card's number", function()
    assert.is_nil(read({ receipt_url = "http://r.test/1" }).receipt_url)
    local card = read({ card_name = "신한카드", card_number = "4330123456781234" }).card
    assert.same({ "신한카드", nil }, { card.issuer, card.number })
  end)
end)
