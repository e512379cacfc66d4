local account = require "spec.app.account"
local database = require "spec.support.database"
local office = require "spec.app.office"
local place_order = require "flows.place_order"
local post = require "spec.app.mail.post"
local shop = require "spec.app.shop"

describe("mail in the back office", function()
  local mall, site, manager, number

  setup(function()
    post.set { SIJANG_ENV = "development", MAIL_FROM = "help@shop.test" }
    mall = shop.open({ { code = "apple", name = "사과", price = 12000, stock = 10 } }, { hosts = { "localhost", "shop.test" } })
    number = assert(place_order.run(mall, shop.draft(mall, { APPLE = 3 }))).number
    site = require "boot"
    manager = office.enter(site, "manager", { email = "boss@shop.test" })
  end)
  teardown(function() post.set() end)
  before_each(function() database.execute "DELETE FROM mail; DELETE FROM mail_suppression; DELETE FROM mail_event; DELETE FROM job" end)

  local function get(url)
    local status, html = manager:get(url)
    assert.equal(200, status, url .. "\n" .. html)
    return html
  end

  local function logged(action) return shop.count(("audit_entry WHERE action = '%s'"):format(action)) end

  it("passes the site's own check", function() assert.is_true(assert(site.self_check())) end)

  it("is a list of letters to masked people, that can be narrowed", function()
    local sent, failed = post.write(mall), post.write(mall, { email = "lee@example.kr", name = "이순신", template = "member/welcome" })
    post.attempt(mall, sent)
    database.execute(("UPDATE mail SET state = 'failed', done_at = now(), error = 'refused: 550 no' WHERE id = '%s'"):format(failed))
    local html = get "/admin/mail"
    for _, shown in ipairs { "ki*@example.kr", "김*수", "이메일 인증", "refused: 550 no", "le*@example.kr" } do
      assert.truthy(html:find(shown, 1, true), shown)
    end
    for _, hidden in ipairs { "kim@example.kr", "김철수", "이순신", "s3cret" } do assert.is_nil(html:find(hidden, 1, true), hidden) end
    html = get "/admin/mail?state=failed"
    assert.is_nil(html:find("ki*@example.kr", 1, true))
    assert.truthy(get("/admin/mail?to=lee@"):find("le*@example.kr", 1, true))
  end)

  it("shows what came of a letter, and the log says who looked", function()
    local id = post.write(mall)
    post.attempt(mall, id)
    database.execute(([[INSERT INTO mail_event (mall_id, provider, event_id, kind, address, mail_id, detail, at)
      VALUES ('%s', 'mandrill', 'e', 'hard_bounce', 'kim@example.kr', '%s', '550 nobody', now())]]):format(mall.id, id))
    local before = logged "mail.view"
    local html = get("/admin/mail/" .. id)
    assert.truthy(html:find("없는 주소라 반송됐어요", 1, true))
    assert.truthy(html:find("550 nobody", 1, true))
    assert.is_nil(html:find("kim@example.kr", 1, true))
    assert.is_nil(html:find("/retry", 1, true))
    assert.equal(before + 1, logged "mail.view")
    for _, path in ipairs { "x", "01a226b5-0f46-7416-810c-e7a9a6d74142" } do assert.equal(404, (manager:get("/admin/mail/" .. path))) end
  end)

  it("tries a letter again that was given up, once", function()
    local id = post.write(mall)
    database.execute(("UPDATE mail SET state = 'failed', done_at = now() WHERE id = '%s'; DELETE FROM job"):format(id))
    assert.truthy(get("/admin/mail/" .. id):find("/retry", 1, true))
    assert.equal(303, (manager:post("/admin/mail/" .. id .. "/retry", {})))
    assert.same({ "queued", 1, 1 }, { post.row(id, "state"), shop.count "job WHERE kind = 'mail.send'", logged "mail.retry" })
    assert.equal(409, (manager:post("/admin/mail/" .. id .. "/retry", {})))
    assert.equal(1, shop.count "job")
  end)

  it("shows every letter as it would be sent", function()
    local index = get "/admin/mail/letters"
    local shown = 0
    for url in index:gmatch 'href="(/admin/mail/letters/%w+/[%w_]+)"' do
      get(url)
      assert.truthy(get(url .. "/html"):find("주식회사", 1, true) or get(url .. "/html"):find("시험상회", 1, true), url)
      shown = shown + 1
    end
    assert.is_true(shown >= 12, shown)
    assert.equal(404, (manager:get "/admin/mail/letters/member/none"))
  end)

  it("shows an order's letter with the real order, which the log remembers", function()
    local url = "/admin/mail/letters/order/placed"
    local html = get(url .. "?about=" .. number:lower())
    assert.truthy(html:find("36,000원", 1, true))
    local letter = get(url .. "/html?about=" .. number)
    assert.truthy(letter:find("서울 강남구 테헤란로 1, ***", 1, true))
    assert.truthy(letter:find("김*수님", 1, true))
    for _, hidden in ipairs { "김철수", "2층", "1234-5678" } do assert.is_nil(letter:find(hidden, 1, true), hidden) end
    assert.equal(2, logged "mail.preview")
    local status, missing = manager:get(url .. "?about=261129-0000000")
    assert.equal(422, status)
    assert.truthy(missing:find("field-error", 1, true))
    assert.equal(404, (manager:get(url .. "/html?about=261129-0000000")))
  end)

  it("shows each letter about an order that can be about this one, and offers it for no other", function()
    local real = {}
    for _, one in ipairs(require("mail").letters()) do
      if one.name:find "^order/" then
        local url = "/admin/mail/letters/" .. one.name
        local status, html = manager:get(url .. "?about=" .. number)
        assert.equal(200, status, one.name)
        if html:find('name="about"', 1, true) then
          real[#real + 1] = one.name:match "[^/]+$"
          local letter = get(url .. "/html?about=" .. number)
          for _, words in ipairs { number, "김*수님" } do assert.truthy(letter:find(words, 1, true), one.name .. " lacks " .. words) end
          for _, hidden in ipairs { "김철수", "2층", "1234-5678" } do assert.is_nil(letter:find(hidden, 1, true), one.name) end
        end
      end
    end
    assert.equal("deposit_due freed held paid placed", table.concat(real, " "))
    local by_card = assert(place_order.run(mall, shop.draft(mall, { APPLE = 1 })))
    database.execute(("UPDATE payment SET method = 'card', provider = 'inicis', account_number = NULL WHERE order_id = '%s'"):format(by_card.id))
    local status, html = manager:get("/admin/mail/letters/order/placed?about=" .. by_card.number)
    assert.equal(422, status)
    assert.truthy(html:find("계좌로 입금하지 않는 주문이에요.", 1, true))
  end)

  it("shows a member's letter with a real member, masked, to who may see members", function()
    account.add(mall, { email = "lee@example.kr", name = "이순신" })
    local url = "/admin/mail/letters/member/grade_changed"
    local html = get(url .. "?about=Lee@example.kr")
    assert.truthy(html:find("이*신님", 1, true))
    assert.truthy(get(url .. "/html?about=lee@example.kr"):find("이*신님", 1, true))
    assert.equal(2, shop.count "audit_entry WHERE action = 'mail.preview' AND kind = 'member' AND whose IS NOT NULL")
    assert.equal(422, (manager:get(url .. "?about=nobody@example.kr")))
    assert.equal(403, (office.enter(site, "merchandiser"):get(url .. "/html?about=lee@example.kr")))
  end)

  it("shows no order's letter to who may not see whose it is", function()
    local developer = office.enter(site, "developer", { email = "dev@shop.test" })
    local url = "/admin/mail/letters/order/placed"
    local status, page = developer:get(url .. "?about=" .. number)
    assert.equal(422, status)
    assert.is_nil(page:find("김철수", 1, true))
    assert.equal(403, (developer:get(url .. "/html?about=" .. number)))
    assert.equal(200, (developer:get(url .. "/html")))
  end)

  it("sends a letter to oneself, as a test", function()
    get "/admin/mail/letters/order/placed"
    assert.equal(303, (manager:post("/admin/mail/letters/order/placed/send", { about = number })))
    assert.equal("boss@shop.test", (database.execute("SELECT to_address FROM mail"):gsub("%s", "")))
    assert.equal(1, logged "mail.test")
    local id = database.execute("SELECT id FROM mail"):match "%S+"
    post.attempt(mall, id)
    assert.truthy(post.row(id, "subject"):find("^%[시험%] %[시험상회%] 주문을 받았어요"))
    -- to oneself and nobody else, whatever was sent
    manager:post("/admin/mail/letters/member/verify/send", { email = "victim@example.kr", to = "victim@example.kr" })
    assert.equal(0, shop.count "mail WHERE to_address LIKE 'victim%'")
  end)

  it("stops letters to an address, and lets them go there again for a reason", function()
    get "/admin/mail/stopped"
    local status, html = manager:post("/admin/mail/stopped", { email = "no address" })
    assert.equal(422, status)
    assert.truthy(html:find("field-error", 1, true))
    assert.equal(303, (manager:post("/admin/mail/stopped", { email = "KIM@example.kr" })))
    html = get "/admin/mail/stopped"
    assert.truthy(html:find("ki*@example.kr", 1, true))
    assert.is_nil(html:find("kim@example.kr", 1, true))
    local id = post.write(mall)
    post.attempt(mall, id)
    assert.equal("suppressed", post.row(id, "state"))
    local one = html:match 'href="(/admin/mail/stopped/%x+)"'
    get(one)
    assert.equal(422, (manager:post(one .. "/remove", { why = "" })))
    assert.equal(303, (manager:post(one .. "/remove", { why = "전화로 확인" })))
    assert.equal(0, shop.count "mail_suppression")
    assert.same({ 1, 1 }, { logged "mail.suppress", logged "mail.unsuppress" })
    assert.equal(404, (manager:post(one .. "/remove", { why = "전화로 확인" })))
  end)

  it("is looked at by who may, and changed by fewer", function()
    local developer = office.enter(site, "developer")
    assert.equal(200, (developer:get "/admin/mail/letters/order/placed/html"))
    assert.equal(403, (developer:get("/admin/mail/letters/order/placed/html?about=" .. number)))
    local id = post.write(mall)
    database.execute(("UPDATE mail SET state = 'failed', done_at = now() WHERE id = '%s'"):format(id))
    local cs, reader = office.enter(site, "cs"), office.enter(site, "reader")
    for _, url in ipairs { "", "/letters", "/letters/order/paid", "/letters/order/paid/html", "/stopped", "/" .. id } do
      assert.equal(200, (cs:get("/admin/mail" .. url)), url)
      assert.equal(403, (reader:get("/admin/mail" .. url)), url)
    end
    for _, path in ipairs { "/letters/order/paid/send", "/stopped", "/stopped/ab/remove", "/" .. id .. "/retry" } do
      assert.equal(403, (cs:post("/admin/mail" .. path, { email = "a@b.kr", why = "x" })), path)
    end
    assert.equal("failed", post.row(id, "state"))
    local _, html = cs:get "/admin/mail/stopped"
    assert.is_nil(html:find('method="post" action="/admin/mail', 1, true))
  end)
end)
