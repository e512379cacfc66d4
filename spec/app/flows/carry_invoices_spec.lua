-- Tracking numbers by the sheet, against a real database: read, carried out, and never twice.

local carry_invoices = require "flows.carry_invoices"
local csv = require "shared.csv"
local database = require "spec.support.database"
local desk = require "spec.app.desk"
local fs = require "fs"
local order = require "order"
local place_order = require "flows.place_order"
local settle_deposit = require "flows.settle_deposit"
local sheet_writer = require "shared.sheet_writer"
local shipment = require "shipment"
local shop = require "spec.app.shop"
local text = require "text"

describe("a sheet of tracking numbers", function()
  local mall, ctx, folder, numbers

  setup(function() folder = assert(fs.temp "invoice-spec") end)
  teardown(function() fs.remove(folder, true) end)

  before_each(function()
    mall = shop.open { { code = "apple", name = "사과", price = 12000, stock = 50 }, { code = "pear", name = "배", price = 5000, stock = 50 } }
    ctx, numbers = desk(mall, { ["orders.write"] = true }), {}
    for i = 1, 3 do
      numbers[i] = assert(place_order.run(mall, shop.draft(mall, { APPLE = 2, PEAR = 1 }))).number
      if i < 3 then assert(settle_deposit.run(numbers[i], "staff kim")) end
    end
  end)

  local function upload(rows, usual, encode)
    local lines = { csv.line { "주문번호", "택배사", "송장번호", "SKU", "수량" } }
    for _, row in ipairs(rows) do lines[#lines + 1] = csv.line(row, 5) end
    local bytes = table.concat(lines)
    assert(fs.write(folder .. "/sent.csv", encode and encode(bytes) or csv.BOM .. bytes))
    return carry_invoices.read(ctx, { path = folder .. "/sent.csv", filename = "송장.csv" }, usual)
  end

  local function rows_of(id)
    local list = {}
    for _, row in ipairs(shipment.sheet_rows(mall.id, id, 100)) do list[row.line] = row.status end
    return list
  end
  local function parcels(number) return shipment.parcels(mall.id, order.by_number(mall.id, number).id) end
  local function status(number) return order.by_number(mall.id, number).status end

  it("changes nothing until it is carried out, and then says what came of each line", function()
    local plan = assert(upload { { numbers[1], "CJ대한통운", "1234-5678-9012" }, { numbers[2], "우체국택배", "1234567890123" },
      { numbers[3], "cj", "111111111111" } })
    assert.same({}, plan.problems)
    assert.equal(0, shop.count "shipment")
    assert.is_false(assert(carry_invoices.begin(ctx, plan.id, true)).later)
    assert.same({ [2] = "done", [3] = "done", [4] = "failed" }, rows_of(plan.id))
    assert.same({ "shipping", "shipping", "awaiting_deposit" }, { status(numbers[1]), status(numbers[2]), status(numbers[3]) })
    assert.equal("shipment.nothing_to_send",
      require("json").decode((database.execute "SELECT problem FROM invoice_row WHERE status = 'failed'")).code)
    assert.equal("shipment.sheet_over", select(2, carry_invoices.begin(ctx, plan.id, true)).code)
    assert.equal(2, shop.count "mail WHERE template = 'order/shipped'")
  end)

  it("has one effect however often the same file is sent, or the same line in another file", function()
    local plan = assert(upload { { numbers[1], "cj", "123456789012" } })
    assert(carry_invoices.begin(ctx, plan.id, false))
    local again = assert(upload { { numbers[1], "cj", "123456789012" } })
    assert.same({ plan.id, true }, { again.id, again.known })
    local other = assert(upload { { numbers[1], "cj", "1234 5678 9012" }, { numbers[2], "cj", "222222222222" } })
    assert.is_false(other.known)
    assert(carry_invoices.begin(ctx, other.id, false))
    assert.same({ [2] = "same", [3] = "done" }, rows_of(other.id))
    assert.equal(1, #parcels(numbers[1]))
  end)

  it("sends what was registered before when that is asked for", function()
    local plan = assert(upload { { numbers[1], "cj", "123456789012" } })
    assert(carry_invoices.begin(ctx, plan.id, false))
    assert.equal("ready", status(numbers[1]))
    local other = assert(upload { { numbers[1], "cj", "123456789012" }, { numbers[2], "cj", "222222222222" } })
    assert(carry_invoices.begin(ctx, other.id, true))
    assert.equal("shipping", status(numbers[1]))
    assert.equal(1, #parcels(numbers[1]))
  end)

  it("splits an order into parcels by SKU and quantity", function()
    local plan = assert(upload { { numbers[1], "cj", "111111111111", "APPLE", 1 }, { numbers[1], "cj", "222222222222", "APPLE", 1 },
      { numbers[1], "cj", "222222222222", "PEAR" } })
    assert.same({}, plan.problems)
    assert(carry_invoices.begin(ctx, plan.id, true))
    assert.equal(2, #parcels(numbers[1]))
    assert.equal(2, #parcels(numbers[1])[2].units)
    assert.equal("shipping", status(numbers[1]))
  end)

  it("goes on where it was cut off, and does not do again what was done", function()
    local plan = assert(upload { { numbers[1], "cj", "123456789012" }, { numbers[2], "cj", "222222222222" } })
    database.execute(("UPDATE invoice_sheet SET status = 'running'; UPDATE invoice_row SET status = 'done' WHERE line = 2"))
    assert(carry_invoices.run(mall.id, plan.id))
    assert.equal(0, #parcels(numbers[1]))
    assert.equal(1, #parcels(numbers[2]))
    assert.equal("done", shipment.sheet_of(mall.id, plan.id).status)
  end)

  it("is a job when it is long", function()
    local plan = assert(upload { { numbers[1], "cj", "123456789012" } })
    local most = carry_invoices.AT_ONCE
    carry_invoices.AT_ONCE = 0
    finally(function() carry_invoices.AT_ONCE = most end)
    assert.is_true(assert(carry_invoices.begin(ctx, plan.id, true)).later)
    assert.equal("waiting", rows_of(plan.id)[2])
    assert.equal(1, shop.count "job WHERE kind = 'shipment.invoices'")
    assert.is_true(require("jobs.carry_invoices").run { mall_id = mall.id, id = plan.id })
    assert.equal("done", rows_of(plan.id)[2])
  end)

  it("is read in the encoding of Korean spreadsheets, and as a workbook", function()
    local plan = assert(upload({ { numbers[1], "CJ대한통운", "123456789012" } }, nil, function(bytes) return assert(text.to_cp949(bytes)) end))
    assert.equal(1, #plan.rows)
    local columns = {}
    for i, title in ipairs { "주문번호", "송장번호" } do columns[i] = { title = title, kind = "text", width = 20 } end
    assert(fs.write(folder .. "/sent.xlsx", assert(sheet_writer.make("xlsx", "송장", columns, { { numbers[2], "222222222222" } },
      function(row) return row end))))
    plan = assert(carry_invoices.read(ctx, { path = folder .. "/sent.xlsx", filename = "송장.xlsx" }, "cj"))
    assert.same({}, plan.problems)
    assert.equal("222222222222", plan.rows[1].number)
  end)

  it("is nobody's without the permission", function()
    local reader = desk(mall, { ["orders.read"] = true })
    assert.equal("staff.forbidden", select(2, carry_invoices.read(reader, { path = folder .. "/sent.csv", filename = "x" })).code)
    assert.equal("staff.forbidden", select(2, carry_invoices.begin(reader, require("crypto").uuid7(), true)).code)
  end)
end)
