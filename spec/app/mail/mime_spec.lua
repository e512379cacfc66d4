-- Messages as others read them: by the parser of another language.

local crypto = require "crypto"
local json = require "json"
local mime = require "mail.mime"
local process = require "process"
local runtime = require "runtime"

local script = runtime.root() .. "/spec/app/mail/parse.py"

local function read(messages)
  local lines = {}
  for i, message in ipairs(messages) do lines[i] = crypto.base64(mime.compose(message)) end
  local code, out, problem = process.run { argv = { "python3", script }, input = table.concat(lines, "\n") .. "\n" }
  assert(code == 0, problem)
  local found = {}
  for line in out:gmatch "[^\n]+" do found[#found + 1] = json.decode(line) end
  return found
end

local function message(changes)
  local made = { id = "01a226b5-0f46-7416-810c-e7a9a6d74142", mall_id = "m", template = "x/y",
    from = { name = "모락상회", address = "help@morak.kr" }, to = { name = "김철수", address = "kim@example.kr" },
    reply_to = "hello@morak.kr", subject = "주문을 받았어요", html = "<p>안녕</p>\n", text = "안녕\n", at = 1795897667.905 }
  for name, value in pairs(changes or {}) do made[name] = value end
  return made
end

local function read_one(changes) return read({ message(changes) })[1] end

describe("a message", function()
  it("is read by others as it was meant", function()
    local found = read_one()
    assert.same({}, found.defects)
    assert.same({ { "모락상회", "help@morak.kr" } }, found.from)
    assert.same({ { "김철수", "kim@example.kr" } }, found.to)
    assert.equal("주문을 받았어요", found.headers.subject)
    assert.equal("<01a226b5-0f46-7416-810c-e7a9a6d74142@morak.kr>", found.headers["message-id"])
    assert.equal("hello@morak.kr", found.headers["reply-to"])
    assert.equal("auto-generated", found.headers["auto-submitted"])
    assert.equal("multipart/alternative", found.type)
    assert.same({ { "text/plain", "utf-8", "안녕\n" }, { "text/html", "utf-8", "<p>안녕</p>\n" } }, found.parts)
    assert.equal(1795897667, found.date)
  end)

  it("is ASCII in lines that end in CRLF and are never long, whatever is in it", function()
    local found = read { message { text = ("가"):rep(5000), html = ("x"):rep(5000) .. "\n.\n..\n" },
      message { subject = ("가나다 "):rep(80) }, message { subject = ("word "):rep(80) }, message { subject = ("w"):rep(300) },
      message { from = { name = ("김"):rep(80), address = "a@b.kr" } },
      message { to = { name = ("name "):rep(30), address = ("a"):rep(60) .. "@" .. ("b"):rep(60) .. ".kr" } } }
    for i, one in ipairs(found) do
      assert.same({}, one.defects, i)
      assert.is_true(one.longest <= 78 or one.longest <= 130 and i == 6, i .. ": " .. one.longest)
      assert.same({ 0, true }, { one.lone, one.ascii })
    end
    assert.equal(("가"):rep(5000), found[1].parts[1][3])
    assert.equal(("x"):rep(5000) .. "\n.\n..\n", found[1].parts[2][3])
    assert.equal((("가나다 "):rep(80):gsub(" $", "")), found[2].headers.subject)
    assert.equal((("word "):rep(80):gsub(" $", "")), found[3].headers.subject)
    assert.equal(("w"):rep(300), found[4].headers.subject)
    -- this parser keeps the fold between encoded words of a name, others do not
    assert.equal(("김"):rep(80), (found[5].from[1][1]:gsub(" ", "")))
  end)

  it("lets nobody write a header by a name or a subject", function()
    local messages = {}
    for i, evil in ipairs { "x\r\nBcc: all@example.kr", "x\nBcc: all@example.kr", "x\rBcc: all@example.kr", "x\0y\r\n\r\nbody",
      "가\r\nBcc: all@example.kr", "x\r\n Bcc: y" } do
      messages[i] = message { subject = evil, from = { name = evil, address = "a@b.kr" }, to = { name = evil, address = "c@d.kr" } }
    end
    for i, found in ipairs(read(messages)) do
      assert.same({ "Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "Reply-To", "MIME-Version", "Content-Type" },
        found.names, messages[i].subject)
      assert.same({ { "a@b.kr" }, { "c@d.kr" } }, { { found.from[1][2] }, { found.to[1][2] } })
      assert.equal(2, #found.parts)
    end
    assert.has_error(function() mime.compose(message { to = { address = "a@b.kr>\r\nBcc: c@d.kr" } }) end)
  end)

  it("has names with whatever people have in theirs", function()
    local names = { 'Kim "Kong"', "Kim, Lee", "Kim (R&D)", "Kim <kim@x.kr>", "a@b.kr", "Kim\\", "김 'O' 👍", "=?UTF-8?B?eA==?=",
      "O'Neil", "Dr. No", "" }
    local messages = {}
    for i, name in ipairs(names) do messages[i] = message { to = { name = name, address = "kim@example.kr" } } end
    for i, found in ipairs(read(messages)) do assert.same({ { names[i], "kim@example.kr" } }, found.to) end
  end)

  it("has subjects with anything in them, cut in no letter", function()
    local messages = {}
    for i = 30, 50 do
      for _, subject in ipairs { ("x"):rep(i) .. "가나다라👍마", "가" .. ("x"):rep(i), "[모락상회] 3,000원 =?x?=" } do
        messages[#messages + 1] = message { subject = subject }
      end
    end
    for i, found in ipairs(read(messages)) do assert.equal(messages[i].subject, found.headers.subject) end
  end)

  it("of marketing says how to be rid of it", function()
    local headers = read_one { unsubscribe = "https://morak.kr/unsubscribe?t=x" }.headers
    assert.equal("<https://morak.kr/unsubscribe?t=x>", headers["list-unsubscribe"])
    assert.equal("List-Unsubscribe=One-Click", headers["list-unsubscribe-post"])
    assert.is_nil(read_one().headers["list-unsubscribe"])
  end)

  it("can be taken apart again", function()
    local made = message { html = "<p>가\n나</p>\n", text = ("긴 줄 "):rep(100) .. "\n" }
    assert.same({ text = made.text, html = made.html }, mime.bodies(mime.compose(made)))
  end)
end)
