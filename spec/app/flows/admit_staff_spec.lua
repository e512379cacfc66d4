-- Who may pass to a page of the back office, and who writes down what they did there.

local admit_staff = require "flows.admit_staff"
local audit = require "audit"
local fake = require "spec.app.web.fake_request"
local pg = require "pg"
local office = require "spec.app.office"
local record_audit = require "flows.record_audit"
local require_permission = require "flows.require_permission"
local serve = require "web.serve"
local shop = require "spec.app.shop"

local mall, other_mall, site

local pages = {
  show = function(ctx)
    return ctx:json { email = ctx.staff.email, role = ctx.staff.role, mall = ctx.mall.code, token = require("web.csrf").token(ctx.session.sid) }
  end,
  change = function(ctx)
    local ok, refused = require_permission.run(ctx, "products.write")
    if not ok then return nil, refused end
    record_audit.run(ctx, "product.change", { kind = "product", id = "p-1", changes = { price = { before = 1, after = 2 } } })
    return ctx:text("done", "text/plain")
  end,
  delete = function(ctx)
    local ok, refused = require_permission.run(ctx, "members.write")
    if not ok then return nil, refused end
    return ctx:text("gone", "text/plain")
  end,
  guest = function(ctx) return ctx:text(require("web.csrf").token(ctx.session.sid), "text/plain") end,
}

local function start()
  return serve.new { mall = function(host) return host == "other.test" and other_mall or mall end,
    gates = { staff = admit_staff.run },
    routes = {
      { "GET", "/admin", "admin", pages.show, staff = true },
      { "GET", "/admin/staff", "staff", pages.show, staff = "staff.read" },
      { "GET", "/admin/products", "products", pages.show, staff = "products.read" },
      { "POST", "/admin/products", "products", pages.change, staff = "products.write" },
      { "POST", "/admin/wired-wrongly", "wrong", pages.delete, staff = true },
      { "GET POST", "/admin/danger", "danger", pages.show, staff = true, fresh = true },
      { "GET POST", "/admin/login", "admin.login", pages.guest, staff = "guest" },
    } }
end

local function count(what) return pg.row("SELECT count(*)::int AS n FROM " .. what).n end

describe("the gate of the back office", function()
  setup(function()
    mall = shop.open { { code = "apple" } }
    pg.write "INSERT INTO mall (code, name, theme, position) VALUES ('other', '다른상회', 'living', 9)"
    other_mall = require("mall").of_code "other"
    site = start()
  end)
  before_each(function() pg.write "DELETE FROM staff" pg.write "DELETE FROM staff_network" end)

  it("sends a stranger to the log-in, which leads back", function()
    local status, _, location = require("spec.app.web.shopper")(site):get "/admin/products?page=2"
    assert.equal(303, status)
    assert.equal("/admin/login?return_to=%2Fadmin%2Fproducts%3Fpage%3D2", location)
  end)

  it("lets in who may, and tells the page who it is and what they may do", function()
    local browser = office.enter(site, "merchandiser", { email = "md@shop.kr" })
    local status, body = browser:get "/admin/products"
    assert.equal(200, status)
    local said = require("json").decode(body)
    assert.equal("md@shop.kr", said.email)
    assert.equal("merchandiser", said.role)
  end)

  it("refuses who may not, and lets nobody keep the page", function()
    assert.equal(403, (office.enter(site, "merchandiser"):get "/admin/staff"))
    assert.is_true(site.router:find("GET", "/admin/products").personal)
  end)

  it("leads somebody with a role in one mall to that one, and lets them into no other", function()
    local browser = office.enter(site, "manager", { mall_id = other_mall.id })
    assert.equal("other", require("json").decode((select(2, browser:get "/admin/products"))).mall)
    pg.write(("UPDATE staff_session SET mall_id = '%s'"):format(mall.id))
    assert.equal(403, (browser:get "/admin/products"))
    assert.equal(403, (browser:get "/admin"))
  end)

  it("asks anew each time: who was disabled, or whose session was ended, is out at once", function()
    local browser, id = office.enter(site, "owner")
    assert.equal(200, (browser:get "/admin"))
    pg.write(("UPDATE staff SET status = 'disabled' WHERE id = '%s'"):format(id))
    assert.equal(303, (browser:get "/admin"))
    pg.write(("UPDATE staff SET status = 'active' WHERE id = '%s'"):format(id))
    assert.equal(200, (browser:get "/admin"))
    pg.write "DELETE FROM staff_session"
    assert.equal(303, (browser:get "/admin"))
  end)

  it("closes after half an hour without anybody, and after twelve hours in any case", function()
    local browser = office.enter(site, "owner")
    pg.write "UPDATE staff_session SET seen_at = now() - interval '29 minutes'"
    assert.equal(200, (browser:get "/admin"))
    pg.write "UPDATE staff_session SET seen_at = now() - interval '31 minutes'"
    assert.equal(303, (browser:get "/admin"))
    pg.write "UPDATE staff_session SET seen_at = now(), expires_at = now() - interval '1 second'"
    assert.equal(303, (browser:get "/admin"))
  end)

  it("takes no session that is still on its way in", function()
    local browser = office.enter(site, "owner")
    pg.write "UPDATE staff_session SET stage = 'code'"
    assert.equal(303, (browser:get "/admin"))
  end)

  it("asks for a code again before what is dangerous, unless one was typed within five minutes", function()
    local id = office.account "owner"
    local browser = require("spec.app.web.shopper")(site)
    browser.cookies = office.session(id, 299)
    assert.equal(200, (browser:get "/admin/danger"))
    browser.cookies = office.session(id, 301)
    local status, _, location = browser:get "/admin/danger?a=1"
    assert.equal(303, status)
    assert.equal("/admin/proof?return_to=%2Fadmin%2Fdanger%3Fa%3D1", location)
    -- a form has to be sent again, from the page that it stood on
    for referer, back in pairs { ["http://localhost:8080/admin/danger?b=2"] = "%2Fadmin%2Fdanger%3Fb%3D2", ["https://evil.example/x"] = "%2Fadmin" } do
      local _, headers = site.handle(fake { method = "POST", path = "/admin/danger", cookies = browser.cookies, form = {},
        headers = { Referer = referer } })
      assert.equal("Location", headers[1])
      assert.equal("/admin/proof?return_to=" .. back, headers[2])
    end
    assert.equal(200, (browser:get "/admin"))
  end)

  it("is closed to addresses that are not on the list, once there is one", function()
    local browser = office.enter(site, "owner")
    pg.write "INSERT INTO staff_network (network) VALUES ('10.0.0.0/8')"
    assert.equal(403, (browser:get "/admin"))
    assert.equal(403, (browser:get "/admin/login"))
    pg.write "INSERT INTO staff_network (network) VALUES ('127.0.0.0/8')"
    assert.equal(200, (browser:get "/admin"))
    for ip, expected in pairs { ["10.1.2.3"] = 200, ["192.0.2.1"] = 403, ["2001:db8::1"] = 403, unix = 200 } do
      assert.equal(expected, (site.handle(fake { path = "/admin", cookies = browser.cookies, ip = ip })), ip)
    end
  end)

  it("lets a form in only with the token of a page that this very session was given", function()
    local browser = office.enter(site, "manager")
    assert.equal(403, (browser:post("/admin/products", {})))
    browser.token = require("json").decode((select(2, office.enter(site, "manager"):get "/admin"))).token
    assert.equal(403, (browser:post("/admin/products", {})))
    browser.token = require("json").decode((select(2, browser:get "/admin"))).token
    assert.equal(200, (browser:post("/admin/products", {})))
  end)

  it("has the page ask for itself once more when a link from elsewhere left the cookie at home", function()
    local status, headers, body = site.handle(fake { path = "/admin/products", query = "a=1", headers = { ["Sec-Fetch-Site"] = "cross-site" } })
    assert.equal(200, status)
    assert.truthy(body:find('content="0;url=/admin/products?a=1"', 1, true))
    for i = 1, #headers, 2 do assert.not_equal("Set-Cookie", headers[i]) end
  end)
end)

describe("a flow of the back office", function()
  setup(function() pg.write "DELETE FROM staff" end)

  it("asks again what the route asked, so that a page wired wrongly opens nothing", function()
    local browser = office.enter(site, "merchandiser")
    browser.token = require("json").decode((select(2, browser:get "/admin"))).token
    assert.equal(403, (browser:post("/admin/wired-wrongly", {})))
    assert.is_true(require_permission.run({ actor = "shell:kim@host" }, "members.write"))
  end)

  it("writes down who did what from where, in which role and in which mall", function()
    local browser, id = office.enter(site, "manager", { email = "manager@shop.kr", mall_id = mall.id })
    browser.token = require("json").decode((select(2, browser:get "/admin"))).token
    local before = count "audit_entry"
    assert.equal(200, (browser:post("/admin/products", {})))
    assert.equal(before + 1, count "audit_entry")
    local entry = audit.newest({ staff = "manager@shop.kr" }, 1)[1]
    assert.equal(id, entry.staff_id)
    assert.same({ "manager", mall.id, "product.change", "product", "p-1", "127.0.0.1", "REQUESTID1" }, { entry.role, entry.mall_id, entry.action,
      entry.kind, entry.subject, entry.address, entry.request_id })
    assert.same({ price = { before = 1, after = 2 } }, entry.changes)
    assert.truthy(entry.agent:find "Mozilla")
  end)

  it("and a command is written down as who ran it", function()
    record_audit.run({ actor = "shell:kim@host" }, "staff.invite", { kind = "staff", id = "s-1", why = "첫 소유자" })
    assert.equal("shell:kim@host", audit.newest({ action = "staff.invite" }, 1)[1].staff)
    assert.equal("shell:kim@host", audit.newest({ action = "staff" }, 1)[1].staff)
  end)
end)
