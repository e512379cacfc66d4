local request = require "spec.app.web.fake_request"
local shape = require "shared.shape"
local fault = require "shared.fault"

-- What was held against the version that runs.
local counted = {}

-- The web layer anew, as production or development would load it.
local function load_serve(development)
  local real = require "runtime"
  for name in pairs(package.loaded) do
    if name:find("^web%.") then package.loaded[name] = nil end
  end
  package.loaded.runtime = setmetatable({ development = function() return development end,
    count = function(what) counted[#counted + 1] = what end }, { __index = real })
  local serve = require "web.serve"
  package.loaded.runtime = real
  return serve
end

local templates = {
  layout = [[<html><script nonce="{{ v.page.nonce }}">1</script><title>{{ v.page.title }}</title>]]
    .. [[{% for _, m in ipairs(v.page.flash) do %}<i class="{{ m.kind }}">{{ m.text }}</i>{% end %}]]
    .. [[{% block "main" %}{% endblock %}{{{ h.csrf() }}}<a href="{{ v.page.canonical }}"></a></html>]],
  home = [[{% extends "layout" %}{% block "main" %}]] .. "<b>{{ v.name }}</b>{{ v.page.device }}{{ v.page.cart_count }}{% endblock %}",
  ["error/error"] = [[{% extends "layout" %}{% block "main" %}]] .. [[<h1>{{ v.title }}</h1><p>{{ v.text }}</p>{{ v.reference }}]]
    .. [[{% for _, a in ipairs(v.actions) do %}<a href="{{ a.url }}">{{ a.label }}</a>{% end %}{% endblock %}]],
}

local shared_view = { name = "사과 & 배", page = { title = "첫 <쪽>", canonical = "/canonical" } }
local seen
local pages = {
  home = function(ctx) return ctx:render("home", shared_view) end,
  address = function(ctx) return ctx:render("home", { name = "주소", page = { postcode = true } }) end,
  save = function(ctx)
    seen = ctx.form_fields
    ctx:flash("ok", "저장했어요 <b>")
    return ctx:redirect("/")
  end,
  number = function(ctx)
    local values, errors = ctx:form(shape.form { shape.integer("qty", { label = "수량", unit = "개", min = 1,
      max = 9 }) })
    if not values then return ctx:invalid(errors) end
    return ctx:redirect("/")
  end,
  product = function(ctx) return ctx:json(ctx.params) end,
  explode = function()
    local apples = { price = "<script>" }
    return apples.basket.size
  end,
  sold_out = function() return nil, fault("stock.sold_out", { product = "햇사과" }) end,
  database_away = function() error(fault("db.unavailable"), 0) end,
  wrong_sum = function() error(fault("money.mismatch", { message = "1 + 1 is not 3" })) end,
  wrong_order = function() error(fault("db.error", { constraint = "order_adds_up", message = "violates order_adds_up" }), 0) end,
  silent = function() end,
  feed = function(ctx) return ctx:text("<x/>", "application/xml", "public, max-age=60") end,
  go = function(ctx) return ctx:redirect(ctx.args.to) end,
}

local routes = {
  { "GET", "/", "home", pages.home },
  { "POST", "/save", "save", pages.save },
  { "POST", "/number", "number", pages.number },
  { "GET", "/p/:slug", "product", pages.product },
  { "GET", "/me", "me", pages.home, personal = true },
  { "GET", "/address", "address", pages.address },
  { "GET POST", "/explode", "explode", pages.explode },
  { "GET", "/sold-out", "sold_out", pages.sold_out },
  { "GET", "/away", "away", pages.database_away },
  { "GET", "/wrong-sum", "wrong_sum", pages.wrong_sum },
  { "GET", "/wrong-order", "wrong_order", pages.wrong_order },
  { "GET", "/silent", "silent", pages.silent },
  { "GET", "/feed.xml", "feed", pages.feed },
  { "GET", "/go", "go", pages.go },
  { "POST", "/hook", "hook", pages.save, csrf = false, kind = "raw" },
  { "POST", "/device", "device", "web.pages.device" },
}

local mall = { id = "0198c0de-0000-7000-8000-000000000001", code = "apple", name = "사과 가게",
  tagline = "맛있는 사과",
  theme = "food" }

local function site_of(development, options)
  options = options or {}
  return load_serve(development).new {
    routes = routes,
    mall = options.mall or function(host) return host == "localhost" and mall or nil end,
    furnish = options.furnish,
    read = function(path) return templates[path:match("^templates/pc/(.*)%.html$")]
      or templates[path:match("^templates/mobile/(.*)%.html$")] end,
  }
end

local site = site_of(false)

local function header(list, name)
  for i = 1, #list, 2 do
    if list[i] == name then return list[i + 1] end
  end
end

local function cookies_of(list, jar)
  for i = 1, #list, 2 do
    if list[i] == "Set-Cookie" then
      local name, value = list[i + 1]:match("^([^=]+)=([^;]*)")
      jar[name] = not list[i + 1]:find("Max-Age=0;", 1, true) and value or nil
    end
  end
  return jar
end

-- A visitor who has seen the first page: a cookie and a token.
local function visitor()
  local _, list, html = site.handle(request {})
  return cookies_of(list, {}), html:match('name="csrf" value="([^"]+)"')
end

describe("a page", function()
  it("is rendered for its visitor's device, with all that a layout needs", function()
    local status, list, html = site.handle(request {})
    assert.equal(200, status)
    assert.equal("text/html; charset=utf-8", header(list, "Content-Type"))
    assert.truthy(html:find("<title>첫 &lt;쪽&gt;</title>", 1, true))
    assert.truthy(html:find("<b>사과 &amp; 배</b>pc0", 1, true))
    assert.truthy(html:find('<a href="http://localhost/canonical">', 1, true) or
      html:find('<a href="http://localhost:8080/canonical">', 1, true))
    assert.truthy(select(3, site.handle(request { headers = { ["Sec-CH-UA-Mobile"] = "?1" } })):find("mobile0", 1,
      true))
  end)

  it("leaves the view as it was: others may share it", function()
    site.handle(request {})
    assert.same({ name = "사과 & 배", page = { title = "첫 <쪽>", canonical = "/canonical" } }, shared_view)
  end)

  it("allows scripts only by a nonce that is new each time", function()
    local _, list, html = site.handle(request {})
    local nonce = html:match('nonce="([^"]+)"')
    local policy = header(list, "Content-Security-Policy")
    assert.truthy(policy:find("script-src 'self' 'nonce-" .. nonce:gsub("&#%d+;", "") .. "'", 1, true), policy)
    assert.truthy(policy:find("default-src 'none'", 1, true))
    assert.is_nil(policy:find("unsafe", 1, true))
    assert.not_equal(nonce, select(3, site.handle(request {})):match('nonce="([^"]+)"'))
  end)

  it("opens to the postcode search only where an address is asked for", function()
    local function policy(path)
      return header(select(2, site.handle(request { path = path })), "Content-Security-Policy")
    end
    local asks = policy "/address"
    assert.truthy(asks:find("script%-src 'self' 'nonce%-[^']+' https://t1%.daumcdn%.net/mapjsapi/ "), asks)
    assert.truthy(asks:find("; frame-src https://*.daum.net ", 1, true), asks)
    for _, path in ipairs { "/", "/me" } do assert.is_nil(policy(path):find("https:", 1, true), path) end
  end)

  it("says what a browser may not do with it", function()
    local _, list = site.handle(request {})
    assert.equal("nosniff", header(list, "X-Content-Type-Options"))
    assert.equal("DENY", header(list, "X-Frame-Options"))
    assert.equal("strict-origin-when-cross-origin", header(list, "Referrer-Policy"))
    assert.truthy(header(list, "Permissions-Policy"):find("camera=()", 1, true))
    assert.equal("Sec-CH-UA-Mobile, User-Agent, Cookie", header(list, "Vary"))
    assert.equal("private, no-cache", header(list, "Cache-Control"))
    assert.equal("private, no-store", header(select(2, site.handle(request { path = "/me" })), "Cache-Control"))
  end)

  it("behind TLS insists on it, and keeps its cookie to this host", function()
    local _, list = site.handle(request { scheme = "https" })
    assert.equal("max-age=31536000", header(list, "Strict-Transport-Security"))
    assert.matches("^__Host%-sijang=[%w_.-]+; Path=/; Max%-Age=%d+; Secure; HttpOnly; SameSite=Lax$", header(list,
      "Set-Cookie"))
    _, list = site.handle(request {})
    assert.is_nil(header(list, "Strict-Transport-Security"))
    assert.matches("^sijang=[%w_.-]+; Path=/; Max%-Age=%d+; HttpOnly; SameSite=Lax$", header(list, "Set-Cookie"))
  end)

  it("sets no cookie for who has one", function()
    local jar = visitor()
    assert.is_nil(header(select(2, site.handle(request { cookies = jar })), "Set-Cookie"))
  end)

  it("is told from others by the cookie that it gives", function()
    local jar, others = visitor(), visitor()
    local known = assert(site.visitor("sijang=" .. jar.sijang))
    assert.not_equal(known, site.visitor("sijang=" .. others.sijang))
  end)

  it("gives a new cookie for one that was forged", function()
    local jar = visitor()
    for _, forged in ipairs { jar.sijang:gsub("^0", "1"), "x", jar.sijang .. "x", ("A"):rep(47), "" } do
      assert.truthy(header(select(2, site.handle(request { cookies = { sijang = forged } })), "Set-Cookie"))
    end
  end)

  it("is furnished with what the layout of this mall shows", function()
    local furnished = site_of(false, { furnish = function(_, page) page.cart_count = 3 end })
    assert.truthy(select(3, furnished.handle(request {})):find("pc3", 1, true))
  end)

  it("may be a feed, with an ETag of its own", function()
    local status, list, body = site.handle(request { path = "/feed.xml" })
    assert.same({ 200, "<x/>", "", "application/xml", nil },
      { status, body, header(list, "ETag"), header(list, "Content-Type"), header(list, "Set-Cookie") })
  end)

  it("gets its parameters", function()
    assert.equal('{"slug":"커피"}', select(3, site.handle(request { path = "/p/%EC%BB%A4%ED%94%BC" })))
  end)
end)

describe("a posted form", function()
  it("is taken with its page's token, and answered with a redirect and a message", function()
    local jar, token = visitor()
    local status, list = site.handle(request { method = "POST", path = "/save", cookies = jar, form = { csrf = token,
      a = "1" } })
    assert.same({ 303, "/" }, { status, header(list, "Location") })
    assert.equal("1", seen.a)
    cookies_of(list, jar)
    local _, next_list, html = site.handle(request { cookies = jar })
    assert.truthy(html:find('<i class="ok">저장했어요 &lt;b&gt;</i>', 1, true))
    cookies_of(next_list, jar)
    assert.is_nil(select(3, site.handle(request { cookies = jar })):find("저장했어요", 1, true))
  end)

  it("may carry the token in a header, for scripts", function()
    local jar, token = visitor()
    assert.equal(303, (site.handle(request { method = "POST", path = "/save", cookies = jar, form = {},
      headers = { ["X-CSRF-Token"] = token } })))
  end)

  it("is refused without it, with another's, or from another site, and changes nothing", function()
    local jar, token = visitor()
    local _, others = visitor()
    seen = nil
    for _, attempt in ipairs {
      { cookies = jar, form = {} },
      { cookies = jar, form = { csrf = others } },
      { cookies = {}, form = { csrf = token } },
      { cookies = jar, form = { csrf = { token, token } } },
      { cookies = jar, form = { csrf = token }, headers = { ["Sec-Fetch-Site"] = "cross-site" } },
      { cookies = jar, form = { csrf = token }, headers = { Origin = "https://evil.example" } },
    } do
      attempt.method, attempt.path = "POST", "/save"
      local status, _, html = site.handle(request(attempt))
      assert.equal(403, status)
      assert.truthy(html:find("새로고침", 1, true))
    end
    assert.is_nil(seen)
  end)

  it("needs none where a route says that programs post to it", function()
    assert.equal(303, (site.handle(request { method = "POST", path = "/hook",
      headers = { ["Content-Type"] = "application/json" } })))
  end)

  it("of a type that no form has is refused", function()
    local jar, token = visitor()
    assert.equal(415, (site.handle(request { method = "POST", path = "/save", cookies = jar, form = { csrf = token },
      headers = { ["Content-Type"] = "text/plain" } })))
  end)

  it("with a hostile number is answered with a sentence", function()
    local jar, token = visitor()
    for _, qty in ipairs { "-1", "0", "2147483648", "9007199254740992", "1e400", "1e3", "１２" } do
      local status, _, html = site.handle(request { method = "POST", path = "/number", cookies = jar,
        form = { csrf = token, qty = qty } })
      assert.equal(422, status)
      assert.truthy(html:find("수량은 ", 1, true), html)
    end
  end)
end)

describe("the cookies of a visitor behind TLS", function()
  local jar, token

  local function ask(given)
    given.scheme, given.cookies = "https", jar
    local status, list, html = site.handle(request(given))
    for i = 1, #list, 2 do
      if list[i] == "Set-Cookie" then
        assert.matches("^__Host%-[%w_]+=[^;]*; Path=/; Max%-Age=%d+; Secure; HttpOnly; SameSite=Lax$", list[i + 1])
      end
    end
    cookies_of(list, jar)
    return status, html
  end

  before_each(function()
    jar = {}
    token = select(2, ask {}):match('name="csrf" value="([^"]+)"')
  end)

  it("belong to this host alone, all of them, and are found again by the same names", function()
    assert.equal(303, (ask { method = "POST", path = "/save", form = { csrf = token, a = "1" } }))
    assert.equal(303, (ask { method = "POST", path = "/device", form = { csrf = token, to = "mobile", return_to = "/" } }))
    local names = {}
    for name in pairs(jar) do names[#names + 1] = name end
    table.sort(names)
    assert.same({ "__Host-sijang", "__Host-sijang_device", "__Host-sijang_flash" }, names)
    local _, html = ask {}
    assert.truthy(html:find("mobile0", 1, true), html)
    assert.truthy(html:find("저장했어요", 1, true), html)
    assert.is_nil(jar["__Host-sijang_flash"])
    assert.is_nil(select(2, ask {}):find("저장했어요", 1, true))
  end)

  it("are not taken under their bare names, which another host of the domain could have set", function()
    ask { method = "POST", path = "/save", form = { csrf = token, a = "1" } }
    jar.sijang_flash, jar["__Host-sijang_flash"] = jar["__Host-sijang_flash"], nil
    jar.sijang_device = "mobile"
    local _, html = ask {}
    assert.is_nil(html:find("저장했어요", 1, true))
    assert.truthy(html:find("pc0", 1, true))
    jar = { sijang = jar["__Host-sijang"] }
    assert.equal(403, (ask { method = "POST", path = "/save", form = { csrf = token } }))
  end)
end)

describe("the choice of a design", function()
  it("is remembered, and leads back to where it was made", function()
    local jar, token = visitor()
    local function choose(to, return_to)
      return site.handle(request { method = "POST", path = "/device", cookies = jar,
        form = { csrf = token, to = to, return_to = return_to } })
    end
    local status, list = choose("mobile", "/p/1?q=2")
    assert.same({ 303, "/p/1?q=2" }, { status, header(list, "Location") })
    assert.equal("mobile", cookies_of(list, {}).sijang_device)
    assert.is_nil(cookies_of(select(2, choose("fridge", "/")), {}).sijang_device)
    for _, elsewhere in ipairs { "https://evil.example", "//evil.example", "/\\evil.example", "evil", "", "/a\r\nX: y",
      "/ b" } do
      assert.equal("/", header(select(2, choose("pc", elsewhere)), "Location"))
    end
  end)
end)

describe("what goes wrong", function()
  it("on an unknown path is a 404 page with a reference", function()
    local status, _, html = site.handle(request { path = "/nowhere" })
    assert.equal(404, status)
    assert.truthy(html:find("<h1>페이지를 찾을 수 없어요</h1>", 1, true))
    assert.truthy(html:find("REQUESTID1", 1, true))
  end)

  it("with the wrong method names the right ones", function()
    local status, list = site.handle(request { method = "POST", path = "/", form = {} })
    assert.same({ 405, "GET, HEAD" }, { status, header(list, "Allow") })
  end)

  it("with a slash too many is corrected for good, the query kept", function()
    local status, list = site.handle(request { path = "/me/", query = "a=1" })
    assert.same({ 308, "/me?a=1" }, { status, header(list, "Location") })
  end)

  it("by a fault that a page returns gets the fault's status and sentence", function()
    local status, _, html = site.handle(request { path = "/sold-out" })
    assert.equal(409, status)
    assert.truthy(html:find("햇사과는 지금 살 수 없어요.", 1, true))
  end)

  it("with the database says so and when to come back, in the mall's own design", function()
    local status, list, html = site.handle(request { path = "/away" })
    assert.same({ 503, "5" }, { status, header(list, "Retry-After") })
    assert.truthy(html:find("사과 가게", 1, true))
  end)

  it("before the mall is known still gets a page", function()
    local broken = false
    local shaky = site_of(false, { mall = function()
      if broken then error(fault("db.unavailable"), 0) end
      return mall
    end })
    broken = true
    assert.matches("잠시만 기다려 주세요", (select(3, shaky.handle(request {}))))
    broken = false
    shaky.handle(request {})
    broken = true
    local status, _, html = shaky.handle(request {})
    assert.equal(503, status)
    assert.truthy(html:find("사과 가게", 1, true))
  end)

  it("on a host without a mall is a 421", function()
    assert.equal(421, (site.handle(request { host = "stranger.example" })))
  end)

  it("in a page is a 500 that tells a shopper a reference number and nothing else", function()
    for _, path in ipairs { "/explode", "/silent" } do
      local status, _, html = site.handle(request { path = path })
      assert.equal(500, status)
      assert.truthy(html:find("REQUESTID1", 1, true))
      assert.is_nil(html:find("serve_spec", 1, true))
      assert.is_nil(html:find("basket", 1, true))
    end
  end)

  it("is held against the version that runs if it is one of ours, and an amount that does not add up as such", function()
    local function held(path)
      counted = {}
      site.handle(request { path = path })
      return counted
    end
    for _, path in ipairs { "/", "/sold-out", "/away", "/nowhere" } do assert.same({}, held(path), path) end
    for _, path in ipairs { "/explode", "/silent" } do assert.same({ "thrown" }, held(path), path) end
    assert.same({ "money" }, held "/wrong-sum")
    assert.same({ "money", "thrown" }, held "/wrong-order")
  end)

  it("of an amount is a 500 that tells a shopper no more than others do, and the developers all", function()
    for _, path in ipairs { "/wrong-sum", "/wrong-order" } do
      local status, _, html = site.handle(request { path = path })
      assert.equal(500, status)
      assert.truthy(html:find("REQUESTID1", 1, true))
      assert.is_nil(html:find("is not 3", 1, true))
    end
    assert.matches("1 %+ 1 is not 3", (select(3, site_of(true).handle(request { path = "/wrong-sum" }))))
  end)

  it("in the error page itself still ends in a page", function()
    local furnishing = site_of(false, { furnish = function() error("no navigation") end })
    local status, _, html = furnishing.handle(request { path = "/nowhere" })
    assert.equal(404, status)
    assert.truthy(html:find("REQUESTID1", 1, true))
  end)

  it("cannot lead a redirect to another site", function()
    assert.equal(500, (site.handle(request { path = "/go", query = "to=//evil.example" })))
    assert.equal(500, (site.handle(request { path = "/go", query = "to=https://evil.example" })))
    assert.equal("/p/%EC%BB%A4", header(select(2, site.handle(request { path = "/go", query = "to=/p/커" })),
      "Location"))
  end)
end)

describe("an error in development", function()
  local workshop = site_of(true)

  it("is shown with its place, its source and its values, all escaped", function()
    local status, list, html = workshop.handle(request { method = "GET", path = "/explode", query = "x=<i>" })
    assert.equal(500, status)
    assert.truthy(html:find("attempt to index field &#39;basket&#39; (a nil value)", 1, true))
    assert.matches("serve_spec.lua:%d+</code>", html)
    assert.truthy(html:find("return apples.basket.size", 1, true))
    assert.truthy(html:find('<td class="name">apples</td><td>{ price = &#34;&lt;script&gt;&#34; }</td>', 1, true))
    assert.truthy(html:find("x = &#34;&lt;i&gt;&#34;", 1, true))
    assert.is_nil(html:find("<script>", 1, true))
    assert.truthy(header(list, "Content-Security-Policy"))
  end)

  it("does not show secrets", function()
    local jar, token = visitor()
    local _, _, html = workshop.handle(request { method = "POST", path = "/explode", cookies = jar,
      form = { csrf = token } })
    assert.truthy(html:find("basket", 1, true))
    assert.is_nil(html:find(jar.sijang, 1, true))
  end)

  it("is not made of faults: those are answers", function()
    assert.equal(409, (workshop.handle(request { path = "/sold-out" })))
    assert.equal(503, (workshop.handle(request { path = "/away" })))
  end)
end)
