local clock = require "clock"
local eventually = require "spec.support.eventually"
local fetch = require "fetch"
local fs = require "fs"
local process = require "process"
local task = require "task"

local function descriptors()
  return #fs.list("/proc/self/fd")
end

describe("fetch", function()
  local folder, server, ports, before

  local function at(path)
    return ("http://127.0.0.1:%d%s"):format(ports.http, path)
  end

  local function ask(path, options)
    local request = { url = at(path), allow_private = true }
    for name, value in pairs(options or {}) do
      request[name] = value
    end
    return fetch.request(request)
  end

  local function code_of(...)
    local answer, message, code = ...
    assert.is_nil(answer)
    assert.is_string(message)
    return code
  end

  -- The server lets idle connections go after half a second; curl looks at its idle ones when it makes another.
  local function settle()
    eventually(function()
      task.sleep(400)
      ask("/echo")
      return descriptors() == before
    end, 20000, "every connection is closed")
  end

  setup(function()
    folder = assert(fs.temp("fetch-spec"))
    local key, certificate, out = folder .. "/key.pem", folder .. "/cert.pem", folder .. "/ports"
    assert.equal(0, (process.run {
      argv = {
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
      },
    }))
    local source = debug.getinfo(1, "S").source:match("^@(.*)_spec%.lua$") .. "_server.mjs"
    server = assert(process.spawn {
      argv = { "node", source, key, certificate }, stdin = "null", stdout = out, die_with_parent = true,
    })
    eventually(function() return (fs.read(out) or ""):find("\n") end, 20000, "the server has started")
    ports = {}
    for name, port in fs.read(out):gmatch('"(%w+)":(%d+)') do
      ports[name] = tonumber(port)
    end
    ask("/echo") -- the descriptors of both engines exist from here on
    fetch.request { url = at("/echo") }
  end)

  teardown(function()
    process.kill(server.pid, "KILL")
    server:wait()
    fs.remove(folder, true)
  end)

  before_each(function()
    before = descriptors()
  end)

  after_each(function()
    -- A look-up that nobody waits for any more ends when the name servers have answered or not.
    eventually(function() return descriptors() == before end, 20000, "nothing is left open")
    assert.equal(0, task.count())
  end)

  describe("an answer", function()
    it("has status, headers with names in lower case, and body", function()
      local answer = assert(ask("/404"))
      assert.equal(404, answer.status)
      assert.equal("없어요", answer.body)
      assert.equal("close", answer.headers.connection)
      assert.is_nil(answer.headers.Connection)
    end)

    it("is an answer too when it redirects or is empty", function()
      local answer = assert(ask("/redirect"))
      assert.equal(302, answer.status)
      assert.equal("/echo", answer.headers.location)
      assert.equal("", assert(ask("/empty")).body)
    end)

    it("joins repeated headers, and cookies so that their commas do no harm", function()
      local headers = assert(ask("/cookies")).headers
      assert.equal("one, two", headers["x-twice"])
      assert.equal("a=1; Expires=Sun, 20 Sep 2026 05:00:00 GMT\nb=2", headers["set-cookie"])
    end)

    it("does not mix in the headers of an interim one", function()
      local answer = assert(ask("/interim"))
      assert.equal(200, answer.status)
      assert.equal("after the hint", answer.body)
      assert.is_nil(answer.headers.link)
    end)

    it("is unpacked", function()
      assert.equal("납작하게", assert(ask("/gzip")).body)
    end)
  end)

  describe("a request", function()
    it("is a GET without a body and a POST with one, of any bytes", function()
      assert.truthy(assert(ask("/echo")).body:find('"method":"GET"', 1, true))
      local answer = assert(ask("/echo", { body = "a\0b", headers = { ["Content-Type"] = "x/y", ["X-Number"] = 5 } }))
      assert.truthy(answer.body:find('"method":"POST"', 1, true))
      assert.truthy(answer.body:find('"body":"a\\u0000b"', 1, true))
      assert.truthy(answer.body:find('"content-type":"x/y"', 1, true))
      assert.truthy(answer.body:find('"x-number":"5"', 1, true))
    end)

    it("says only what it was told to: no type of its own, no Expect", function()
      local body = assert(ask("/echo", { body = ("x"):rep(100000) })).body
      assert.is_nil(body:find("content-type", 1, true))
      assert.is_nil(body:find("expect", 1, true))
      assert.truthy(assert(ask("/echo", { method = "POST" })).body:find('"content-length":"0"', 1, true))
    end)

    it("takes headers in a list, repeated and empty ones too", function()
      local body = assert(ask("/echo", { headers = { "X-A", "1", "X-A", "2", "X-Empty", "" } })).body
      assert.truthy(body:find('"x-a":"1, 2"', 1, true))
      assert.truthy(body:find('"x-empty":""', 1, true))
    end)

    it("uses any method", function()
      assert.truthy(assert(ask("/echo", { method = "DELETE" })).body:find('"method":"DELETE"', 1, true))
      assert.truthy(assert(ask("/echo", { method = "PUT", body = "x" })).body:find('"method":"PUT"', 1, true))
      assert.equal("", assert(ask("/echo", { method = "HEAD" })).body)
    end)

    it("ignores proxies in the environment", function()
      process.setenv("http_proxy", "http://127.0.0.1:1")
      local answer = ask("/echo")
      process.setenv("http_proxy", nil)
      assert.equal(200, assert(answer).status)
    end)
  end)

  it("serves many at once", function()
    local handles = {}
    local start = clock.monotonic()
    for i = 1, 50 do
      handles[i] = task.spawn(function() return assert(ask("/bytes?n=" .. i * 1000)).body end)
    end
    for i, handle in ipairs(handles) do
      assert.equal(i * 1000, #handle:join())
    end
    assert.is_true(clock.monotonic() - start < 5000)
  end)

  it("keeps a connection for the next request, but sends what must not be sent twice on a new one", function()
    local function connection(options)
      options.headers = { ["X-Keep"] = "1" }
      return tonumber(assert(ask("/echo", options)).body:match('"connection":(%d+)'))
    end
    local first = connection {}
    assert.equal(first, connection {})
    assert.equal(first, connection { method = "PUT", body = "x" })
    local fresh = connection { body = "x" }
    assert.not_equal(first, fresh)
    assert.is_true(connection { body = "x", idempotent = true } <= fresh)
    settle()
  end)

  it("repeats a GET on a stale connection, a POST never", function()
    local function count()
      return tonumber(assert(ask("/count")).body)
    end
    local function stale(options)
      options.url, options.allow_private = ("http://127.0.0.1:%d/"):format(ports.stale), true
      return fetch.request(options)
    end
    assert.equal("ok", assert(stale {}).body)
    local sent = count()
    assert.equal("ok", assert(stale { body = "pay", headers = { Connection = "close" } }).body)
    assert.equal(sent + 1, count())
    assert.equal("ok", assert(stale {}).body)
    assert.is_true(count() >= sent + 3, "in vain, and once again")
    settle()
  end)

  describe("refuses", function()
    it("addresses that are not public, however they are written", function()
      for _, host in ipairs {
        "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[::]", "0.0.0.0", "0", "127.1", "0x7f.1", "2130706433",
        "10.0.0.1", "100.64.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.0.0.8", "192.0.2.1",
        "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "[fe80::1]", "[fc00::1]", "[fdff::1]", "[ff02::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2002:c0a8:1::]",
        "[2001::1]", "[2001:db8::1]", "[3fff::1]", "[::127.0.0.1]", "[100::1]", "[64:ff9b:1::1]",
      } do
        local url = ("http://%s:%d/echo"):format(host, ports.http)
        assert.equal("refused_address", code_of(fetch.request { url = url }), host)
      end
    end)

    it("no public one", function()
      for _, host in ipairs { "[2e00::1]", "[64:ff9b::808:808]" } do
        local url = ("http://%s:9/"):format(host)
        assert.equal("connect", code_of(fetch.request { url = url, connect_timeout_ms = 200 }), host)
      end
    end)

    it("to use, without permission, a connection that was made with it", function()
      assert(ask("/echo", { headers = { ["X-Keep"] = "1" } }))
      assert.equal("refused_address", code_of(fetch.request { url = at("/echo") }))
      settle()
    end)

    it("other protocols and what is no URL", function()
      for _, url in ipairs {
        "file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/", "dict://127.0.0.1:1/", "", "http://", "시장",
        "http://user:secret@127.0.0.1/", "http://127.0.0.1:99999/",
      } do
        assert.equal("protocol", code_of(fetch.request { url = url, allow_private = true }), url)
      end
    end)

    it("more than max_bytes, announced or not, packed or not", function()
      assert.equal(1000, #assert(ask("/bytes?n=1000", { max_bytes = 1000 })).body)
      assert.equal("too_large", code_of(ask("/bytes?n=1001", { max_bytes = 1000 })))
      assert.equal("too_large", code_of(ask("/bytes?n=1001&chunked", { max_bytes = 1000 })))
      assert.equal("too_large", code_of(ask("/bomb")))
      assert.equal("too_large", code_of(ask("/headers")))
    end)
  end)

  it("is over at once when it fails at once, whatever else the main line's loop waits for", function()
    local awake = false
    local sleeper = task.spawn(function()
      task.sleep(3000)
      awake = true
    end)
    assert.equal("refused_address", code_of(fetch.request { url = at("/echo") }))
    assert.equal("connect", code_of(fetch.request { url = "http://127.0.0.1:1/", allow_private = true }))
    assert.is_false(awake)
    sleeper:cancel()
  end)

  describe("tells apart", function()
    it("a server that is not there", function()
      assert.equal("connect", code_of(fetch.request { url = "http://127.0.0.1:1/", allow_private = true }))
    end)

    it("a name that is not there", function()
      assert.equal("resolve", code_of(fetch.request { url = "http://no-such-host.invalid/" }))
    end)

    it("one that takes too long", function()
      local start = clock.monotonic()
      assert.equal("timeout", code_of(ask("/silent", { timeout_ms = 100 })))
      assert.equal("timeout", code_of(ask("/drip", { timeout_ms = 100 })))
      assert.is_true(clock.monotonic() - start < 1500)
    end)

    it("one that breaks off", function()
      assert.equal("broken", code_of(ask("/cut")))
      assert.equal("broken", code_of(ask("/hangup")))
    end)

    it("one that does not speak HTTP", function()
      assert.equal("protocol", code_of(ask("/garbage")))
    end)

    it("one whose certificate is not trusted", function()
      local url = ("https://localhost:%d/echo"):format(ports.https)
      assert.equal("tls", code_of(fetch.request { url = url, allow_private = true }))
      local ca = folder .. "/cert.pem"
      assert.equal(200, assert(fetch.request { url = url, allow_private = true, ca_file = ca }).status)
      local other = ("https://127.0.0.1:%d/echo"):format(ports.https)
      assert.equal("tls", code_of(fetch.request { url = other, allow_private = true, ca_file = ca }))
      assert.equal("tls", code_of(fetch.request { url = url, allow_private = true, ca_file = folder .. "/none" }))
      local plain = ("https://127.0.0.1:%d/echo"):format(ports.http)
      assert.equal("tls", code_of(fetch.request { url = plain, allow_private = true }))
    end)
  end)

  it("cuts the connection when the task that waits is cancelled, also while the name is looked up", function()
    for _, url in ipairs { at("/silent"), "http://no-such-host.invalid/" } do
      local start = clock.monotonic()
      local handle = task.spawn(function() fetch.request { url = url, allow_private = true } end)
      task.turn()
      handle:cancel()
      assert.is_true(clock.monotonic() - start < 500)
    end
  end)

  it("raises on misuse", function()
    local function misuse(request, word)
      assert.error_matches(function() fetch.request(request) end, word)
    end
    misuse(nil, "#1")
    misuse({}, "url")
    misuse({ url = "http://a\0b/" }, "url")
    misuse({ url = 5 }, "url")
    misuse({ url = "http://a/", method = "GET /x" }, "method")
    misuse({ url = "http://a/", method = "HEAD", body = "x" }, "HEAD")
    misuse({ url = "http://a/", body = {} }, "body")
    misuse({ url = "http://a/", headers = { ["X-A"] = "1\r\nX-B: 2" } }, "line break")
    misuse({ url = "http://a/", headers = { ["X-A\r\nX-B"] = "1" } }, "header name")
    misuse({ url = "http://a/", headers = { ["X-A"] = true } }, "headers")
    misuse({ url = "http://a/", timeout_ms = 0 }, "timeout_ms")
    misuse({ url = "http://a/", max_bytes = -1 }, "max_bytes")
  end)
end)
