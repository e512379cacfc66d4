local shop = require "spec.app.shop"
local database = require "spec.support.database"
local catalog = require "catalog"
local show_product = require "flows.show_product"
local show_home = require "flows.show_home"

local BASE = "https://shop.test"

describe("a category", function()
  local mall

  setup(function()
    mall = shop.open({
      { code = "apple-tea", name = "사과차", tags = { "따뜻한", "국산" }, price = 9000, rank = 1 },
      { code = "pear-tea", name = "배차", tags = { "따뜻한" }, price = 12000, list_price = 15000, rank = 2, brand = "sea" },
      { code = "cold-brew", name = "콜드브루", tags = { "차가운" }, price = 25000, rank = 3, stock = 0 },
      { code = "rice", name = "쌀", category = "rice", price = 40000, rank = 4 },
    }, { home = { heroes = {}, sections = { { title = "가", products = { "rice", "apple-tea" } },
      { title = "나", products = { "apple-tea", "gone" } } } } })
  end)

  local function list(args) return catalog.list(mall, catalog.category(mall.id, "tea"), args, BASE) end

  local function names(view)
    local all = {}
    for i, card in ipairs(view.products) do all[i] = card.name end
    return table.concat(all, " ")
  end

  it("shows its goods and no others, as the merchandiser ranked them", function()
    local view = list {}
    assert.equal("사과차 배차 콜드브루", names(view))
    assert.equal(3, view.total)
  end)

  it("is sorted as asked", function()
    assert.equal("콜드브루 배차 사과차", names(list { sort = "dear" }))
    assert.equal("사과차 배차 콜드브루", names(list { sort = "cheap" }))
    assert.equal("배차", list({ sort = "discount" }).products[1].name)
  end)

  it("is narrowed by brand, tags and price", function()
    assert.equal("배차", names(list { brand = "sea" }))
    assert.equal("사과차 배차", names(list { tag = "따뜻한" }))
    assert.equal("사과차", names(list { tag = "따뜻한,국산" }))
    assert.equal("배차 콜드브루", names(list { price = "10000-30000" }))
    assert.equal("", names(list { brand = "sea", tag = "국산" }))
  end)

  it("offers filters with how many there are of each", function()
    local brands = list({}).filters[1].options
    assert.same({ "들녘", 2, "바다", 1 }, { brands[1].label, brands[1].count, brands[2].label, brands[2].count })
  end)

  it("tells search engines not to keep a narrowed list", function()
    assert.equal("noindex, follow", list({ sort = "cheap" }).page.robots)
    assert.is_nil(list({}).page.robots)
    assert.equal(BASE .. "/c/tea", list({ sort = "cheap" }).page.canonical)
  end)

  it("shows what is sold out as sold out", function() assert.is_true(list({}).products[3].sold_out) end)

  it("stands on the front page in the sections that name it, without what is gone", function()
    local view = show_home.run(mall, BASE)
    assert.same({ "쌀", "사과차" }, { view.sections[1].products[1].name, view.sections[1].products[2].name })
    assert.equal(1, #view.sections[2].products)
  end)
end)

describe("a product's page", function()
  local mall

  setup(function()
    mall = shop.open { {
      code = "tteok", name = "쌀떡볶이", options = { { name = "맛", values = { "매운맛", "순한맛" } } },
      skus = {
        { code = "T1", values = { "매운맛" }, price = 5900, stock = 0, unit = { label = "100g", size = 100, quantity = 480 } },
        { code = "T2", values = { "순한맛" }, price = 6900, list_price = 7900, stock = 4 },
      },
    } }
  end)

  local function product() return show_product.run(mall, "tteok", BASE).product end

  it("states every variant with its price and stock", function()
    local found = product()
    assert.same({ "매운맛", 5900, "out", 0, "100g당 1,229원" }, { found.skus[1].label, found.skus[1].price,
      found.skus[1].stock_state, found.skus[1].max_qty, found.skus[1].unit_price_text })
    assert.same({ "순한맛", 6900, "low", 4, "4개 남음" }, { found.skus[2].label, found.skus[2].price,
      found.skus[2].stock_state, found.skus[2].max_qty, found.skus[2].stock_text })
    assert.same({ { name = "맛", values = { { label = "매운맛" }, { label = "순한맛" } } } }, found.options)
  end)

  it("leads with the cheapest variant that can be bought", function()
    assert.equal(6900, product().price)
    assert.is_false(product().sold_out)
  end)

  it("states shipping and withdrawal", function()
    assert.equal("제주 3,000원, 도서산간 5,000원 추가", product().shipping.jeju_text)
    assert.matches("7일", product().withdrawal_text)
  end)

  it("is not there when the product is hidden or unknown", function()
    assert.is_nil(show_product.run(mall, "nothing", BASE))
    database.execute "UPDATE product SET status = 'hidden'"
    assert.is_nil(show_product.run(mall, "tteok", BASE))
    database.execute "UPDATE product SET status = 'on_sale'"
  end)

  it("tells search engines the same as the shopper", function()
    local json = require "json"
    local facts = json.decode(show_product.run(mall, "tteok", BASE).page.jsonld[1].json)
    assert.equal("쌀떡볶이", facts.name)
    assert.same({ 5900, "https://schema.org/OutOfStock" }, { facts.offers[1].price, facts.offers[1].availability })
    assert.same({ 6900, "https://schema.org/InStock" }, { facts.offers[2].price, facts.offers[2].availability })
  end)
end)

describe("the description of a product", function()
  local rules = require "catalog.product.rules"

  it("is text, whatever somebody typed into it", function()
    local html = tostring(rules.description {
      { kind = "headline", text = "<script>alert(1)</script>" }, { kind = "points", title = "<b>", items = { "a & b" } },
      { kind = "table", items = { { "\"x\"", "<i>" } } }, { kind = "unknown", text = "<u>" },
    })
    assert.is_nil(html:find("<script", 1, true))
    assert.is_nil(html:find("<b>", 1, true))
    assert.is_nil(html:find("<u>", 1, true))
    assert.is_string(html:match("a &amp; b"))
  end)
end)
