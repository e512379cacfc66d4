--- HTTP/1.1, read strictly: each of these requests is either understood in the one way RFC 9112 allows, or answered with an
--- error and a closed connection.

local server = require "spec.support.server"

local app = [[
return {
  handle = function(req)
    return 200, { "Content-Type", "text/plain" }, req:method() .. " " .. req:path() .. " " .. (req:body() or "")
  end,
  admit = function() return 1000, "raw" end,
  self_check = function() return true end,
}
]]

local host = "Host: x\r\n"
local function get(rest) return "GET / HTTP/1.1\r\n" .. host .. rest .. "\r\n" end
local function post(headers, body) return "POST / HTTP/1.1\r\n" .. host .. headers .. "\r\n" .. (body or "") end

local refused = {
  { "two different Content-Lengths", post("Content-Length: 1\r\nContent-Length: 2\r\n", "ab") },
  { "the same Content-Length twice", post("Content-Length: 1\r\nContent-Length: 1\r\n", "a") },
  { "a list in Content-Length", post("Content-Length: 1, 1\r\n", "a") },
  { "a negative Content-Length", post("Content-Length: -1\r\n") },
  { "a signed Content-Length", post("Content-Length: +1\r\n", "a") },
  { "a hexadecimal Content-Length", post("Content-Length: 0x1\r\n", "a") },
  { "an empty Content-Length", post("Content-Length:\r\n", "a") },
  { "a Content-Length past 64 bits", post("Content-Length: 99999999999999999999999\r\n", "a") },
  { "Content-Length with Transfer-Encoding", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n") },
  { "a space before Transfer-Encoding's colon", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n") },
  { "an unknown Transfer-Encoding", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n") },
  { "two Transfer-Encodings", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n") },
  { "a list in Transfer-Encoding", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n") },
  { "Transfer-Encoding in HTTP/1.0", "POST / HTTP/1.0\r\n" .. host .. "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
  { "a chunk's size that is no number", post("Transfer-Encoding: chunked\r\n", "zz\r\nab\r\n0\r\n\r\n") },
  { "a chunk's size with 0x", post("Transfer-Encoding: chunked\r\n", "0x2\r\nab\r\n0\r\n\r\n") },
  { "a chunk that is longer than it says", post("Transfer-Encoding: chunked\r\n", "2\r\nabXX0\r\n\r\n") },
  { "a chunk past 64 bits", post("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\nab\r\n0\r\n\r\n") },
  { "a folded header", get("X-A: b\r\n c\r\n") },
  { "a folded Host", "GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n" },
  { "a bare LF after a header", get("X-A: b\nX-B: c\r\n") },
  { "bare LFs everywhere", "GET / HTTP/1.1\nHost: x\n\n" },
  { "a bare LF after the request line", "GET / HTTP/1.1\nHost: x\r\n\r\n" },
  { "a bare LF after the last header", "GET / HTTP/1.1\r\nHost: x\n\r\n" },
  { "a bare LF at the end of the headers", "GET / HTTP/1.1\r\nHost: x\r\n\n" },
  { "a bare CR in a value", get("X-A: b\rc\r\n") },
  { "a NUL in a value", get("X-A: b\0c\r\n") },
  { "a NUL in a name", get("X\0A: b\r\n") },
  { "a NUL in the target", "GET /\0a HTTP/1.1\r\n" .. host .. "\r\n" },
  { "a byte above 127 in the target", "GET /\255 HTTP/1.1\r\n" .. host .. "\r\n" },
  { "a space in the target", "GET /a b HTTP/1.1\r\n" .. host .. "\r\n" },
  { "a target without a slash", "GET a HTTP/1.1\r\n" .. host .. "\r\n" },
  { "two spaces in the request line", "GET  / HTTP/1.1\r\n" .. host .. "\r\n" },
  { "a space after the version", "GET / HTTP/1.1 \r\n" .. host .. "\r\n" },
  { "a lower-case method", "get / HTTP/1.1\r\n" .. host .. "\r\n" },
  { "a lower-case version", "GET / http/1.1\r\n" .. host .. "\r\n" },
  { "no version", "GET /\r\n" .. host .. "\r\n" },
  { "no Host", "GET / HTTP/1.1\r\n\r\n" },
  { "two Hosts", get(host) },
  { "a Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n" },
  { "a header without a colon", get("Xabc\r\n") },
  { "a header without a name", get(": abc\r\n") },
  { "a space in a header's name", get("X A: abc\r\n") },
  { "a first header that begins with a space", "GET / HTTP/1.1\r\n X: a\r\n" .. host .. "\r\n" },
  { "more than a hundred headers", get(("X-A: b\r\n"):rep(120)) },
  { "HTTP/1.2", "GET / HTTP/1.2\r\n" .. host .. "\r\n", 505 },
  { "HTTP/2.0 without its preface", "GET / HTTP/2.0\r\n" .. host .. "\r\n", 505 },
  { "a method nobody answers", "TRACE / HTTP/1.1\r\n" .. host .. "\r\n", 501 },
  { "an Expect that is not 100-continue", post("Expect: magic\r\nContent-Length: 1\r\n", "a"), 417 },
  { "headers larger than the connection's memory", get("X: " .. ("a"):rep(40000) .. "\r\n"), 431 },
  { "cookies of thirteen kilobytes", get("Cookie: a=" .. ("a"):rep(13000) .. "\r\n"), 431 },
  { "a target larger than the connection's memory", "GET /" .. ("a"):rep(40000) .. " HTTP/1.1\r\n" .. host .. "\r\n", 414 },
}

local taken = {
  { "a plain request", "GET / HTTP/1.1\r\nHost: x:80\r\nConnection: close\r\n\r\n", "GET / " },
  { "white space around a value", "GET /w HTTP/1.1\r\nHost:  \tx \t\r\nX-B:\r\nConnection: close\r\n\r\n", "GET /w " },
  { "HTTP/1.0 without a Host", "GET /z HTTP/1.0\r\n\r\n", "GET /z " },
  { "a query that the library would cut up", "GET /q?a=1&b=%20&c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "GET /q " },
  { "a chunked body", post("Transfer-Encoding: chunked\r\nConnection: close\r\n", "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"), "POST / abc" },
  { "a body with a length", post("Content-Length: 3\r\nConnection: close\r\n", "abc"), "POST / abc" },
  { "cookies of nine kilobytes", "GET /c HTTP/1.1\r\nHost: x\r\nCookie: a=" .. ("a"):rep(9000) ..
    "\r\nConnection: close\r\n\r\n", "GET /c " },
  { "an IPv6 Host", "GET / HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\n\r\n", "GET / " },
}

describe("The request guard", function()
  local mall, refusals, answers

  setup(function()
    mall = server.start { app = app }
    local exchanges = {}
    for i, case in ipairs(refused) do exchanges[i] = { send = { case[2] }, within = 2000 } end
    refusals = mall:talk(exchanges)
    exchanges = {}
    for i, case in ipairs(taken) do exchanges[i] = { send = { case[2] }, within = 2000 } end
    answers = mall:talk(exchanges)
  end)

  teardown(function() mall:stop() end)

  for i, case in ipairs(refused) do
    it("refuses " .. case[1] .. " and closes", function()
      local answer = refusals[i]
      local status = server.parse(answer.text).status
      if case[3] then
        assert.equal(case[3], status)
      else
        assert.is_true(status == 400 or status == 413, "status " .. status)
      end
      assert.is_true(answer.closed)
      assert.is_nil(answer.text:find("HTTP/1.1 200", 1, true))
    end)
  end

  for i, case in ipairs(taken) do
    it("takes " .. case[1], function()
      local answer = server.parse(answers[i].text)
      assert.equal(200, answer.status)
      assert.equal(case[3], answer.body)
    end)
  end
end)
