-- What providers say that they pay out, taken over: once, into the books, and with what differs written down.

local book_settlements = require "flows.book_settlements"
local check_invariants = require "flows.check_invariants"
local clock = require "shared.clock"
local database = require "spec.support.database"
local fs = require "fs"
local order = require "order"
local payment = require "payment"
local paying = require "spec.app.flows.paying"
local take_settlements = require "flows.take_settlements"
local text = require "text"
local xlsx = require "xlsx"

describe("settlements", function()
  local pay, ctx, today

  setup(function()
    pay = paying.open { only = { "toss_payments" },
      changes = { toss_payments = { fees = { card = { ppm = 30000, days = 2 }, virtual_account = { fixed = 300, days = 2 } } } } }
    paying.owner()
    local id = database.execute("SELECT id FROM staff"):match "%S+"
    ctx = { mall = pay.mall, staff = { id = id, email = "owner@shop.kr", role = "owner", can = function() return true end },
      req = { ip = function() return "127.0.0.1" end, id = function() return "REQ" end }, agent = function() return "spec" end }
    today = clock.day(clock.now())
  end)
  teardown(function() pay:close() end)
  before_each(function() database.execute "TRUNCATE settlement_difference, settlement_line, settlement_file" end)

  local function paid()
    local placed = pay:order()
    local attempt = pay:pay(placed, "toss_payments.card")
    return attempt
  end

  local HEAD = { "결제키", "주문번호", "거래구분", "결제수단", "결제금액", "수수료", "부가세", "정산금액", "매출일", "정산일" }

  local function row(attempt, changes)
    local gross = changes and changes.gross or attempt.amount
    local fee = changes and changes.fee or gross * 3 / 100
    local vat = math.floor(fee / 10)
    return { attempt.transaction_id, attempt.reference, changes and changes.kind or "승인", "카드", gross, fee, vat, gross - fee - vat,
      changes and changes.sold or today, changes and changes.paid or today }
  end

  local function csv(rows)
    local lines = { table.concat(HEAD, ",") }
    for i, one in ipairs(rows) do lines[i + 1] = table.concat(one, ",") end
    local path = pay.folder .. "/settlement.csv"
    assert(fs.write(path, assert(text.to_cp949(table.concat(lines, "\r\n") .. "\r\n"))))
    return { path = path, filename = "정산.csv", size = 1 }
  end

  local function take(rows)
    local kept = assert(take_settlements.read(ctx, "toss_payments", csv(rows)))
    return assert(take_settlements.carry_out(ctx, kept.id)), kept.id
  end

  local function open()
    local list = {}
    for _, one in ipairs(payment.settlement_differences.list(pay.mall.id, 100)) do
      if not one.explained_at then list[#list + 1] = one.what end
    end
    table.sort(list)
    return list
  end

  local function balances(attempt) return order.balances(pay.mall.id, attempt.order_id) end

  -- Those of earlier specs are no business of the one at hand.
  local function settle_others(attempt)
    database.execute(("UPDATE payment SET provider = 'points' WHERE provider = 'toss_payments' AND id <> '%s'"):format(attempt.id))
  end

  it("in EUC-KR are taken over once: the second time the same file changes nothing", function()
    local attempt = paid()
    settle_others(attempt)
    assert.same({ new = 1, matched = 1, known = 0, different = 0 }, (take { row(attempt) }))
    local before = database.execute "SELECT count(*), sum(debit) FROM ledger_entry"
    assert.same({ new = 0, matched = 0, known = 1, different = 0 }, (take { row(attempt) }))
    assert.equal(before, database.execute "SELECT count(*), sum(debit) FROM ledger_entry")
    assert.same({}, open())
  end)

  it("as XLSX are read as well", function()
    local attempt, path = paid(), pay.folder .. "/settlement.xlsx"
    local writer, columns = assert(xlsx.create()), {}
    for i, title in ipairs(HEAD) do columns[i] = { title = title } end
    writer:sheet("정산", columns)
    assert(writer:row(row(attempt)))
    assert(fs.write(path, assert(writer:finish())))
    local kept = assert(take_settlements.read(ctx, "toss_payments", { path = path, filename = "정산.xlsx", size = 1 }))
    assert.equal(1, assert(take_settlements.carry_out(ctx, kept.id)).matched)
  end)

  it("go into the books of their order, which balance: the fee, its VAT, and what was paid out on a day that has come", function()
    local attempt = paid()
    take { row(attempt) }
    local fee = attempt.amount * 3 / 100
    local vat = fee / 10
    local booked = balances(attempt)
    assert.same({ fee, vat, attempt.amount - fee - vat, 0 },
      { booked["fees:payment"], booked["fees:payment_vat"], booked.paid_out, booked["cash:toss_payments"] })
    for _, one in ipairs(check_invariants.run()) do
      -- the rows of earlier specs are gone, their books are not
      for _, finding in ipairs(one.findings) do assert.is_nil(finding:find(attempt.number, 1, true), finding) end
    end
  end)

  it("of a day to come are paid out when it has come", function()
    local attempt = paid()
    take { row(attempt, { paid = "2099-01-01" }) }
    assert.is_nil(balances(attempt).paid_out)
    assert.is_true(book_settlements.due())
    assert.is_nil(balances(attempt).paid_out)
    database.execute(("UPDATE settlement_line SET paid_out_on = '%s'"):format(today))
    assert.is_true(book_settlements.due())
    assert.is_true(book_settlements.due())
    assert.equal(0, balances(attempt)["cash:toss_payments"])
  end)

  it("take back what they gave when a payment was cancelled", function()
    local attempt = paid()
    take { row(attempt), row(attempt, { kind = "취소" }) }
    local booked = balances(attempt)
    assert.same({ 0, 0, 0 }, { booked["fees:payment"], booked["fees:payment_vat"], booked.paid_out })
  end)

  it("that differ are written down: not ours, another amount, another fee, more given back than we know", function()
    local attempt, other = paid(), paid()
    settle_others(attempt)
    take { row({ transaction_id = "nobody", reference = "261129-XXXXXXX-1", amount = 5000 }),
      row(attempt, { gross = attempt.amount - 1000 }) }
    assert.same({ "amount", "no_payment" }, open())
    database.execute(("UPDATE payment SET provider = 'toss_payments' WHERE id = '%s'"):format(other.id))
    take { row(other, { fee = 5000 }), row(other, { kind = "취소", gross = 1000 }) }
    assert.same({ "amount", "fee", "no_payment", "returned" }, open())
    assert.is_nil(database.execute "SELECT 1 FROM ledger_entry l JOIN settlement_line s ON s.order_id = l.order_id WHERE s.payment_id IS NULL"
      :match "%S")
  end)

  it("that leave a payment out are written down when it should have been there, and explain themselves when it comes", function()
    local attempt, other = paid(), paid()
    settle_others(attempt)
    database.execute(("UPDATE payment SET provider = 'toss_payments' WHERE id = '%s'"):format(other.id))
    -- of today, and its card is paid out in two days: not missing yet
    take { row(attempt) }
    assert.same({}, open())
    database.execute(("UPDATE settlement_line SET paid_out_on = '%s'"):format(clock.day(clock.start_of_day(clock.now(), 3))))
    take { row(attempt) }
    assert.same({ "missing" }, open())
    take { row(other) }
    assert.same({}, open())
    local explained = payment.settlement_differences.list(pay.mall.id, 10)[1]
    assert.same({ "missing", "자동" }, { explained.what, explained.explained_by })
  end)

  it("that differ can be explained once, by somebody who may, and who is written down", function()
    local attempt = paid()
    settle_others(attempt)
    take { row(attempt, { fee = 5000 }) }
    local one = payment.settlement_differences.list(pay.mall.id, 10)[1]
    assert.is_true(take_settlements.explain(ctx, one.id, "11월부터 요율이 올랐어요"))
    assert.equal("form.stale", select(2, take_settlements.explain(ctx, one.id, "다시")).code)
    assert.same({}, open())
    assert.equal("1", (database.execute "SELECT count(*) FROM audit_entry WHERE action = 'settlement.explain'"):match "%d+")
    local stranger = setmetatable({ staff = { id = ctx.staff.id, email = "x@shop.kr", can = function() return false end } }, { __index = ctx })
    for _, refused in ipairs { select(2, take_settlements.explain(stranger, one.id, "나")), select(2, take_settlements.carry_out(stranger, one.id)),
      select(2, take_settlements.read(stranger, "toss_payments", csv { row(attempt) })) } do
      assert.equal("staff.forbidden", refused.code)
    end
  end)

  it("are asked for where the provider has a list of them, and are the same rows", function()
    local attempt = paid()
    local kept = assert(take_settlements.fetch(ctx, "toss_payments", today, today))
    local rows = take_settlements.preview(pay.mall, payment.settlements.file(pay.mall.id, kept.id))
    local found
    for _, one in ipairs(rows) do
      if one.transaction_id == attempt.transaction_id then found = one end
    end
    assert.same({ attempt.number, attempt.amount, false }, { found.number, found.gross, found.known })
    assert.same({}, found.differences)
    assert(take_settlements.carry_out(ctx, kept.id))
    assert.equal("settlement.gone", select(2, take_settlements.carry_out(ctx, kept.id)).code)
  end)

  it("of a day are summed by provider, with what the contract lets one expect", function()
    local attempt = paid()
    take { row(attempt), row(attempt, { kind = "취소", gross = 10000 }) }
    local days = payment.settlements.days(pay.mall.id, today, today)
    days.affected = nil
    local gross, fee = attempt.amount, (attempt.amount - 10000) * 3 / 100 * 1.1
    assert.same({ { day = today, provider = "toss_payments", lines = 2, gross = gross, returned = 10000, expected = fee, charged = fee,
      net = gross - 10000 - fee, paid_out = gross - 10000 - fee } }, days)
    assert.equal(0, #payment.settlements.days(pay.mall.id, today, today, "inicis"))
  end)

  it("that cannot be read are refused with a sentence, and nothing is kept", function()
    local path = pay.folder .. "/wrong.csv"
    assert(fs.write(path, "이름,나이\n가,1\n"))
    local done, refused = take_settlements.read(ctx, "toss_payments", { path = path, filename = "x.csv", size = 1 })
    assert.is_nil(done)
    assert.equal("settlement.statement", refused.code)
    assert(fs.write(path, table.concat(HEAD, ",") .. "\n"))
    assert.equal("settlement.statement", select(2, take_settlements.read(ctx, "toss_payments", { path = path, filename = "x.csv", size = 1 })).code)
    assert.equal(0, #payment.settlements.files(pay.mall.id, 5))
  end)
end)
