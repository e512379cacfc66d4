-- Stock in the back office.
local database = require "spec.support.database"
local office = require "spec.app.office"
local shop = require "spec.app.shop"

describe("stock in the back office", function()
  local browser, mall, url, site

  setup(function() site = require "boot" end)

  before_each(function()
    mall = shop.open { { code = "tea", name = "보리차", stock = 10 }, { code = "rice", name = "햅쌀", stock = 3 } }
    browser = office.enter(site, "merchandiser", { mall_id = mall.id })
    url = "/admin/stock/" .. shop.sku "TEA"
  end)

  local function has(html, words) assert.is_truthy(html:find(words, 1, true), words) end

  it("is listed by what is left, and can be narrowed to what runs short", function()
    local status, html = browser:get "/admin/stock"
    assert.equal(200, status)
    assert.is_true(html:find("RICE", 1, true) < html:find("TEA", 1, true))
    local _, short = browser:get "/admin/stock?low=1"
    has(short, "RICE")
    has(short, "부족")
    assert.is_falsy(short:find("보리차", 1, true))
  end)

  it("is moved for a reason, and the ledger of its SKU says so", function()
    assert.equal(200, (browser:get(url)))
    local status, _, location = browser:post(url, { reason = "damage", quantity = "4", note = "상자가 젖음" })
    assert.same({ 303, url }, { status, location })
    assert.equal(6, (shop.stock "TEA"))
    local _, html = browser:get(url)
    for _, words in ipairs { "재고를 10개에서 6개로 바꿨어요.", "파손·폐기", "상자가 젖음", "-4", "merchandiser" } do has(html, words) end
  end)

  it("says what is wrong, and moves nothing", function()
    database.execute("UPDATE stock SET reserved = 8 WHERE on_hand = 10")
    browser:get(url)
    local status, html = browser:post(url, { reason = "count", quantity = "7" })
    assert.equal(422, status)
    has(html, "예약된 8개보다 적게 둘 수 없어요.")
    status, html = browser:post(url, { reason = "sheet", quantity = "많이" })
    assert.equal(422, status)
    has(html, "사유를 다시 선택해 주세요.")
    has(html, "수량은 숫자(0~9)로만 입력해 주세요.")
    assert.equal(10, (shop.stock "TEA"))
    assert.equal(404, (browser:get "/admin/stock/nothing"))
    assert.equal(404, (browser:get("/admin/stock/" .. mall.id)))
  end)
end)
