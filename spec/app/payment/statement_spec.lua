-- Statements as banks let one download them.

local csv = require "shared.csv"
local clock = require "shared.clock"
local statement = require "payment.rules.statement"

local function read(text) return statement.read(assert(csv.parse(text))) end

describe("a bank's statement", function()
  local samples = {
    ["with the words of KB"] = "계좌번호,,123456-01-789012,,,,\n조회기간,2026.11.01 ~ 2026.11.29,,,,,\n"
      .. "거래일시,적요,보낸분/받는분,송금메모,출금액(원),입금액(원),잔액(원),거래점,구분\n"
      .. '2026.11.29 14:03:22,타행이체,김철수,감자,0,"23,000","1,023,000",강남,정상\n'
      .. '2026.11.29 15:00:00,출금,가스공사,,"50,000",0,"973,000",강남,정상\n합계,,,,"50,000","23,000",,,\n',
    ["with the words of Shinhan"] = "거래일자,거래시간,적요,출금(원),입금(원),내용,잔액(원),거래점\n"
      .. '2026-11-29,14:03:22,이체,,"23,000",김철수,"1,023,000",본점\n2026-11-29,15:00:00,출금,50000,,가스공사,973000,본점\n',
    ["with the words of Woori"] = "거래일시,적요,기재내용,찾으신금액,맡기신금액,거래후잔액,취급점,메모\n"
      .. "2026.11.29 14:03:22,인터넷,김철수,0,23000,1023000,우리,\n2026.11.29 15:00:00,공과금,가스공사,50000,0,973000,우리,\n",
    ["with the words of NongHyup"] = "순번,거래일자,출금금액,입금금액,거래후잔액,거래내용,거래기록사항,거래점,거래시간,이체메모\n"
      .. "1,2026/11/29,0원,\"23,000원\",\"1,023,000원\",E-금융,김철수,농협,14:03:22,\n"
      .. "2,2026/11/29,\"50,000원\",0원,\"973,000원\",공과금,가스공사,농협,15:00:00,\n",
    ["that signs its amounts"] = "거래일시,구분,거래금액,거래 후 잔액,거래구분,내용,메모\n"
      .. '2026.11.29 14:03:22,입금,"23,000","1,023,000",일반입금,김철수,\n2026.11.29 15:00:00,출금,"-50,000","973,000",체크카드,가스공사,\n',
  }

  for name, text in pairs(samples) do
    it(name .. " tells when how much came from whom, and leaves out what went away", function()
      local found = assert(read(text))
      assert.same({}, found.problems)
      assert.equal(1, #found.deposits)
      local one = found.deposits[1]
      assert.equal(clock.at(2026, 11, 29, 14, 3, 22), one.at)
      assert.equal(23000, one.amount)
      assert.equal("김철수", one.depositor)
      assert.is_true(one.timed)
      assert.equal(1, found.skipped)
    end)
  end

  it("says which account it is of", function()
    assert.equal("123456-01-789012", read(samples["with the words of KB"]).account)
    assert.equal("", read(samples["with the words of Woori"]).account)
  end)

  it("in EUC-KR is read as the same", function()
    local text = require "text"
    assert.equal("김철수", read(text.to_cp949(samples["with the words of Shinhan"])).deposits[1].depositor)
  end)

  it("says of each row that cannot be read which it is and why, and keeps the others", function()
    local found = assert(read("거래일시,내용,입금액\n2026.13.40,김철수,100\n2026.11.29,김철수,백원\n2026.11.29,,100\n2026.11.29,박영희,100\n"
      .. "2026.11.31,박영희,100\n2026.11.29 25:00,박영희,100\n"))
    assert.same({ { line = 2, text = "거래일시를 읽을 수 없어요." }, { line = 3, text = "입금액이 숫자가 아니에요." },
      { line = 4, text = "보낸 분이 비어 있어요." }, { line = 6, text = "거래일시를 읽을 수 없어요." },
      { line = 7, text = "거래일시를 읽을 수 없어요." } }, found.problems)
    assert.equal(1, #found.deposits)
    assert.is_false(found.deposits[1].timed)
  end)

  it("takes a spreadsheet's own days and numbers", function()
    local found = assert(statement.read { { line = 1, "거래일시", "내용", "입금액" }, { line = 2, 46355.5, "김철수", 23000 } })
    assert.equal(clock.at(2026, 11, 29, 12), found.deposits[1].at)
    assert.equal(23000, found.deposits[1].amount)
  end)

  it("without the columns that matter is none, and says which those are", function()
    local found, sentence = read "이름,나이\n김철수,30\n"
    assert.is_nil(found)
    assert.truthy(sentence:find("입금액", 1, true))
  end)

  it("tells two deposits that look the same from one that is told twice", function()
    local found = assert(read "거래일시,내용,입금액\n2026.11.29 14:00,김철수,100\n2026.11.29 14:00,김철수,100\n")
    local first, second = statement.identity(found.deposits[1], "1-2"), statement.identity(found.deposits[2], "1-2")
    assert.are_not.equal(first, second)
    local again = assert(read "거래일시,내용,입금액\n2026.11.29 14:00,김철수,100\n")
    assert.equal(first, statement.identity(again.deposits[1], "12"))
  end)
end)
