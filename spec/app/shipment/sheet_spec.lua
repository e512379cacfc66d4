-- What a sheet of tracking numbers means, and what is wrong with it.

local carrier = require "shipment.rules.carrier"
local sheet = require "shipment.rules.sheet"

local carriers = {
  { code = "cj", name = "CJ대한통운", aliases = "대한통운", number_least = 10, number_most = 12, number_letters = false },
  { code = "epost", name = "우체국택배", aliases = "", number_least = 13, number_most = 13, number_letters = false },
}
local A, B = "261129-AAAAAAA", "261129-BBBBBBB"
-- Exchanges: of two lines, one that was sent, one that is not that far, and a claim that is none.
local C, SENT, EARLY, RETURN = A .. "-C1", B .. "-C1", B .. "-C2", B .. "-C3"

local function plain(value) return value == nil and "" or tostring(value) end

local function read(rows, more)
  local list = {}
  for i, row in ipairs(rows) do
    list[i] = { line = i }
    for n, value in pairs(row) do list[i][n] = value end
  end
  local given = { plain = plain, read_number = function(typed) return typed:upper():match "^%d+%-%w+$" end,
    find_carrier = carrier.finder(carriers),
    read_claim = function(typed) return typed:upper():match "^%d+%-%w+%-C%d+$" end,
    refuse = function(found, label) return sheet.refusal(found, label) end,
    exchanges = {
      [C] = { order_number = A, kind = "exchange", status = "inspected",
        lines = { { position = 1, sku_code = "TEA", qty = 2 }, { position = 2, sku_code = "RICE-BIG", qty = 1 } } },
      [SENT] = { order_number = B, kind = "exchange", status = "reshipping", carrier = "cj", sent = "1234567890",
        lines = { { position = 1, sku_code = "TEA", qty = 1 } } },
      [EARLY] = { order_number = B, kind = "exchange", status = "approved", lines = { { position = 1, sku_code = "TEA", qty = 1 } } },
      [RETURN] = { order_number = B, kind = "return", status = "inspected", lines = { { position = 1, sku_code = "TEA", qty = 1 } } },
    },
    orders = { [A] = { lines = { { position = 1, sku_code = "TEA" }, { position = 2, sku_code = "RICE" } } },
      [B] = { lines = { { position = 1, sku_code = "TEA" } } } } }
  for name, value in pairs(more or {}) do given[name] = value end
  return sheet.read(list, given)
end

local HEAD = { "주문번호", "택배사", "송장번호" }

describe("a sheet of tracking numbers", function()
  it("is read by what its columns are called, wherever they are and whatever stands above them", function()
    local plan = read { { "2026년 11월 출고" }, { "No", "운송장번호", "*고객 주문번호 (필수)", "택배사명", "비고" },
      { 1, "1234-5678-9012", A:lower(), "대한통운", "x" } }
    assert.same({}, plan.problems)
    assert.same({ { line = 3, order_number = A, carrier = "cj", number = "123456789012" } }, plan.rows)
  end)

  it("takes the carrier that was chosen where a line names none, and leaves out lines without a number", function()
    local plan = read({ HEAD, { A, "", "123456789012" }, { B, "CJ대한통운", "" }, {} }, { carrier = carriers[1] })
    assert.same({}, plan.problems)
    assert.equal(1, #plan.rows)
    assert.equal("cj", plan.rows[1].carrier)
  end)

  it("names a line of an order by its number or its SKU, with how many", function()
    local plan = read { { "주문번호", "택배사", "송장번호", "줄", "SKU 코드", "보낼 수량" }, { A, "cj", "1234567890", "2", "", "3개" },
      { A, "cj", "9999999999", "", "TEA", "" }, { B, "cj", "1111111111", "", "다른 코드", "1" } }
    assert.same({}, plan.problems)
    assert.same({ { 2, 3 }, { 1 }, { 1, 1 } }, { { plan.rows[1].position, plan.rows[1].qty }, { plan.rows[2].position, plan.rows[2].qty },
      { plan.rows[3].position, plan.rows[3].qty } })
  end)

  it("makes one parcel of what goes to one order under one number", function()
    local parcels = sheet.parcels {
      { line = 2, order_number = A, carrier = "cj", number = "1", position = 1, qty = 2 },
      { line = 3, order_number = A, carrier = "cj", number = "1", position = 2 },
      { line = 4, order_number = A, carrier = "cj", number = "2", position = 1, qty = 1 },
      { line = 5, order_number = B, carrier = "cj", number = "1" },
    }
    assert.equal(3, #parcels)
    assert.same({ 2, 3 }, parcels[1].lines)
    assert.same({ { position = 1, qty = 2 }, { position = 2 } }, parcels[1].units)
    assert.is_nil(parcels[3].units)
  end)

  it("names what an exchange sends by the number of its claim, all of it or line by line", function()
    local plan = read { { "주문번호", "택배사", "송장번호", "줄", "SKU 코드", "보낼 수량" }, { C:lower(), "cj", "1234567890", "1", "TEA", "2" },
      { C, "cj", "1234567890", "", "RICE-BIG", "" }, { SENT, "cj", "1234-567-890" }, { A, "cj", "1234567890", "1", "TEA", "1" },
      { EARLY, "cj", "" } }
    assert.same({}, plan.problems)
    assert.same({ line = 2, order_number = A, claim_number = C, carrier = "cj", number = "1234567890", position = 1 }, plan.rows[1])
    assert.same({ C, 2, SENT, B }, { plan.rows[2].claim_number, plan.rows[2].position, plan.rows[3].claim_number,
      plan.rows[3].order_number })
    local parcels = sheet.parcels(plan.rows)
    assert.same({ { 2, 3 }, { 4 }, { 5 } }, { parcels[1].lines, parcels[2].lines, parcels[3].lines })
    assert.same({ C, SENT }, { parcels[1].claim_number, parcels[2].claim_number })
    assert.is_nil(parcels[3].claim_number)
  end)

  it("asks of the database what stands in it, each once", function()
    local rows = { HEAD, { C, "cj", "1" }, { A, "cj", "1" }, { C, "cj", "1" }, { "", "cj", "1" } }
    local function plain_of(read_number) return sheet.numbers(rows, plain, read_number) end
    assert.same({ C }, plain_of(function(typed) return typed:match "^%d+%-%w+%-C%d+$" end))
    assert.same({ A }, plain_of(function(typed) return typed:match "^%d+%-%w+$" end))
  end)

  for title, case in pairs {
    ["an exchange that there is not"] = { { HEAD, { A .. "-C9", "cj", "1234567890" } }, "‘" .. A .. "-C9’ 교환이 없어요." },
    ["a claim that is no exchange"] = { { HEAD, { RETURN, "cj", "1234567890" } }, "shipment.not_exchange" },
    ["an exchange that is not that far"] = { { HEAD, { EARLY, "cj", "1234567890" } }, "shipment.exchange_waits" },
    ["an exchange that was sent under another number"] = { { HEAD, { SENT, "cj", "1234567899" } }, "shipment.exchange_sent" },
    ["an exchange that was sent with another carrier"] = { { HEAD, { SENT, "우체국택배", "1234567890123" } }, "shipment.exchange_sent" },
    ["a number of an exchange that is none"] = { { HEAD, { C, "우체국택배", "123" } }, "우체국택배 송장번호는 13자리예요." },
    ["the same exchange twice"] = { { HEAD, { C, "cj", "1234567890" }, { C, "cj", "1234567890" } }, "2번째 줄과 같은 내용이에요." },
    ["two numbers for one exchange"] = { { { "주문번호", "택배사", "송장번호", "줄" }, { C, "cj", "1234567890", "1" },
      { C, "cj", "1234567891", "2" } }, "2번째 줄과 송장번호가 달라요. 한 교환의 상품은 모두 함께 보내요." },
    ["an exchange of which a line has no number"] = { { { "주문번호", "택배사", "송장번호", "줄" }, { C, "cj", "", "1" },
      { C, "cj", "1234567891", "2" } }, "3번째 줄과 같은 송장번호를 적어 주세요. 한 교환의 상품은 모두 함께 보내요." },
    ["a line of an exchange that there is not"] = { { { "주문번호", "택배사", "송장번호", "줄" }, { C, "cj", "1234567890", "7" } },
      "교환에 없는 줄이에요." },
    ["a SKU that is not in the exchange"] = { { { "주문번호", "택배사", "송장번호", "SKU" }, { C, "cj", "1234567890", "RICE" } },
      "이 교환에 없는 SKU예요." },
    ["a part of an exchange"] = { { { "주문번호", "택배사", "송장번호", "줄", "수량" }, { C, "cj", "1234567890", "1", "1" } },
      "교환 상품은 나누어 보낼 수 없어요. 2개를 모두 보내 주세요." },
    ["an empty file"] = { {}, "빈 파일이에요." },
    ["a file without its columns"] = { { { "이름", "주소" }, { "a", "b" } }, "‘주문번호’와 ‘송장번호’ 열이 없어요. 첫 줄에 열 이름을 적어 주세요." },
    ["an order that there is not"] = { { HEAD, { "261129-CCCCCCC", "cj", "1234567890" } }, "‘261129-CCCCCCC’ 주문이 없어요." },
    ["a line without an order"] = { { HEAD, { "", "cj", "1234567890" } }, "주문번호가 비어 있어요." },
    ["a carrier that nobody knows"] = { { HEAD, { A, "별난택배", "1234567890" } }, "‘별난택배’ 택배사를 모르겠어요." },
    ["a line without a carrier"] = { { HEAD, { A, "", "1234567890" } }, "택배사가 비어 있어요." },
    ["a number that is none"] = { { HEAD, { A, "우체국택배", "123" } }, "우체국택배 송장번호는 13자리예요." },
    ["the same line twice"] = { { HEAD, { A, "cj", "1234567890" }, { A, "cj", "1234567890" } }, "2번째 줄과 같은 내용이에요." },
    ["two numbers for all of one order"] = { { HEAD, { A, "cj", "1234567890" }, { A, "cj", "1234567891" } },
      "2번째 줄과 송장번호가 달라요. 나누어 보내려면 SKU 코드와 수량을 줄마다 적어 주세요." },
    ["a line of the order that there is not"] = { { { "주문번호", "택배사", "송장번호", "줄" }, { A, "cj", "1234567890", "7" } },
      "주문에 없는 줄이에요." },
    ["a SKU that is not in the order"] = { { { "주문번호", "택배사", "송장번호", "SKU" }, { A, "cj", "1234567890", "ZZZ" } },
      "이 주문에 없는 SKU예요." },
    ["a quantity that is none"] = { { { "주문번호", "택배사", "송장번호", "줄", "수량" }, { A, "cj", "1234567890", "1", "0" } },
      "수량은 1 이상의 숫자로 적어 주세요." },
  } do
    it("says what is wrong with " .. title, function()
      local plan = read(case[1])
      assert.equal(1, #plan.problems)
      assert.equal(case[2], plan.problems[1].text)
    end)
  end

  it("says where a mistake is, as a spreadsheet calls the place", function()
    local plan = read { HEAD, { A, "cj", "12" } }
    assert.same({ line = 2, column = "C", title = "송장번호", text = "CJ대한통운 송장번호는 10~12자리예요." }, plan.problems[1])
  end)
end)
