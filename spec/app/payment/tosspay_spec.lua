-- TossPay as it is asked and as it answers, by its stand-in.

local adapter = require "payment.adapters.tosspay"
local answer = require "payment.rules.tosspay.answer"
local attempts = require "spec.app.payment.attempts"
local every_adapter = require "spec.app.payment.contract"
local json = require "json"
local providers = require "spec.support.providers"
local request = require "payment.rules.tosspay.request"
local seoul = require "shared.clock"

every_adapter.of { provider = "tosspay", secrets = { "api_key" }, ways = { { method = "wallet", device = "pc", merchant = false,
  approve = "/api/v2/execute", query = "/api/v2/status", cancel = "/api/v2/refunds" } } }

describe("TossPay", function()
  local stand_in

  setup(function() stand_in = providers.start { only = { "tosspay" } } end)
  teardown(function() stand_in:stop() end)
  before_each(function()
    stand_in:mood()
    stand_in:command { provider = "tosspay", ["do"] = "forget" }
    stand_in:forget()
  end)

  local function start(changes)
    changes = changes or {}
    changes.method = "wallet"
    local asked = attempts.request(changes)
    return adapter.start(stand_in:contract "tosspay", asked), asked
  end
  local function walk(press) return attempts.walk(stand_in, adapter, { method = "wallet" }, press) end
  local function pay(changes)
    changes = changes or {}
    changes.method = "wallet"
    return attempts.pay(stand_in, adapter, changes)
  end
  local function approve(from) return adapter.approve(from.contract, from.attempt, from.token) end
  local function query(from) return adapter.query(from.contract, from.attempt) end
  local function cancel(from, amount, changes)
    local result = adapter.cancel(from.contract, from.attempt, attempts.refund(from.attempt, amount, changes))
    if result.outcome == "ok" then attempts.learn(from.attempt, result) end
    return result
  end
  local function ledger() return stand_in:ledger("tosspay")[1] end

  it("has a contract of one key, of its own mode", function()
    assert.is_true(adapter.check { mode = "live", api_key = "sk_live_abc" })
    for _, contract in ipairs { { mode = "live" }, { mode = "live", api_key = "sk_test_abc" }, { mode = "test", api_key = "sk_live_abc" },
      { mode = "test", api_key = "abc" }, { mode = "test", api_key = 12 } } do
      local sound, sentence = adapter.check(contract)
      assert.is_nil(sound)
      assert.is_nil(sentence:find "abc", sentence)
    end
  end)

  it("is told all parts of the amount, that we execute, and until when", function()
    local now = seoul.at(2026, 11, 29, 23, 50, 0)
    local body = request.create(attempts.request { amount = 100000, tax_free = 10000, vat = 8182, now = now, expires_at = now + 900 })
    assert.same({ 100000, 10000, 81818, 8182, 0 },
      { body.amount, body.amountTaxFree, body.amountTaxable, body.amountVat, body.amountServiceFee })
    assert.same({ false, "2026-11-30 00:05:00" }, { body.autoExecute, body.expiredTime })
    assert.equal("2026-11-30 00:50:00", request.create(attempts.request { now = now, expires_at = now + 86400 }).expiredTime)
  end)

  it("is given a description that it takes, whatever the goods are called", function()
    for _, name in ipairs { [[5" \파이\ '특가']], "", " \"' ", ("가"):rep(400), "줄\n바꿈" } do
      local started = start { goods_name = name }
      assert.equal("ok", started.outcome, name .. " " .. tostring(started.code))
    end
  end)

  it("sends the shopper to its own page alone", function()
    local started = start()
    assert.same({ "redirect", true }, { started.go.kind, started.go.url:find(stand_in.url, 1, true) == 1 })
    assert.is_string(started.transaction_id)
  end)

  it("may be begun again with the same order until somebody has agreed to it", function()
    local first, asked = start()
    local again = adapter.start(stand_in:contract "tosspay", asked)
    assert.equal("ok", again.outcome)
    assert.are_not.equal(first.transaction_id, again.transaction_id)
    stand_in:press("tosspay", again.go, "pay")
    local late = adapter.start(stand_in:contract "tosspay", asked)
    assert.same({ "declined", "PAYMENT_EXISTING_PAYMENT" }, { late.outcome, late.code })
  end)

  it("whose beginning nobody heard of is unknown, and harmless", function()
    for _, mood in ipairs { { cut = "after" }, { http = 502 }, { garbage = "html" } } do
      stand_in:mood(mood)
      local started, asked = start()
      assert.equal("unknown", started.outcome)
      assert.is_nil(started.go)
      stand_in:mood()
      local attempt = attempts.row(asked, started)
      assert.same({ "ok", "ready" }, { adapter.query(stand_in:contract "tosspay", attempt).outcome,
        adapter.query(stand_in:contract "tosspay", attempt).state })
      assert.equal("ok", adapter.start(stand_in:contract "tosspay", asked).outcome)
    end
  end)

  it("knows a shopper who left from one who agreed, and no other order's return", function()
    assert.equal("authenticated", walk().returned.outcome)
    assert.equal("cancelled", walk("cancel").returned.outcome)
    local empty = walk "decline"
    assert.same({ "authenticated", "declined", "COMMON_NOT_ENOUGH_CASH" }, { empty.returned.outcome, approve(empty).outcome, approve(empty).code })
    local attempt = { reference = "261129-7K2M9QX-1", amount = 1 }
    for _, query_of in ipairs { { status = "PAY_APPROVED", orderNo = "261129-7K2M9QX-2" }, { status = "PAY_APPROVED" },
      { orderNo = "another" } } do
      assert.equal("forged", request.read_return(attempt, query_of).outcome)
    end
  end)

  it("takes exactly what was created when it is executed, and once", function()
    local from = pay { amount = 1000000000000, vat = 90909090909 }
    assert.same({ "ok", "paid", 1000000000000, 1000000000000 },
      { from.result.outcome, from.result.state, from.result.amount, from.result.captured })
    local again = approve(from)
    assert.same({ "ok", "paid" }, { again.outcome, again.state })
    assert.equal(1000000000000, ledger().captured)
  end)

  it("refuses to execute what nobody has agreed to", function()
    local started, asked = start()
    local from = { contract = stand_in:contract "tosspay", attempt = attempts.row(asked, started), token = {} }
    assert.same({ "declined", "EXECUTE_PAY_NOT_APPROVED" }, { approve(from).outcome, approve(from).code })
  end)

  it("that declines says why", function()
    local from = walk()
    stand_in:mood { on = "/api/v2/execute", decline = { code = "COMMON_NOT_ENOUGH_CASH", message = "잔액이 부족해요." } }
    local result = approve(from)
    assert.same({ "declined", "COMMON_NOT_ENOUGH_CASH", "잔액이 부족해요." }, { result.outcome, result.code, result.message })
  end)

  it("that says no in words which nobody knows is asked whether it did it", function()
    local from = walk()
    stand_in:mood { on = "/api/v2/execute", decline = { code = "SOMETHING_NEW", message = "음" } }
    assert.same({ "declined", "SOMETHING_NEW" }, { approve(from).outcome, approve(from).code })
    stand_in:mood()
    approve(from)
    stand_in:mood { on = "/api/v2/execute", decline = { code = "SOMETHING_NEW", message = "음" } }
    assert.same({ "ok", "paid" }, { approve(from).outcome, approve(from).state })
    stand_in:mood { { on = "/api/v2/execute", decline = { code = "SOMETHING_NEW", message = "음" } }, { on = "/api/v2/status", http = 503 } }
    assert.equal("unknown", approve(from).outcome)
  end)

  it("is unknown while it is pending, and for as long as its answer is lost", function()
    local misfortunes = { { mood = { pending = true }, truth = "ready" }, { mood = { pending = true, done = true }, truth = "paid" },
      { mood = { cut = "after" }, truth = "paid" }, { mood = { cut = "before" }, truth = "ready" }, { mood = { http = 500 }, truth = "ready" },
      { mood = { garbage = "truncated" }, truth = "paid" } }
    for _, one in ipairs(misfortunes) do
      local from = walk()
      one.mood.on = "/api/v2/execute"
      stand_in:mood(one.mood)
      assert.equal("unknown", approve(from).outcome, json.encode(one.mood))
      stand_in:mood()
      assert.equal(one.truth, query(from).state, json.encode(one.mood))
    end
  end)

  it("is not known while it is about it, or says what it never said before", function()
    local from = pay()
    for _, status in ipairs { "PAY_PROGRESS", "REFUND_PROGRESS", "SOMETHING_NEW" } do
      stand_in:mood { status = status }
      assert.equal("unknown", query(from).outcome, status)
    end
    from.contract.api_key = "sk_test_another"
    stand_in:mood()
    assert.equal("unknown", query(from).outcome)
  end)

  it("shows a wrong amount or order to who compares", function()
    local from = walk()
    stand_in:mood { on = "/api/v2/execute", amount = -1000, reference = "261129-OTHER01-1" }
    local result = approve(from)
    assert.same({ 32000, "261129-OTHER01-1" }, { result.amount, result.reference })
  end)

  it("gives back in parts with their tax, and tells the sums before and after it has settled", function()
    local from = pay { amount = 100000, tax_free = 10000, vat = 8182 }
    local first = cancel(from, 30000, { tax_free = 10000, vat = 1819, key = "R1" })
    assert.same({ "partially_cancelled", 100000, 30000 }, { first.state, first.captured, first.cancelled })
    local fields = stand_in:journal("POST /api/v2/refunds")[1].fields
    assert.same({ 30000, 10000, 18181, 1819, true },
      { fields.amount, fields.amountTaxFree, fields.amountTaxable, fields.amountVat, fields.idempotent })
    assert.same({ "partially_cancelled", 30000 }, { query(from).state, query(from).cancelled })
    stand_in:command { provider = "tosspay", ["do"] = "settle", reference = from.attempt.reference }
    assert.same({ "partially_cancelled", 30000 }, { query(from).state, query(from).cancelled })
    assert.equal("cancelled", cancel(from, 70000, { tax_free = 0, vat = 6363, key = "R2" }).state)
    assert.equal("cancelled", query(from).state)
  end)

  it("gives back once under one number, also when its answer was lost", function()
    local from = pay()
    local asked = attempts.refund(from.attempt, 11000)
    stand_in:mood { cut = "after" }
    assert.equal("unknown", adapter.cancel(from.contract, from.attempt, asked).outcome)
    stand_in:mood()
    for _ = 1, 2 do
      local result = adapter.cancel(from.contract, from.attempt, asked)
      assert.same({ "ok", 11000 }, { result.outcome, result.cancelled })
    end
    assert.equal(11000, ledger().cancelled)
  end)

  it("that says no to a refund is asked whether it was given, and believed", function()
    local from = pay()
    stand_in:mood { on = "/api/v2/refunds", decline = { code = "COMMON_REFUND_ERROR", message = "환불 오류" } }
    assert.same({ "declined", "COMMON_REFUND_ERROR" }, { cancel(from, 11000).outcome, cancel(from, 11000).code })
    stand_in:mood()
    local asked = attempts.refund(from.attempt, 33000)
    adapter.cancel(from.contract, from.attempt, asked)
    asked.key = "a number that nobody remembers"
    local again = adapter.cancel(from.contract, from.attempt, asked)
    assert.same({ "ok", "cancelled", 33000 }, { again.outcome, again.state, again.cancelled })
    assert.equal(33000, ledger().cancelled)
  end)

  it("sends no notices", function()
    assert.is_false(adapter.notices)
    local notice, fault = adapter.read_notice({}, { body = '{"status":"PAY_COMPLETE"}' })
    assert.same({ nil, "payment.malformed_notice" }, { notice, fault.code })
  end)

  it("is not read where it lacks what it has to have", function()
    local whole = { orderNo = "o", payToken = "t", amount = 33000, payStatus = "PAY_COMPLETE", refundableAmount = 33000 }
    assert.equal("paid", answer.status(whole).state)
    for name, value in pairs { orderNo = json.null, payToken = "", amount = "33000", payStatus = "NEW", refundableAmount = 33001 } do
      local spoilt = { orderNo = "o", payToken = "t", amount = 33000, payStatus = "PAY_COMPLETE", refundableAmount = 33000, [name] = value }
      assert.is_nil(answer.status(spoilt), name)
    end
  end)
end)
