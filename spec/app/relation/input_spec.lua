local input = require "relation.rules.input"

local function column(kind, more)
  local made = { name = "c", kind = kind, nullable = true, base = "text", type = "text" }
  for name, value in pairs(more or {}) do made[name] = value end
  return made
end

describe("what was typed into a column's field", function()
  local wide, small = column("integer", { base = "int8" }), column("integer", { base = "int4", min = 1, max = 99, nullable = false })

  it("is a whole number with all its digits, however people group them", function()
    for typed, read in pairs { ["1,234,567"] = "1234567", [" 12 "] = "12", ["-0"] = "0", ["007"] = "7", ["+5"] = "5",
      ["9223372036854775807"] = "9223372036854775807", ["-9,223,372,036,854,775,808"] = "-9223372036854775808" } do
      assert.equal(read, input.read(wide, typed))
    end
  end)

  it("is no number when one has to guess", function()
    for _, typed in ipairs { "1e3", "0x10", "１２", "1 2", "1,23", "12,3456", ",1", "1.0", "--1", "9223372036854775808", "-9223372036854775809" } do
      local value, sentence = input.read(wide, typed)
      assert.is_nil(value, typed)
      assert.is_string(sentence)
    end
  end)

  it("keeps to the bounds of the column", function()
    assert.equal("1부터 99까지 쓸 수 있어요.", select(2, input.read(small, "100")))
    assert.equal("1부터 99까지 쓸 수 있어요.", select(2, input.read(small, "0")))
    assert.equal("1부터 1,000,000,000,000까지 쓸 수 있어요.", select(2, input.read(column("integer", { base = "int8", min = 1, max = 1e12 }), "0")))
  end)

  it("is nothing or NULL as was meant", function()
    assert.equal("", input.read(column "text", ""))
    assert.equal(input.null, input.read(column "text", "무엇이든", true))
    assert.equal(input.null, input.read(wide, ""))
    assert.equal("비워 둘 수 없는 칸이에요.", select(2, input.read(small, "")))
    assert.equal("비워 둘 수 없는 칸이에요.", select(2, input.read(column("text", { nullable = false }), "", true)))
    assert.equal("", input.read(column("text", { nullable = false, default = "''::text" }), nil))
    assert.equal("비워 둘 수 없는 칸이에요.", select(2, input.read(column("text", { nullable = false }), "")))
  end)

  it("is a day that there is", function()
    assert.equal("2024-02-29", input.read(column "date", "2024-2-29"))
    for _, typed in ipairs { "2026-02-29", "2026-13-01", "2026-04-31", "26-01-01", "2026/01/01", "0000-01-01" } do
      assert.is_nil((input.read(column "date", typed)), typed)
    end
  end)

  it("is a moment to the microsecond", function()
    for typed, read in pairs { ["2026-11-29"] = "2026-11-29 00:00:00", ["2026-11-29 8:05"] = "2026-11-29 08:05:00",
      ["2026-11-29T18:30:00.5"] = "2026-11-29 18:30:00.5", ["2026-11-29 18:30:59.123456"] = "2026-11-29 18:30:59.123456",
      infinity = "infinity" } do
      assert.equal(read, input.read(column "time", typed))
    end
    for _, typed in ipairs { "2026-11-29 24:00", "2026-11-29 10:60", "2026-11-29 10", "2026-11-29 10:00:00.1234567", "어제",
      "2026-11-29 10:00+09", "2026-11-29 10:00:00." } do
      assert.is_nil((input.read(column "time", typed)), typed)
    end
  end)

  it("is JSON, or says where it is not", function()
    assert.equal('{"a": 1}', input.read(column("json", { base = "jsonb" }), '{"a": 1}'))
    assert.equal("null", input.read(column("json", { base = "jsonb" }), "null"))
    assert.equal("JSON으로 읽을 수 없어요: 3번째 줄 7번째 글자를 확인해 주세요.",
      select(2, input.read(column("json", { base = "jsonb" }), '{\n "a": 1,\n "나": x\n}')))
    assert.is_nil((input.read(column("json", { base = "jsonb" }), '"\\u0000"')))
    assert.is_nil((input.read(column("json", { base = "jsonb" }), '{"a": 1')))
  end)

  it("is a list of plain values", function()
    assert.equal('["가", null]', input.read(column("array", { base = "text" }), '["가", null]'))
    assert.is_nil((input.read(column("array", { base = "text" }), '[["가"]]')))
    assert.is_nil((input.read(column("array", { base = "text" }), '{"가": 1}')))
    assert.equal("2번째 값: 정수를 숫자(0~9)로 써 주세요.", select(2, input.read(column("array", { base = "int4" }), '[1, "x"]')))
  end)

  it("is one of the words that may stand there", function()
    local choice = column("choice", { choices = { "draft", "on_sale" } })
    assert.equal("draft", input.read(choice, "draft"))
    assert.is_nil((input.read(choice, "sold")))
    assert.is_nil((input.read(column "boolean", "yes")))
    assert.is_nil((input.read(column "uuid", "1234")))
  end)

  it("is never too long, broken or full of what no keyboard sends", function()
    assert.equal("3자까지 쓸 수 있어요. 지금은 4자예요.", select(2, input.read(column("text", { length = 3 }), "가나다라")))
    for _, typed in ipairs { "a\0b", "\27[1m", "\237\160\128", "\255" } do
      assert.equal("쓸 수 없는 문자가 들어 있어요.", select(2, input.read(column "text", typed)))
    end
    assert.equal("두\n줄", input.read(column "text", "두\r\n줄"))
    assert.equal("가", input.read(column "text", "\225\132\128\225\133\161"))
  end)
end)
