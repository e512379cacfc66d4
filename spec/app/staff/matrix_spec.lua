-- Every page of the back office, asked for by everybody who must not have it, and every form of the site without its token.
-- Made from routes.lua: a new route is in it as soon as it is there.

local csrf = require "web.csrf"
local crypto = require "crypto"
local office = require "spec.app.office"
local pg = require "pg"
local permissions = require "staff.permissions"
local request = require "spec.app.web.fake_request"
local rules = require "staff.rules"
local shop = require "spec.app.shop"

local site, mall, other_mall

local FORGED, FORBIDDEN = "요청을 확인할 수 없어요", "권한이 없어요"

-- A path with something in the place of its parameters that is nowhere.
local function path_of(route)
  return (route.path:gsub(":([%a_]+)", function(name) return name == "id" and crypto.uuid7() or "nowhere" end))
end

local function header(headers, name)
  for i = 1, #headers, 2 do
    if headers[i] == name then return headers[i + 1] end
  end
end

local function ask(route, given)
  given.method, given.path, given.host = route.method, path_of(route), "shop.test"
  if route.method ~= "GET" then given.form = given.form or {} end
  local status, headers, body = site.handle(request(given))
  if route.staff then assert.equal("private, no-store", header(headers, "Cache-Control"), route.path) end
  return status, type(body) == "table" and table.concat(body) or body, header(headers, "Location")
end

local function is_admin(route) return route.path:find "^/admin%f[/%z]" ~= nil end

-- The pages for which somebody has to be in.
local function closed_routes()
  local list = {}
  for _, route in ipairs(site.router.routes) do
    if route.staff and route.staff ~= "guest" then list[#list + 1] = route end
  end
  return list
end

-- What came of it: let in (as far as the form's token, which is not sent: nothing is done), or refused.
local function verdict(route, cookies)
  local status, body, location = ask(route, { cookies = cookies })
  local name = ("%s %s"):format(route.method, route.path)
  if status == 403 and body:find(FORBIDDEN, 1, true) then return "refused" end
  assert.is_true(status < 500, name .. " answered " .. status)
  assert.is_falsy(location and location:find "^/admin/login", name .. " asked for a log-in")
  if route.method ~= "GET" then
    assert.equal(403, status, name)
    assert.truthy(body:find(FORGED, 1, true), name)
  end
  return "let in"
end

describe("the back office", function()
  setup(function()
    mall = shop.open { { code = "apple" } }
    other_mall = pg.write("INSERT INTO mall (code, name, theme, position) VALUES ('other', '다른상회', 'living', 9) RETURNING id")[1].id
    site = require "boot"
  end)

  it("has a gate before every page, and no other page has one", function()
    for _, route in ipairs(site.router.routes) do
      assert.equal(is_admin(route), route.staff ~= nil, route.path)
      if type(route.staff) == "string" and route.staff ~= "guest" then assert.is_true(rules.knows(route.staff), route.path) end
    end
    assert.is_true(#closed_routes() > 20)
  end)

  it("sends strangers to the log-in, whatever they ask for", function()
    for _, route in ipairs(closed_routes()) do
      local status, _, location = ask(route, {})
      assert.equal(303, status, route.path)
      assert.matches("^/admin/login", location, route.path)
    end
  end)

  for _, role in ipairs(permissions.roles) do
    it("shows a " .. role.name .. " exactly what the matrix says", function()
      local roles = { { role = role.name } }
      local cookies = office.session((office.account(role.name)))
      for _, route in ipairs(closed_routes()) do
        local may = route.staff == true or rules.may(roles, route.staff, mall.id)
        assert.equal(may and "let in" or "refused", verdict(route, cookies), route.method .. " " .. route.path)
      end
    end)
  end

  it("shows who owns another mall nothing of this one, and of the installation neither", function()
    local id = office.account("owner", { mall_id = other_mall })
    local cookies, session_id = office.session(id)
    for _, route in ipairs(closed_routes()) do
      pg.write("UPDATE staff_session SET mall_id = $2 WHERE id = $1", session_id, mall.id)
      assert.equal("refused", verdict(route, cookies), route.method .. " " .. route.path)
      -- in their own mall: all but what takes a role everywhere
      pg.write("UPDATE staff_session SET mall_id = $2 WHERE id = $1", session_id, other_mall)
      local may = route.staff == true or rules.may({ { role = "owner", mall_id = other_mall } }, route.staff, other_mall)
      assert.equal(may and "let in" or "refused", verdict(route, cookies), route.method .. " " .. route.path)
    end
  end)

  it("asks for a code again before each page that says so", function()
    local cookies = office.session((office.account "owner"), 600)
    for _, route in ipairs(closed_routes()) do
      local _, _, location = ask(route, { cookies = cookies })
      assert.equal(route.fresh, location ~= nil and location:find "^/admin/proof%?" ~= nil, route.method .. " " .. route.path)
    end
  end)
end)

describe("every form of the site", function()
  -- Who sends these has no page of ours: they prove themselves in other ways.
  local without_token = { ["POST /hook/mandrill"] = "signed by the provider",
    ["POST /hook/pay/:provider"] = "kept, and followed by asking the provider",
    ["POST /pay/:number/return/:provider/:ticket"] = "from the provider's page; the ticket is signed by us",
    ["POST /pay/:number/cancelled/:provider/:ticket"] = "the same" }

  local function unsafe(fn)
    for _, route in ipairs(site.router.routes) do
      if route.method ~= "GET" then fn(route, route.method .. " " .. route.path) end
    end
  end

  local cookies
  setup(function() cookies = office.session((office.account "owner")) end)

  it("carries a token, but for those that are listed here", function()
    unsafe(function(route, name) assert.equal(without_token[name] == nil, route.csrf, name) end)
  end)

  it("changes nothing without its token, with another session's, or when another site sent it", function()
    local stolen = csrf.token(crypto.random(32))
    unsafe(function(route, name)
      if not route.csrf then return end
      for what, given in pairs {
        ["without a token"] = { cookies = cookies },
        ["with another's token"] = { cookies = cookies, form = { csrf = stolen } },
        ["from another site"] = { cookies = cookies, headers = { ["Sec-Fetch-Site"] = "cross-site" } },
        ["from another origin"] = { cookies = cookies, headers = { Origin = "https://evil.example" } },
      } do
        if route.kind == "raw" then given.headers = given.headers or {} end
        local status, body = ask(route, given)
        assert.equal(403, status, name .. " " .. what)
        assert.truthy(body:find(FORGED, 1, true), name .. " " .. what)
      end
    end)
  end)
end)
