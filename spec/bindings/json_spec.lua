-- json: strict in both directions.
local json = require "json"

local function refused(s, expected)
  local value, message, code = json.decode(s)
  assert.is_nil(value, s)
  assert.equal("json", code)
  if expected then assert.equal(expected, message) end
end

describe("json.decode", function()
  it("reads every kind of value", function()
    assert.same({ a = { 1, 2.5, -3, 1e3 }, b = true, c = false, d = { e = {} }, [""] = "x" },
      json.decode ' { "a" : [ 1 , 2.5, -3, 1E+3 ] ,\t"b":true,"c":false,\r\n"d":{"e":{}},"":"x"} ')
    assert.equal(json.null, json.decode "null")
    assert.equal(json.null, json.decode('[null]')[1])
    assert.equal("한글", json.decode '"한글"')
    assert.equal(0, json.decode "0")
    assert.equal(false, json.decode "false")
    assert.equal("3", json.decode '{"3":"3"}'["3"])
  end)

  it("reads every escape", function()
    assert.equal("\"\\/\b\f\n\r\t", json.decode [["\"\\\/\b\f\n\r\t"]])
    assert.equal("A한😀\0é", json.decode [["\u0041\uD55C\uD83D\uDE00\u0000\u00e9"]])
    assert.same({ ["한"] = 1 }, json.decode [[{"\ud55c":1}]])
    assert.equal(("é\n"):rep(3000), json.decode('"' .. ("é\\n"):rep(3000) .. '"'))
  end)

  it("loses no digit of a large whole number", function()
    assert.equal(9007199254740991, json.decode "9007199254740991")
    assert.equal(9007199254740992, json.decode "9007199254740992")
    assert.equal(-9007199254740992, json.decode "-9007199254740992")
    assert.equal("9007199254740993", json.decode "9007199254740993")
    assert.equal("-123456789012345678901234567890", json.decode "-123456789012345678901234567890")
    assert.same({ a = { 1, "12345678901234567890", { b = "-9007199254740993" }, {} }, c = "[]" },
      json.decode '{"a":[1,12345678901234567890,{"b":-9007199254740993},[]],"c":"[]"}')
    assert.equal(1e300, json.decode "1e300")
    assert.equal(0.1, json.decode "0.1")
  end)

  it("lets the last of two members with one name count", function()
    assert.same({ a = 2 }, json.decode '{"a":1,"a":2}')
  end)

  it("nests 64 deep and no deeper", function()
    assert.truthy(json.decode(("["):rep(64) .. ("]"):rep(64)))
    refused(("["):rep(65) .. ("]"):rep(65), "nesting no deeper than 64 expected at byte 65")
    refused(('{"a":'):rep(100000))
  end)

  it("refuses what is not JSON", function()
    for _, s in ipairs { "", " ", "nul", "nulll", "True", "NaN", "-NaN", "Infinity", "-Infinity", "+1", "01", "-01",
      "1.", ".5", "-", "1e", "1e+", "0x10", "1 2", "[1,]", "[,1]", "[1 2]", "[1", "[", "]", "{", "}", '{"a"}',
      '{"a":}', '{"a":1,}', '{,"a":1}', '{a:1}', "{1:1}", "{'a':1}", '{"a":1 "b":2}', '{"a" 1}', '{"a"::1}', '["a',
      "'a'", '"\t"', '"\n"', '"\0"', '"\\x41"', '"\\u12"', '"\\u12G4"', '"\\', '"\\"', '"\\a"', "[1}", '{"a":1]',
      "[1]]", "//x\n1", "1/*x*/", "[1,,2]", "\xEF\xBB\xBF1", "1e999", "-1e999", ("9"):rep(400), "\f1", "[1]x", "\0",
      "1\0", "undefined" } do
      refused(s)
    end
  end)

  it("refuses text that is not Unicode", function()
    for _, s in ipairs { '"\xFF"', '"\xC0\x80"', '"\xED\xA0\x80"', '"\xF4\x90\x80\x80"', '"\xE3\x81"', '{"\xFF":1}',
      '"\\uD83D"', '"\\uDE00"', '"\\uDE00\\uD83D"', '"\\uD83Dx"', '"\\uD83D\\n"', '"\\uD83D\\u0041"',
      '"\\uD83D\\uD83D"', '"\\uD83D\\u' } do
      refused(s)
    end
  end)

  it("says what it expected and where", function()
    refused('{"a":1,}', "a name in quotes expected at byte 8")
    refused("[1 2]", "a comma or the end of the array expected at byte 4")
    refused("1 2", "nothing after the value expected at byte 3")
    refused("", "a value expected at byte 1")
  end)

  it("takes no more than it is told to", function()
    assert.equal("aaa", json.decode('"aaa"', 5))
    assert.same({ nil, "5 bytes of JSON, at most 4 expected", "json" }, { json.decode('"aaa"', 4) })
    assert.equal("json", select(3, json.decode('"' .. ("a"):rep(8388608) .. '"')))
  end)

  it("raises for what is not a string", function()
    assert.error_matches(function() json.decode(nil) end, "bad argument #1")
    assert.error_matches(function() json.decode("1", -1) end, "bad argument #2")
  end)
end)

describe("json.quote", function()
  it("writes a string as json.encode does", function()
    for _, s in ipairs { "", "한글 1/2", 'a"b\\c', "</script><!--", "\b\t\n\f\r\0\31\v한\x7F", ("가"):rep(5000) .. '"' } do
      assert.equal(json.encode(s), json.quote(s))
    end
  end)

  it("refuses what is not UTF-8 or no string", function()
    assert.error_matches(function() json.quote "\xFF" end, "bad argument #1.*not UTF%-8")
    assert.error_matches(function() json.quote() end, "bad argument #1")
    assert.error_matches(function() json.quote {} end, "bad argument #1")
  end)
end)

describe("json.encode", function()
  it("writes members in the order of their names", function()
    assert.equal('{"":0,"B":2,"a":1,"aa":3,"b":{"c":[1,2,{"d":true}]},"한":null}',
      json.encode { b = { c = { 1, 2, { d = true } } }, a = 1, B = 2, [""] = 0, aa = 3, ["한"] = json.null })
    local wide, parts = {}, {}
    for i = 100, 999 do
      wide["k" .. i] = { x = i, a = {} }
      parts[#parts + 1] = ('"k%d":{"a":{},"x":%d}'):format(i, i)
    end
    assert.equal("{" .. table.concat(parts, ",") .. "}", json.encode(wide))
  end)

  it("tells an empty array from an empty object", function()
    assert.equal("{}", json.encode {})
    assert.equal("[]", json.encode(json.array()))
    assert.equal("[]", json.encode(json.array {}))
    assert.equal('{"a":[],"b":{}}', json.encode(json.decode '{"b":{},"a":[]}'))
    assert.equal("[1]", json.encode(json.array { 1 }))
    assert.equal('{"a":[[],[],{"b":[]}],"c":[1,[2,[]]],"d":{}}',
      json.encode(json.decode '{"d":{ },"a":[[],[ \n],{"b":[]}],"c":[1,[2,[]]]}'))
    assert.equal('{"a":{}}', json.encode(json.decode '{"a":[],"a":{}}'))
    assert.equal('{"a":[]}', json.encode(json.decode '{"a":{},"a":[]}'))
    local array = json.decode "[7]"
    array[1] = nil
    assert.equal("[]", json.encode(array))
  end)

  it("writes whole numbers in full and others so that they read back the same", function()
    for number, s in pairs { [0] = "0", [12000] = "12000", [-5] = "-5", [1e15] = "1000000000000000",
      [9007199254740992] = "9007199254740992", [-9007199254740992] = "-9007199254740992", [0.1] = "0.1",
      [1.5] = "1.5" } do
      assert.equal(s, json.encode(number))
    end
    assert.equal("0", json.encode(-0))
    assert.equal('{"a":[0.3333333333333333,99999999999999,100000000000000,[]],"b":[{},1.0000000000000002,2,[]]}',
      json.encode { b = { {}, 1.0000000000000002, 2, json.array {} }, a = { 1 / 3, 99999999999999, 1e14, json.array {} } })
    for _, number in ipairs { 1 / 3, 1e300, -2.5e-10, 123456.789, 2 ^ 70, 5e-324, 12334567154740992 } do
      assert.equal(number, json.decode(json.encode { number })[1])
    end
  end)

  it("may stand in a script element", function()
    assert.equal([["\u003c/script>\u003c!--\"\\/&\\\u003c"]], json.encode "</script><!--\"\\/&\\<")
    assert.equal([[{"\u003cb>":"https://a/\\/"}]], json.encode { ["<b>"] = "https://a/\\/" })
    assert.equal([["\b\t\n\f\r\u0000\u001f\u000b한\u007f"]], json.encode "\b\t\n\f\r\0\31\v한\x7F")
  end)

  it("gives back every character", function()
    local all = {}
    for byte = 0, 127 do all[#all + 1] = string.char(byte) end
    local s = table.concat(all) .. "é한글漢\u{2027}\u{2028}\u{2029}\u{202A}😀\u{10FFFF}"
    assert.equal(s, json.decode(json.encode(s)))
    assert.same({ [s] = s }, json.decode(json.encode { [s] = s }))
  end)

  it("raises for what JSON cannot hold", function()
    local circle = {}
    circle.circle = circle
    for message, value in pairs {
      ["NaN cannot"] = 0 / 0, ["an infinite number"] = -1 / 0, ["a function cannot"] = print, ["not UTF%-8"] = "\xFF",
      ["both a sequence"] = { 1, a = 2 }, ["with holes"] = { 1, nil, nil, nil, nil, 6 },
      ["number as a key"] = { [2] = 1 },
      ["boolean as a key"] = { [true] = 1 }, ["deeper than 64"] = circle, ["userdata cannot"] = io.stdout,
      ["a thread cannot"] = coroutine.create(print),
    } do
      assert.error_matches(function() json.encode(value) end, message)
      assert.error_matches(function() json.encode { { value } } end, message)
    end
    assert.error_matches(function() json.encode(nil) end, "nil cannot be JSON")
    assert.error_matches(function() json.encode() end, "bad argument #1")
    assert.error_matches(function() json.encode { [{}] = 1 } end, "table as a key")
    assert.error_matches(function() json.encode { ["\xFF"] = 1 } end, "not UTF%-8")
    local array = json.array { 1 }
    array.a = 1
    assert.error_matches(function() json.encode(array) end, "both a sequence")
    assert.error_matches(function() json.encode(json.array { a = 1 }) end, "both a sequence")
  end)
end)

describe("json.array", function()
  it("raises rather than take a table's metatable away", function()
    assert.error_matches(function() json.array(setmetatable({}, {})) end, "bad argument #1")
    assert.error_matches(function() json.array(1) end, "bad argument #1")
    local array = json.array {}
    assert.equal(array, json.array(array))
  end)
end)

describe("the binding", function()
  it("leaves nothing open, raising or not", function()
    local function held()
      collectgarbage()
      collectgarbage()
      return collectgarbage "count"
    end
    local before = held()
    for _ = 1, 200 do
      pcall(json.encode, { ("x"):rep(10000), print })
      json.decode('["' .. ("\\n"):rep(10000) .. '", x')
    end
    assert.is_true(held() - before < 100)
  end)
end)
