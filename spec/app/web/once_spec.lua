-- Calls with a key, as the web meets them.

local task = require "task"
local request = require "spec.app.web.fake_request"
local shop = require "spec.app.shop"
local database = require "spec.support.database"
local fault = require "shared.fault"
local serve = require "web.serve"

local templates = { home = [[<p nonce="{{ v.page.nonce }}">{% for _, m in ipairs(v.page.flash) do %}{{ m.text }}{% end %}{{ v.text or "" }}</p>]]
  .. "{{{ h.csrf() }}}", ["error/error"] = [[<h1>{{ v.title }}</h1>{{{ h.csrf() }}}]] }

describe("a form of a route that says once", function()
  local site, mall, effects, outcome, jar, token

  local function ask(given)
    given.cookies, given.host = jar, "shop.test"
    local status, list, body = site.handle(request(given))
    for i = 1, #list, 2 do
      if list[i] == "Set-Cookie" then
        local name, value = list[i + 1]:match("^([^=]+)=([^;]*)")
        jar[name] = not list[i + 1]:find("Max-Age=0;", 1, true) and value or nil
      end
    end
    token = body:match('name="csrf" value="([^"]+)"') or token
    return status, body, list
  end

  local function post(path, fields, headers)
    fields.csrf = fields.csrf or token
    return ask { method = "POST", path = path, form = fields, headers = headers }
  end

  -- Another browser, which has nothing of this one.
  local function visit()
    jar = {}
    ask { path = "/" }
  end

  setup(function()
    mall = shop.open { { code = "apple", name = "사과" } }
    local function act(ctx)
      effects = effects + 1
      if outcome == "raise" then error "broken" end
      if outcome then return nil, fault(outcome) end
      ctx.session:set("made", effects)
      ctx:flash("ok", "만들었어요 " .. effects)
      return ctx:redirect("/made/" .. effects)
    end
    local function show(ctx)
      effects = effects + 1
      return ctx:render("home", { text = "쪽 " .. effects })
    end
    site = serve.new {
      routes = { { "GET", "/", "home", function(ctx) return ctx:render("home", {}) end }, { "POST", "/act", "act", act, once = true },
        { "POST", "/free", "free", act }, { "POST", "/show", "show", show, once = true } },
      mall = function() return mall end, calls = require "idempotency",
      read = function(path) return templates[path:match("^templates/pc/(.*)%.html$")] end,
    }
  end)

  before_each(function()
    database.execute "DELETE FROM idempotency"
    effects, outcome = 0, nil
    visit()
  end)

  local function location(list)
    for i = 1, #list, 2 do
      if list[i] == "Location" then return list[i + 1] end
    end
  end

  it("that is sent twice from one page has one effect and one answer, with the message it left", function()
    local once = token
    local _, _, first = post("/act", { a = "1" })
    assert.matches("만들었어요 1", (select(2, ask { path = "/" })))
    local status, _, second = post("/act", { a = "1", csrf = once })
    assert.same({ 303, "/made/1", "/made/1", 1 }, { status, location(first), location(second), effects })
    assert.matches("만들었어요 1", (select(2, ask { path = "/" })))
  end)

  it("that is filled in anew, or stands on a page drawn anew, is another call", function()
    local once = token
    post("/act", { a = "1" })
    post("/act", { a = "2", csrf = once })
    ask { path = "/" }
    post("/act", { a = "1" })
    assert.equal(3, effects)
  end)

  it("is answered the same page, with the policy that its scripts need", function()
    local once = token
    local _, first, headers = post("/show", {})
    local _, second, again = post("/show", { csrf = once })
    assert.equal(first, second)
    assert.same(headers, again)
    assert.equal(1, effects)
  end)

  it("that came to nothing may be sent again", function()
    for _, what in ipairs { "raise", "db.unavailable", "web.invalid", "web.too_many" } do
      outcome = what
      local before = effects
      local once = token
      post("/act", {})
      post("/act", { csrf = once })
      assert.equal(before + 2, effects, what)
      assert.equal(0, shop.count "idempotency")
    end
  end)

  it("that was refused is refused again", function()
    outcome = "cart.not_ready"
    local once = token
    assert.equal(409, (post("/act", {})))
    outcome = nil
    assert.equal(409, (post("/act", { csrf = once })))
    assert.equal(1, effects)
  end)

  it("elsewhere is a call each time, and is written nowhere", function()
    local once = token
    post("/free", {})
    post("/free", { csrf = once })
    assert.equal(2, effects)
    assert.equal(0, shop.count "idempotency")
  end)

  describe("with a key of the caller's", function()
    local KEY = { ["Idempotency-Key"] = "8e03978e-40d5-43dd-bc93-6894a57f9324" }

    it("happens once on any route, from whatever page", function()
      for _, path in ipairs { "/free", "/act" } do
        database.execute "DELETE FROM idempotency"
        local before = effects
        local _, _, first = post(path, { a = "1" }, KEY)
        ask { path = "/" }
        local _, _, second = post(path, { a = "1" }, KEY)
        assert.equal(location(first), location(second))
        assert.equal(before + 1, effects)
      end
    end)

    it("is refused with other parameters, and on another address", function()
      post("/free", { a = "1" }, KEY)
      local status, body = post("/free", { a = "2" }, KEY)
      assert.equal(422, status)
      assert.matches("이미 처리한 요청이에요", body)
      assert.equal(422, (post("/act", { a = "1" }, KEY)))
      assert.equal(1, effects)
    end)

    it("has to be one", function()
      for _, key in ipairs { "", "a b", ("k"):rep(256), "키" } do
        assert.equal(400, (post("/free", {}, { ["Idempotency-Key"] = key })), key)
      end
      assert.equal(0, effects)
    end)

    it("is its browser's own", function()
      post("/free", { a = "1" }, KEY)
      visit()
      post("/free", { a = "1" }, KEY)
      assert.equal(2, effects)
    end)

    it("waits for the first and then asks to come again", function()
      local clock = require "clock"
      post("/free", { a = "1" }, KEY)
      database.execute "UPDATE idempotency SET status = NULL, headers = NULL, cookies = NULL, body = NULL, claimed_at = now()"
      local now = 0
      stub(clock, "monotonic").invokes(function()
        now = now + 3000
        return now
      end)
      local status, _, list = post("/free", { a = "1" }, KEY)
      clock.monotonic:revert()
      assert.equal(409, status)
      local retry
      for i = 1, #list, 2 do
        if list[i] == "Retry-After" then retry = tonumber(list[i + 1]) end
      end
      assert.is_true(retry >= 1 and retry <= 10)
      assert.equal(1, effects)
    end)

    it("sent thirty times at once has one effect and one answer", function()
      local handles, places = {}, {}
      for i = 1, 30 do handles[i] = task.spawn(function() return location((select(3, post("/free", { a = "1" }, KEY)))) end) end
      for _, handle in ipairs(handles) do places[handle:join()] = true end
      assert.same({ ["/made/1"] = true }, places)
      assert.equal(1, effects)
    end)
  end)
end)
