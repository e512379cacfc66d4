-- NaverPay as it is asked and as it answers, by its stand-in.

local adapter = require "payment.adapters.naverpay"
local answer = require "payment.rules.naverpay.answer"
local attempts = require "spec.app.payment.attempts"
local every_adapter = require "spec.app.payment.contract"
local clock = require "clock"
local hosts = require "payment.rules.naverpay.hosts"
local json = require "json"
local providers = require "spec.support.providers"
local request = require "payment.rules.naverpay.request"

local PATH = "/naverpay-partner/naverpay/payments"
local APPLY, CANCEL, HISTORY = PATH .. "/v2.2/apply/payment", PATH .. "/v1/cancel", PATH .. "/v2.2/list/history"

every_adapter.of { provider = "naverpay", secrets = { "client_secret" }, ways = {
  { method = "wallet", device = "pc", approve = APPLY, query = HISTORY, cancel = CANCEL } } }

describe("NaverPay", function()
  local stand_in

  setup(function() stand_in = providers.start { only = { "naverpay" } } end)
  teardown(function() stand_in:stop() end)
  before_each(function()
    stand_in:mood()
    stand_in:command { provider = "naverpay", ["do"] = "forget" }
    stand_in:forget()
  end)

  local function wallet(changes)
    changes = changes or {}
    changes.method = "wallet"
    return changes
  end
  local function walk(press, changes) return attempts.walk(stand_in, adapter, wallet(changes), press) end
  local function pay(changes, choose) return attempts.pay(stand_in, adapter, wallet(changes), choose) end
  local function approve(from) return adapter.approve(from.contract, from.attempt, from.token) end
  local function query(from) return adapter.query(from.contract, from.attempt) end
  local function cancel(from, amount, changes, later)
    local result = adapter.cancel(from.contract, from.attempt, attempts.refund(from.attempt, amount, changes), clock.now() + (later or 0))
    if result.outcome == "ok" then attempts.learn(from.attempt, result) end
    return result
  end
  local function command(name, from, fields)
    local told = { provider = "naverpay", ["do"] = name, reference = from and from.attempt.reference }
    for key, value in pairs(fields or {}) do told[key] = value end
    return stand_in:command(told)
  end
  local function decline(on, code, done) stand_in:mood { on = on, done = done, decline = { code = code, message = "네이버페이가 거절했어요" } } end
  local function ledger() return stand_in:ledger("naverpay")[1] end

  it("has a contract of an application, its secret and a chain", function()
    local function whole(changes)
      local contract = { mode = "live", client_id = "HN3GGCMDdTgGUfl0kFCo", client_secret = "ftZjkkRNMR", chain_id = "cXN1Z2ZLUUtiMGZ" }
      for name, value in pairs(changes or {}) do contract[name] = value end
      return contract
    end
    assert.is_true(adapter.check(whole()))
    assert.is_true(adapter.check(whole { family = "apis", partner_id = "np_shop-1", merchant_id = "np_1" }))
    for _, changes in ipairs { { client_id = 1 }, { client_secret = "a b" }, { chain_id = "" }, { family = "old" }, { partner_id = "../x" },
      { partner_id = 7 }, { merchant_id = 7 } } do
      local sound, sentence = adapter.check(whole(changes))
      assert.is_nil(sound, json.encode(changes))
      assert.is_nil(sentence:find("ftZjkkRNMR", 1, true), sentence)
    end
  end)

  it("is reached at either family of hosts, by the partner's name", function()
    local expected = { paygate = { live = "https://pay.paygate.naver.com", test = "https://dev-pay.paygate.naver.com" },
      apis = { live = "https://apis.naver.com", test = "https://dev-pub.apis.naver.com" } }
    for family, modes in pairs(expected) do
      for mode, host in pairs(modes) do
        assert.equal(host .. "/naverpay-partner/naverpay/payments", hosts.api { mode = mode, family = family })
      end
    end
    assert.equal("https://pay.paygate.naver.com/np_shop/naverpay/payments", hosts.api { mode = "live", partner_id = "np_shop" })
  end)

  it("opens by its script with what was ordered, nobody's name and nothing secret", function()
    local contract = stand_in:contract "naverpay"
    local started = adapter.start(contract, attempts.request { method = "wallet", amount = 100000, tax_free = 10000, vat = 8182,
      goods_name = ("사과"):rep(90) })
    assert.same({ "script", "Naver.Pay.create" }, { started.go.kind, started.go.call })
    local open = started.go.options.open
    assert.same({ "100000", "90000", "10000" }, { open.totalPayAmount, open.taxScopeAmount, open.taxExScopeAmount })
    assert.equal(open.merchantPayKey, open.merchantUserKey)
    assert.same({ "development", contract.client_id, contract.chain_id, "page" }, { started.go.options.create.mode,
      started.go.options.create.clientId, started.go.options.create.chainId, started.go.options.create.openType })
    assert.is_true(require("text").length(open.productName) <= 128)
    local said = json.encode(started)
    assert.is_nil(said:find("홍길동", 1, true))
    assert.is_nil(said:find(contract.client_secret, 1, true))
    contract.urls = nil
    assert.equal("https://nsp.pay.naver.com/sdk/js/naverpay.min.js", adapter.start(contract, attempts.request()).go.src)
    contract.mode = "live"
    assert.equal("production", adapter.start(contract, attempts.request()).go.options.create.mode)
  end)

  it("knows who agreed, who left and whose card was refused", function()
    assert.same({ "authenticated", 33000 }, { walk().returned.outcome, walk().returned.amount })
    assert.equal("cancelled", walk("cancel").returned.outcome)
    local refused = walk("decline").returned
    assert.same({ "declined", "Fail", "OwnerAuthFail" }, { refused.outcome, refused.code, refused.message })
    local attempt = { reference = "r", amount = 1 }
    for _, query_of in ipairs { { resultCode = "Fail", resultMessage = "userCancel" }, {} } do
      assert.equal("cancelled", request.read_return(attempt, query_of).outcome)
    end
    assert.equal("declined", request.read_return(attempt, { resultCode = "Fail", resultMessage = "paymentTimeExpire" }).outcome)
    for _, id in ipairs { "a b", "", "../x", ("x"):rep(51) } do
      assert.equal("forged", request.read_return(attempt, { resultCode = "Success", paymentId = id }).outcome, id)
    end
    assert.equal("forged", request.read_return(attempt, { resultCode = "Success" }).outcome)
  end)

  it("takes exactly what was agreed to, by a form, and says what it was paid with", function()
    local from = pay({ amount = 1000000000000, vat = 90909090909 }, { months = "3" })
    local result = from.result
    assert.same({ "ok", "paid", 1000000000000, "신한", 3, "30001234" },
      { result.outcome, result.state, result.captured, result.card.issuer, result.card.installments, result.card.approval_no })
    assert.equal(adapter.merchant(from.contract), result.merchant_id)
    assert.is_true(math.abs(result.paid_at - clock.now()) < 60)
    assert.same({ paymentId = from.token.payment_id }, stand_in:journal("POST " .. APPLY)[1].fields)
  end)

  it("names what it asks for by a key of the attempt and the payment, of which the answer is the first one again", function()
    local from = pay()
    approve(from)
    command "forget_keys" -- as theirs are, in time
    local last = approve(from)
    assert.same({ "ok", "paid" }, { last.outcome, last.state })
    local keys = command("keys").keys
    assert.same({ keys[1], keys[1] }, { keys[2], keys[3] })
    assert.matches("^%x+$", keys[1])
    assert.equal(64, #keys[1])
    local other = pay()
    assert.is_nil(other.result.code)
    assert.not_equal(keys[1], command("keys").keys[5])
    assert.equal("AlreadyComplete", json.decode(stand_in:journal("POST " .. APPLY)[3].answer).code)
    assert.equal(33000, ledger().captured)
  end)

  it("leaves another order's payment alone that the browser brought, and shows whose one is that nobody took yet", function()
    local other, from = pay(), walk()
    from.token = other.token
    local result = approve(from)
    assert.same({ "declined", "AlreadyComplete" }, { result.outcome, result.code })
    assert.is_nil(result.transaction_id)
    -- one that nobody has taken yet is taken, and shows whose it is
    local third = walk()
    from.token = third.token
    assert.same({ "ok", third.attempt.reference }, { approve(from).outcome, approve(from).reference })
  end)

  it("that declines says why, and what settles nothing is asked after", function()
    for _, code in ipairs { "InvalidMerchant", "OwnerAuthFail", "MaintenanceOngoing" } do
      local from = walk()
      stand_in:forget()
      decline(APPLY, code)
      assert.same({ "declined", code, "네이버페이가 거절했어요" }, { approve(from).outcome, approve(from).code, approve(from).message })
      assert.equal(0, #stand_in:journal("POST " .. HISTORY))
    end
    local from = walk()
    decline(APPLY, "Fail")
    assert.same({ "declined", "Fail" }, { approve(from).outcome, approve(from).code })
    from = walk()
    decline(APPLY, "Fail", true)
    assert.same({ "ok", "paid" }, { approve(from).outcome, approve(from).state })
  end)

  it("is unknown while somebody is at it", function()
    local from = walk()
    command("busy", from)
    assert.same({ "unknown", "AlreadyOnGoing" }, { approve(from).outcome, approve(from).code })
    command("busy", from, { over = true })
    command "forget_keys"
    assert.equal("paid", approve(from).state)
  end)

  it("comes too late after its time, and nothing was taken", function()
    local from = walk()
    command("expire", from)
    assert.same({ "declined", "TimeExpired" }, { approve(from).outcome, approve(from).code })
    assert.same({ "ready", 0 }, { query(from).state, query(from).captured })
  end)

  it("whose answer is lost is found by the number that the browser brought", function()
    local from = walk()
    stand_in:mood { on = APPLY, cut = "after" }
    assert.equal("unknown", approve(from).outcome)
    stand_in:mood()
    assert.is_nil(from.attempt.transaction_id)
    assert.same({ "paid", 33000, from.token.payment_id }, { query(from).state, query(from).captured, query(from).transaction_id })
    from.attempt.details = { token = json.null }
    assert.equal("ready", query(from).state) -- nobody could have approved anything
  end)

  it("is not known where it does not talk to us", function()
    local from = pay()
    from.contract.client_secret = "another"
    assert.equal("unknown", query(from).outcome)
    assert.same({ "declined", "024" }, { approve(from).outcome, approve(from).code })
    assert.equal("unknown", cancel(from, 3000).outcome)
  end)

  it("gives back in parts with what is free of tax, and says what is to be left", function()
    local from = pay { amount = 100000, tax_free = 10000, vat = 8182 }
    local first = cancel(from, 30000, { tax_free = 10000, vat = 1818 })
    assert.same({ "partially_cancelled", 100000, 30000 }, { first.state, first.captured, first.cancelled }, first.message)
    local fields = stand_in:journal("POST " .. CANCEL)[1].fields
    assert.same({ "30000", "20000", "10000", "1", "70000", "2" }, { fields.cancelAmount, fields.taxScopeAmount, fields.taxExScopeAmount,
      fields.doCompareRest, fields.expectedRestAmount, fields.cancelRequester })
    assert.same({ "cancelled", 100000 }, { cancel(from, 70000, { key = "R2" }).state, query(from).cancelled })
  end)

  it("gives back once: a lost answer is found, and the same is not given twice", function()
    local from = pay()
    local asked, now = attempts.refund(from.attempt, 11000), clock.now()
    stand_in:mood { on = CANCEL, cut = "after" }
    assert.equal("unknown", adapter.cancel(from.contract, from.attempt, asked, now).outcome)
    stand_in:mood()
    for hours = 0, 2 do
      local result = adapter.cancel(from.contract, from.attempt, asked, now + hours * 3600)
      assert.same({ "ok", 11000, 11000 }, { result.outcome, result.cancelled, result.amount })
    end
    assert.equal(11000, ledger().cancelled)
  end)

  it("gives nothing back of what somebody gave back at their desk", function()
    local from = pay()
    command("cancel", from, { amount = 30000 })
    assert.same({ "declined", "RestAmountDiff" }, { cancel(from, 3000).outcome, cancel(from, 3000).code })
    assert.equal("OverRemainAmount", cancel(from, 11000, { key = "R2" }).code)
    assert.equal(30000, ledger().cancelled)
    assert.equal(30000, query(from).cancelled)
  end)

  it("does not take for refused what it will do later, or what is to be asked for again", function()
    for _, code in ipairs { "CancelNotComplete", "PreCancelNotComplete", "AlreadyOnGoing", "MaintenanceOngoing" } do
      local from = pay()
      decline(CANCEL, code)
      assert.same({ "unknown", code }, { cancel(from, 3000).outcome, cancel(from, 3000).code })
    end
    local from = pay()
    decline(CANCEL, "CancelNotComplete", true)
    cancel(from, 33000)
    stand_in:mood()
    assert.same({ "ok", "cancelled" }, { cancel(from, 33000).outcome, query(from).state })
    from = pay()
    decline(CANCEL, "CancelDeadlineExpired")
    assert.same({ "declined", "CancelDeadlineExpired" }, { cancel(from, 3000).outcome, cancel(from, 3000).code })
  end)

  it("sends no notices", function()
    assert.is_false(adapter.notices)
    local notice, fault = adapter.read_notice({}, { body = "{}" })
    assert.same({ nil, "payment.malformed_notice" }, { notice, fault.code })
    assert.equal(404, (adapter.notice_answer()))
  end)
end)

describe("a history of NaverPay's", function()
  local function row(changes)
    local one = { paymentId = "NP1", merchantPayKey = "o", merchantId = "m", admissionTypeCode = "01", admissionState = "SUCCESS",
      admissionYmdt = "20261129120000", totalPayAmount = 33000, primaryPayMeans = "BANK", bankCorpCode = "088" }
    for name, value in pairs(changes or {}) do one[name] = value end
    return one
  end
  local function read(list, pages) return answer.history({ list = list, totalPageCount = pages or 1 }, "NP1", { reference = "o" }) end

  it("is one of a payment that was never approved when there is nothing in it", function()
    assert.same({ "ready", 0 }, { read({}).state, read({}).captured })
  end)

  it("adds up what was given back, and leaves out what went wrong", function()
    local result = read { row { admissionTypeCode = "04", totalPayAmount = 1000, admissionState = "FAIL" },
      row { admissionTypeCode = "04", totalPayAmount = 3000 }, row { admissionState = "FAIL" }, row() }
    assert.same({ "partially_cancelled", 33000, 3000 }, { result.state, result.captured, result.cancelled })
    local whole = read { row { admissionTypeCode = "03" }, row() }
    assert.same({ "cancelled", 33000 }, { whole.state, whole.cancelled })
    assert.same({ "failed", 0 }, { read { row { admissionState = "FAIL" } }.state, read { row { admissionState = "FAIL" } }.captured })
    assert.is_nil(read({ row() }).card)
  end)

  it("is not read where it lacks what it has to have, or is not all there", function()
    for _, changes in ipairs { { paymentId = "NP2" }, { merchantPayKey = json.null }, { totalPayAmount = "33000" }, { totalPayAmount = 330.5 },
      { admissionState = "NEW" }, { admissionYmdt = json.null }, { admissionTypeCode = "09" } } do
      assert.is_nil(read { row(changes) }, json.encode(changes))
    end
    assert.is_nil(read({ row() }, 2))
    assert.is_nil(read { row { admissionTypeCode = "04" }, row { admissionTypeCode = "04" }, row() })
    assert.is_nil(read { row { admissionTypeCode = "04", totalPayAmount = json.null }, row() })
    assert.is_nil(read { row { admissionTypeCode = "04", totalPayAmount = 1, paymentId = "NP2" }, row() })
    assert.is_nil(read { row { admissionTypeCode = "09" }, row() })
    assert.is_nil(read { 7 })
    assert.is_nil(answer.history({ list = json.null }, "NP1", { reference = "o" }))
  end)

  it("is not the answer of an approval", function()
    assert.equal("paid", answer.approved({ paymentId = "NP1", detail = row() }).state)
    assert.is_nil(answer.approved { paymentId = "NP2", detail = row() })
    assert.is_nil(answer.approved { paymentId = "NP1", detail = row { admissionState = "FAIL" } })
    assert.is_nil(answer.approved { paymentId = "NP1" })
  end)
end)
