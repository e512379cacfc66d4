-- The log in the back office: found, read, proved and taken along.

local audit = require "audit"
local database = require "spec.support.database"
local office = require "spec.app.office"
local shop = require "spec.app.shop"

describe("the pages of the log", function()
  local browser

  setup(function()
    shop.open { { code = "apple" } }
    browser = office.enter(require "boot", "owner", { email = "hana@shop.kr" })
    for i = 1, 3 do
      audit.append { staff = i == 3 and "duri@shop.kr" or "hana@shop.kr", role = "cs", action = i == 2 and "member.view" or "product.change",
        kind = i == 2 and "member" or "product", subject = "s-" .. i, whose = i == 2 and "m-1" or "", why = i == 2 and "배송지 문의" or "",
        changes = i ~= 2 and { price = { before = 1000, after = 900 }, memo = { before = nil, after = "<b>" } } or {} }
    end
  end)

  local function numbers(path)
    local _, html = browser:get(path)
    local list = {}
    for seq in html:gmatch 'href="/admin/audit/(%d+)"' do list[#list + 1] = tonumber(seq) end
    return list
  end

  it("list the newest first, and only what one looks for", function()
    assert.same({ 3, 2, 1 }, numbers "/admin/audit")
    assert.same({ 3 }, numbers "/admin/audit?q=duri")
    assert.same({ 2 }, numbers "/admin/audit?personal=1")
    assert.same({ 2 }, numbers "/admin/audit?kind=member")
    assert.same({ 2 }, numbers "/admin/audit?q=m-1")
    assert.same({ 1, 2, 3 }, numbers "/admin/audit?sort=seq")
    assert.same({}, numbers "/admin/audit?at_to=2020-01-01")
  end)

  it("show an entry with what was before and what is after", function()
    local status, html = browser:get "/admin/audit/1"
    assert.equal(200, status)
    assert.truthy(html:find("상품 변경", 1, true))
    assert.matches("price</th>%s*<td data%-label=\"전\">1000</td>%s*<td data%-label=\"후\">900", html)
    assert.truthy(html:find("&lt;b&gt;", 1, true))
    for _, nowhere in ipairs { "99", "0", "x", ("9"):rep(30), "-1", "1.5" } do
      assert.equal(404, (browser:get("/admin/audit/" .. nowhere)), nowhere)
    end
  end)

  it("prove the chain, and name the first entry that is not what was written", function()
    browser:get "/admin/audit"
    local _, html = browser:post("/admin/audit/verify", {})
    assert.matches("기록 %d+건이 모두 쓰인 그대로예요", html)
    database.execute "SET session_replication_role = replica; UPDATE audit_entry SET why = 'x' WHERE seq = 2"
    _, html = browser:post("/admin/audit/verify", {})
    assert.truthy(html:find("2번 기록부터 맞지 않아요", 1, true))
    assert.truthy(html:find("처음 쓰인 내용과 달라요", 1, true))
    database.execute "SET session_replication_role = replica; UPDATE audit_entry SET why = '배송지 문의' WHERE seq = 2"
  end)

  it("are taken along as a file, and that is an entry as well", function()
    local status, body = browser:get "/admin/audit?kind=product&export=csv"
    assert.equal(200, status)
    assert.truthy(body:find("상품 변경", 1, true))
    assert.is_nil(body:find("배송지 문의", 1, true))
    assert.equal("audit.export", audit.newest({}, 1)[1].action)
  end)
end)
