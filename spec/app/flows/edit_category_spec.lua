-- Categories in the back office, and what the mall makes of them.
local catalog = require "catalog"
local database = require "spec.support.database"
local office = require "spec.app.office"
local shop = require "spec.app.shop"

local function one(sql) return (database.execute(sql):gsub("%s+$", "")) end

describe("categories", function()
  local browser, mall, site, shopper, tea

  setup(function() site = require "boot" end)

  before_each(function()
    mall = shop.open { { code = "tea", name = "보리차" }, { code = "rice", name = "햅쌀", category = "rice" } }
    browser = office.enter(site, "merchandiser", { mall_id = mall.id })
    shopper = require "spec.app.web.shopper"(site)
    tea = one "SELECT id FROM category WHERE code = 'tea'"
    browser:get "/admin/categories/new"
  end)

  local function has(html, words) assert.is_truthy(html:find(words, 1, true), words) end
  local function lacks(html, words) assert.is_falsy(html:find(words, 1, true), words) end
  local function save(changes)
    local form = { name = "차·음료", slug = "tea", version = one(("SELECT version FROM category WHERE id = '%s'"):format(tea)) }
    for name, value in pairs(changes) do form[name] = value or nil end
    return browser:post("/admin/categories/" .. tea, form)
  end

  it("are made behind the others, and stand in the navigation", function()
    assert.equal(303, (browser:post("/admin/categories/new", { name = "선물", slug = "gifts" })))
    local _, html = shopper:get "/guide"
    has(html, "/c/gifts")
    assert.is_true(html:find("/c/rice", 1, true) < html:find("/c/gifts", 1, true))
    assert.equal(200, (browser:get "/admin/categories"))
    local status, page = browser:post("/admin/categories/new", { name = "또", slug = "gifts" })
    assert.equal(422, status)
    has(page, "다른 분류가 쓰고 있는 주소예요.")
    status, page = browser:post("/admin/categories/new", { name = "", slug = "-A" })
    assert.equal(422, status)
    has(page, "이름을 입력해 주세요.")
  end)

  it("are renamed: their products are found by the new name, and the old address leads to the new one", function()
    assert.equal(303, (save { name = "음료", slug = "drinks" }))
    assert.equal(1, catalog.search(mall.id, "음료", {}).total)
    local status, _, location = shopper:get "/c/tea"
    assert.same({ 301, "/c/drinks" }, { status, location })
    has(select(2, shopper:get "/p/tea"), "/c/drinks")
  end)

  it("that are hidden leave the navigation, and their address still answers", function()
    assert.equal(303, (save { hidden = "1" }))
    lacks(select(2, shopper:get "/guide"), "/c/tea")
    local status, html = shopper:get "/c/tea"
    assert.equal(200, status)
    has(html, "noindex")
    lacks(catalog.sitemap(mall.id, "https://shop.test", 1), "/c/tea<")
  end)

  it("stand in the order that was typed", function()
    assert.equal(303, (browser:post("/admin/categories/order", { ["position." .. tea] = "5" })))
    assert.equal("rice\ntea", one "SELECT code FROM category ORDER BY position")
  end)

  it("are not changed over somebody else's change, nor by who may only look", function()
    assert.equal(303, (save { name = "하나" }))
    local status, html = save { name = "둘", version = "1" }
    assert.equal(409, status)
    has(html, 'value="둘"')
    local reader = office.enter(site, "reader", { mall_id = mall.id })
    assert.equal(200, (reader:get("/admin/categories/" .. tea)))
    assert.equal(403, (reader:get "/admin/categories/new"))
    assert.equal(404, (browser:get "/admin/categories/nothing"))
  end)
end)
