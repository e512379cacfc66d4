-- What exchanges send, by the sheet: in the list of what is to be sent, back with numbers, and never twice. Against a real
-- database.

local ask_claim = require "flows.ask_claim"
local carry_invoices = require "flows.carry_invoices"
local check_invariants = require "flows.check_invariants"
local claim = require "claim"
local csv = require "shared.csv"
local decide_claim = require "flows.decide_claim"
local desk = require "spec.app.desk"
local fs = require "fs"
local fulfil = require "flows.fulfil"
local json = require "json"
local letters = require "spec.app.letters"
local office = require "spec.app.office"
local order = require "order"
local place_order = require "flows.place_order"
local settle_deposit = require "flows.settle_deposit"
local sheet = require "shared.sheet"
local sheet_writer = require "shared.sheet_writer"
local shipment = require "shipment"
local shop = require "spec.app.shop"

describe("what an exchange sends, by the sheet,", function()
  local mall, staff, folder, site

  setup(function()
    folder = assert(fs.temp "exchange-invoice-spec")
    mall = shop.open {
      { code = "shirt", name = "앞치마", skus = { { code = "SHIRT-S", price = 9000, stock = 90 }, { code = "SHIRT-L", price = 9000, stock = 90 } } },
      { code = "pear", name = "배", price = 5000, stock = 90 },
    }
    staff = desk(mall, { ["orders.write"] = true, ["orders.read"] = true })
    site = require "boot"
  end)
  teardown(function() fs.remove(folder, true) end)
  before_each(function() letters.catch() end)

  local function decide(asked, event, values) return decide_claim.run(staff, asked.id, event, values or {}) end

  -- An order whose first parcel has arrived, with an exchange of all its shirts for others that came as far as `steps` lead.
  local function exchange(goods, steps)
    local placed = assert(place_order.run(mall, shop.draft(mall, goods or { ["SHIRT-S"] = 2 })))
    assert(settle_deposit.run(placed.number, "staff"))
    local position, qty
    for _, line in ipairs(order.lines(mall.id, placed.id)) do
      if line.sku_code == "SHIRT-S" then position, qty = line.position, line.qty end
    end
    assert(fulfil.register(staff, { number = placed.number }, { carrier = "cj", number = "123456789011", dispatch = true },
      { { position = position, qty = qty } }))
    assert(fulfil.parcel(staff, { number = placed.number }, "deliver", 1))
    local asked = assert(ask_claim.run(mall.id, placed.id, { kind = "exchange", reason = "broken",
      lines = { { position = position, qty = qty, exchange_sku_id = shop.sku "SHIRT-L" } } }, { actor = "shopper" }))
    for _, step in ipairs(steps or { "approve", "receive", "inspect" }) do assert(decide(asked, step, { resalable = { qty } })) end
    return { id = asked.id, number = placed.number .. "-C1", order = placed }
  end

  local function upload(bytes, name)
    assert(fs.write(folder .. "/" .. name, bytes))
    return carry_invoices.read(staff, { path = folder .. "/" .. name, filename = name }, "cj")
  end
  local function upload_rows(rows)
    local lines = { csv.line { "주문번호", "송장번호" } }
    for _, row in ipairs(rows) do lines[#lines + 1] = csv.line(row) end
    return upload(csv.BOM .. table.concat(lines), "sent.csv")
  end
  local function carry(plan, dispatch)
    assert.same({}, plan.problems)
    return assert(carry_invoices.begin(staff, plan.id, dispatch or false))
  end
  local function rows_of(plan)
    local list = {}
    for _, row in ipairs(shipment.sheet_rows(mall.id, plan.id, 100)) do list[row.line] = row.status end
    return list
  end
  local function parcels(about) return shipment.parcels(mall.id, about.order.id) end
  local function status(about) return claim.get(mall.id, about.id).status end
  local function sound()
    for _, invariant in ipairs(check_invariants.run()) do
      if invariant.number ~= "I8" then assert.same({}, invariant.findings, invariant.name) end
    end
  end

  -- What the office gives to be filled in, as rows.
  local function download(kind)
    local code, bytes = office.enter(site, "cs", { host = "shop.test" }):get("/admin/invoices/download/to-ship." .. kind)
    assert.equal(200, code)
    assert(fs.write(folder .. "/given." .. kind, bytes))
    return assert(sheet.read(folder .. "/given." .. kind, { rows = 5000, columns = 20 }))
  end
  local function row_of(rows, number)
    for i, row in ipairs(rows) do
      if sheet.text(row[2]) == number then return i, row end
    end
  end

  for _, kind in ipairs { "csv", "xlsx" } do
    it("is in the list of what is to be sent, as an exchange of its claim, and is sent by that list with a number, as " .. kind, function()
      local waiting, early = exchange(), exchange(nil, { "approve", "receive" })
      local rows = download(kind)
      assert.is_nil((row_of(rows, early.number)))
      local at, row = row_of(rows, waiting.number)
      local shown = {}
      for i = 1, 7 do shown[i] = sheet.text(row[i]) end
      assert.same({ "교환", waiting.number, "1", "SHIRT-L", "앞치마", sheet.text(row[6]), "2" },
        { shown[1], shown[2], shown[3], shown[4], shown[5], shown[6], shown[7] })
      assert.equal("김철수", sheet.text(row[10]))

      local columns, list = {}, {}
      for i = 1, 14 do columns[i] = { title = sheet.text(rows[1][i]), kind = "text", width = 20 } end
      for i = 2, #rows do list[i - 1] = rows[i] end
      local bytes = assert(sheet_writer.make(kind, "보낼 상품", columns, list, function(one)
        local cells = {}
        for i = 1, 14 do cells[i] = sheet.text(one[i]) end
        cells[9] = one == rows[at] and "1234-5678-9012" or ""
        return cells
      end))
      local plan = assert(upload(bytes, "filled." .. kind))
      carry(plan, true)
      assert.same({ [rows[at].line] = "done" }, rows_of(plan))
      local parcel = parcels(waiting)[2]
      assert.same({ waiting.id, "shipping", "123456789012", "SHIRT-L", 2, "reshipping" },
        { parcel.claim_id, parcel.status, parcel.number, parcel.units[1].label, parcel.units[1].qty, status(waiting) })
      assert.is_true(letters.last("order/shipped").values.exchange)
      assert.is_nil((row_of(download(kind), waiting.number)))

      local again = assert(upload(bytes, "filled." .. kind))
      assert.same({ plan.id, true }, { again.id, again.known })
      local told = 0
      for _, letter in ipairs(letters.all "order/shipped") do told = told + (letter.values.exchange and 1 or 0) end
      assert.same({ 2, 1 }, { #parcels(waiting), told })
      sound()
    end)
  end

  it("is sent once, whatever sheet says it again, and goes when a later one is sent with the dispatch", function()
    local one = exchange()
    carry(assert(upload_rows { { one.number, "123456789012" } }))
    assert.same({ "ready", "reshipping" }, { parcels(one)[2].status, status(one) })
    local other = assert(upload_rows { { one.number:lower(), "1234 5678 9012" } })
    carry(other)
    assert.same({ [2] = "same" }, rows_of(other))
    carry(assert(upload_rows { { one.number, "1234-5678-9012" } }), true)
    assert.same({ 2, "shipping" }, { #parcels(one), parcels(one)[2].status })
    local plan = assert(upload_rows { { one.number, "123456789099" } })
    assert.equal("이미 다른 송장(1234-5678-9012)을 등록한 교환이에요.", plan.problems[1].text)
    assert.is_nil(plan.id)
    assert(decide(one, "complete"))
    assert.equal("completed", status(one))
    sound()
  end)

  it("is refused by its row where it cannot be sent, with nothing kept", function()
    local early = exchange(nil, { "approve" })
    local rejected = exchange(nil, {})
    assert(decide(rejected, "reject", { answer = "바꿔 드릴 수 없어요." }))
    local plan = assert(upload_rows { { early.number, "123456789012" }, { rejected.number, "123456789012" },
      { early.order.number .. "-C7", "123456789012" } })
    local said = {}
    for i, problem in ipairs(plan.problems) do said[i] = problem.text end
    assert.same({ "검수를 마친 교환만 보낼 수 있어요. 지금 상태: 승인", "검수를 마친 교환만 보낼 수 있어요. 지금 상태: 거부",
      "‘" .. early.order.number .. "-C7’ 교환이 없어요." }, said)
    assert.is_nil(plan.id)
  end)

  it("is not sent when it was turned into a return, or sent by hand, after the sheet was read", function()
    local returned, sent = exchange(), exchange()
    local plan = assert(upload_rows { { returned.number, "123456789012" }, { sent.number, "123456789012" } })
    assert(decide(returned, "convert"))
    assert(decide(sent, "reship", { carrier = "cj", number = "123456789099" }))
    carry(plan, true)
    assert.same({ [2] = "failed", [3] = "failed" }, rows_of(plan))
    local codes = {}
    for _, row in ipairs(shipment.sheet_rows(mall.id, plan.id, 100)) do codes[row.line] = json.decode(row.problem) end
    assert.same({ "shipment.exchange_waits", "반품 전환" }, { codes[2].code, codes[2].status })
    assert.same({ "shipment.exchange_sent", "1234-5678-9099" }, { codes[3].code, codes[3].sent })
    assert.same({ 1, 2, "ready" }, { #parcels(returned), #parcels(sent), parcels(sent)[2].status })
    local _, html = office.enter(site, "cs", { host = "shop.test" }):get("/admin/invoices/" .. plan.id)
    for _, words in ipairs { "지금 상태: 반품 전환", "이미 다른 송장(1234-5678-9099)을 등록한 교환이에요.", "/admin/claims/" .. returned.id } do
      assert.truthy(html:find(words, 1, true), words)
    end
    sound()
  end)

  it("may go in one box with what the order still lacks: each is registered", function()
    local one = exchange { ["SHIRT-S"] = 1, PEAR = 1 }
    local plan = assert(upload_rows { { one.number, "123456789012" }, { one.order.number, "123456789012" } })
    carry(plan, true)
    assert.same({ [2] = "done", [3] = "done" }, rows_of(plan))
    assert.same({ 3, one.id, "shipping", "shipping" },
      { #parcels(one), parcels(one)[2].claim_id, parcels(one)[2].status, parcels(one)[3].status })
    assert.is_nil(parcels(one)[3].claim_id)
    sound()
  end)

  it("goes on where the sheet was cut off, once", function()
    local one = exchange()
    local plan = assert(upload_rows { { one.number, "123456789012" } })
    carry_invoices.run(mall.id, plan.id)
    carry_invoices.run(mall.id, plan.id)
    assert.same({ 2, "done" }, { #parcels(one), rows_of(plan)[2] })
  end)
end)
