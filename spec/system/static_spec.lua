--- What the asset build made, as browsers are sent it: the real server, the real files, by the names of the real manifest.

local fs = require "fs"
local json = require "json"
local runtime = require "runtime"
local server = require "spec.support.server"

local app = [[
return {
  handle = function() return 404, { "Content-Type", "text/plain" }, "nothing here" end,
  admit = function() end,
  self_check = function() return true end,
}
]]

local built = runtime.root() .. "/build/static"
local forever = "public, max-age=31536000, immutable"

describe("The built assets", function()
  local mall, manifest

  -- Raw, because curl unpacks what it is sent.
  local function ask(name, headers, method)
    local lines = { ("%s /static/%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"):format(method or "GET", name) }
    for header, value in pairs(headers or {}) do lines[#lines + 1] = ("%s: %s\r\n"):format(header, value) end
    return server.parse(mall:talk { { send = { table.concat(lines) .. "\r\n" } } }[1].text)
  end

  local function coding_for(accept)
    return ask(manifest["css/pc.css"], { ["Accept-Encoding"] = accept }).headers["content-encoding"]
  end

  setup(function()
    manifest = assert(json.decode((assert(fs.read(built .. "/manifest.json"), "build the styles and scripts first"))))
    mall = server.start { app = app }
    assert(fs.mkdir(mall.root .. "/build"))
    assert(fs.symlink(built, mall.root .. "/build/static"))
    mall:write("build/secret.css", "p{}")
  end)
  teardown(function() mall:stop() end)

  it("are all kept for ever, since each name carries its content's hash", function()
    local seen = 0
    for name, file in pairs(manifest) do
      local answer = mall:get("/static/" .. file)
      assert.equal(200, answer.status, name)
      assert.equal(forever, answer.headers["cache-control"], name)
      seen = seen + 1
    end
    assert.is_true(seen > 90, seen .. " files")
  end)

  it("are asked for again each time under a name without a hash", function()
    assert.equal("no-cache", mall:get("/static/manifest.json").headers["cache-control"])
  end)

  it("come with their type, and with nothing for a browser to guess", function()
    for name, kind in pairs { ["css/pc.css"] = "text/css; charset=utf-8", ["js/shop.js"] = "text/javascript; charset=utf-8",
      ["icons/sprite.svg"] = "image/svg+xml", ["fonts/pretendard-1.woff2"] = "font/woff2" } do
      local answer = mall:get("/static/" .. manifest[name])
      assert.equal(kind, answer.headers["content-type"])
      assert.equal("nosniff", answer.headers["x-content-type-options"])
    end
  end)

  it("are sent as brotli or gzip made them to whoever takes that, and as they are to others", function()
    local file = manifest["css/pc.css"]
    for accept, suffix in pairs { ["gzip, deflate, br"] = ".br", gzip = ".gz", deflate = "" } do
      local answer = ask(file, { ["Accept-Encoding"] = accept })
      assert.equal(({ [".br"] = "br", [".gz"] = "gzip" })[suffix], answer.headers["content-encoding"])
      assert.equal(fs.read(("%s/%s%s"):format(built, file, suffix)), answer.body)
      assert.equal("Accept-Encoding", answer.headers.vary)
    end
    assert.is_nil(ask(manifest["fonts/pretendard-1.woff2"], { ["Accept-Encoding"] = "br" }).headers["content-encoding"])
  end)

  it("are never sent in a coding that the client refuses, however it writes that", function()
    for _, zero in ipairs { ";q=0", ";q=0.0", ";q=0.000", "; q=0", " ; q=0.0", ";Q=0" } do
      assert.equal("gzip", coding_for("br" .. zero .. ", gzip"), zero)
      assert.is_nil(coding_for("br" .. zero .. ",gzip" .. zero), zero)
    end
    assert.is_nil(coding_for("*;q=0"))
  end)

  it("are sent in the coding that the client would rather have", function()
    assert.equal("br", coding_for "gzip;q=0.5, br;q=0.501")
    assert.equal("gzip", coding_for "gzip, br;q=0.9")
    assert.equal("br", coding_for "*")
    assert.is_nil(coding_for "identity, gzip;q=0.5")
    assert.is_nil(coding_for "xgzip, brotli")
  end)

  it("have a strong tag of its own for each coding", function()
    local file, tags = manifest["js/shop.js"], {}
    for _, accept in ipairs { "identity", "gzip", "br" } do
      local tag = ask(file, { ["Accept-Encoding"] = accept }).headers.etag
      assert.truthy(tag:find '^"[%w-]+"$', tag)
      assert.is_nil(tags[tag])
      tags[tag] = true
    end
  end)

  it("are not sent again to whoever has them in that coding", function()
    local file = manifest["js/shop.js"]
    local first = ask(file, { ["Accept-Encoding"] = "br" })
    for _, known in ipairs { first.headers.etag, "W/" .. first.headers.etag, '"other" , ' .. first.headers.etag, "*" } do
      local again = ask(file, { ["Accept-Encoding"] = "br", ["If-None-Match"] = known })
      assert.equal(304, again.status, known)
      assert.equal("", again.body)
      assert.equal(first.headers.etag, again.headers.etag)
      assert.equal("Accept-Encoding", again.headers.vary)
      assert.equal(forever, again.headers["cache-control"])
    end
    assert.equal(200, ask(file, { ["Accept-Encoding"] = "gzip", ["If-None-Match"] = first.headers.etag }).status)
    assert.equal(200, ask(file, { ["Accept-Encoding"] = "br", ["If-None-Match"] = '"other"' }).status)
  end)

  it("are not sent again to whoever has them since they were made, in each of the three ways to write a date", function()
    local file = manifest["icons/sprite.svg"]
    local made = math.floor(fs.stat(built .. "/" .. file).mtime)
    assert.equal(os.date("!%a, %d %b %Y %H:%M:%S GMT", made), ask(file).headers["last-modified"])
    for _, form in ipairs { "!%a, %d %b %Y %H:%M:%S GMT", "!%A, %d-%b-%y %H:%M:%S GMT", "!%a %b %d %H:%M:%S %Y" } do
      local same = ask(file, { ["If-Modified-Since"] = os.date(form, made) })
      assert.equal(304, same.status, form)
      assert.equal("Accept-Encoding", same.headers.vary)
      assert.equal(200, ask(file, { ["If-Modified-Since"] = os.date(form, made - 1) }).status, form)
    end
    for _, nonsense in ipairs { "yesterday", "", "Mon, 32 Foo 2026 25:00:00 GMT" } do
      assert.equal(200, ask(file, { ["If-Modified-Since"] = nonsense }).status, nonsense)
    end
  end)

  it("are compared by tag alone where the client gives both a tag and a date", function()
    local late = os.date("!%a, %d %b %Y %H:%M:%S GMT", os.time() + 86400)
    local known = { ["If-None-Match"] = '"other"', ["If-Modified-Since"] = late }
    assert.equal(200, ask(manifest["js/shop.js"], known).status)
  end)

  it("answer HEAD with the headers of GET and no body", function()
    local file, accept = manifest["css/pc.css"], { ["Accept-Encoding"] = "gzip" }
    local head, get = ask(file, accept, "HEAD"), ask(file, accept)
    assert.equal(200, head.status)
    assert.equal("", head.body)
    head.headers.date, get.headers.date = nil, nil
    assert.same(get.headers, head.headers)
  end)

  it("end where their folder ends, and leave what they do not have to the shop", function()
    for _, path in ipairs { "../secret.css", "css/../../secret.css", "..%2fsecret.css", "%2e%2e/secret.css", "/secret.css",
      ".hidden.css", "css/none-AAAAAAAA.css", "css", "", manifest["css/pc.css"] .. ".br" } do
      local status = ask(path).status
      assert.is_true(status == 404 or status == 400, ("%s: %d"):format(path, status))
    end
  end)
end)
