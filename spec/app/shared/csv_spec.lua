local csv = require "shared.csv"
local text = require "text"

local function plain(rows)
  local out = {}
  for i, row in ipairs(rows) do
    out[i] = { unpack(row) }
  end
  return out
end

local function lines(rows)
  local out = {}
  for i, row in ipairs(rows) do out[i] = row.line end
  return out
end

describe("reading CSV", function()
  it("takes quoted fields, doubled quotes, and every way to end a line", function()
    local rows = assert(csv.parse 'a,b\r\n"x,1","he said ""hi"""\n1,\r"two\r\nlines",z\n,""\n')
    assert.same({ { "a", "b" }, { "x,1", 'he said "hi"' }, { "1", "" }, { "two\r\nlines", "z" }, { "", "" } }, plain(rows))
    assert.same({ 1, 2, 3, 4, 6 }, lines(rows))
  end)

  it("passes over empty lines, counts them, and needs no line end at the end", function()
    local rows = assert(csv.parse "a\n\n\r\nb")
    assert.same({ { "a" }, { "b" } }, plain(rows))
    assert.same({ 1, 4 }, lines(rows))
    assert.same({}, csv.parse "")
    assert.same({}, csv.parse(csv.BOM))
  end)

  it("gives the same rows however the file is cut into pieces", function()
    local file = csv.BOM .. '이름,"값, ""원"""\r\n사과,"두\r\n줄"\r\n\r\n"",끝'
    local whole = assert(csv.parse(file))
    for size = 1, #file do
      local reader, got = csv.reader(), {}
      for at = 1, #file, size do
        for _, row in ipairs(assert(reader:feed(file:sub(at, at + size - 1)))) do got[#got + 1] = row end
      end
      for _, row in ipairs(assert(reader:finish())) do got[#got + 1] = row end
      assert.same(whole, got, "pieces of " .. size)
    end
  end)

  it("tells CP949 from UTF-8", function()
    local file = "이름,가격\r\n똠얌꿍 밀키트,12000\r\n"
    local wanted = { { "이름", "가격" }, { "똠얌꿍 밀키트", "12000" } }
    assert.same(wanted, plain(csv.parse(file)))
    assert.same(wanted, plain(csv.parse(csv.BOM .. file)))
    assert.same(wanted, plain(csv.parse(text.to_cp949(file))))
  end)

  it("composes what a Mac wrote letter by letter", function()
    assert.same({ { "한글" } }, plain(csv.parse "\225\132\146\225\133\161\225\134\171\225\132\128\225\133\179\225\134\175"))
  end)

  it("says in which line the letters are no letters", function()
    local _, wrong = csv.parse("이름\n사과\n배\255\n")
    assert.same({ "csv.encoding", 3, "utf-8" }, { wrong.code, wrong.line, wrong.encoding })
    _, wrong = csv.parse(text.to_cp949 "이름\n사과\n배\n" .. "\255\255\n")
    assert.same({ "csv.encoding", 4, "cp949" }, { wrong.code, wrong.line, wrong.encoding })
    _, wrong = csv.parse(csv.BOM .. "이름\r\n" .. text.to_cp949 "사과")
    assert.same({ "csv.encoding", 2, "utf-8" }, { wrong.code, wrong.line, wrong.encoding })
  end)

  it("says in which line a quote is left open, or something stands behind it", function()
    for file, line in pairs { ['a\n"b'] = 2, ['a\nb\n"c" d,e\n'] = 3, ['"a\nb'] = 1 } do
      local rows, wrong = csv.parse(file)
      assert.is_nil(rows)
      assert.same({ "csv.quote", line }, { wrong.code, wrong.line })
    end
  end)

  it("takes neither rows without end nor columns without number", function()
    for _, file in ipairs { ("x"):rep(2 * 1048576), '"' .. ("x"):rep(2 * 1048576), (","):rep(600) } do
      local _, wrong = csv.parse(file)
      assert.equal("csv.too_large", wrong.code)
    end
  end)
end)

describe("writing CSV", function()
  it("quotes what needs it and leaves holes empty", function()
    assert.equal('사과,"a,b","c""d","e\nf"," g"\r\n', csv.line { "사과", "a,b", 'c"d', "e\nf", " g" })
    assert.equal("1,,x\r\n", csv.line({ 1, nil, "x" }, 3))
    assert.equal("true,,\r\n", csv.line({ true }, 3))
  end)

  it("lets numbers be numbers, without exponents", function()
    assert.equal("12000,-500,1.5,900000000000\r\n", csv.line { 12000, -500, 1.5, 900000000000 })
    assert.equal("-1200\r\n", csv.line { "-1200" })
  end)

  it("keeps what somebody typed from being a formula", function()
    for _, s in ipairs { "=1+1", "+82-10", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "'=1", "=cmd|' /C calc'!A0", "-", "=", "+1" } do
      assert.is_truthy(csv.line { s }:find("^\"?'"), s)
    end
    assert.equal("a=b\r\n", csv.line { "a=b" })
  end)

  it("gives back every text when it is read again", function()
    local letters = { "'", "=", "-", "+", "@", "\t", "1", '"', ",", "\n", "가", " " }
    math.randomseed(7)
    for _ = 1, 2000 do
      local row = {}
      for i = 1, 3 do
        local s = {}
        for j = 1, math.random(1, 5) do s[j] = letters[math.random(#letters)] end
        row[i] = table.concat(s)
      end
      assert.same({ row }, plain(assert(csv.parse(csv.line(row)))))
    end
  end)
end)
