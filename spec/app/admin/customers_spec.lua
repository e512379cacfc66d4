-- What staff do for customers: answers, hidden reviews, points put right, grades. Through the whole site, with what it leaves
-- in the log and in the mail.

local account = require "spec.app.account"
local database = require "spec.support.database"
local office = require "spec.app.office"
local shop = require "spec.app.shop"

describe("in the back office", function()
  local site, mall, cs, member_id

  local function sql(text) return (database.execute(text):gsub("%s+$", "")) end

  setup(function()
    mall = shop.open { { code = "pear", name = "나주 배", price = 20000 } }
    site = require "boot"
    member_id = account.add(mall, { name = "김하나", email = "hana@example.kr" })
    cs = office.enter(site, "cs", { mall_id = mall.id, host = "shop.test", email = "cs@shop.kr" })
  end)

  local function sees(url, ...)
    local status, html, location = cs:get(url)
    assert.equal(200, status, url .. " " .. tostring(location))
    for _, text in ipairs { ... } do assert.truthy(html:find(text, 1, true), url .. " lacks " .. text) end
    return html
  end

  local function sends(from, path, form, expected)
    cs:get(from)
    local status, html, location = cs:post(path, form)
    assert.same({ 303, expected or from }, { status, location }, html)
  end

  local function logged(action) return tonumber(sql(("SELECT count(*) FROM audit_entry WHERE action = '%s'"):format(action))) end

  it("an inquiry is answered once by letter, corrected in silence, and never over somebody else's answer", function()
    local id = sql(([[INSERT INTO inquiry (mall_id, member_id, topic, title, body) VALUES
      ('%s', '%s', 'delivery', '언제 오나요?', '주말에 받고 싶어요') RETURNING id]]):format(mall.id, member_id))
    local html = sees("/admin/inquiries", "언제 오나요?", "답변 대기", "김*나")
    assert.falsy(html:find("김하나", 1, true))
    local url = "/admin/inquiries/" .. id
    sees(url, "주말에 받고 싶어요")
    assert.equal(1, logged "inquiry.view")
    sends(url, url, { answer = "금요일에 보내요", version = "1" })
    assert.equal("hana@example.kr", sql "SELECT to_address FROM mail WHERE template = 'inquiry/answered'")
    assert.equal("cs@shop.kr", sql "SELECT answered_by FROM inquiry")
    assert.equal(409, (cs:post(url, { answer = "저도 답해요", version = "1" })))
    sends(url, url, { answer = "토요일에 보내요", version = "2" })
    assert.equal("토요일에 보내요|1", sql "SELECT answer, (SELECT count(*) FROM mail) FROM inquiry")
    assert.equal(2, logged "inquiry.change")
    assert.equal(422, (cs:post(url, { answer = "", version = "3" })))
    assert.equal(404, (cs:get "/admin/inquiries/nonsense"))
  end)

  it("a question is answered and hidden, and what is hidden stands on no product's page", function()
    local id = sql(([[INSERT INTO product_question (mall_id, product_id, member_id, author, secret, body)
      SELECT '%s', id, '%s', '김**', true, '전화 010-1234-5678' FROM product RETURNING id]]):format(mall.id, member_id))
    local url = "/admin/questions/" .. id
    sees("/admin/questions", "전화 010-1234-5678", "비밀글")
    sees(url, "전화 010-1234-5678")
    sends(url, url, { answer = "연락드렸어요", version = "1" })
    sends(url, url .. "/hide", { why = "연락처가 들어 있어요" }, url)
    assert.equal("0", sql "SELECT facts ->> 'questions' FROM product_voice")
    sees(url, "연락처가 들어 있어요")
    sends(url, url .. "/show", {}, url)
    assert.equal("1", sql "SELECT facts ->> 'questions' FROM product_voice")
    assert.equal(422, (cs:post(url .. "/hide", { why = "" })))
  end)

  it("a review is hidden with a reason that its writer reads, and counts for no average meanwhile", function()
    sql(([[INSERT INTO review (mall_id, product_id, author, rating, body)
      SELECT '%s', id, '이**', stars, '별점 ' || stars FROM product, generate_series(1, 5, 4) AS stars]]):format(mall.id))
    local id = sql "SELECT id FROM review WHERE rating = 1"
    local url = "/admin/reviews/" .. id
    sees("/admin/reviews?rating=1", "별점 1")
    sends(url, url .. "/hide", { why = "욕설이 들어 있어요" }, url)
    assert.equal("[0, 0, 0, 0, 1]", sql "SELECT facts -> 'stars' FROM product_voice")
    sees("/admin/reviews?state=hidden", "별점 1")
    sends(url, url .. "/show", {}, url)
    assert.equal("[1, 0, 0, 0, 1]", sql "SELECT facts -> 'stars' FROM product_voice")
    assert.equal(2, logged "review.change")
  end)

  it("points are put right once for a form, with a reason, and never below nothing", function()
    local url = "/admin/members/" .. member_id .. "/points"
    local html = sees(url, "김*나 적립금", "아직 움직인 적이 없어요")
    local key = html:match 'name="key" value="([%x-]+)"'
    sends(url, url, { way = "add", amount = "500", reason = "배송이 늦어 죄송해요", key = key })
    sends(url, url, { way = "add", amount = "500", reason = "배송이 늦어 죄송해요", key = key })
    assert.equal("500", sql "SELECT balance FROM point_account")
    local status, answer = cs:post(url, { way = "take", amount = "501", reason = "정정", key = "019f0000-0000-7000-8000-000000000001" })
    assert.equal(422, status)
    assert.truthy(answer:find("쓸 수 있는 적립금이 모자라요", 1, true))
    sends(url, url, { way = "take", amount = "200", reason = "정정", key = "019f0000-0000-7000-8000-000000000002" })
    assert.equal("300", sql "SELECT balance FROM point_account")
    sees("/admin/points", "배송이 늦어 죄송해요", "정정")
    assert.equal("정정", sql "SELECT why FROM audit_entry WHERE action = 'point.change' ORDER BY seq DESC LIMIT 1")
    assert.equal(404, (cs:get "/admin/members/nobody/points"))
  end)

  it("grades show who stands where and who would move, and can be decided again", function()
    database.execute(("UPDATE member SET grade = 'vip' WHERE id = '%s'"):format(member_id))
    sees("/admin/grades", "회원 1명", "VIP → 웰컴", "김*나", "ha**@example.kr")
    sends("/admin/grades", "/admin/grades", {})
    assert.equal("1", sql "SELECT count(*) FROM job WHERE kind = 'grade.move'")
    assert.equal(1, logged "member.grades")
  end)
end)
