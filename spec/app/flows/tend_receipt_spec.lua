-- Cash receipts of money that came as cash: issued once, followed when the money goes back, and never guessed.

local crowd = require "spec.support.crowd"
local database = require "spec.support.database"
local fs = require "fs"
local json = require "json"
local move_order = require "flows.move_order"
local order = require "order"
local payment = require "payment"
local paying = require "spec.app.flows.paying"
local settle_deposit = require("flows.settle_deposit").run
local shop = require "spec.app.shop"
local tend_receipt = require("flows.tend_receipt").run
local transaction = require("flows.store").transaction
local work_receipt = require("flows.work_receipt").run

describe("a cash receipt", function()
  local pay, ctx

  -- From now on these have contracts with the mall, the first one first.
  local function contracts(names, changes)
    local list = {}
    for i, name in ipairs(names) do list[i] = pay.providers:contract(name, changes) end
    local path = pay.folder .. "/payment.json"
    fs.remove(path)
    assert(fs.write(path, json.encode { shop = { contracts = list } }, 256))
    assert(payment.load())
  end

  setup(function()
    pay = paying.open { only = { "toss_payments", "portone", "portone_v1", "inicis" } }
    paying.owner()
    local id = database.execute("SELECT id FROM staff"):match "%S+"
    ctx = { mall = pay.mall, staff = { id = id, email = "owner@shop.kr", role = "owner", can = function() return true end },
      req = { ip = function() return "127.0.0.1" end, id = function() return "REQ" end }, agent = function() return "spec" end }
  end)
  teardown(function() pay:close() end)
  before_each(function()
    pay.providers:mood()
    pay.providers:forget()
    contracts { "toss_payments" }
  end)

  -- An order by transfer whose deposit has come.
  local function paid(changes)
    local form = { cash_receipt = "income", cash_receipt_no = "010-1234-5678" }
    for key, value in pairs(changes or {}) do form[key] = value end
    local made = assert(require("flows.place_order").run(pay.mall, shop.draft(pay.mall, { APPLE = 2 }, form)))
    assert(settle_deposit(made.number))
    local attempt = payment.of_order(pay.mall.id, made.id)[1]
    return { id = made.id, number = made.number, payment_id = attempt.id, amount = attempt.amount, reference = attempt.reference }
  end

  local function tend(one) return tend_receipt(pay.mall.id, one.payment_id) end

  local function rows(one)
    local list = {}
    for i, row in ipairs(payment.receipts.of_order(pay.mall.id, one.id)) do
      list[i] = row.state .. (row.by_hand and " by hand" or "") .. " " .. row.amount
    end
    return list
  end

  local function last(one) return payment.receipts.last(pay.mall.id, one.payment_id) end

  -- So much goes back by a transfer of the shop's.
  local function give_back(one, amount)
    assert(transaction(function(tx)
      local subject = assert(move_order.lock(tx, pay.mall.id, one.id))
      local by = { actor = "clock", cause = "spec", machine = true }
      local _, _, row = move_order.run(tx, subject, { axis = "refund", event = "assess", row = { payment_id = one.payment_id,
        amount = amount, tax_free_amount = 0, vat_amount = math.floor(amount / 11), reason = "단순 변심", breakdown = { goods = amount } } }, by)
      for _, event in ipairs { "approve", "transfer", "complete" } do
        assert(move_order.run(tx, subject, { axis = "refund", event = event, id = row.id }, by))
      end
      return true
    end))
  end

  local function letters() return tonumber((database.execute "SELECT count(*) FROM mail WHERE template = 'staff/payment'")) end

  it("is seen to by a job that is committed with the deposit, and by none where nobody asked for one", function()
    local jobs = "job WHERE kind = 'receipt.tend' AND args->>'payment_id' = '%s'"
    assert.equal(1, shop.count(jobs:format(paid().payment_id)))
    assert.equal(0, shop.count(jobs:format(paid { cash_receipt = "none", cash_receipt_no = "" }.payment_id)))
  end)

  it("is issued once by the first contract that can, with its number and where it can be read", function()
    local one = paid()
    assert.is_true(tend(one))
    assert.is_true(tend(one))
    local row = last(one)
    assert.same({ "issued " .. one.amount }, rows(one))
    assert.same({ "toss_payments", "100000002", "income", one.amount },
      { row.provider, row.issue_number, row.kind, row.amount })
    assert.truthy(payment.receipt_link(row.provider, row.url))
    local asked = pay.providers:journal "POST /v1/cash-receipts"
    assert.equal(1, #asked)
    assert.same({ one.amount, "01012345678", "소득공제" },
      { asked[1].fields.amount, asked[1].fields.customerIdentityNumber, asked[1].fields.type })
  end)

  it("for a business says so to the provider", function()
    contracts { "portone" }
    local one = paid { cash_receipt = "business", cash_receipt_no = "123-45-67890" }
    assert.is_true(tend(one))
    assert.equal("CORPORATE", pay.providers:journal("POST /cash-receipts")[1].fields.type)
    assert.same({ "issued " .. one.amount }, rows(one))
  end)

  it("whose answer was lost is unknown, asked for again under the same key, and issued once", function()
    for name, call in pairs { toss_payments = "/v1/cash-receipts", portone = "/cash-receipts",
      portone_v1 = "/receipts/external/:uid" } do
      contracts { name }
      local one = paid()
      pay.providers:mood { on = call, cut = "after" }
      local done, refused = tend(one)
      assert.is_nil(done)
      assert.equal("payment.unknown", refused.code)
      assert.truthy(refused.snooze)
      assert.same({ "asked " .. one.amount }, rows(one))
      -- the call may be under way yet
      assert.equal("payment.busy", select(2, tend(one)).code)
      pay.providers:mood()
      database.execute("UPDATE cash_receipt SET asked_at = asked_at - interval '2 minutes'")
      assert.is_true(tend(one))
      assert.same({ "issued " .. one.amount }, rows(one))
    end
  end)

  it("whose answer was lost where asking twice would issue two waits for a person, who is told", function()
    contracts { "inicis" }
    local one, before = paid(), letters()
    pay.providers:mood { on = "/v2/pg/receipt", cut = "after" }
    assert.is_true(tend(one))
    assert.same({ "asked by hand " .. one.amount }, rows(one))
    assert.equal(before + 1, letters())
    pay.providers:mood()
    assert.is_true(tend(one))
    assert.equal(1, #pay.providers:journal "POST /v2/pg/receipt")
    assert(work_receipt(ctx, last(one).id, "issued", { version = last(one).version, number = "G123", reason = "" }))
    assert.same({ "issued " .. one.amount }, rows(one))
  end)

  it("that is declined is for a person, with the provider's words, and can be asked for again", function()
    local one = paid()
    pay.providers:mood { on = "/v1/cash-receipts", decline = { code = "INVALID_CUSTOMER_IDENTITY_NUMBER", message = "식별번호 오류" } }
    assert.is_true(tend(one))
    assert.same({ "wanted by hand " .. one.amount }, rows(one))
    assert.matches("식별번호 오류", last(one).problem_text)
    pay.providers:mood()
    assert(work_receipt(ctx, last(one).id, "again", { version = last(one).version, number = "", reason = "" }))
    -- Toss remembers a refusal under its key
    assert.is_true(tend(one))
    assert.same({ "issued " .. one.amount }, rows(one))
  end)

  it("that nobody can issue is for staff, who note its number", function()
    contracts({ "toss_payments" }, { cash_receipts = false })
    local one = paid()
    assert.is_true(tend(one))
    assert.same({ "wanted by hand " .. one.amount }, rows(one))
    local row = last(one)
    assert.equal("receipt.number", select(2, work_receipt(ctx, row.id, "issued", { version = row.version, number = "", reason = "" })).code)
    assert.equal("form.stale", select(2, work_receipt(ctx, row.id, "issued", { version = row.version + 1, number = "A-76", reason = "" })).code)
    assert(work_receipt(ctx, row.id, "issued", { version = row.version, number = "A-77", reason = "" }))
    assert.equal("form.stale", select(2, work_receipt(ctx, row.id, "issued", { version = row.version, number = "A-78", reason = "" })).code)
    assert.equal("A-77", last(one).issue_number)
    -- what staff issued, staff cancel
    give_back(one, 10000)
    assert.is_true(tend(one))
    assert.same({ "cancelling by hand " .. one.amount }, rows(one))
    assert(work_receipt(ctx, row.id, "cancelled", { version = last(one).version, number = "", reason = "" }))
    assert.is_true(tend(one))
    assert.same({ "wanted by hand " .. one.amount - 10000, "cancelled " .. one.amount }, rows(one))
  end)

  it("is lessened by the part that went back where the provider takes parts back, and is gone with the rest", function()
    local one = paid()
    assert.is_true(tend(one))
    local jobs = ("job WHERE kind = 'receipt.tend' AND args->>'payment_id' = '%s'"):format(one.payment_id)
    assert.equal(1, shop.count(jobs))
    give_back(one, 11000)
    assert.equal(2, shop.count(jobs))
    assert.is_true(tend(one))
    assert.same({ "issued " .. one.amount - 11000 }, rows(one))
    give_back(one, one.amount - 11000)
    assert.is_true(tend(one))
    assert.same({ "cancelled " .. one.amount - 11000 }, rows(one))
    local taken = {}
    for _, entry in ipairs(pay.providers:journal()) do
      if (entry.call or ""):find "cash%-receipts/:?.*/cancel" then taken[#taken + 1] = entry.fields.amount end
    end
    assert.same({ 11000, one.amount - 11000 }, taken)
  end)

  it("is cancelled as a whole and issued anew at the smaller sum where the provider knows no parts", function()
    for _, name in ipairs { "portone", "portone_v1", "inicis" } do
      contracts { name }
      local one = paid()
      assert.is_true(tend(one))
      give_back(one, 11000)
      assert.is_true(tend(one))
      assert.same({ "issued " .. one.amount - 11000, "cancelled " .. one.amount }, rows(one), name)
    end
  end)

  it("that was not issued when the money went back is none, or one for less", function()
    local all, part = paid(), paid()
    give_back(all, all.amount)
    give_back(part, 1000)
    assert.is_true(tend(all))
    assert.is_true(tend(part))
    assert.same({}, rows(all))
    assert.same({ "issued " .. part.amount - 1000 }, rows(part))
    assert.equal(1, #pay.providers:journal "POST /v1/cash-receipts")
  end)

  it("of a virtual account is the provider's, read back from it, and follows its cancellations", function()
    local placed = pay:order()
    database.execute(([[UPDATE "order" SET cash_receipt = 'income', cash_receipt_no = '01012345678' WHERE id = '%s']]):format(placed.id))
    local attempt = pay:account(placed, "toss_payments")
    pay.providers:command { provider = "toss_payments", ["do"] = "deposit", reference = attempt.reference, url = pay.providers:sink(200, "OK") }
    assert(require("flows.resolve_payment").run(pay.mall.id, attempt.id))
    local one = { id = placed.id, payment_id = attempt.id, amount = attempt.amount }
    assert.is_true(tend(one))
    assert.same({ "issued " .. one.amount, true, "100000001" }, { rows(one)[1], last(one).within_payment, last(one).issue_number })
    assert.equal(0, #pay.providers:journal "POST /v1/cash-receipts")
  end)

  it("of a virtual account that the provider tells nothing of is asked after, then for a person, and never issued twice", function()
    local placed = pay:order()
    local attempt = pay:account(placed, "toss_payments")
    database.execute(([[UPDATE "order" SET cash_receipt = 'income', cash_receipt_no = '01012345678' WHERE id = '%s']]):format(placed.id))
    pay.providers:command { provider = "toss_payments", ["do"] = "deposit", reference = attempt.reference, url = pay.providers:sink(200, "OK") }
    assert(require("flows.resolve_payment").run(pay.mall.id, attempt.id))
    local one = { id = placed.id, payment_id = attempt.id, amount = attempt.amount }
    assert.equal("payment.unknown", select(2, tend(one)).code)
    database.execute "UPDATE cash_receipt SET created_at = created_at - interval '2 hours'"
    assert.is_true(tend(one))
    assert.same({ "wanted by hand " .. one.amount }, rows(one))
    assert.equal(0, #pay.providers:journal "POST /v1/cash-receipts")
  end)

  it("of a virtual account whose provider tells its number in the notice of the deposit alone is kept from there", function()
    contracts({ "inicis" }, { notice_ips = { "127.0.0.1" } })
    local placed = pay:order()
    database.execute(([[UPDATE "order" SET cash_receipt = 'income', cash_receipt_no = '01012345678' WHERE id = '%s']]):format(placed.id))
    local attempt = pay:account(placed, "inicis")
    pay.providers:command { provider = "inicis", ["do"] = "deposit", reference = attempt.reference, url = pay.providers:sink(200, "OK") }
    local raw = pay:notices(attempt)[1]
    raw.body = raw.body:gsub("no_cshr_appl=[^&]*&?", ""):gsub("no_cshr_tid=[^&]*&?", "") .. "&no_cshr_appl=G777&no_cshr_tid=T777"
    local _, outcome = pay:tell("inicis", raw)
    assert.equal("deposit", outcome and outcome.outcome)
    local one = { id = placed.id, payment_id = attempt.id, amount = attempt.amount }
    assert.is_true(tend(one))
    assert.same({ "issued " .. one.amount, "G777", "inicis" }, { rows(one)[1], last(one).issue_number, last(one).provider })
    assert.equal(0, #pay.providers:journal "POST /v2/pg/receipt")
  end)

  it("is asked for once by several jobs that see to it at the same moment, even where asking twice would issue two", function()
    contracts { "inicis" }
    local one, outcomes = paid(), {}
    crowd(6, 6, function(i)
      local done, refused = tend(one)
      outcomes[i] = done and "done" or refused.code
    end)
    assert.equal(1, #pay.providers:journal "POST /v2/pg/receipt")
    assert.same({ "issued " .. one.amount }, rows(one))
    for _, outcome in ipairs(outcomes) do assert.truthy(outcome == "done" or outcome == "payment.busy", outcome) end
  end)

  it("is never two at a time: the database refuses it", function()
    local one = paid()
    assert.is_true(tend(one))
    assert.has_error(function()
      database.execute(([[INSERT INTO cash_receipt (mall_id, order_id, payment_id, seq, kind, amount)
        SELECT mall_id, order_id, payment_id, 2, kind, amount FROM cash_receipt WHERE payment_id = '%s']]):format(one.payment_id))
    end)
  end)

  it("takes only a number that is one", function()
    local forms = require "payment.receipt.forms"
    assert.is_nil((forms.work:read { act = "issued", version = "1", number = "<b>" }))
    assert.truthy(forms.work:read { act = "issued", version = "1", number = "G-123" })
    assert.is_nil(order.read_number "x")
  end)
end)
