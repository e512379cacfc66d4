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
    status, html = browser:post(url, { reason = "receive", quantity = "3", best_before = "내년 봄" })
    assert.equal(422, status)
    has(html, "소비기한을")
    status, html = browser:post(url .. "/policy", { safety = "-1", restock_at = "조금" })
    assert.equal(422, status)
    has(html, "안전 재고는 0개")
    has(html, "재입고 알림 기준은 숫자")
    assert.equal(404, (browser:get "/admin/stock/nothing"))
    assert.equal(404, (browser:get("/admin/stock/" .. mall.id)))
  end)

  it("comes in by the lot, which can be stopped and names the orders it went to", function()
    browser:get(url)
    local status = browser:post(url, { reason = "receive", quantity = "5", lot_code = "L-7", best_before = "20991231" })
    assert.equal(303, status)
    local _, html = browser:get(url)
    for _, words in ipairs { "L-7", "2099.12.31", "일 남음", "로트 없음" } do has(html, words) end
    local lot = html:match('href="(/admin/stock/lots/[^"]+)"[^>]*>L%-7')
    local _, page = browser:get(lot)
    has(page, "이 로트를 산 주문이 없어요")
    assert.equal(422, (browser:post(lot .. "/stop", { why = "" })))
    assert.equal(303, (browser:post(lot .. "/stop", { why = "이물질 신고" })))
    _, page = browser:get(lot)
    has(page, "이물질 신고")
    has(page, "판매 중지 풀기")
    _, html = browser:get(url)
    has(html, "판매 보류")
    assert.equal(303, (browser:post(lot .. "/resume", {})))
    assert.equal("0", (database.execute("SELECT blocked FROM stock WHERE keeps_lots"):match "%d+"))
    assert.equal(404, (browser:get("/admin/stock/lots/" .. mall.id)))
  end)

  it("is sold as staff says: what is kept for safety, and from where on it is to be restocked", function()
    browser:get(url)
    assert.equal(303, (browser:post(url .. "/policy", { safety = "4", restock_at = "8", least_days = "" })))
    local _, html = browser:get(url)
    for _, words in ipairs { "판매 기준을 바꿨어요.", "안전 재고", "6개" } do has(html, words) end
    assert.equal("4|8|0|6", (database.execute("SELECT safety, restock_at, least_days, available FROM stock WHERE on_hand = 10"):match "%S+"))
    assert.equal("0", (database.execute("SELECT safety FROM stock WHERE on_hand = 3"):match "%S+"))
  end)
end)
