-- KakaoPay as it is asked and as it answers, by its stand-in.

local adapter = require "payment.adapters.kakaopay"
local answer = require "payment.rules.kakaopay.answer"
local attempts = require "spec.app.payment.attempts"
local every_adapter = require "spec.app.payment.contract"
local json = require "json"
local providers = require "spec.support.providers"
local request = require "payment.rules.kakaopay.request"

every_adapter.of { provider = "kakaopay", secrets = { "secret_key" }, ways = { { method = "wallet", device = "pc",
  approve = "/online/v1/payment/approve", query = "/online/v1/payment/order",
  cancel = "/online/v1/payment/cancel" } } }

describe("KakaoPay", function()
  local stand_in

  setup(function() stand_in = providers.start { only = { "kakaopay" } } end)
  teardown(function() stand_in:stop() end)
  before_each(function()
    stand_in:mood()
    stand_in:command { provider = "kakaopay", ["do"] = "forget" }
    stand_in:forget()
  end)

  local function wallet(changes)
    changes = changes or {}
    changes.method = "wallet"
    return changes
  end
  local function walk(press, changes) return attempts.walk(stand_in, adapter, wallet(changes), press) end
  local function pay(changes) return attempts.pay(stand_in, adapter, wallet(changes)) end
  local function approve(from) return adapter.approve(from.contract, from.attempt, from.token) end
  local function query(from) return adapter.query(from.contract, from.attempt) end
  local function cancel(from, amount, changes)
    local result = adapter.cancel(from.contract, from.attempt, attempts.refund(from.attempt, amount, changes))
    if result.outcome == "ok" then attempts.learn(from.attempt, result) end
    return result
  end
  local function ledger() return stand_in:ledger("kakaopay")[1] end
  local function decline(fields) stand_in:mood { on = "/online/v1/payment/approve", done = fields.done, decline = fields } end

  it("has a contract of a cid of its own mode and a secret", function()
    assert.is_true(adapter.check { mode = "live", cid = "C123456789", secret_key = "PRDabc" })
    for _, contract in ipairs { { mode = "live", cid = "TC0ONETIME", secret_key = "DEVabc" }, { mode = "test", cid = "C123456789", secret_key = "DEVabc" },
      { mode = "live", cid = "C12345", secret_key = "abc" }, { mode = "live", cid = "C123456789" }, { mode = "live", secret_key = "abc" },
      { mode = "live", cid = "C123456789", secret_key = "abc", cid_secret = 1 } } do
      local sound, sentence = adapter.check(contract)
      assert.is_nil(sound)
      assert.is_nil(sentence:find "abc", sentence)
    end
  end)

  it("is to be compared with the cid", function() assert.equal("C123456789", adapter.merchant { cid = "C123456789" }) end)

  it("is told the parts of the amount, and nobody's name", function()
    local body = request.ready({ cid = "TC0ONETIME" }, attempts.request { amount = 100000, tax_free = 10000, vat = 8182,
      goods_name = ("가"):rep(300), installments = { 3 } })
    assert.same({ 100000, 10000, 8182, 3 }, { body.total_amount, body.tax_free_amount, body.vat_amount, body.install_month })
    assert.is_nil(json.encode(body):find "홍길동")
    assert.equal(body.partner_order_id, body.partner_user_id)
    assert.is_true(require("text").length(body.item_name) <= 100)
  end)

  it("opens the page that fits the device, at its own address", function()
    for device, tail in pairs { pc = "/info", mobile = "/mobile" } do
      local started = adapter.start(stand_in:contract "kakaopay", attempts.request { method = "wallet", device = device })
      assert.equal(tail, started.go.url:sub(-#tail))
      assert.matches("^T", started.transaction_id)
    end
  end)

  it("whose beginning nobody heard of is unknown, and harmless", function()
    for _, mood in ipairs { { cut = "after" }, { http = 502 }, { garbage = "truncated" } } do
      stand_in:mood(mood)
      local asked = attempts.request { method = "wallet" }
      local started = adapter.start(stand_in:contract "kakaopay", asked)
      assert.same({ "unknown", nil }, { started.outcome, started.go })
      stand_in:mood()
      assert.equal("ready", adapter.query(stand_in:contract "kakaopay", attempts.row(asked, started)).state)
    end
  end)

  it("knows who agreed, who left and whose card was refused", function()
    local agreed = walk().returned
    assert.same({ "authenticated", 33000 }, { agreed.outcome, agreed.amount })
    assert.equal("cancelled", walk("cancel").returned.outcome)
    assert.equal("declined", walk("decline").returned.outcome)
    for _, token in ipairs { "a b", "", "../x", ("x"):rep(101) } do
      assert.equal("forged", request.read_return({ reference = "r", amount = 1 }, { pg_token = token }).outcome, token)
    end
  end)

  it("returns to the shop's address with the shop's own words in it", function()
    local body = request.ready({ cid = "TC0ONETIME" }, attempts.request { return_url = "https://shop.test/r?s=1" })
    assert.equal("https://shop.test/r?s=1&outcome=failed", body.fail_url)
    assert.equal("https://shop.test/r?outcome=failed", request.ready({}, attempts.request { return_url = "https://shop.test/r" }).fail_url)
  end)

  it("takes exactly what was opened when it is approved, and once", function()
    local from = pay { amount = 1000000000000, vat = 90909090909 }
    assert.same({ "ok", "paid", 1000000000000, "TC0ONETIME", "신한카드" },
      { from.result.outcome, from.result.state, from.result.captured, from.result.merchant_id, from.result.card.issuer })
    assert.is_nil(json.encode(from.result):find("433012", 1, true)) -- a card's first digits
    local again = approve(from)
    assert.same({ "ok", "paid" }, { again.outcome, again.state }) -- refused as done before, and asked for
    assert.equal(1000000000000, ledger().captured)
  end)

  it("refuses another order, another shopper, another token", function()
    local from = walk()
    from.token = { pg_token = "another" }
    assert.same({ "declined", "-708" }, { approve(from).outcome, approve(from).code })
    from = walk()
    from.attempt.reference = "261129-OTHER01-1"
    assert.same({ "declined", "-706" }, { approve(from).outcome, approve(from).code })
    from = walk()
    from.attempt.amount = 1
    assert.same({ "declined", "-704" }, { approve(from).outcome, approve(from).code })
  end)

  it("that declines says why", function()
    local from = walk()
    decline { code = -780, message = "approval failure!", method = "LACK_BALANCE" }
    local result = approve(from)
    assert.same({ "declined", "LACK_BALANCE", "approval failure!" }, { result.outcome, result.code, result.message })
    assert.equal("failed", query(from).state)
  end)

  it("is asked for the truth where its no does not settle it", function()
    for _, words in ipairs { { code = -780, message = "bank", method = "BANK_FIRM_UNKNOWN" }, { code = -780, message = "busy", method = "USER_LOCKED" },
      { code = -785, message = "duplicate" }, { code = -999, message = "new" } } do
      local from = walk()
      words.done = true
      decline(words)
      assert.same({ "ok", "paid" }, { approve(from).outcome, query(from).state }, words.message)
      from, words.done = walk(), nil
      if words.method then
        decline(words)
        assert.equal("unknown", approve(from).outcome, words.message) -- the bank may be about it still
      end
    end
  end)

  it("is unknown for as long as its answer is lost, and the truth is there to be asked for", function()
    local misfortunes = { { mood = { cut = "after" }, truth = "paid" }, { mood = { cut = "before" }, truth = "ready" },
      { mood = { http = 500 }, truth = "ready" }, { mood = { garbage = "html" }, truth = "paid" }, { mood = { garbage = "truncated" }, truth = "paid" } }
    for _, one in ipairs(misfortunes) do
      local from = walk()
      one.mood.on = "/online/v1/payment/approve"
      stand_in:mood(one.mood)
      assert.equal("unknown", approve(from).outcome, json.encode(one.mood))
      stand_in:mood()
      assert.equal(one.truth, query(from).state, json.encode(one.mood))
    end
  end)

  it("is not known where it says what it never said before, or does not talk to us", function()
    local from = pay()
    stand_in:mood { status = "SOMETHING_NEW" }
    assert.equal("unknown", query(from).outcome)
    stand_in:mood()
    from.contract.secret_key = "DEVANOTHER"
    assert.equal("unknown", query(from).outcome)
  end)

  it("shows a wrong amount, order or merchant to who compares", function()
    local from = walk()
    stand_in:mood { on = "/online/v1/payment/approve", amount = -1000, reference = "261129-OTHER01-1", merchant = "TC0OTHERXX" }
    local result = approve(from)
    assert.same({ 32000, "261129-OTHER01-1", "TC0OTHERXX" }, { result.amount, result.reference, result.merchant_id })
  end)

  it("comes too late once it has expired", function()
    local from = walk()
    stand_in:command { provider = "kakaopay", ["do"] = "expire", reference = from.attempt.reference }
    assert.same({ "declined", "-723" }, { approve(from).outcome, approve(from).code })
    assert.equal("failed", query(from).state)
  end)

  it("gives back in parts with their tax", function()
    local from = pay { amount = 100000, tax_free = 10000, vat = 8182 }
    local first = cancel(from, 30000, { tax_free = 10000, vat = 1819 })
    assert.same({ "partially_cancelled", 100000, 30000 }, { first.state, first.captured, first.cancelled })
    local fields = stand_in:journal("POST /online/v1/payment/cancel")[1].fields
    assert.same({ 30000, 10000, 1819, 100000 },
      { fields.cancel_amount, fields.cancel_tax_free_amount, fields.cancel_vat_amount, fields.cancel_available_amount })
    assert.same({ "partially_cancelled", 30000 }, { query(from).state, query(from).cancelled })
    assert.equal("cancelled", cancel(from, 70000, { tax_free = 0, vat = 6363 }).state)
  end)

  it("gives back once, although it has no idempotency: a lost answer is found, and the same is not given twice", function()
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

  it("does not give back more than there is", function()
    local from = pay()
    local asked = attempts.refund(from.attempt, 33000)
    asked.amount, asked.remaining = 33001, -1
    local result = adapter.cancel(from.contract, from.attempt, asked)
    assert.same({ "declined", "-710" }, { result.outcome, result.code })
    assert.equal(0, ledger().cancelled)
  end)

  it("sends no notices", function()
    assert.is_false(adapter.notices)
    local notice, fault = adapter.read_notice({}, { body = "{}" })
    assert.same({ nil, "payment.malformed_notice" }, { notice, fault.code })
  end)

  it("is not read where it lacks what it has to have", function()
    local function order(changes)
      local body = { tid = "T1", partner_order_id = "o", cid = "c", status = "SUCCESS_PAYMENT", amount = { total = 33000 },
        canceled_amount = { total = 0 }, approved_at = "2026-11-29T12:00:00", aid = "A1" }
      for name, value in pairs(changes or {}) do body[name] = value end
      return body
    end
    assert.equal("paid", answer.order(order()).state)
    assert.equal("paid", answer.order(order { canceled_amount = json.null }).state)
    for name, value in pairs { tid = json.null, partner_order_id = "", status = "NEW", amount = { total = "33000" },
      canceled_amount = { total = 33001 } } do
      assert.is_nil(answer.order(order { [name] = value }), name)
    end
    assert.is_nil(answer.order(order { status = "PART_CANCEL_PAYMENT", canceled_amount = json.null }))
    assert.is_nil(answer.approved(order { aid = json.null }))
    assert.is_nil(answer.approved(order { approved_at = json.null }))
  end)
end)
