-- A back office with a host name of its own.

local database = require "spec.support.database"
local office = require "spec.app.office"
local shop = require "spec.app.shop"
local shopper = require "spec.app.web.shopper"

local runtime = require "runtime"
local real = runtime.setting

describe("a back office with a host name of its own", function()
  local site

  setup(function()
    shop.open { { code = "apple" } }
    runtime.setting = function(name) return name == "ADMIN_HOST" and "Office.test" or name ~= "ADMIN_HOST" and real(name) or nil end
    site = require "boot"
  end)
  teardown(function() runtime.setting = real end)

  it("is found there, and at no mall", function()
    local cookies = office.session((office.account "owner"))
    for host, expected in pairs { ["office.test"] = 200, ["shop.test"] = 404 } do
      local browser = shopper(site, host)
      browser.cookies = cookies
      for _, path in ipairs { "/admin", "/admin/staff", "/admin/me" } do assert.equal(expected, (browser:get(path)), host .. path) end
      assert.equal(expected, (shopper(site, host):get "/admin/login"))
    end
  end)

  it("has no shop", function()
    for _, path in ipairs { "/", "/cart", "/p/apple", "/join" } do assert.equal(421, (shopper(site, "office.test"):get(path)), path) end
    assert.equal(200, (shopper(site, "shop.test"):get "/p/apple"))
  end)

  it("works on the first mall, or on the one that was chosen", function()
    database.execute "INSERT INTO mall (code, name, theme, position) VALUES ('other', '다른상회', 'living', 9)"
    local browser = office.enter(site, "owner", { host = "office.test" })
    local _, html = browser:get "/admin/me"
    assert.truthy(html:find("시험상회 관리", 1, true))
    browser:post("/admin/mall", { mall_id = require("mall").of_code("other").id, return_to = "/admin/me" })
    assert.truthy(select(2, browser:get "/admin/me"):find("다른상회 관리", 1, true))
  end)
end)
