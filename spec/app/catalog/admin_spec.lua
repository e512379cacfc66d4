-- Products in the back office, page by page, as a browser of somebody who is in has them.
local database = require "spec.support.database"
local office = require "spec.app.office"
local shop = require "spec.app.shop"

local function one(sql) return (database.execute(sql):gsub("%s+$", "")) end

describe("products in the back office", function()
  local browser, id, url, site, mall

  setup(function() site = require "boot" end)

  before_each(function()
    mall = shop.open { { code = "tea", name = "보리차", price = 3000, stock = 10 }, { code = "rice", name = "햅쌀", category = "rice" } }
    browser = office.enter(site, "merchandiser", { mall_id = mall.id })
    id = one "SELECT id FROM product WHERE code = 'tea'"
    url = "/admin/products/" .. id
  end)

  local function of(column) return one(("SELECT %s FROM product WHERE id = '%s'"):format(column, id)) end

  local function has(html, words) assert.is_truthy(html:find(words, 1, true), words) end

  -- A form of the page as it stands there, with some fields typed over.
  local function filled(html, action, changes)
    local form = html:match('<form[^>]-action="' .. action:gsub("%-", "%%-") .. '".-</form>')
    local fields = {}
    for tag in form:gmatch "<input[^>]*>" do
      local name, value, kind = tag:match 'name="([^"]*)"', tag:match 'value="([^"]*)"', tag:match 'type="([^"]*)"'
      if name and (kind ~= "checkbox" or tag:find("checked", 1, true)) then fields[name] = value or "" end
    end
    for name, body in form:gmatch '<select[^>]-name="([^"]*)".->(.-)</select>' do
      fields[name] = body:match 'value="([^"]*)" selected' or body:match 'value="([^"]*)"'
    end
    for name, value in form:gmatch '<textarea[^>]-name="([^"]*)"[^>]*>(.-)</textarea>' do fields[name] = value end
    for name, value in pairs(changes) do fields[name] = value or nil end
    return fields
  end

  local function save(page, action, changes)
    local status, html = browser:get(page)
    assert.equal(200, status)
    return browser:post(action, filled(html, action, changes))
  end

  it("are listed with what they cost, what is left, and what they lack", function()
    local status, html = browser:get "/admin/products"
    assert.equal(200, status)
    for _, words in ipairs { "보리차", "3,000원", "판매 중", "차·음료", "대표 사진, 상품정보제공고시 없음" } do has(html, words) end
    local _, narrowed = browser:get "/admin/products?q=RICE"
    has(narrowed, "햅쌀")
    assert.is_falsy(narrowed:find("보리차", 1, true))
    local file = select(2, browser:get "/admin/products?q=RICE&export=csv")
    has(file, "햅쌀,")
    assert.is_falsy(file:find("보리차", 1, true))
  end)

  it("have a page for each part of them", function()
    for _, tab in ipairs { "", "/options", "/pictures", "/description", "/notice", "/notice?kind=fresh_food", "/history" } do
      assert.equal(200, (browser:get(url .. tab)), tab)
    end
  end)

  it("that are not there, are not there", function()
    for _, path in ipairs { "/admin/products/nothing", "/admin/products/" .. mall.id, "/admin/products/x/options", "/preview/x.1.y" } do
      assert.equal(404, (browser:get(path)), path)
    end
  end)

  it("are saved from the page as it stands, and who comes too late is told, with what they typed", function()
    local _, before = browser:get(url)
    local status, _, location = save(url, url, { name = "구수한 보리차", tags = "차, 선물", perishable = "1" })
    assert.same({ 303, url }, { status, location })
    assert.equal("구수한 보리차|t", of "name, perishable")
    local late, html = browser:post(url, filled(before, url, { name = "늦은 이름" }))
    assert.equal(409, late)
    has(html, "최신 내용을 확인하고 다시 저장해 주세요")
    has(html, 'value="늦은 이름"')
    assert.equal("구수한 보리차", of "name")
    html = html:gsub('<div class="flashes">.-</form>', "")
    assert.equal(303, (browser:post(url, filled(html, url, {})))) -- and now they know
    assert.equal("늦은 이름", of "name")
    has(select(2, browser:get(url .. "/history")), "구수한 보리차")
  end)

  it("are taken back by one press, as long as nobody has saved since", function()
    assert.equal(303, (save(url, url, { name = "다른 이름", tags = "새 태그", is_new = "1" })))
    local _, html = browser:get(url)
    local flashed = html:match '<div class="flashes">.-</form>'
    has(flashed, "되돌리기")
    local fields = filled(flashed, url, {})
    assert.equal(303, (browser:post(url, fields)))
    assert.equal("보리차|f", of "name, is_new")
    assert.equal(0, shop.count "product_tag")
    assert.equal(409, (browser:post(url, fields)))
  end)

  it("say beside each field what is wrong with it", function()
    local status, html = save(url, url, { name = "", slug = "-x", code = "rice" })
    assert.equal(422, status)
    has(html, "상품명을 입력해 주세요.")
    has(html, "주소의 처음과 끝에는 -를 쓸 수 없고")
    status, html = save(url, url, { code = "rice" })
    assert.equal(422, status)
    has(html, "다른 상품이 쓰고 있는 상품 코드예요.")
    status, html = save(url, url, { category_id = mall.id })
    assert.equal(422, status)
    has(html, "분류를 다시 선택해 주세요.")
  end)

  it("get options, prices and stock from their table", function()
    assert.equal(303, (save(url .. "/options", url .. "/options", { option_name_1 = "맛", option_values_1 = "순한, 진한" })))
    local _, html = browser:get(url .. "/options")
    local fields = filled(html, url .. "/skus", {})
    for name in pairs(fields) do
      if name:find "^price%." then fields[name] = "4,500" end
      if name:find "^stock%." and fields[name] == "0" then fields[name] = "6" end
    end
    assert.equal(303, (browser:post(url .. "/skus", fields)))
    assert.equal("TEA|4500|10|f\nTEA-1|4500|6|t\nTEA-2|4500|6|t", one [[SELECT k.code, k.price, s.on_hand, k.active FROM sku k
      JOIN stock s ON s.sku_id = k.id WHERE k.code LIKE 'TEA%' ORDER BY 1]])
    for name in pairs(fields) do
      if name:find "^list_price%." then fields[name] = "100" end
    end
    fields.version = of "version"
    local status, page = browser:post(url .. "/skus", fields)
    assert.equal(422, status)
    has(page, "정가는 판매가보다 커야 해요.")
  end)

  it("go off sale and back by one button, with the way back beside the word", function()
    local status, _, location = save(url, url .. "/status", { status = "hidden" })
    assert.same({ 303, url }, { status, location })
    assert.equal("hidden", of "status")
    local _, html = browser:get(url)
    has(html, "쇼핑몰에서 숨겼어요.")
    assert.equal(303, (browser:post(url .. "/status", filled(html:match '<div class="flashes">.-</div>\n</div>' or html, url .. "/status", {}))))
    has(select(2, browser:get(url)), "상품정보제공고시를 먼저 채워 주세요.")
  end)

  it("are made, and looked at by a link before they are sold", function()
    local _, _, location = save("/admin/products/new", "/admin/products/new", { name = "옥수수차", brand = "들녘",
      category_id = one "SELECT id FROM category WHERE code = 'tea'", price = "12,000", stock = "5" })
    id = location:match "/admin/products/(.+)$"
    assert.equal("옥수수차|draft", of "name, status")
    local link = select(2, browser:get(location)):match 'href="[^"]*(/preview/[^"]+)"'
    local shopper = require "spec.app.web.shopper"(site)
    local seen, html = shopper:get(link)
    assert.equal(200, seen)
    has(html, "옥수수차")
    has(html, 'content="noindex"')
    assert.equal(404, (shopper:get(link:gsub(".$", function(c) return c == "A" and "B" or "A" end))))
    assert.equal(404, (shopper:get("/p/" .. of "slug")))
  end)

  it("send on who comes by an old address", function()
    assert.equal(303, (save(url, url, { slug = "new-tea" })))
    local shopper = require "spec.app.web.shopper"(site)
    local status, _, location = shopper:get "/p/tea"
    assert.same({ 301, "/p/new-tea" }, { status, location })
  end)

  it("are looked at, and not changed, by who may only look", function()
    local reader = office.enter(site, "reader", { mall_id = mall.id })
    local status, html = reader:get(url)
    assert.equal(200, status)
    assert.is_falsy(html:find("저장</button>", 1, true))
    assert.equal(403, (reader:get "/admin/products/new"))
    assert.equal(403, (reader:post(url, {})))
  end)
end)
