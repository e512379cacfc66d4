-- text: UTF-8, escapes, Korean.
local buffer = require "string.buffer"
local fs = require "fs"
local text = require "text"

local NFD_HANGUL = "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}" -- 한글, as macOS sends it

local function character(point) -- of the basic plane
  if point < 0x800 then return string.char(0xC0 + bit.rshift(point, 6), 0x80 + bit.band(point, 63)) end
  local middle = 0x80 + bit.band(bit.rshift(point, 6), 63)
  return string.char(0xE0 + bit.rshift(point, 12), middle, 0x80 + bit.band(point, 63))
end

describe("text.valid", function()
  it("takes every kind of well-formed UTF-8", function()
    for _, s in ipairs { "", "a", "\0", "é", "한글", "\u{FFFD}", "\u{10FFFF}", ("a"):rep(33) .. "한" } do
      assert.is_true(text.valid(s))
    end
  end)

  it("refuses overlong forms, surrogates, cut characters and what lies beyond Unicode", function()
    for _, s in ipairs { "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xF0\x80\x80\x80", "\xED\xA0\x80",
      "\xED\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\x80", "\xBF", "\xED\x95", "\xFF", "\xC3(",
      ("a"):rep(15) .. "\xE3\x81" } do
      assert.is_false(text.valid(s))
    end
  end)

  it("raises for what is not a string", function()
    assert.error_matches(function() text.valid(12) end, "bad argument #1")
  end)
end)

describe("text.length and text.width", function()
  it("count characters and columns, not bytes", function()
    assert.equal(7, text.length("한글 abc!" ))
    assert.equal(9, text.width("한글 abc!"))
    assert.equal(0, text.length(""))
  end)
end)

describe("text.clip", function()
  it("cuts between characters and says that it cut", function()
    assert.equal("한글…", text.clip("한글날", 2))
    assert.equal("한글날", text.clip("한글날", 3))
    assert.equal("한", text.clip("한글날", 1, ""))
    assert.equal("…", text.clip("한글날", 0))
  end)
end)

describe("text.nfc", function()
  it("composes Hangul and Latin letters", function()
    assert.equal("한글", text.nfc(NFD_HANGUL))
    assert.equal("caf\u{E9}", text.nfc("cafe\u{301}"))
    assert.equal("각", text.nfc("가\u{11A8}"))
  end)

  it("keeps what is composed, NUL and empty text included", function()
    for _, s in ipairs { "", "plain", "한글 ㄱㄴㄷ 漢字 ＡＢＣ", "a\0b" } do assert.equal(s, text.nfc(s)) end
  end)

  it("changes nothing the second time, whatever the character", function()
    for point = 0x80, 0xFFFF do
      if point < 0xD800 or point > 0xDFFF then
        local once = assert(text.nfc(character(point) .. "\u{301}가\u{11A8}"))
        if once ~= text.nfc(once) then error(("U+%04X"):format(point)) end
      end
    end
  end)

  it("says when it is not UTF-8", function()
    local s, message, code = text.nfc("\xED\xA0\x80")
    assert.is_nil(s)
    assert.equal("not UTF-8", message)
    assert.equal("invalid", code)
  end)
end)

describe("text.fold", function()
  it("makes equal what a shopper means to be equal", function()
    assert.equal("abc 123 한글", text.fold("  ＡＢＣ\t１２３\u{3000}\n" .. NFD_HANGUL .. " "))
    assert.equal("straße", text.fold("STRAßE"))
    assert.equal("", text.fold(" \u{3000} \u{200B}"))
    assert.equal("\u{2C65}", text.fold("\u{23A}"))
    assert.same({ nil, "not UTF-8", "invalid" }, { text.fold("\xFF") })
  end)
end)

describe("the escapes", function()
  local nasty = [[<a href="x" title='y'>Tom & Jerry `z`</a>]]

  it("make HTML inert", function()
    assert.equal("&lt;a href=&#34;x&#34; title=&#39;y&#39;&gt;Tom &amp; Jerry `z`&lt;/a&gt;", text.escape_html(nasty))
    assert.equal("사과 1kg", text.escape_html("사과 1kg"))
    assert.equal("", text.escape_html(""))
    assert.equal(("&amp;"):rep(70000), text.escape_html(("&"):rep(70000)))
    assert.equal(("&lt;"):rep(5000), text.escape_html(("<"):rep(5000)))
  end)

  it("close no attribute", function()
    assert.is_nil(text.escape_attr(nasty):find("[<>\"'`]"))
    assert.equal("&#96;", text.escape_attr("`"))
  end)

  it("make any text one component of a URL", function()
    assert.equal("%ED%95%9C%20a%2Fb%3Fc%3D1%26d~-._", text.escape_url("한 a/b?c=1&d~-._"))
    assert.equal("%00%FF", text.escape_url("\0\xFF"))
  end)

  it("end neither a JavaScript string nor the script around it", function()
    local out = text.escape_js("</script>'\"\\\n\u{2028}\u{2029}`${x}&한")
    assert.is_nil(out:find("[<>'\"`&/\n$]"))
    assert.equal([[\u003C\u002Fscript\u003E\u0027\u0022\u005C\u000A\u2028\u2029\u0060\u0024{x}\u0026한]], out)
  end)

  it("let only schemes through that run nothing", function()
    for url, out in pairs {
      ["/p/사과?a=1&b=2"] = "/p/%EC%82%AC%EA%B3%BC?a=1&amp;b=2",
      ["https://example.com/a:b"] = "https://example.com/a:b",
      ["HTTPS://example.com"] = "HTTPS://example.com",
      ["mailto:a@example.com"] = "mailto:a@example.com",
      ["tel:02-123-4567"] = "tel:02-123-4567",
      ["a/b:c"] = "a/b:c", ["?q=a:b"] = "?q=a:b", ["#a:b"] = "#a:b", [""] = "",
      ["/a'b\"c<d>"] = "/a%27b%22c%3Cd%3E", [" /a b "] = "/a%20b",
      ["javascript:alert(1)"] = "#", ["JaVaScRiPt:alert(1)"] = "#", ["java\nscript:alert(1)"] = "#",
      ["\1javascript:alert(1)"] = "#", ["data:text/html,x"] = "#", ["vbscript:x"] = "#", [":x"] = "#",
      ["httpsx:x"] = "#", ["averylongscheme:x"] = "#", ["blob:x"] = "#",
    } do
      assert.equal(out, text.escape_href(url))
    end
  end)

  it("never write more than six bytes for one", function()
    for _, name in ipairs { "escape_html", "escape_attr", "escape_url", "escape_js", "escape_href" } do
      for byte = 0, 255 do assert.is_true(#text[name](string.char(byte)) <= 6) end
    end
  end)

  it("append to a buffer what they would return", function()
    local out = buffer.new()
    out:put("<b>")
    text.escape_into(out, nasty)
    text.escape_into(out, "")
    text.escape_into(out, "한글")
    assert.equal("<b>" .. text.escape_html(nasty) .. "한글", out:tostring())
  end)

  it("raise for what is not a string", function()
    assert.error_matches(function() text.escape_html(nil) end, "bad argument #1 to 'escape_html'")
  end)
end)

describe("text.choseong and text.jamo", function()
  it("show how a word begins", function()
    assert.equal("ㅅㄱ 1kg ㄲㅃ", text.choseong("사과 1kg 꿀빵"))
    assert.equal("ㄱㄴ", text.choseong("ㄱㄴ"))
    assert.equal("ㄱㅏㅂㅅ ㄱㅗㅏㅇㅣ a", text.jamo("값 과이 a"))
  end)

  it("make what is half typed a prefix of the word", function()
    for _, typed in ipairs { "ㅎ", "하", "한", "한ㄱ", "한그", "한글" } do
      assert.equal(text.jamo(typed), text.jamo("한글날"):sub(1, #text.jamo(typed)))
    end
  end)

  it("pass broken bytes on", function()
    assert.equal("ㄱ\xFF", text.choseong("가\xFF"))
    assert.equal("ㄱㅏ\xFF", text.jamo("가\xFF"))
  end)
end)

describe("text.particle", function()
  it("fits the last sound", function()
    for _, case in ipairs {
      { "사과", "을/를", "사과를" }, { "귤", "을/를", "귤을" }, { "배", "은/는", "배는" }, { "감", "은/는", "감은" },
      { "쌀", "이/가", "쌀이" }, { "파", "이/가", "파가" }, { "콩", "과/와", "콩과" }, { "무", "와/과", "무와" },
      { "서울", "으로/로", "서울로" }, { "부산", "으로/로", "부산으로" }, { "제주", "으로/로", "제주로" },
      { "민준", "아/야", "민준아" }, { "지수", "아/야", "지수야" }, { "선물", "이에요/예요", "선물이에요" },
    } do
      assert.equal(case[3], text.particle(case[1], case[2]))
    end
  end)

  it("reads digits, units and Latin words aloud", function()
    for _, case in ipairs {
      { "1", "을/를", "1을" }, { "2", "을/를", "2를" }, { "10", "은/는", "10은" }, { "7", "으로/로", "7로" },
      { "사과 1kg", "을/를", "사과 1kg을" }, { "우유 500ml", "을/를", "우유 500ml를" }, { "SSG", "은/는", "SSG는" },
      { "LGHM", "은/는", "LGHM은" }, { "URL", "으로/로", "URL로" }, { "Market", "은/는", "Market은" },
      { "coffee", "을/를", "coffee를" }, { "king", "이/가", "king이" }, { "50%", "을/를", "50%를" },
    } do
      assert.equal(case[3], text.particle(case[1], case[2]))
    end
  end)

  it("looks past brackets and punctuation", function()
    assert.equal("사과(국내산)를", text.particle("사과(국내산)", "을/를"))
    assert.equal("‘귤’은", text.particle("‘귤’", "은/는"))
    assert.equal("(귤)은", text.particle("(귤)", "은/는"))
  end)

  it("gives both forms when the sound is not known", function()
    assert.equal("漢은(는)", text.particle("漢", "은/는"))
    assert.equal("漢(으)로", text.particle("漢", "으로/로"))
    assert.equal("이(가)", text.particle("", "이/가"))
  end)

  it("raises for a pair that it does not know", function()
    assert.error_matches(function() text.particle("사과", "도") end, "bad argument #2 to 'particle'")
  end)
end)

describe("CP949", function()
  it("carries Hangul beyond KS X 1001", function()
    assert.equal("\xC7\xD1\xB1\xDB", text.to_cp949("한글"))
    assert.equal("\x8C\x63\xB9\xE6\xB0\xA2\xC7\xCF", text.to_cp949("똠방각하"))
    assert.equal("한글 abc", text.from_cp949("\xC7\xD1\xB1\xDB abc"))
  end)

  it("goes there and back for every code point that it has", function()
    local characters, seen = {}, {}
    for lead = 0x81, 0xFE do
      for trail = 0x41, 0xFE do
        local bytes = string.char(lead, trail)
        local decoded = text.from_cp949(bytes)
        if decoded then
          assert.is_true(text.valid(decoded))
          assert.is_nil(seen[decoded])
          seen[decoded] = true
          assert.equal(bytes, text.to_cp949(decoded))
          characters[#characters + 1] = decoded
        end
      end
    end
    assert.is_true(#characters >= 17048)
    local all = table.concat(characters)
    assert.equal(all, text.from_cp949(assert(text.to_cp949(all))))
  end)

  it("says what it cannot write, or writes what it was given instead", function()
    local bytes, message, code = text.to_cp949("값 💰")
    assert.is_nil(bytes)
    assert.equal("unencodable", code)
    assert.equal("CP949 has no 💰 (at byte 5)", message)
    assert.equal("\xB0\xAA ?", text.to_cp949("값 💰", "?"))
    assert.equal("\xB0\xAA ", text.to_cp949("값 💰", ""))
    assert.same({ nil, "not UTF-8", "invalid" }, { text.to_cp949("\xFF") })
  end)

  it("says where bytes are none, or replaces them", function()
    assert.same({ nil, "not CP949 at byte 2", "invalid" }, { text.from_cp949("a\xFFb") })
    assert.equal("a\u{FFFD}b", text.from_cp949("a\xFFb", true))
    assert.equal("a\u{FFFD}", text.from_cp949("a\xC7", true))
  end)
end)

describe("the binding", function()
  it("leaves nothing open", function()
    local function open()
      collectgarbage() -- what earlier specs have dropped without closing it
      collectgarbage()
      return #assert(fs.list "/proc/self/fd")
    end
    text.to_cp949("한글")
    local before = open()
    for _ = 1, 50 do
      text.to_cp949("한글💰", "?")
      text.from_cp949("\xFF")
    end
    assert.equal(before, open())
  end)
end)
