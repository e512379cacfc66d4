-- Rows that a provider settled before we knew the payment: matched when it is known, as if it had been known at once.

local book_settlements = require "flows.book_settlements"
local check_invariants = require "flows.check_invariants"
local clock = require "shared.clock"
local database = require "spec.support.database"
local desk = require "spec.app.desk"
local fs = require "fs"
local order = require "order"
local payment = require "payment"
local paying = require "spec.app.flows.paying"
local rematch_settlements = require "flows.rematch_settlements"
local resolve_payment = require "flows.resolve_payment"
local shop = require "spec.app.shop"
local take_settlements = require "flows.take_settlements"
local task = require "task"

describe("a settled row whose payment nobody knew", function()
  local pay, ctx, today

  setup(function()
    pay = paying.open { only = { "toss_payments" }, changes = { toss_payments = { fees = { card = { ppm = 30000, days = 2 } } } } }
    paying.owner()
    ctx = desk(pay.mall, { ["orders.write"] = true })
    today = clock.day(clock.now())
  end)
  teardown(function() pay:close() end)
  before_each(function()
    pay.providers:mood()
    database.execute "TRUNCATE settlement_difference, settlement_line, settlement_file"
  end)

  -- The money was taken, and the answer that says so was lost: the provider's number is not known here.
  local function lost()
    pay.providers:mood { on = "/v1/payments/confirm", cut = "after" }
    local placed = pay:order()
    local attempt, outcome = pay:pay(placed, "toss_payments.card")
    assert.equal("approving", outcome.status)
    pay.providers:mood()
    for _, row in ipairs(pay.providers:ledger "toss_payments") do
      if row.reference == attempt.reference then return attempt, row.transaction_id end
    end
    error "the provider has no such payment"
  end

  local function take(transaction_id, amount, changes)
    local fee = changes and changes.fee or amount * 3 / 100
    local net = amount - fee - fee / 10 - (changes and changes.off or 0)
    local path = pay.folder .. "/settlement.csv"
    assert(fs.write(path, "결제키,주문번호,거래구분,결제수단,결제금액,수수료,부가세,정산금액,매출일,정산일\n"
      .. table.concat({ transaction_id, changes and changes.reference or "", changes and changes.kind or "승인", "카드", amount, fee, fee / 10,
        net, today, changes and changes.paid or today }, ",") .. "\n"))
    local kept = assert(take_settlements.read(ctx, "toss_payments", { path = path, filename = "정산.csv", size = 1 }))
    return assert(take_settlements.carry_out(ctx, kept.id))
  end

  local function differences()
    local list = {}
    for _, one in ipairs(payment.settlement_differences.list(pay.mall.id, 100)) do
      list[#list + 1] = one.what .. (one.explained_at and " " .. one.explained_by or "")
    end
    table.sort(list)
    return list
  end

  local function rematch() return assert(rematch_settlements.all()).matched end

  local function known(attempt) assert.equal("paid", assert(resolve_payment.run(pay.mall.id, attempt.id)).status) end

  -- What an order's books say of fees and what was paid out.
  local function booked(attempt)
    local all = order.balances(pay.mall.id, attempt.order_id)
    return { all["fees:payment"] or 0, all["fees:payment_vat"] or 0, all.paid_out or 0, all["cash:toss_payments"] or 0 }
  end

  it("waits with its difference until the payment is known, and is then in the books like any other", function()
    local attempt, key = lost()
    assert.same({ new = 1, matched = 0, known = 0, different = 1 }, take(key, attempt.amount))
    assert.equal(0, rematch())
    assert.same({ "no_payment" }, differences())
    known(attempt)
    assert.equal(1, rematch())
    assert.same({ "no_payment 자동" }, differences())
    assert.equal(attempt.id, payment.settlement_differences.list(pay.mall.id, 1)[1].payment_id)

    local other = pay:pay(pay:order(), "toss_payments.card")
    assert.equal(1, take(other.transaction_id, other.amount).matched)
    assert.same(booked(other), booked(attempt))
    assert.same({ "t", "t" }, { (database.execute("SELECT a.expected_fee = b.expected_fee, a.expected_vat = b.expected_vat FROM "
      .. ("settlement_line a, settlement_line b WHERE a.payment_id = '%s' AND b.payment_id = '%s'"):format(attempt.id, other.id)))
      :match "(%w)%W+(%w)" })
    for _, one in ipairs(check_invariants.run()) do
      for _, finding in ipairs(one.findings) do assert.is_nil(finding:find(attempt.number, 1, true), finding) end
    end
  end)

  it("is matched once, however often and by however many that is asked", function()
    local attempt, key = lost()
    take(key, attempt.amount)
    known(attempt)
    local tasks, sum = {}, 0
    for i = 1, 4 do tasks[i] = task.spawn(rematch) end
    for _, one in ipairs(tasks) do sum = sum + one:join() end
    assert.equal(1, sum)
    local before = database.execute "SELECT count(*), sum(debit) FROM ledger_entry"
    assert.equal(0, rematch())
    assert.equal(before, database.execute "SELECT count(*), sum(debit) FROM ledger_entry")
    assert.same({ "no_payment 자동" }, differences())
  end)

  it("is paid out on its day, when that comes after it was matched", function()
    local attempt, key = lost()
    take(key, attempt.amount, { paid = "2099-01-01" })
    known(attempt)
    assert.equal(1, rematch())
    local fee = attempt.amount * 3 / 100
    assert.same({ fee, fee / 10, 0, attempt.amount - fee - fee / 10 }, booked(attempt))
    database.execute(("UPDATE settlement_line SET paid_out_on = '%s'"):format(today))
    assert.is_true(book_settlements.due())
    assert.same({ fee, fee / 10, attempt.amount - fee - fee / 10, 0 }, booked(attempt))
  end)

  it("has the differences that it would have had: of its fee, of its sum, each once", function()
    local attempt, key = lost()
    take(key, attempt.amount, { fee = 5000, off = 10 })
    assert.same({ "no_payment", "sum" }, differences())
    known(attempt)
    assert.equal(1, rematch())
    assert.same({ "fee", "no_payment 자동", "sum" }, differences())
    for _, one in ipairs(payment.settlement_differences.list(pay.mall.id, 10)) do assert.equal(attempt.id, one.payment_id, one.what) end
  end)

  it("that a person has explained stays as that person left it", function()
    local attempt, key = lost()
    take(key, attempt.amount)
    local one = payment.settlement_differences.list(pay.mall.id, 1)[1]
    assert.is_true(take_settlements.explain(ctx, one.id, "다른 가게의 거래"))
    known(attempt)
    local before = database.execute "SELECT count(*) FROM ledger_entry"
    assert.equal(0, rematch())
    assert.same({ "no_payment " .. ctx.staff.email }, differences())
    assert.equal(before, database.execute "SELECT count(*) FROM ledger_entry")
    assert.equal(0, shop.count "settlement_line WHERE payment_id IS NOT NULL")
  end)

  it("of an attempt that was known but not yet paid explains its amount when it is", function()
    local attempt, key = lost()
    assert.equal(1, take(key, attempt.amount, { reference = attempt.reference }).matched)
    assert.same({ "amount" }, differences())
    assert.equal(0, rematch())
    assert.same({ "amount" }, differences())
    known(attempt)
    assert.equal(0, rematch())
    assert.same({ "amount 자동" }, differences())
  end)

  it("is looked for when somebody asks who may, and that is written down", function()
    local attempt, key = lost()
    take(key, attempt.amount)
    known(attempt)
    assert.equal("staff.forbidden", select(2, rematch_settlements.by_hand(desk(pay.mall))).code)
    assert.same({ "no_payment" }, differences())
    assert.same({ matched = 1 }, rematch_settlements.by_hand(ctx))
    assert.equal(1, shop.count "audit_entry WHERE action = 'settlement.rematch'")
  end)
end)
