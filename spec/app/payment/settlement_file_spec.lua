-- Settlements as providers let one download them, the fees of contracts, and what of the two differs.

local fees = require "payment.rules.fees"
local file = require "payment.rules.settlement_file"
local settlements = require "payment.rules.settlements"

local function sheet(...)
  local rows = {}
  for i, row in ipairs { ... } do
    row.line = i
    rows[i] = row
  end
  return rows
end

describe("a settlement", function()
  it("is read by the words of its columns, below whatever stands above them, and its sums are no rows", function()
    local read = assert(file.read(sheet({ "정산 상세 내역" }, { "조회기간", "2026-11-01~2026-11-30" },
      { "거래번호", "주문번호", "결제수단", "거래금액(원)", "수수료", "부가세", "정산금액", "매출일", "지급예정일" },
      { "tx-1", "261129-A-1", "신용카드", "33,000", "891", "89", "32,020", "2026.11.02", "2026-11-05" },
      { "합계", "", "", "33,000", "891", "89", "32,020", "", "" })))
    assert.same({ { line = 4, key = "tx-1|261129-A-1|pay|2026-11-02|33000|1", kind = "pay", transaction_id = "tx-1",
      reference = "261129-A-1", method = "card", gross = 33000, fee = 891, fee_vat = 89, net = 32020, sold_on = "2026-11-02",
      paid_out_on = "2026-11-05" } }, read.lines)
    assert.same({}, read.problems)
  end)

  it("has cancellations as rows of their own, whether by a minus or by a word", function()
    local head = { "거래번호", "거래구분", "거래금액", "수수료", "부가세", "정산금액", "매출일" }
    local read = assert(file.read(sheet(head, { "tx-1", "취소", "-1000", "-27", "-3", "-970", "20261103" },
      { "tx-2", "매출취소", 1000, 27, 3, 970, 46000 }, { "tx-3", "승인", "1000", "27", "3", "970", "2026-11-03" })))
    assert.same({ "cancel", "cancel", "pay" }, { read.lines[1].kind, read.lines[2].kind, read.lines[3].kind })
    for i = 1, 3 do
      assert.same({ 1000, 27, 3, 970 }, { read.lines[i].gross, read.lines[i].fee, read.lines[i].fee_vat, read.lines[i].net })
    end
    assert.equal("2025-12-09", read.lines[2].sold_on)
  end)

  it("without a column for the VAT of its fees has it inside them, unless what is paid out says otherwise", function()
    local read = assert(file.read(sheet({ "주문번호", "결제금액", "수수료", "정산금액", "거래일" },
      { "A-1", 10000, 330, 9670, "2026-11-03" }, { "A-2", 10000, 300, 9670, "2026-11-03" })))
    for i = 1, 2 do assert.same({ 300, 30, 9670 }, { read.lines[i].fee, read.lines[i].fee_vat, read.lines[i].net }) end
    read = assert(file.read(sheet({ "주문번호", "결제금액", "수수료", "거래일" }, { "A-1", 10000, 330, "2026-11-03" })))
    assert.equal(9670, read.lines[1].net)
  end)

  it("says which rows it cannot read, and why", function()
    local read = assert(file.read(sheet({ "거래번호", "거래금액", "수수료", "부가세", "정산금액", "매출일", "정산일" },
      { "a", "많음", 1, 1, 1, "2026-11-03" }, { "b", 1000, "?", 1, 1, "2026-11-03" }, { "c", 1000, 27, 3, "x", "2026-11-03" },
      { "d", 1000, 27, 3, 970, "2026-13-03" }, { "e", 1000, 27, 3, 970, "" }, { "f", 1000, 27, 3, 970, "2026-11-03", "곧" },
      { "g", -1000, 27, 3, -970, "2026-11-03" }, { "", 1000, 27, 3, 970, "2026-11-03" }, { "h", 0, 0, 0, 0, "2026-11-03" },
      { "i", 9e15, 1, 1, 1, "2026-11-03" })))
    assert.equal(0, #read.lines)
    assert.equal(2, read.skipped)
    local lines = {}
    for i, problem in ipairs(read.problems) do lines[i] = problem.line end
    assert.same({ 2, 3, 4, 5, 6, 7, 8, 11 }, lines)
    assert.equal("금액의 부호가 서로 달라요.", read.problems[7].text)
  end)

  it("without the columns that matter is none, and says which those are", function()
    local read, sentence = file.read(sheet({ "이름", "금액" }, { "가", 1 }))
    assert.is_nil(read)
    assert.matches("거래번호", sentence)
  end)

  it("tells two rows that look the same from one that is told twice", function()
    local head, row = { "거래번호", "거래금액", "수수료", "매출일" }, { "tx", 1000, 33, "2026-11-03" }
    local read = assert(file.read(sheet(head, row, { unpack(row) })))
    assert.are_not.equal(read.lines[1].key, read.lines[2].key)
    assert.equal(read.lines[1].key, file.read(sheet(head, { unpack(row) })).lines[1].key)
  end)
end)

describe("the fees of a contract", function()
  local terms = { card = { ppm = 27000, fixed = 100, days = 3 }, ["*"] = { ppm = 20000, keeps = true } }

  it("are a share and a fixed sum, with VAT on both, rounded half up", function()
    assert.same({ 991, 99 }, { fees.expected(terms, "card", 33000, "pay") })
    assert.same({ 128, 13 }, { fees.expected(terms, "card", 1019, "pay") })
    assert.same({ 27000000100, 2700000010 }, { fees.expected(terms, "card", 1e12, "pay") })
    assert.equal(3, fees.days(terms, "card"))
  end)

  it("come back with a cancellation but for the fixed sum, or not where the provider keeps them", function()
    assert.same({ 891, 89 }, { fees.expected(terms, "card", 33000, "cancel") })
    assert.same({ 0, 0 }, { fees.expected(terms, "phone", 33000, "cancel") })
  end)

  it("are unknown where the contract says nothing", function()
    assert.is_nil(fees.expected(nil, "card", 1000, "pay"))
    assert.is_nil(fees.expected({ card = {} }, "phone", 1000, "pay"))
  end)

  it("are refused when they cannot be", function()
    assert.is_nil(fees.problem(terms))
    for _, wrong in ipairs { 5, { cash = {} }, { card = 3 }, { card = { ppm = -1 } }, { card = { ppm = 0.5 } }, { card = { days = 1000 } },
      { card = { keeps = "yes" } } } do
      assert.is_string(fees.problem(wrong))
    end
  end)
end)

describe("what a provider settles otherwise than we know", function()
  local line = { kind = "pay", gross = 33000, fee = 891, fee_vat = 89, net = 32020 }

  local function differs(changes, attempt, expected)
    local given, list = {}, {}
    for name, value in pairs(line) do given[name] = value end
    for name, value in pairs(changes) do given[name] = value end
    for i, one in ipairs(settlements.differences(given, attempt, expected)) do list[i] = { one.what, one.ours, one.theirs } end
    return list
  end

  it("is nothing where all fits, and a won or two of rounding is none", function()
    assert.same({}, differs({}, { captured_amount = 33000 }, 980))
    assert.same({}, differs({}, { captured_amount = 33000 }, 982))
    assert.same({}, differs({}, { captured_amount = 33000 }))
  end)

  it("is a payment that is not ours, another amount, another fee, a sum that does not add up", function()
    assert.same({ { "no_payment", 0, 33000 } }, differs({}, nil, 980))
    assert.same({ { "amount", 30000, 33000 } }, differs({}, { captured_amount = 30000 }, 980))
    assert.same({ { "fee", 700, 980 } }, differs({}, { captured_amount = 33000 }, 700))
    assert.same({ { "sum", 32020, 32000 } }, differs({ net = 32000 }, { captured_amount = 33000 }, 980))
  end)

  it("is not the amount of a cancellation, which may be one of several", function()
    assert.same({}, differs({ kind = "cancel" }, { captured_amount = 50000 }, 980))
  end)
end)

describe("the picture of a period", function()
  it("has two bars a day, as high as their share of the highest", function()
    local days = settlements.by_day { { day = "2026-11-02", gross = 500, returned = 0, net = 400 },
      { day = "2026-11-01", gross = 1000, returned = 0, net = 900 }, { day = "2026-11-02", gross = 0, returned = 100, net = -90 } }
    assert.same({ "2026-11-01", "2026-11-02" }, { days[1].day, days[2].day })
    local chart = settlements.chart(days)
    assert.equal(4, #chart.bars)
    assert.same({ 160, 144, 64, 49.6 }, { chart.bars[1].height, chart.bars[2].height, chart.bars[3].height, chart.bars[4].height })
    assert.is_nil(settlements.chart {})
  end)
end)
