--- What the server does with bodies, slow clients, caches and encodings, before and after the shop's logic.
--- Runs alone: it fills every connection there is.

local crypto = require "crypto"
local fs = require "fs"
local server = require "spec.support.server"
local task = require "task"

local app = [[
local task = require "task"
local json = require "json"
local runtime = require "runtime"
return {
  handle = function(req)
    local path = req:path()
    if path == "/forever" then task.sleep(60000) end
    if path == "/extended" then req:deadline(10000) task.sleep(1500) end
    if path == "/page" then
      return 200, { "Content-Type", "text/html; charset=utf-8", "ETag", "" }, ("<p>안녕하세요, 시장입니다.</p>"):rep(200)
    end
    if path == "/parts" then
      return 200, { "Content-Type", "text/html", "ETag", "" }, { "<p>", "시장", ("."):rep(2000), "</p>" }
    end
    if path == "/no-parts" then return 200, {}, { "<p>", 1 } end
    if path == "/file" then return 200, { "Content-Type", "text/plain" }, { file = runtime.root() .. "/file.txt" } end
    if path == "/no-file" then return 200, {}, { file = runtime.root() .. "/missing" } end
    local files = req:files()
    for _, list in pairs(files) do
      for _, file in ipairs(list) do
        local f = assert(io.open(file.path, "rb"))
        file.sum = require("crypto").hex(require("crypto").sha256(f:read("*a")))
        f:close()
      end
    end
    req:note("route", "echo")
    if path == "/noted" then
      for n, length in ipairs { 30, 300, 10000, 20 } do req:note("n" .. ("_"):rep(n), ("%x"):format(n):rep(length)) end
    end
    return 200, { "Content-Type", "application/json" }, json.encode { args = req:args(), form = req:form(),
      cookies = req:cookies(), files = files, host = req:host(), scheme = req:scheme(), ip = req:ip(), body = req:body() }
  end,
  admit = function(method, path)
    if path == "/upload" then return 2000000, "multipart" end
    if path == "/form" then return 1000, "form" end
    if path == "/raw" then return 100, "raw" end
  end,
  self_check = function() return true end,
}
]]

local form = { ["Content-Type"] = "application/x-www-form-urlencoded" }

local function multipart(parts)
  local boundary = "----spec" .. crypto.hex(crypto.random(8))
  local out = {}
  for _, part in ipairs(parts) do
    out[#out + 1] = "--" .. boundary .. "\r\nContent-Disposition: form-data; name=\"" .. part.name .. "\""
      .. (part.filename and "; filename=\"" .. part.filename .. "\"" or "")
      .. (part.type and "\r\nContent-Type: " .. part.type or "") .. "\r\n\r\n" .. part.value .. "\r\n"
  end
  out[#out + 1] = "--" .. boundary .. "--\r\n"
  return table.concat(out), { ["Content-Type"] = "multipart/form-data; boundary=" .. boundary }
end

describe("HTTP", function()
  local mall
  local json = require "json"

  local function echo(method, path, headers, body)
    local answer = mall:request(method, path, headers, body)
    assert.equal(200, answer.status, answer.body)
    return json.decode(answer.body)
  end

  setup(function()
    mall = server.start { app = app, env = { REQUEST_DEADLINE = "1", ACCESS_LOG = "on" } }
    mall:write("file.txt", "파일")
  end)
  teardown(function() mall:stop() end)

  it("hands over a query decoded, repeated names as lists", function()
    local seen = echo("GET", "/echo?a=1&b=%ED%95%9C+%EA%B8%80&a=2&empty")
    assert.same({ a = { "1", "2" }, b = "한 글", empty = "" }, seen.args)
  end)

  it("answers 400 to a query or form with a bad escape, bad UTF-8 or a NUL", function()
    for _, bad in ipairs { "a=%zz", "a=%ff", "a=%00", "a=%ed%a0%80", "a=%c0%af" } do
      assert.equal(400, mall:get("/echo?" .. bad).status, bad)
      assert.equal(400, mall:request("POST", "/form", form, bad).status, bad)
    end
  end)

  it("answers 400 to a form of a thousand and one fields", function()
    assert.equal(400, mall:get("/echo?" .. ("a&"):rep(1001)).status)
  end)

  it("takes a query of several hundred arguments", function()
    assert.equal(200, mall:get("/echo?" .. ("a=1&"):rep(600)).status)
  end)

  it("passes over a broken cookie and keeps the others", function()
    assert.same({ sid = "abc", z = "1" }, echo("GET", "/echo", { Cookie = "sid=abc; b\"ad; =x; z=1; sid=later" }).cookies)
  end)

  it("says the limit when a form is larger than its route takes, and still answers the next request", function()
    local answer = mall:request("POST", "/form", form, "a=" .. ("x"):rep(2000))
    assert.equal(413, answer.status)
    assert.truthy(answer.body:find("1000바이트까지", 1, true), answer.body)
    assert.equal(200, mall:get("/echo").status)
  end)

  it("counts a chunked body against the same limit", function()
    local answer = server.parse(mall:talk { { send = {
      "POST /raw HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n",
      "40\r\n" .. ("x"):rep(64) .. "\r\n", "40\r\n" .. ("y"):rep(64) .. "\r\n0\r\n\r\n" } } }[1].text)
    assert.equal(413, answer.status)
  end)

  it("answers a huge announced body before it is sent", function()
    local answer = mall:talk { { send = { "POST /form HTTP/1.1\r\nHost: x\r\nContent-Length: 90000000\r\n"
      .. "Content-Type: application/x-www-form-urlencoded\r\n\r\n" } } }[1]
    assert.equal(413, server.parse(answer.text).status)
    assert.is_true(answer.closed)
    assert.is_true(answer.ms < 1500)
  end)

  it("answers 415 to a body of a type that the route does not take", function()
    assert.equal(415, mall:request("POST", "/form", { ["Content-Type"] = "text/xml" }, "<a/>").status)
    local body, headers = multipart { { name = "a", value = "1" } }
    assert.equal(415, mall:request("POST", "/form", headers, body).status)
  end)

  it("streams files of a form to disk and removes them with the request", function()
    local bytes = crypto.random(300000)
    local body, headers = multipart {
      { name = "이름", value = "홍길동" },
      { name = "photo", filename = "우리 집.png", type = "image/png", value = bytes },
      { name = "photo", filename = "둘째.png", type = "image/png", value = "두 번째" },
      { name = "none", filename = "", value = "" },
    }
    local seen = echo("POST", "/upload", headers, body)
    assert.equal("홍길동", seen.form["이름"])
    assert.equal(2, #seen.files.photo)
    local sums = {}
    for _, file in ipairs(seen.files.photo) do sums[file.filename] = file.sum end
    assert.equal(crypto.hex(crypto.sha256(bytes)), sums["우리 집.png"])
    assert.equal(crypto.hex(crypto.sha256("두 번째")), sums["둘째.png"])
    server.eventually(function() return #fs.list(mall.root .. "/var/uploads") == 0 end, 2000, "no file left")
  end)

  it("leaves no file behind when an upload is cut off", function()
    local body, headers = multipart { { name = "photo", filename = "a.png", value = crypto.random(200000) } }
    mall:talk { { send = { ("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nContent-Type: %s\r\n\r\n"):format(#body,
      headers["Content-Type"]), body:sub(1, 100000) }, hang_up_after = 100, within = 0 } }
    server.eventually(function() return #fs.list(mall.root .. "/var/uploads") == 0 end, 3000, "no file left")
  end)

  it("answers 413 to a form of more parts than a person could fill in", function()
    local parts = {}
    for i = 1, 300 do parts[i] = { name = "f" .. i, value = "" } end
    local body, headers = multipart(parts)
    assert.equal(413, mall:request("POST", "/upload", headers, body).status)
  end)

  it("answers 400 to a multipart body that ends before its last boundary", function()
    local body, headers = multipart { { name = "a", value = "1" } }
    assert.equal(400, mall:request("POST", "/upload", headers, body:sub(1, -10)).status)
  end)

  it("ends a request at its deadline with 503, unless the page asked for longer", function()
    local answer = mall:get("/forever")
    assert.equal(503, answer.status)
    assert.equal("2", answer.headers["retry-after"])
    assert.equal(200, mall:get("/extended").status)
  end)

  it("takes its settings anew on HUP", function()
    local other = server.start { app = app, env = { REQUEST_DEADLINE = "1", CONFIG_FILE = "/nowhere" }, ready = false }
    assert.equal(2, other.process:wait(5000))
    local root = require("fs").temp("config")
    fs.write(root .. "/settings", "# of the spec\nREQUEST_DEADLINE=30\n", 420)
    other = server.start { app = app, env = { CONFIG_FILE = root .. "/settings" } }
    fs.write(root .. "/settings", "REQUEST_DEADLINE=1\nLOG_LEVEL=debug\n", 420)
    require("process").kill(other.pid, "HUP")
    server.eventually(function() return #other:events("generation.live") >= 4 end, 5000, "new generations")
    assert.equal(503, other:get("/forever").status)
    other:stop()
    fs.remove(root, true)
  end)

  it("packs a page for those who take gzip, and gives a tag that saves the second sending", function()
    local plain = mall:get("/page", { ["Accept-Encoding"] = "identity" })
    assert.is_nil(plain.headers["content-encoding"])
    local raw = mall:talk { { send = { "GET /page HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip;q=1\r\nConnection: close\r\n\r\n" } } }[1]
    local packed = server.parse(raw.text)
    assert.equal("gzip", packed.headers["content-encoding"])
    assert.equal("Accept-Encoding", packed.headers.vary)
    assert.is_true(#packed.body < #plain.body / 4)
    local again = mall:get("/page", { ["If-None-Match"] = plain.headers.etag })
    assert.equal(304, again.status)
    assert.equal("", again.body)
    assert.equal("Accept-Encoding", again.headers.vary)
    for _, refusal in ipairs { "gzip;q=0", "gzip; q=0.0", "x-gzip", "*;q=0", "identity, gzip;q=0.5" } do
      local refuses = mall:talk { { send = { "GET /page HTTP/1.1\r\nHost: x\r\nAccept-Encoding: " .. refusal
        .. "\r\nConnection: close\r\n\r\n" } } }[1]
      assert.is_nil(server.parse(refuses.text).headers["content-encoding"], refusal)
    end
  end)

  it("answers HEAD with the headers of GET and no body", function()
    local head = mall:request("HEAD", "/page")
    assert.equal(200, head.status)
    assert.equal("", head.body)
    assert.equal(mall:get("/page", { ["Accept-Encoding"] = "identity" }).headers.etag, head.headers.etag)
  end)

  it("puts a list of strings together, and answers 500 when one of them is none", function()
    local answer = mall:get("/parts")
    assert.equal("<p>시장" .. ("."):rep(2000) .. "</p>", answer.body)
    assert.equal(304, mall:get("/parts", { ["If-None-Match"] = answer.headers.etag }).status)
    assert.equal(500, mall:get("/no-parts").status)
  end)

  it("sends a file that a page names, and 500 when it is not there", function()
    assert.equal("파일", mall:get("/file").body)
    assert.equal(500, mall:get("/no-file").status)
  end)

  it("notices whoever leaves, however many others wait, and since whenever", function()
    local crowd = server.start { app = app, env = { WORKERS = "1", REQUEST_DEADLINE = "60" } }
    local sign = os.tmpname()
    os.remove(sign)
    local exchanges = {}
    for i = 1, 400 do
      exchanges[i] = { send = { "GET /forever HTTP/1.1\r\nHost: x\r\n\r\n" }, within = 30000,
        hang_up_when = sign .. (i <= 100 and "-first" or "-others") }
    end
    local talk = task.spawn(function() return crowd:talk(exchanges) end)
    local function wait_for(count)
      local seen
      local reached, problem = pcall(server.eventually, function()
        seen = crowd:metric "sijang_worker_tasks"
        return seen == count
      end, 10000, count .. " wait")
      assert.is_true(reached, ("%s; last seen: %s"):format(problem, seen))
    end
    wait_for(400)
    assert(fs.write(sign .. "-first", ""))
    wait_for(300)
    assert(fs.write(sign .. "-others", ""))
    wait_for(0)
    talk:join()
    crowd:stop()
    os.remove(sign .. "-first")
    os.remove(sign .. "-others")
  end)

  it("believes a trusted proxy about the client and its scheme, from the right", function()
    local seen = echo("GET", "/echo", { ["X-Forwarded-For"] = "6.6.6.6, 203.0.113.9, 127.0.0.1",
      ["X-Forwarded-Proto"] = "https" })
    assert.equal("203.0.113.9", seen.ip)
    assert.equal("https", seen.scheme)
    assert.equal("127.0.0.1", echo("GET", "/echo", { ["X-Forwarded-For"] = "not an address" }).ip)
  end)

  it("serves several requests on one connection, also when they are sent together", function()
    local answer = mall:talk { { send = { "GET /echo?n=1 HTTP/1.1\r\nHost: x\r\n\r\nGET /echo?n=2 HTTP/1.1\r\nHost: x\r\n"
      .. "Connection: close\r\n\r\n" } } }[1]
    assert.truthy(answer.text:find('"n":"1"', 1, true))
    assert.truthy(answer.text:find('"n":"2"', 1, true))
  end)

  it("writes a line a request with its route, status, time and generation", function()
    mall:get("/echo?a=1")
    local line = server.eventually(function()
      local events = mall:events("request")
      for i = #events, 1, -1 do
        if events[i].path == "/echo" and events[i].route then return events[i] end
      end
    end)
    assert.equal("GET", line.method)
    assert.equal("echo", line.route)
    assert.equal(200, line.status)
    assert.equal(1, line.generation)
    assert.equal("number", type(line.ms))
    assert.equal(10, #line.request)
  end)

  it("writes what the page notes, few words or many, and leaves out what is beyond 2000 bytes", function()
    mall:get("/noted")
    local line = server.eventually(function()
      local events = mall:events("request")
      for i = #events, 1, -1 do
        if events[i].path == "/noted" then return events[i] end
      end
    end)
    assert.same({ "echo", ("1"):rep(30), ("2"):rep(300), ("4"):rep(20) }, { line.route, line.n_, line.n__, line.n____ })
    assert.is_nil(line.n___)
  end)

  it("writes to a new file after USR1, so that logs can be rotated", function()
    assert(fs.rename(mall.log_file, mall.log_file .. ".1"))
    require("process").kill(mall.pid, "USR1")
    server.eventually(function()
      mall:get("/echo")
      return #mall:events("request") > 0
    end, 3000, "a line in the new file")
  end)
end)
