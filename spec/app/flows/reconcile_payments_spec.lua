-- The nightly comparison with the providers: what they say otherwise is written down once and told, what nobody answers is no
-- difference, and a person says how one was settled.

local clock = require "shared.clock"
local database = require "spec.support.database"
local desk = require "spec.app.desk"
local payment = require "payment"
local paying = require "spec.app.flows.paying"
local reconcile_payments = require "flows.reconcile_payments"
local shop = require "spec.app.shop"

describe("the comparison of a day", function()
  local pay, today, one, two

  setup(function()
    pay = paying.open { only = { "toss_payments" } }
    paying.owner()
    today = clock.day(clock.now())
    one, two = pay:pay(pay:order(), "toss_payments.card"), pay:pay(pay:order(), "toss_payments.card")
  end)
  teardown(function() pay:close() end)
  before_each(function()
    pay.providers:mood()
    database.execute "TRUNCATE reconciliation_difference, reconciliation"
  end)

  local function night() return reconcile_payments.night(pay.mall.id, today) end
  local function letters() return shop.count "mail WHERE template = 'staff/payment'" end
  local function differences() return payment.reconciliation.differences(pay.mall.id, 10) end

  it("asks after each payment on which money moved, and finds nothing where both say the same", function()
    local before = letters()
    assert.same({ compared = 2, unanswered = 0, differences = 0 }, night())
    assert.same({ compared = 0, unanswered = 0, differences = 0 }, reconcile_payments.night(pay.mall.id, "2001-01-01"))
    assert.equal(before, letters())
    assert.is_not_nil(payment.reconciliation.runs(pay.mall.id, 1)[1].finished_at)
  end)

  it("writes down what was given back there without us, once however often it runs, and tells the owners", function()
    local before = letters()
    pay.providers:command { provider = "toss_payments", ["do"] = "cancel", reference = one.reference, amount = 1000,
      url = pay.providers:sink(200, "OK") }
    assert.equal(1, night().differences)
    assert.equal(1, night().differences)
    local found = differences()
    assert.equal(1, #found)
    assert.same({ one.reference, "cancelled", "0", "1000" }, { found[1].reference, found[1].what, found[1].ours, found[1].theirs })
    assert.equal(before + 2, letters())
  end)

  it("takes no answer for no difference, and says how many there were", function()
    pay.providers:mood { cut = "before" }
    assert.same({ compared = 2, unanswered = 2, differences = 0 }, night())
    assert.equal(0, #differences())
  end)

  it("is begun once a night for each mall that has contracts", function()
    assert.equal(1, reconcile_payments.begin_night())
    assert.equal(1, reconcile_payments.begin_night())
    assert.equal(1, shop.count "job WHERE kind = 'payment.compare'")
  end)

  it("leaves differences to a person, who settles each once", function()
    night()
    local found = differences()[1]
    local about = { reconciliation_id = found.reconciliation_id, payment_id = found.payment_id, what = found.what, note = "화면에서 취소" }
    local refused = select(2, reconcile_payments.settle(desk(pay.mall), about))
    assert.equal("staff.forbidden", refused.code)
    local ctx = desk(pay.mall, { ["orders.write"] = true })
    assert.is_true(reconcile_payments.settle(ctx, about))
    assert.equal("form.stale", select(2, reconcile_payments.settle(ctx, about)).code)
    local settled = differences()[1]
    assert.same({ "화면에서 취소", ctx.staff.email }, { settled.note, settled.settled_by })
    assert.equal(1, shop.count "audit_entry WHERE action = 'payment.difference'")
    assert.equal(two.mall_id, pay.mall.id)
  end)
end)
