-- What a person decides about a payment that no rule could: each decision once, with its reason, and only as it stands.

local database = require "spec.support.database"
local desk = require "spec.app.desk"
local order = require "order"
local payment = require "payment"
local paying = require "spec.app.flows.paying"
local shop = require "spec.app.shop"
local work_payment = require("flows.work_payment").run

describe("a payment in quarantine", function()
  local pay, ctx

  setup(function()
    pay = paying.open { only = { "toss_payments" } }
    paying.owner()
    ctx = desk(pay.mall, { ["orders.write"] = true })
  end)
  teardown(function() pay:close() end)
  before_each(function() pay.providers:mood() end)

  -- A virtual account into which another sum came than was asked for.
  local function overpaid(amount)
    local placed = pay:order()
    local attempt = pay:account(placed, "toss_payments")
    assert(require("flows.settle_payment").run { mall = pay.mall, order_id = placed.id, payment_id = attempt.id,
      by = { actor = "provider toss_payments", cause = "notice" },
      result = { outcome = "ok", state = "paid", reference = attempt.reference, amount = attempt.amount, captured = amount, currency = "KRW" } })
    return pay:now(attempt), placed
  end

  local function audits(act) return shop.count(("audit_entry WHERE action = 'payment.%s'"):format(act)) end

  it("is accepted with a reason, and its order is paid", function()
    local attempt, placed = overpaid(31000)
    assert.same({ "quarantined", "overpaid" }, { attempt.status, attempt.problem })
    assert.equal("payment.reason", select(2, work_payment(ctx, attempt.id, "accept", "")).code)
    assert.equal("quarantined", pay:now(attempt).status)
    assert.same({ status = "paid" }, work_payment(ctx, attempt.id, "accept", "1,000원은 다음에 돌려드리기로 함"))
    assert.equal("paid", pay:label(placed))
    local books = order.balances(pay.mall.id, placed.id)
    assert.same({ 31000, 0, -1000 }, { books["cash:toss_payments"], books.receivable, books.suspense })
    assert.equal(1, audits "accept")
  end)

  it("is decided about once: who comes second is told that it is another by now", function()
    local attempt = overpaid(31000)
    assert(work_payment(ctx, attempt.id, "accept", "인정"))
    for _, act in ipairs { "accept", "dismiss", "take_back", "restore" } do
      assert.equal("form.stale", select(2, work_payment(ctx, attempt.id, act, "또")).code, act)
    end
  end)

  it("is nobody's business who may not, or of another mall, and of nothing there is nothing to decide", function()
    local attempt = overpaid(29000)
    assert.equal("staff.forbidden", select(2, work_payment(desk(pay.mall), attempt.id, "accept", "그냥")).code)
    local other = setmetatable({ mall = { id = require("crypto").uuid7(), code = "other" } }, { __index = ctx })
    assert.equal("form.stale", select(2, work_payment(other, attempt.id, "accept", "그냥")).code)
    assert.equal("quarantined", pay:now(attempt).status)
  end)

  it("is not dismissed while money is kept", function()
    local attempt = overpaid(29000)
    assert.equal("form.stale", select(2, work_payment(ctx, attempt.id, "dismiss", "없음")).code)
    database.execute(("UPDATE payment SET captured_amount = 0 WHERE id = '%s'"):format(attempt.id))
    assert.same({ status = "failed" }, work_payment(ctx, attempt.id, "dismiss", "받은 돈이 없음"))
  end)

  it("is taken back at the provider by a job, once however often it is asked", function()
    local attempt = overpaid(29000)
    assert.same({ status = "quarantined" }, work_payment(ctx, attempt.id, "take_back", "금액이 다름"))
    assert.same({ status = "quarantined" }, work_payment(ctx, attempt.id, "take_back", "금액이 다름"))
    assert.equal(1, shop.count(("job WHERE kind = 'payment.take_back' AND args->>'payment_id' = '%s'"):format(attempt.id)))
  end)

  it("that a bank called back can be restored when the money is here again", function()
    local placed = pay:order()
    local attempt = pay:pay(placed, "toss_payments.card")
    assert(require("flows.settle_payment").run { mall = pay.mall, order_id = placed.id, payment_id = attempt.id,
      by = { actor = "provider toss_payments", cause = "notice" }, result = { outcome = "ok", state = "waiting", amount = attempt.amount } })
    assert.equal("recalled", pay:now(attempt).problem)
    assert.equal(attempt.amount, order.balances(pay.mall.id, placed.id).receivable)
    assert.is_true(payment.acts(pay:now(attempt)).restore)
    assert.same({ status = "paid" }, work_payment(ctx, attempt.id, "restore", "은행에서 다시 들어옴"))
    local books = order.balances(pay.mall.id, placed.id)
    assert.same({ attempt.amount, 0 }, { books["cash:toss_payments"], books.receivable })
  end)

  it("may be asked after at the provider without a reason", function()
    local attempt = assert(pay:start(pay:order(), "toss_payments.card"))
    assert.truthy(work_payment(ctx, attempt.id, "ask", ""))
    assert.equal("requested", pay:now(attempt).status)
  end)
end)
