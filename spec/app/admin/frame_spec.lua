-- The back office's frame: who sees what of its navigation, the mall one acts on, the lists one keeps.

local database = require "spec.support.database"
local office = require "spec.app.office"
local rules = require "admin.rules"
local shop = require "spec.app.shop"

local function has(html, words) assert.truthy(html:find(words, 1, true), words .. " is not in:\n" .. html) end
local function lacks(html, words) assert.falsy(html:find(words, 1, true), words .. " is in:\n" .. html) end

describe("the navigation", function()
  local groups = {
    { items = { { label = "오늘", icon = "home", route = "/admin", exact = true } } },
    { label = "판매", items = { { label = "주문", icon = "x", route = "/admin/orders", permission = "orders.read" },
      { label = "상품", icon = "x", route = "/admin/products", permission = "products.read" } } },
    { label = "시스템", items = { { label = "직원", icon = "x", route = "/admin/staff", permission = "staff.read" } } },
  }
  local function menu(permitted, path)
    return rules.menu(groups, function(permission) return permitted[permission] or false end, function(route) return route end, path)
  end
  local function open(list)
    for _, group in ipairs(list) do
      for _, item in ipairs(group.items) do if item.active then return item.label end end
    end
  end

  it("shows what one may do, and no heading over nothing", function()
    local shown = menu({ ["orders.read"] = true }, "/admin")
    assert.same({ 2, 1, "주문" }, { #shown, #shown[2].items, shown[2].items[1].label })
  end)

  it("leads to pages that there are, by permissions that there are, and by keys that are each one's own", function()
    local permissions, site, keys = require "staff.rules", require "boot", {}
    local icons = require("fs").read(require("runtime").root() .. "/static/icons/admin.svg")
    for _, group in ipairs(require "admin.navigation") do
      for _, item in ipairs(group.items) do
        assert.truthy(site.router:path(item.route), item.label)
        assert.is_true(item.permission == nil or permissions.knows(item.permission), item.label)
        assert.truthy(icons:find('id="' .. item.icon .. '"', 1, true), item.label .. " has no icon " .. item.icon)
        assert.is_nil(item.key and keys[item.key], item.label .. " and " .. tostring(keys[item.key]) .. " have one key")
        if item.key then keys[item.key] = item.label end
      end
    end
  end)

  it("marks where one is, the nearest that lies on the way", function()
    local all = { ["orders.read"] = true, ["products.read"] = true }
    assert.equal("오늘", open(menu(all, "/admin")))
    assert.equal("주문", open(menu(all, "/admin/orders/261129-ABC")))
    assert.is_nil(open(menu(all, "/admin/ordersfoo")))
    assert.is_nil(open(menu({}, "/admin/orders")))
  end)
end)

describe("the back office", function()
  local site, mall, other

  setup(function()
    mall = shop.open { { code = "apple" } }
    other = shop.add({ { code = "tea" } }, { code = "other", hosts = { "other.test" }, name = "다른상회" })
    site = require "boot"
  end)

  local function enter(role, options)
    options = options or {}
    options.host = "shop.test"
    return (office.enter(site, role, options))
  end

  it("is for staff, and drawn in its own design whatever it is looked at with", function()
    local guest = require "spec.app.web.shopper"(site, "shop.test")
    local status, _, location = guest:get "/admin/orders?q=x"
    assert.equal(303, status)
    assert.matches("^/admin/login%?return_to=", location)
    for _, device in ipairs { "pc", "mobile" } do
      local _, html = enter("reader"):on(device):get "/admin"
      has(html, 'data-device="admin"')
      has(html, "width=device-width")
    end
  end)

  it("shows each their own pages, and says so where one may not go", function()
    local _, html = enter("developer"):get "/admin"
    lacks(html, 'href="/admin/orders"')
    has((select(2, enter("reader"):get "/admin")), 'href="/admin/orders"')
    local status, page = enter("reader"):get "/admin/nowhere"
    assert.equal(404, status)
    has(page, 'data-device="admin"')
  end)

  it("acts on the mall that is chosen, of those where one has a role", function()
    local owner = enter "owner"
    local _, html = owner:get "/admin"
    has(html, "관리할 몰")
    has(html, "· 시험상회 관리</title>")
    has(html, 'href="http://shop.test:8080/" target="_blank"')
    local status, _, back = owner:post("/admin/mall", { mall_id = other.id, return_to = "/admin/orders" })
    assert.same({ 303, "/admin/orders" }, { status, back })
    local _, theirs = owner:get(back)
    has(theirs, "· 다른상회 관리</title>")
    has(theirs, 'href="http://other.test:8080/" target="_blank"')
    local bound = enter("manager", { mall_id = mall.id })
    local _, one = bound:get "/admin/orders?q=x"
    lacks(one, "관리할 몰")
    assert.equal(403, (bound:post("/admin/mall", { mall_id = other.id })))
    has((select(2, bound:get "/admin")), "· 시험상회 관리</title>")
    assert.equal(422, (bound:post("/admin/mall", { mall_id = "x" })))
  end)

  it("does not disturb the pages that are kept drawn for shoppers", function()
    local page, context = require "web.page", { session = { sid = "x" }, take_flash = function() return {} end, path = "/",
      return_to = "/", mall = { id = "m", name = "몰" } }
    local function face(device, base_url)
      context.device, context.base_url = device, base_url
      return page.new(context).mall
    end
    local before = face("pc", "https://shop.test")
    assert.equal("몰", face("admin", "https://office.test").name)
    assert.equal(before, face("pc", "https://shop.test"))
  end)

  it("keeps a list under a name, for oneself or for all, and takes that back", function()
    local one, two = enter "reader", enter "reader"
    one:get "/admin/orders?q=x"
    two:get "/admin/orders?q=x"
    local view = { grid = "orders", name = "이번 주 <미입금>", query = "?status=awaiting_deposit&sort=due_at", path = "/admin/orders" }
    local _, _, back = one:post("/admin/views", view)
    assert.equal("/admin/orders?status=awaiting_deposit&sort=due_at", back)
    local _, html = one:get(back)
    has(html, "이번 주 &lt;미입금&gt;</a>")
    lacks((select(2, two:get "/admin/orders")), "이번 주")
    view.shared = "1"
    one:post("/admin/views", view)
    local _, theirs = two:get "/admin/orders"
    has(theirs, "이번 주 &lt;미입금&gt;</a>")
    assert.equal(1, shop.count "admin_view")
    local id = html:match("/admin/views/([%x-]+)/forget")
    lacks(theirs, id)
    assert.equal(404, (two:post("/admin/views/" .. id .. "/forget", { path = "/admin/orders" })))
    assert.equal(1, shop.count "admin_view")
    one:post("/admin/views/" .. id .. "/forget", { path = "/admin/orders" })
    assert.equal(0, shop.count "admin_view")
    local _, undo = one:get "/admin/orders"
    has(undo, "되돌리기")
    assert.equal(3, tonumber((database.execute "SELECT count(*) FROM audit_entry WHERE action LIKE 'view.%'")))
  end)

  it("keeps no view that leads elsewhere, or that is nothing", function()
    local one = enter "reader"
    one:get "/admin/orders?q=x"
    for _, wrong in ipairs { { query = "https://evil.example" }, { query = "" }, { query = "?a b" }, { path = "//evil.example" },
      { path = "/checkout" }, { grid = "x y" }, { name = "" } } do
      local view = { grid = "orders", name = "x", query = "?q=1", path = "/admin/orders" }
      for name, value in pairs(wrong) do view[name] = value end
      local status, _, location = one:post("/admin/views", view)
      assert.equal(303, status)
      assert.matches("^/", location)
      assert.falsy(location:find("evil", 1, true))
    end
    assert.equal(0, shop.count "admin_view")
  end)
end)
