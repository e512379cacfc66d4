-- What is paid into an escrow: the provider is told once that the goods are on their way, and staff where it cannot be.

local database = require "spec.support.database"
local desk = require "spec.app.desk"
local fulfil = require "flows.fulfil"
local payment = require "payment"
local paying = require "spec.app.flows.paying"
local receive_order = require "flows.receive_order"
local report_escrow = require "flows.report_escrow"
local order = require "order"
local shop = require "spec.app.shop"

describe("a payment into an escrow", function()
  local pay, staff

  setup(function()
    pay = paying.open { only = { "inicis", "toss_payments", "portone" }, changes = { toss_payments = { escrow = true }, portone = { escrow = true },
      inicis = { mid = "iniescrow0", api_key = "yERbIlJ3NhTeObsA", api_iv = "tOGDXbfoajk2DQ==", escrow = true,
        hash_key = "37F3A120C1DFCDEB708B00F5383D2263" } } }
    paying.owner()
    staff = desk(pay.mall, { ["orders.write"] = true })
    database.execute [[UPDATE mall SET footer = footer || '{"address": "(04524) 서울 중구 세종대로 110", "phone": "02-1234-5678"}']]
  end)
  teardown(function() pay:close() end)
  before_each(function()
    pay.providers:mood()
    pay.providers:forget()
  end)

  local function sent(key)
    local placed = pay:order()
    local attempt = pay:pay(placed, key)
    assert.equal("paid", attempt.status)
    assert(fulfil.register(staff, { number = placed.number }, { carrier = "cj", number = "123456789012", dispatch = true }))
    return attempt, placed
  end

  local function jobs(attempt)
    return shop.count(("job WHERE kind = 'payment.report_escrow' AND args->>'payment_id' = '%s'"):format(attempt.id))
  end

  local function tell(attempt) return report_escrow.run(pay.mall.id, attempt.id, 1) end
  local function letters() return shop.count "mail WHERE template = 'staff/payment'" end

  it("is said on the order's page, and on the pay page of what pays so", function()
    local placed = pay:order()
    local attempt = pay:pay(placed, "inicis.card")
    assert.is_true(attempt.details.escrow)
    assert.is_true(receive_order.show(pay.mall.id, order.by_number(pay.mall.id, placed.number)).escrow)
    local escrow = {}
    for _, offer in ipairs(payment.offered(pay.mall, "pc")) do escrow[offer.key] = offer.escrow or false end
    assert.same({ true, true, false }, { escrow["inicis.card"], escrow["toss_payments.virtual_account"], escrow["bank.bank_transfer"] })
  end)

  it("has its provider told by a job that is committed with the parcel's leaving, and once", function()
    local attempt = sent "inicis.card"
    assert.equal(1, jobs(attempt))
    assert.is_true(tell(attempt))
    assert.is_true(tell(attempt))
    local told = pay.providers:journal "POST /api/v1/escrow"
    assert.equal(1, #told)
    local fields = told[1].fields
    assert.same({ attempt.reference, "cjgls", "123456789012", "04524", "0212345678", "김철수" },
      { fields.oid, fields.exCode, fields.invoice, fields.sendPost, fields.sendTel, fields.recvName })
    assert.truthy(pay:now(attempt).details.escrow_reported_at)
  end)

  it("behind PortOne has PortOne told", function()
    local attempt = sent "portone.card"
    pay.providers:mood { on = "/payments/:id/escrow/logistics", http = 503 }
    assert.equal("payment.unknown", select(2, tell(attempt)).code)
    pay.providers:mood()
    assert.is_true(tell(attempt))
    assert.is_true(tell(attempt))
    local told = pay.providers:journal("POST /payments/" .. attempt.reference .. "/escrow/logistics")
    assert.equal(2, #told)
    local fields = told[2].fields
    assert.same({ "CJ", "123456789012", "04524", "김철수" },
      { fields.logistics.company, fields.logistics.invoiceNumber, fields.sender.zipcode, fields.receiver.name })
    assert.truthy(pay:now(attempt).details.escrow_reported_at)
  end)

  it("is told again of where the answer was lost", function()
    local attempt = sent "inicis.card"
    pay.providers:mood { on = "/api/v1/escrow", http = 503 }
    assert.equal("payment.unknown", select(2, tell(attempt)).code)
    assert.is_nil(pay:now(attempt).details.escrow_reported_at)
    pay.providers:mood()
    assert.is_true(tell(attempt))
    assert.truthy(pay:now(attempt).details.escrow_reported_at)
  end)

  it("is for staff to tell where the provider says no, or cannot be told", function()
    local attempt, before = sent "inicis.card", letters()
    pay.providers:mood { on = "/api/v1/escrow", decline = { code = "01", message = "등록 거절" } }
    assert.is_true(tell(attempt))
    assert.equal(before + 1, letters())
    pay.providers:mood()
    assert.is_true(tell(sent "toss_payments.card"))
    assert.equal(before + 2, letters())
  end)

  it("that lies in none is told of to nobody", function()
    local placed = assert(require("flows.place_order").run(pay.mall, shop.draft(pay.mall, { APPLE = 1 })))
    assert(require("flows.settle_deposit").run(placed.number))
    assert(fulfil.register(staff, { number = placed.number }, { carrier = "cj", number = "123456789012", dispatch = true }))
    assert.equal(0, shop.count(("job WHERE kind = 'payment.report_escrow' AND args->>'payment_id' IN (SELECT id::text FROM payment WHERE order_id = '%s')")
      :format(placed.id)))
  end)
end)
