-- Deposits on the mall's own account: from a statement, by hand, and by a person who decides.

local clock = require "shared.clock"
local database = require "spec.support.database"
local fs = require "fs"
local order = require "order"
local payment = require "payment"
local shop = require "spec.app.shop"
local take_deposits = require "flows.take_deposits"
local text = require "text"
local work_deposit = require("flows.work_deposit").run

describe("deposits", function()
  local mall, ctx, folder

  setup(function()
    mall = shop.open { { code = "apple", name = "사과", stock = 1000, price = 30000 } }
    folder = assert(fs.temp "deposits")
    database.execute "INSERT INTO staff (email, name, password_hash) VALUES ('hana@shop.kr', '박하나', '')"
    local id = database.execute("SELECT id FROM staff"):match "%S+"
    ctx = { mall = mall, staff = { id = id, email = "hana@shop.kr", role = "cs", can = function() return true end },
      req = { ip = function() return "127.0.0.1" end, id = function() return "REQ" end }, agent = function() return "spec" end }
  end)
  teardown(function() fs.remove(folder, true) end)

  local function placed(name, qty)
    local made = assert(require("flows.place_order").run(mall, shop.draft(mall, { APPLE = qty or 1 }, { orderer_name = name })))
    return order.by_number(mall.id, made.number)
  end

  local function label(one) return order.by_number(mall.id, one.number).status end

  local lines = 0
  -- A statement as a bank lets one download it, in CP949.
  local function statement(rows)
    lines = lines + 1
    local written = { "거래일시,적요,보낸분/받는분,송금메모,출금액(원),입금액(원),잔액(원)" }
    for i, row in ipairs(rows) do
      written[#written + 1] = ("%s,이체,%s,%s,0,%d,%d"):format(row.at or "2099.01.01 10:00:00", row.name, row.memo or "", row.amount,
        1000000 + lines * 100 + i)
    end
    local path = folder .. "/statement.csv"
    assert(fs.write(path, assert(text.to_cp949(table.concat(written, "\r\n") .. "\r\n"))))
    return assert(take_deposits.read(ctx, { path = path, filename = "거래내역.csv", size = 1 }))
  end

  local function take(rows) return assert(take_deposits.carry_out(ctx, statement(rows).id)) end

  local function open_lane(name)
    return (database.execute(("SELECT lane FROM deposit WHERE depositor = '%s' AND state = 'open'"):format(name)):match "%S+")
  end

  local function deposit_of(name)
    return payment.deposits.get(mall.id, database.execute(("SELECT id FROM deposit WHERE depositor = '%s'"):format(name)):match "%S+")
  end

  local function work(name, act, values)
    local one = deposit_of(name)
    local given = { version = one.version, number = "", reason = "", bank = "", account = "", holder = "" }
    for key, value in pairs(values or {}) do given[key] = value end
    return work_deposit(ctx, one.id, act, given)
  end

  it("of a statement that are surely for an order make it paid, and the rest waits for a person", function()
    local sure, one, other = placed "김확실", placed "이같음", placed "이같음"
    local amount = sure.payable_amount
    local taken = take { { name = "김확실", amount = amount }, { name = "이같음", amount = amount }, { name = "박모름", amount = 12345 } }
    assert.same({ new = 3, matched = 1, open = 2, known = 0 }, taken)
    assert.equal("paid", label(sure))
    assert.same({ "awaiting_deposit", "awaiting_deposit" }, { label(one), label(other) })
    assert.same({ "several", "unknown" }, { open_lane "이같음", open_lane "박모름" })
  end)

  it("are taken over once, however often their statement is uploaded", function()
    local one = placed "최한번"
    local rows = { { name = "최한번", amount = one.payable_amount } }
    local first = statement(rows)
    lines = lines - 1
    local second = statement(rows)
    assert.equal(1, assert(take_deposits.carry_out(ctx, first.id)).matched)
    assert.same({ new = 0, matched = 0, open = 0, known = 1 }, assert(take_deposits.carry_out(ctx, second.id)))
    local again, refused = take_deposits.carry_out(ctx, first.id)
    assert.is_nil(again)
    assert.equal("deposit.gone", refused.code)
  end)

  it("are looked at before anything is made of them", function()
    local one = placed "정미리"
    local kept = statement { { name = "정미리", amount = one.payable_amount } }
    local rows = take_deposits.preview(mall.id, payment.deposits.file(mall.id, kept.id))
    assert.same({ "exact", one.number, false }, { rows[1].lane, rows[1].number, rows[1].known })
    assert.equal("awaiting_deposit", label(one))
  end)

  it("by hand find their order, and the same one in the statement later is shown as told twice", function()
    local one = placed "강손수"
    local now = clock.now()
    local done = assert(take_deposits.add(ctx, { at = now + 60, amount = one.payable_amount, depositor = "강손수", memo = "" }))
    assert.equal(one.number, done.number)
    assert.equal("paid", label(one))
    local again, refused = take_deposits.add(ctx, { at = now + 60, amount = one.payable_amount, depositor = "강손수", memo = "" })
    assert.is_nil(again)
    assert.equal("deposit.known", refused.code)
    local parts = clock.parts(now + 60)
    take { { name = "강손수", amount = one.payable_amount, at = ("%d.%02d.%02d 23:59:59"):format(parts.year, parts.month, parts.day) } }
    assert.equal("twice", open_lane "강손수")
  end)

  it("of another amount are taken only with a reason, and the books keep what came", function()
    local one = placed "조모자"
    take { { name = "조모자", amount = one.payable_amount - 500 } }
    assert.equal("under", open_lane "조모자")
    local done, refused = work("조모자", "assign", { number = one.number })
    assert.is_nil(done)
    assert.same({ "deposit.differs", one.payable_amount, one.payable_amount - 500 }, { refused.code, refused.expected, refused.came })
    assert.equal("awaiting_deposit", label(one))
    assert.equal(one.number, assert(work("조모자", "assign", { number = one.number, reason = "500원은 전화로 면제" })).number)
    assert.equal("paid", label(one))
    assert.equal(tostring(one.payable_amount - 500), (database.execute(("SELECT captured_amount FROM payment WHERE order_id = '%s'")
      :format(one.id)):match "%S+"))
    assert.equal("assigned", deposit_of("조모자").state)
  end)

  it("that come late bring the order back while its goods are there", function()
    local one = placed "윤늦음"
    database.execute(("UPDATE payment SET due_at = now() - interval '2 h', expires_at = now() - interval '1 h' WHERE order_id = '%s'"):format(one.id))
    require("flows.expire_unpaid").run()
    assert.equal("expired", label(one))
    local parts = clock.parts(clock.now() + 60)
    take { { name = "윤늦음", amount = one.payable_amount,
      at = ("%d.%02d.%02d %02d:%02d:00"):format(parts.year, parts.month, parts.day, parts.hour, parts.min) } }
    assert.equal("late", open_lane "윤늦음")
    assert(work("윤늦음", "assign", { number = one.number }))
    assert.equal("paid", label(one))
  end)

  it("that are nobody's go back to an account that is kept sealed, or are passed over with a reason, and can be taken up again", function()
    take { { name = "장남남", amount = 777 }, { name = "임이자", amount = 3 } }
    assert.equal("deposit.account", select(2, work("장남남", "return", { reason = "주문 없음" })).code)
    assert(work("장남남", "return", { reason = "주문 없음", bank = "국민은행", account = "11122233344", holder = "장남남" }))
    local one = deposit_of "장남남"
    assert.equal("returning", one.state)
    assert.is_nil(one.sealed:find("11122233344", 1, true))
    assert.equal("11122233344", payment.seal.open(mall.id, one.id, one.sealed).number)
    assert.is_nil(payment.seal.open(mall.id, deposit_of("임이자").id, one.sealed))
    assert(work("장남남", "returned", { reason = "11/30 이체" }))
    assert.equal("returned", deposit_of("장남남").state)
    assert.equal("deposit.reason", select(2, work("임이자", "ignore")).code)
    assert(work("임이자", "ignore", { reason = "예금 이자" }))
    assert(work("임이자", "reopen"))
    assert.equal("open", deposit_of("임이자").state)
  end)

  it("that two people decide about are decided by the first", function()
    take { { name = "한사람", amount = 555 } }
    local one = deposit_of "한사람"
    assert(work("한사람", "ignore", { reason = "이자" }))
    assert(work("한사람", "reopen"))
    local done, refused = work_deposit(ctx, one.id, "ignore", { version = one.version, reason = "이자", number = "", bank = "", account = "",
      holder = "" })
    assert.is_nil(done)
    assert.equal("form.stale", refused.code)
  end)

  it("need the permission, whoever asks", function()
    local reader = setmetatable({ staff = { id = ctx.staff.id, email = "r@shop.kr", can = function() return false end } }, { __index = ctx })
    for _, refused in ipairs { (select(2, take_deposits.read(reader, {}))), (select(2, take_deposits.add(reader, {}))),
      (select(2, take_deposits.carry_out(reader, "x"))), (select(2, work_deposit(reader, "x", "ignore", {}))) } do
      assert.equal("staff.forbidden", refused.code)
    end
  end)
end)

describe("a deposit that is due", function()
  it("is reminded of once, in its last day", function()
    local mall = shop.open { { code = "apple", name = "사과", stock = 10, price = 30000 } }
    local remind = require("flows.remind_of_deposits").run
    assert(require("flows.place_order").run(mall, shop.draft(mall, { APPLE = 1 })))
    assert.equal(0, remind())
    database.execute "UPDATE payment SET due_at = now() + interval '20 h', created_at = now() - interval '2 days'"
    assert.equal(1, remind())
    assert.equal(0, remind())
    assert.equal(1, shop.count "mail WHERE template = 'order/deposit_due'")
  end)
end)
