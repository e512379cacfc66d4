-- Two designs, one truth: whatever a page of the real malls states on a PC, it states on a telephone, and the other way
-- round. The facts are read from the view itself. What a page could state and these do not is in spec/app/samples_spec.lua.

local database = require "spec.support.database"
local pg = require "pg"
local facts = require "spec.app.web.facts"
local shopper = require "spec.app.web.shopper"

-- Where the designs differ: a banner's picture is cut for each width, a narrow screen has one way back instead of a trail,
-- fewer tags fit on its cards, and fewer other products beside this one.
local by_design = { ["hero[].image"] = true, ["hero[].mobile_image"] = true, crumbs = true, ["product.url"] = true,
  tags = true, related = true }

describe("a page's facts are the same on a PC and on a telephone:", function()
  local site, seen, restore

  setup(function()
    pg.use(database.address(database.create_seeded()))
    local template = require "web.template"
    local set = template.new { folders = {}, read = function() end, functions = {} }
    local class = getmetatable(set).__index
    local render = class.render
    restore = function() class.render = render end
    class.render = function(self, name, view)
      seen = getmetatable(view).__index
      return render(self, name, view)
    end
    site = require "boot"
  end)

  teardown(function() restore() end)

  -- What one design states and the other does not.
  local function differences(view, pc, mobile, left_out)
    local skip = setmetatable({ [left_out or false] = true }, { __index = by_design })
    local told, list, shown = {}, {}, 0
    for _, fact in ipairs(facts.of_view(view, skip)) do
      local on_pc, on_mobile = facts.states(pc, fact), facts.states(mobile, fact)
      local what = ("%s: %s (only on %s)"):format(fact.path, fact.value, on_pc and "a PC" or "a telephone")
      if on_pc ~= on_mobile and not told[what] then list[#list + 1] = what end
      told[what] = true
      if on_pc then shown = shown + 1 end
    end
    table.sort(list)
    return list, shown
  end

  local function compare(person, url, least, left_out)
    local status, pc = person:on("pc"):get(url)
    local view = seen
    local mobile_status, mobile = person:on("mobile"):get(url)
    assert.equal(status, mobile_status)
    assert.not_equal(500, status, url)
    local list, shown = differences(view, facts.of_page(pc), facts.of_page(mobile), left_out)
    assert.same({}, list)
    assert.is_true(shown >= least, url .. " states only " .. shown .. " facts")
    return pc
  end

  for _, host in ipairs { "localhost", "second.localhost" } do
    it("what a visitor sees at " .. host, function()
      local visitor = shopper(site, host)
      local _, home = visitor:get("/")
      local category, product = home:match('href="(/c/[^"?]+)"'), home:match('href="(/p/[^"?]+)"')
      compare(visitor, "/", 5, "products") -- how many of each section fit is the design's choice
      compare(visitor, category, 10)
      compare(visitor, product, 20)
      compare(visitor, "/search?q=세트", 10)
      compare(visitor, "/search?q=zzzzqqqq", 0)
      compare(visitor, "/cart", 0)
      compare(visitor, "/orders/lookup", 0)
      compare(visitor, "/terms", 1)
      compare(visitor, "/privacy", 1)
      compare(visitor, "/nowhere", 2)
    end)

    it("who the shop is, by law, at " .. host, function()
      local visitor = shopper(site, host)
      local _, pc = visitor:on("pc"):get("/")
      local _, mobile = visitor:on("mobile"):get("/")
      pc, mobile = facts.of_page(pc), facts.of_page(mobile)
      local footer = require("mall").of_host(host).footer
      for _, name in ipairs { "company", "ceo", "address", "email", "business_no", "mail_order_no", "mail_order_office",
        "privacy_officer", "hosting" } do
        assert.truthy(footer[name], name)
        assert.truthy(facts.says(pc, footer[name]), name .. " is missing on a PC")
        assert.truthy(facts.says(mobile, footer[name]), name .. " is missing on a telephone")
      end
    end)
  end

  it("what must be told before a purchase", function()
    for _, host in ipairs { "localhost", "second.localhost" } do
      local visitor = shopper(site, host)
      local _, home = visitor:get("/")
      local url = home:match('href="(/p/[^"?]+)"')
      local _, pc = visitor:on("pc"):get(url)
      local product = seen.product
      local _, mobile = visitor:on("mobile"):get(url)
      local told = { ("%d원"):format(product.price), product.origin, product.withdrawal_text, product.shipping.fee_text,
        product.shipping.free_text, product.shipping.jeju_text, product.shipping.dispatch_text }
      assert.equal(7, #told)
      assert.is_true(#product.notice_rows >= 5)
      for _, row in ipairs(product.notice_rows) do told[#told + 1], told[#told + 2] = row.label, row.value end
      for _, sku in ipairs(product.skus) do if #product.skus > 1 then told[#told + 1] = sku.label end end
      pc, mobile = facts.of_page(pc), facts.of_page(mobile)
      for _, fact in ipairs(told) do
        for line in fact:gmatch("[^\n]+") do
          assert.truthy(facts.says(pc, line), line .. " is missing on a PC")
          assert.truthy(facts.says(mobile, line), line .. " is missing on a telephone")
        end
      end
    end
  end)

  it("what a set is made of, and how many of each", function()
    local visitor, sets = shopper(site, "localhost"), 0
    for _, row in ipairs(pg.rows "SELECT slug, contents FROM product WHERE contents <> '[]'") do
      local html = compare(visitor, "/p/" .. row.slug, 20)
      assert.truthy(html:find("<dt>구성</dt>", 1, true), row.slug)
      for _, item in ipairs(row.contents) do
        local fact = ("%s × %d"):format(item.name, item.qty)
        assert.truthy(facts.says(facts.of_page(html), fact), fact)
        assert.truthy(facts.says(facts.of_page(select(2, visitor:on("mobile"):get("/p/" .. row.slug))), fact), fact)
      end
      sets = sets + 1
    end
    assert.is_true(sets >= 3)
    assert.is_nil(select(2, visitor:get("/p/galbitang")):find("<dt>구성</dt>", 1, true))
  end)

  it("a purchase from the cart to the order", function()
    local person = shopper(site)
    local _, home = person:get("/")
    local sku
    for url in home:gmatch('href="(/p/[^"?]+)"') do
      local _, product = person:get(url)
      sku = product:match('name="sku_id"[^>]-value="([%x-]+)"') or product:match('value="([%x-]+)"[^>]-name="sku_id"')
      if sku and select(3, person:post("/cart/items", { sku_id = sku, qty = "2" })) == "/cart" then break end
    end
    compare(person, "/cart", 5)
    compare(person, "/checkout", 5)
    local status, html, location = person:post("/checkout", { orderer_name = "김철수", orderer_phone = "010-1234-5678",
      orderer_email = "kim@example.kr", same_as_orderer = "1", postcode = "06236", address1 = "서울 강남구 테헤란로 1",
      address2 = "101호", depositor = "김철수", cash_receipt = "none", agree_age = "1", agree_order = "1", agree_privacy = "1" })
    assert.same({ 303, "/checkout/confirm" }, { status, location }, html)
    local confirm = compare(person, "/checkout/confirm", 8)
    local place_key = confirm:match('name="place_key" value="([%x-]+)"')
    local _, placed_html, order = person:post("/checkout/confirm", { place_key = place_key })
    assert.matches("^/orders/", order, placed_html)
    compare(person, order, 8)
  end)
end)
