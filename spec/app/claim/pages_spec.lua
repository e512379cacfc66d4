--- Claims as shoppers and staff meet them: the forms, the sum before anything is asked, who may see what, and the desks.

local account = require "spec.app.account"
local database = require "spec.support.database"
local execute_refund = require "flows.execute_refund"
local move_order = require "flows.move_order"
local office = require "spec.app.office"
local pg = require "pg"
local place_order = require "flows.place_order"
local settle_deposit = require "flows.settle_deposit"
local shop = require "spec.app.shop"
local shopper = require "spec.app.web.shopper"
local transaction = require("flows.store").transaction

describe("the pages of claims", function()
  local mall, site, member_id

  setup(function()
    mall = shop.open { { code = "apple", name = "사과 <b>한</b> 상자", price = 12000, stock = 100 },
      { code = "pear", name = "배 한 상자", price = 40000, stock = 100 } }
    site = require "boot"
    member_id = account.add(mall, { name = "김하나" })
  end)

  local function has(html, words) assert.truthy(html:find(words, 1, true), words .. " is not in:\n" .. html) end
  local function lacks(html, words) assert.is_nil(html:find(words, 1, true), words .. " is in:\n" .. html) end

  local function enter() return account.log_in(shopper(site, "shop.test"), mall, member_id) end

  local function buy(goods, unpaid)
    local placed = assert(place_order.run(mall, shop.draft(mall, goods)))
    if not unpaid then assert(settle_deposit.run(placed.number, "staff")) end
    database.execute(([[UPDATE "order" SET member_id = '%s', shipping_terms = '{"fee": 3000, "free_from": 30000,
      "jeju_surcharge": 3000, "island_surcharge": 5000}' WHERE id = '%s']]):format(member_id, placed.id))
    return placed
  end

  local function bring(placed, ...)
    for _, event in ipairs { ... } do
      assert(transaction(function(tx)
        return move_order.run(tx, assert(move_order.lock(tx, mall.id, placed.id)), { axis = "line", event = event }, { actor = "staff a" })
      end))
    end
  end

  local function hidden(html, name) return html:match('name="' .. name .. '" value="([^"]*)"') end

  -- Looks at the sum, and sends what the page sends.
  local function ask(browser, placed, query, more)
    local status, html = browser:get(("/orders/%s/claim?%s"):format(placed.number, query))
    assert.equal(200, status)
    local form = { kind = hidden(html, "kind"), key = hidden(html, "key"), total = hidden(html, "total"), bank_code = "004",
      account = "123-456-789012", holder = "김하나" }
    for name, value in query:gmatch "([%w]+)=([%w_]+)" do form[name] = value end
    form.show = nil
    for name, value in pairs(more or {}) do form[name] = value end
    return form, html
  end

  it("show the sum before anything is asked, on both designs, and cancel what nobody prepares at once", function()
    local placed, member = buy { APPLE = 3 }, enter()
    local _, order_page = member:get("/orders/" .. placed.number)
    has(order_page, "/orders/" .. placed.number .. "/claim?kind=cancel")
    lacks(order_page, "kind=return")
    for _, device in ipairs { "pc", "mobile" } do
      local _, html = member:on(device):get(("/orders/%s/claim?kind=cancel&q1=1&reason=changed_mind&show=1"):format(placed.number))
      for _, words in ipairs { "예상 환불 금액", "9,000", "12,000원", "처음 배송비", "무료배송 기준(30,000원)", "환불받으실 계좌", "사과 &lt;b&gt;" } do
        has(html, words)
      end
    end
    assert.equal(0, shop.count(("claim WHERE order_id = '%s'"):format(placed.id)))
    local form = ask(member, placed, "kind=cancel&q1=1&reason=changed_mind&show=1")
    local status, _, location = member:post("/orders/" .. placed.number .. "/claim", form)
    assert.same({ 303, "/orders/" .. placed.number .. "/claims/1" }, { status, location })
    -- sent twice, it is there once
    assert.equal(location, select(3, member:post("/orders/" .. placed.number .. "/claim", form)))
    assert.equal(1, shop.count(("claim WHERE order_id = '%s'"):format(placed.id)))
    local _, html = member:get(location)
    for _, words in ipairs { "취소 완료", "환불 금액", "9,000", "무통장입금" } do has(html, words) end
    local _, list = member:get "/my/claims"
    has(list, location)
  end)

  it("say what is wrong beside what was typed, and change nothing", function()
    local placed, member = buy { APPLE = 2 }, enter()
    local url = "/orders/" .. placed.number .. "/claim"
    for query, says in pairs { ["kind=cancel&q1=1&show=1"] = "사유를 골라 주세요", ["kind=cancel&q1=0&reason=late&show=1"] = "상품을 하나는 골라 주세요",
      ["kind=cancel&q1=-1&reason=late"] = "숫자로 골라 주세요", ["kind=cancel&q1=2147483648&reason=late"] = "숫자로 골라 주세요",
      ["kind=cancel&q1=3&reason=late"] = "2개까지", ["kind=cancel&q1=1&reason=sold_out"] = "사유를 골라 주세요",
      ["kind=return&q1=1&reason=broken"] = "아직 배송이 끝나지 않았어요" } do
      local status, html = member:get(url .. "?" .. query)
      assert.equal(422, status, query)
      has(html, says)
    end
    assert.equal(200, (member:get(url .. "?kind=%3Cscript%3E&q1=%F0%9F%8D%8E")))
    local form = ask(member, placed, "kind=cancel&q1=1&reason=changed_mind&show=1", { account = "" })
    local status, html = member:post(url, form)
    assert.equal(422, status)
    has(html, "계좌번호를 입력해 주세요")
    form.account, form.bank_code, form.holder = nil, nil, nil
    status, html = member:post(url, form)
    assert.equal(422, status)
    has(html, "환불받으실 계좌를 입력해 주세요")
    form.bank_code, form.account, form.holder, form.total = "004", "1234567890", "김하나", "1"
    status, html = member:post(url, form)
    assert.equal(422, status)
    has(html, "그사이 환불 금액이 바뀌었어요")
    assert.equal(0, shop.count(("claim WHERE order_id = '%s'"):format(placed.id)))
  end)

  it("are nobody else's: not another member's, not a guest's", function()
    local placed, member = buy { APPLE = 1 }, enter()
    member:post("/orders/" .. placed.number .. "/claim", ask(member, placed, "kind=cancel&q1=1&reason=changed_mind&show=1"))
    local other = account.log_in(shopper(site, "shop.test"), mall, account.add(mall, { name = "이두리" }))
    other:get "/my"
    local guest = shopper(site, "shop.test")
    guest:get "/"
    for _, path in ipairs { "/claim", "/claims/1" } do
      assert.equal(404, (other:get("/orders/" .. placed.number .. path)), path)
      assert.equal(303, (guest:get("/orders/" .. placed.number .. path)), path)
    end
    for _, path in ipairs { "/claim", "/call-off", "/claims/1/withdraw", "/claims/1/sent" } do
      assert.equal(404, (other:post("/orders/" .. placed.number .. path, { kind = "cancel" })), path)
    end
    assert.equal(404, (member:get("/orders/" .. placed.number .. "/claims/2")))
  end)

  it("let a guest who looked the order up ask and take back", function()
    local placed = assert(place_order.run(mall, shop.draft(mall, { PEAR = 1 })))
    assert(settle_deposit.run(placed.number, "staff"))
    bring(placed, "prepare", "invoice", "dispatch", "deliver")
    local guest = shopper(site, "shop.test")
    guest:get "/orders/lookup"
    guest:post("/orders/lookup", { number = placed.number, phone = "010-1234-5678" })
    local form, html = ask(guest, placed, "kind=return&q1=1&reason=broken&show=1", { how = "self", reason_text = "깨졌어요\n사진은 없어요" })
    has(html, "40,000")
    local _, _, location = guest:post("/orders/" .. placed.number .. "/claim", form)
    local _, page = guest:get(location)
    for _, words in ipairs { "신청 거두기", "송장번호 알리기", "깨졌어요" } do has(page, words) end
    assert.equal(422, (guest:post(location .. "/sent", { carrier = "한진택배" })))
    assert.equal(303, (guest:post(location .. "/sent", { carrier = "한진택배", number = "1234-5678" })))
    has(select(2, guest:get(location)), "한진택배 1234-5678")
    assert.equal(303, (guest:post(location .. "/withdraw", {})))
    has(select(2, guest:get(location)), "철회")
    assert.equal(409, (guest:post(location .. "/withdraw", {})))
  end)

  it("call an unpaid order off", function()
    local placed, member = buy({ APPLE = 1 }, true), enter()
    local _, html = member:get("/orders/" .. placed.number .. "/claim?kind=cancel")
    has(html, "아직 결제하지 않은 주문이에요")
    assert.equal(303, (member:post("/orders/" .. placed.number .. "/call-off", {})))
    member:get("/orders/" .. placed.number)
    assert.equal(409, (member:post("/orders/" .. placed.number .. "/call-off", {})))
  end)

  it("lead staff through a return by the buttons of the machine, show the sum that the shopper saw, and are written down", function()
    local placed, member = buy { PEAR = 2 }, enter()
    bring(placed, "prepare", "invoice", "dispatch", "deliver")
    local _, _, location = member:post("/orders/" .. placed.number .. "/claim",
      ask(member, placed, "kind=return&q1=1&reason=changed_mind&show=1"))
    local cs = office.enter(site, "cs", { host = "shop.test" })
    local _, list = cs:get "/admin/claims?kind=return&stage=decide"
    has(list, placed.number .. "-C1")
    local url = "/admin/claims/" .. list:match 'cell%-link" href="/admin/claims/([%x-]+)"'
    local _, page = cs:get(url)
    for _, words in ipairs { "37,000", "승인", "거부", "********9012", "김*수" } do has(page, words) end
    lacks(page, "반품 완료")
    local status, again = cs:post(url .. "/reject", { from = "requested" })
    assert.equal(422, status)
    has(again, "손님께 드릴 말을 입력해 주세요")
    assert.equal(303, (cs:post(url .. "/approve", { from = "requested" })))
    assert.equal(409, (cs:post(url .. "/approve", { from = "requested" })))
    assert.equal(303, (cs:post(url .. "/collect", { from = "approved", carrier = "한진택배", number = "77" })))
    has(select(2, member:get(location)), "한진택배 77")
    assert.equal(303, (cs:post(url .. "/receive", { from = "collecting" })))
    assert.equal(422, (cs:post(url .. "/inspect", { from = "collected", r1 = "-1" })))
    assert.equal(303, (cs:post(url .. "/inspect", { from = "collected", r1 = "1", fault = "buyer" })))
    has(select(2, cs:get(url)), "환불 37,000원")
    assert.equal(409, (cs:post(url .. "/complete", { from = "inspected", total = "40000" })))
    assert.equal(303, (cs:post(url .. "/complete", { from = "inspected", total = "37000" })))
    assert.equal(404, (cs:post(url .. "/explode", { from = "completed" })))
    for action, count in pairs { ["claim.approve"] = 1, ["claim.complete"] = 1, ["claim.inspect"] = 1 } do
      assert.equal(count, shop.count(("audit_entry WHERE action = '%s'"):format(action)), action)
    end
    local refund = pg.row("SELECT id FROM refund WHERE order_id = $1", placed.id)
    assert(execute_refund.run(mall.id, refund.id))
    local _, money = cs:get("/admin/refunds/" .. refund.id)
    for _, words in ipairs { "37,000", "송금 완료", "********9012" } do has(money, words) end
    lacks(money, "123456789012")
    has(select(2, cs:post("/admin/refunds/" .. refund.id .. "/unmask", {})), "123456789012")
    assert.equal(422, (cs:post("/admin/refunds/" .. refund.id .. "/transfer", { from = "by_transfer", bank_code = "999", number = "1", holder = "" })))
    assert.equal(422, (cs:post("/admin/refunds/" .. refund.id .. "/transferred", { from = "by_transfer" })))
    assert.equal(303, (cs:post("/admin/refunds/" .. refund.id .. "/transferred", { from = "by_transfer", reference = "국민 이체" })))
    assert.equal(1, shop.count "audit_entry WHERE action = 'refund.unmask'")
    has(select(2, member:get(location)), "환불 완료")
    has(select(2, cs:get "/admin/refunds?status=completed"), placed.number .. "-R1")
  end)

  it("approve several at once after a look at each sum", function()
    local placed, member = buy { APPLE = 2, PEAR = 1 }, enter()
    bring(placed, "prepare")
    for _, query in ipairs { "kind=cancel&q1=1&reason=changed_mind&show=1", "kind=cancel&q2=1&reason=late&show=1" } do
      assert.equal(303, (member:post("/orders/" .. placed.number .. "/claim", ask(member, placed, query))))
    end
    local cs = office.enter(site, "cs", { host = "shop.test" })
    cs:get "/admin/claims"
    local ids = {}
    for id in database.execute(("SELECT id FROM claim WHERE order_id = '%s' ORDER BY number"):format(placed.id)):gmatch "%S+" do ids[#ids + 1] = id end
    local status, html = cs:post("/admin/claims/approve", { id = ids })
    assert.equal(200, status)
    has(html, "2건 승인")
    local form = { id = ids }
    for _, id in ipairs(ids) do form["total " .. id] = hidden(html, "total " .. id:gsub("%-", "%%-")) end
    form["total " .. ids[2]] = "1"
    assert.equal(303, (cs:post("/admin/claims/approve/confirm", form)))
    local states = pg.rows("SELECT status FROM claim WHERE order_id = $1 ORDER BY number", placed.id)
    assert.same({ "completed", "requested" }, { states[1].status, states[2].status })
    local reader = office.enter(site, "reader", { host = "shop.test" })
    reader:get "/admin/claims"
    assert.equal(403, (reader:post("/admin/claims/approve/confirm", { id = ids[2] })))
  end)

  it("are asked by staff for who cannot: goods that ran out, at the shop's cost, with or without an account", function()
    local placed = buy { APPLE = 3 }
    local cs = office.enter(site, "cs", { host = "shop.test" })
    local url = "/admin/orders/" .. placed.number .. "/claim"
    has(select(2, cs:get("/admin/orders/" .. placed.number)), url)
    assert.equal(422, (cs:get(url .. "?kind=cancel&q1=9&reason=sold_out&show=1")))
    local _, html = cs:get(url .. "?kind=cancel&q1=1&reason=sold_out&show=1")
    has(html, "12,000")
    lacks(html, "처음 배송비")
    local form = { kind = "cancel", q1 = "1", reason = "sold_out", total = hidden(html, "total"), key = hidden(html, "key") }
    local status, _, location = cs:post(url, form)
    assert.equal(303, status)
    assert.equal(location, select(3, cs:post(url, form)))
    has(select(2, cs:get(location)), "완료")
    assert.equal(1, shop.count(("claim WHERE order_id = '%s'"):format(placed.id)))
    assert.equal(1, shop.count "audit_entry WHERE action = 'claim.request'")
    local reader = office.enter(site, "reader", { host = "shop.test" })
    reader:get "/admin"
    assert.equal(403, (reader:get(url)))
    -- the account is typed when it is known
    local row = pg.row("SELECT id FROM refund WHERE order_id = $1", placed.id)
    assert(execute_refund.run(mall.id, row.id))
    local money = "/admin/refunds/" .. row.id
    lacks(select(2, cs:get(money)), "환불 계좌")
    assert.equal(303, (cs:post(money .. "/transfer", { from = "by_transfer", bank_code = "088", number = "110-222-333444", holder = "김하나" })))
    has(select(2, cs:get(money)), "********3444")
  end)

  it("keep to what the mall sets, and to no less than the law", function()
    local owner = office.enter(site, "owner", { host = "shop.test" })
    local _, html = owner:get "/admin/settings/claims"
    has(html, "반품 배송비")
    local function save(changes)
      local form = { return_fee = "2,500", exchange_fee = "5,000", days = "7", defect_days = "90", refund_order = "points_first",
        version = hidden(html, "version"), was = (hidden(html, "was") or ""):gsub("&quot;", '"'):gsub("&#34;", '"') }
      for name, value in pairs(changes or {}) do form[name] = value end
      return owner:post("/admin/settings/claims", form)
    end
    assert.equal(422, (save { days = "3" }))
    assert.equal(303, (save()))
    assert.equal(2500, require("flows.claim_terms").policy(mall.id).return_fee)
  end)
end)
