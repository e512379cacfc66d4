-- The order machine as staff read it, and where one order stands in it.

local office = require "spec.app.office"
local orders = require "spec.app.orders"
local shop = require "spec.app.shop"

describe("the order machine in the back office", function()
  local mall, site

  setup(function()
    mall = shop.open { { code = "apple", name = "사과", price = 12000, stock = 10 } }
    site = require "boot"
  end)

  local function enter(role) return (office.enter(site, role, { host = "shop.test" })) end
  local function has(html, words) assert.truthy(html:find(words, 1, true), words .. " is not in the page") end

  it("is every axis as a picture and as a table, from the rules themselves", function()
    local status, html = enter("reader"):get "/admin/machine"
    assert.equal(200, status)
    for _, axis in ipairs { "결제", "상품", "취소·반품·교환", "환불" } do has(html, axis .. " 흐름 그림") end
    for _, words in ipairs { "발주확인", "배송준비중", "금액이 결제할 금액과 달라요.", "book_capture", "다른 일에 따라" } do has(html, words) end
    assert.equal(4, select(2, html:gsub("<svg class=\"machine\"", "")))
  end)

  it("is no business of who has no permission for orders", function()
    assert.equal(403, (enter("developer"):get "/admin/machine"))
  end)

  it("shows on an order's page where it stands, with how many units", function()
    local placed = assert(orders.place(mall, { APPLE = 3 }, { bank_transfer = true }))
    local status, html = enter("reader"):get("/admin/orders/" .. placed.number)
    assert.equal(200, status)
    has(html, "machine-state machine-here")
    has(html, "3개")
    assert.equal(2, select(2, html:gsub("<svg class=\"machine\"", "")))
  end)
end)
