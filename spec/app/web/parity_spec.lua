-- Two designs, one truth: whatever a page of the real malls states on a PC, it states on a telephone, and the other way
-- round. The facts are read from the view itself: every Korean text and every amount in it.

local database = require "spec.support.database"
local pg = require "pg"
local shopper = require "spec.app.web.shopper"

-- What is no fact about goods, price, stock or terms: addresses and pictures, the way back, how many tags fit on a card,
-- how many other products fit beside this one.
local no_facts = { page = true, color = true, id = true, url = true, image = true, images = true, detail_images = true,
  alt = true, place_key = true, mobile_image = true, crumbs = true, tags = true, related = true, recommended = true }

local function gather(value, key, facts, left_out)
  if type(value) == "table" then
    if value.html then return end
    for name, item in pairs(value) do
      if not no_facts[name] and name ~= left_out then gather(item, name, facts, left_out) end
    end
  elseif type(value) == "string" and value:find("[\234-\237][\128-\191][\128-\191]") then
    for line in value:gmatch("[^\n]+") do facts[line] = key end
  elseif type(value) == "number" and value >= 100 and (tostring(key):find("price") or tostring(key):find("amount")
    or key == "goods" or key == "payable" or key == "shipping" or key == "discount") then
    facts[("%d원"):format(value)] = key
  end
end

local entities = { ["&amp;"] = "&", ["&lt;"] = "<", ["&gt;"] = ">", ["&#34;"] = '"', ["&#39;"] = "'", ["&#96;"] = "`",
  ["&nbsp;"] = " " }

-- A page's text, attributes that are read out or filled in included, without spaces and thousands separators.
local function text_of(html)
  local body = html:gsub("<script.-</script>", ""):gsub("<head.-</head>", "")
  local attributes = {}
  for value in body:gmatch("[%s]value=\"([^\"]*)\"") do attributes[#attributes + 1] = value end
  for value in body:gmatch("aria%-label=\"([^\"]*)\"") do attributes[#attributes + 1] = value end
  local text = body:gsub("<[^>]*>", "") .. table.concat(attributes, " ")
  return (text:gsub("&#?%w+;", entities):gsub("%s+", ""):gsub("(%d),(%d%d%d)", "%1%2"):gsub("(%d),(%d%d%d)", "%1%2"))
end

local function plain(fact) return (fact:gsub("%s+", ""):gsub("(%d),(%d%d%d)", "%1%2"):gsub("(%d),(%d%d%d)", "%1%2")) end

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
    local facts, list = {}, {}
    gather(view, "view", facts, left_out)
    local shown = 0
    for fact, key in pairs(facts) do
      local on_pc, on_mobile = pc:find(plain(fact), 1, true) ~= nil, mobile:find(plain(fact), 1, true) ~= nil
      if on_pc ~= on_mobile then
        list[#list + 1] = ("%s: %s (only on %s)"):format(key, fact, on_pc and "a PC" or "a telephone")
      end
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
    local list, shown = differences(view, text_of(pc), text_of(mobile), left_out)
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
      compare(visitor, "/search?q=%EC%84%B8%ED%8A%B8", 1)
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
      pc, mobile = text_of(pc), text_of(mobile)
      local footer = require("mall").of_host(host).footer
      for _, name in ipairs { "company", "ceo", "address", "email", "business_no", "mail_order_no", "mail_order_office",
        "privacy_officer", "hosting" } do
        assert.truthy(footer[name], name)
        assert.truthy(pc:find(plain(footer[name]), 1, true), name .. " is missing on a PC")
        assert.truthy(mobile:find(plain(footer[name]), 1, true), name .. " is missing on a telephone")
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
      pc, mobile = text_of(pc), text_of(mobile)
      for _, fact in ipairs(told) do
        for line in fact:gmatch("[^\n]+") do
          assert.truthy(pc:find(plain(line), 1, true), line .. " is missing on a PC")
          assert.truthy(mobile:find(plain(line), 1, true), line .. " is missing on a telephone")
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
        assert.truthy(text_of(html):find(plain(fact), 1, true), fact)
        assert.truthy(text_of(select(2, visitor:on("mobile"):get("/p/" .. row.slug))):find(plain(fact), 1, true), fact)
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
