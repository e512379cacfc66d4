-- What members see and do on their own pages, through the whole site; and what of it is nobody else's.

local account = require "spec.app.account"
local database = require "spec.support.database"
local shop = require "spec.app.shop"
local shopper = require "spec.app.web.shopper"

describe("my page", function()
  local site, mall, kim, lee, kim_id, lee_id

  local function order_of(member_id, goods)
    local placed = assert(require("flows.place_order").run(mall, shop.draft(mall, goods)))
    database.execute(("UPDATE \"order\" SET member_id = '%s' WHERE id = '%s'"):format(member_id, placed.id))
    return placed.number
  end

  local function paid(number)
    assert(require("flows.settle_deposit").run(number, "staff"))
    return number
  end

  local function sees(person, url, ...)
    local status, html, location = person:get(url)
    assert.equal(200, status, url .. " " .. tostring(location))
    for _, text in ipairs { ... } do assert.truthy(html:find(text, 1, true), url .. " lacks " .. text .. "\n" .. html) end
    return html
  end

  local function sees_not(person, url, ...)
    local _, html = person:get(url)
    for _, text in ipairs { ... } do assert.falsy(html:find(text, 1, true), url .. " has " .. text) end
  end

  local function sends(person, from, path, form, expected)
    person:get(from)
    local status, html, location = person:post(path, form)
    assert.same({ 303, expected }, { status, location }, html)
  end

  setup(function()
    mall = shop.open { { code = "apple", name = "햇사과", price = 12000, stock = 50 }, { code = "pear", name = "나주 배", price = 20000 } }
    site = require "boot"
    kim_id, lee_id = account.add(mall, { name = "김하나" }), account.add(mall, { name = "이두리" })
    kim = account.log_in(shopper(site, "shop.test"), mall, kim_id)
    lee = account.log_in(shopper(site, "shop.test"), mall, lee_id)
  end)

  it("is for members: everybody else is asked to log in first", function()
    local guest = shopper(site, "shop.test")
    local asked = 0
    for _, row in ipairs(require "routes") do
      if row[2]:find "^/my" and row[1] == "GET" and row[2] ~= "/my/recent" then
        local status, _, location = guest:get((row[2]:gsub(":id", "019f0000-0000-7000-8000-000000000000")))
        assert.equal(303, status, row[2])
        assert.matches("^/login%?return_to=", location)
        asked = asked + 1
      end
    end
    assert.is_true(asked >= 14)
  end)

  it("shows a member's orders, with their details, and nobody else's", function()
    local number = paid(order_of(kim_id, { APPLE = 2, PEAR = 1 }))
    sees(kim, "/my", "김하나님", number, "결제완료")
    sees(kim, "/my/orders", number, "외 1건", "결제완료")
    sees(kim, "/orders/" .. number, "햇사과")
    sees_not(lee, "/my/orders", number)
    sees_not(lee, "/my", number)
    assert.equal(404, (lee:get("/orders/" .. number)))
  end)

  it("shows orders of the last three months, and older ones when asked", function()
    local number = order_of(lee_id, { APPLE = 1 })
    database.execute(("UPDATE \"order\" SET placed_at = now() - interval '5 months' WHERE number = '%s'"):format(number))
    sees(lee, "/my/orders", "이 기간에 주문하신 내역이 없어요")
    sees(lee, "/my/orders?period=6m", number)
    sees(lee, "/my/orders?period=all", number)
    sees(lee, "/my/orders?period=nonsense", "이 기간에 주문하신 내역이 없어요")
  end)

  it("keeps addresses: the first is the default, another can become it, and there is always one", function()
    local function add(name, changes)
      local form = { name = name, phone = "010-1234-5678", postcode = "06236", address1 = "서울 강남구 테헤란로 " .. name }
      for key, value in pairs(changes or {}) do form[key] = value end
      sends(kim, "/my/addresses/new", "/my/addresses", form, "/my/addresses")
    end
    local function list()
      return (database.execute(([[SELECT string_agg(name || CASE WHEN is_default THEN '*' ELSE '' END, ' ' ORDER BY name)
        FROM member_address WHERE member_id = '%s']]):format(kim_id)):gsub("%s+$", ""))
    end
    local function id(name) return database.execute(("SELECT id FROM member_address WHERE name = '%s'"):format(name)):match("%S+") end
    add "하나"
    add "두나"
    assert.equal("두나 하나*", list())
    add "두나" -- the same once more is the same address
    assert.equal("두나 하나*", list())
    add("세나", { is_default = "1" })
    assert.equal("두나 세나* 하나", list())
    sends(kim, "/my/addresses", "/my/addresses/" .. id "두나" .. "/default", {}, "/my/addresses")
    assert.equal("두나* 세나 하나", list())
    sends(kim, "/my/addresses", "/my/addresses/" .. id "두나" .. "/remove", {}, "/my/addresses")
    assert.equal("세나* 하나", list())
    sends(kim, "/my/addresses", "/my/addresses/" .. id "하나", { name = "하나", phone = "010-1234-5678", postcode = "63100",
      address1 = "제주 제주시 노연로 1" }, "/my/addresses")
    sees(kim, "/my/addresses", "63100", "제주시", "기본 배송지")
    assert.equal(422, (kim:post("/my/addresses", { name = "하나" })))
    -- somebody else's is not there
    local status = lee:get("/my/addresses/" .. id "하나")
    assert.equal(404, status)
    assert.equal(404, (lee:post("/my/addresses/" .. id "하나" .. "/remove", {})))
    assert.equal(404, (lee:post("/my/addresses/" .. id "하나", { name = "도둑", phone = "010-1234-5678", postcode = "63100",
      address1 = "제주 제주시 노연로 1" })))
    assert.equal(404, (lee:post("/my/addresses/" .. id "하나" .. "/default", {})))
    assert.equal(404, (lee:post("/my/addresses/no-uuid/default", {})))
    assert.equal("세나* 하나", list())
  end)

  it("has its addresses at the till: the default stands there, another is a click away, and a new one can be kept", function()
    local id = account.add(mall, { name = "배주소" })
    local bae = account.log_in(shopper(site, "shop.test"), mall, id)
    local function add(name, postcode)
      sends(bae, "/my/addresses/new", "/my/addresses", { name = name, phone = "010-9999-8888", postcode = postcode,
        address1 = "서울 강남구 " .. name .. "로 1" }, "/my/addresses")
    end
    add("첫째", "06236")
    add("둘째", "63100")
    bae:get "/p/apple"
    bae:post("/cart/items", { sku_id = shop.sku "APPLE", qty = "1" })
    local html = sees(bae, "/checkout", 'value="06236"', 'value="첫째"', "배주소", "보관한 배송지")
    local other = html:match '/checkout%?address=([%x-]+)#part%-2" >둘째'
    sees(bae, "/checkout?address=" .. other, 'value="63100"', 'value="둘째"')
    -- what is not one's own is as good as nothing
    local foreign = database.execute(("SELECT id FROM member_address WHERE member_id = '%s' LIMIT 1"):format(kim_id)):match "%S+"
    sees(bae, "/checkout?address=" .. foreign, 'value="첫째"')
    sees(bae, "/checkout?address=nonsense", 'value="첫째"')
    bae:post("/checkout", { orderer_name = "배주소", orderer_phone = "010-1234-5678", recipient_name = "셋째",
      recipient_phone = "010-7777-6666", postcode = "06236", address1 = "서울 강남구 셋째로 3", save_address = "1", agree_age = "1",
      agree_order = "1", agree_privacy = "1" })
    local confirm = sees(bae, "/checkout/confirm", "셋째로 3")
    assert.matches("^/orders/", select(3, bae:post("/checkout/confirm", { place_key = confirm:match 'name="place_key" value="([%x-]+)"' })))
    sees(bae, "/my/addresses", "첫째로 1", "둘째로 1", "셋째로 3")
    assert.equal(3, shop.count(("member_address WHERE member_id = '%s'"):format(id)))
  end)

  it("keeps twenty addresses at most", function()
    for n = 1, 20 do
      database.execute(([[INSERT INTO member_address (mall_id, member_id, name, phone, postcode, address1) VALUES
        ('%s', '%s', '받는이%d', '01012345678', '06236', '서울')]]):format(mall.id, lee_id, n))
    end
    sees(lee, "/my/addresses", "20곳까지")
    assert.equal(409, (lee:post("/my/addresses", { name = "하나", phone = "010-1234-5678", postcode = "06236", address1 = "서울 강남구" })))
  end)

  it("keeps wishes: the heart of a product says whether it is wished for", function()
    local html = sees(kim, "/p/apple", 'name="wish" value="add"', 'aria-pressed="false"')
    local product = html:match 'name="product_id" value="([%x-]+)"'
    sends(kim, "/p/apple", "/wishes", { product_id = product, wish = "add", return_to = "/p/apple" }, "/p/apple")
    sees(kim, "/p/apple", 'aria-pressed="true"')
    sees(kim, "/my/wishes", "햇사과")
    sees_not(lee, "/my/wishes", "햇사과")
    sees(lee, "/p/apple", 'aria-pressed="false"')
    sends(kim, "/p/apple", "/wishes", { product_id = product, wish = "remove", return_to = "//evil.example" }, "/my/wishes")
    sees(kim, "/my/wishes", "찜한 상품이 없어요")
    assert.equal(404, (kim:post("/wishes", { product_id = "019f0000-0000-7000-8000-000000000000" })))
    -- a guest's page is everybody's: it knows no hearts
    local guest = shopper(site, "shop.test")
    for _ = 1, 3 do sees(guest, "/p/apple", "/login?return_to=%2Fp%2Fapple") end
  end)

  it("shows what the browser remembers of the goods that were looked at, whatever else it says", function()
    local guest = shopper(site, "shop.test")
    guest.cookies.recent = "pear.apple.nothing.<script>.pear"
    local html = sees(guest, "/my/recent", "나주 배", "햇사과")
    assert.is_true(html:find "나주 배" < html:find "햇사과")
    guest.cookies.recent = ("x"):rep(5000)
    sees(guest, "/my/recent", "최근 본 상품이 없어요")
  end)

  it("lets buyers write a review of what they paid for, once, and thanks them as the mall says", function()
    database.execute(([[INSERT INTO setting (mall_id, name, value) VALUES ('%s', 'points', '{"review": 500}')]]):format(mall.id))
    local number = paid(order_of(kim_id, { PEAR = 1 }))
    local unpaid = order_of(kim_id, { PEAR = 1 })
    require("spec.support.eventually")(function() return require("mall").settings(mall.id).points ~= nil end)
    local before = tonumber((database.execute(("SELECT coalesce(sum(balance), 0) FROM point_account WHERE member_id = '%s'"):format(kim_id))))
    sees(kim, "/my/reviews", "/my/reviews/new?order=" .. number .. "&amp;position=1")
    sees(kim, "/my/reviews/new?order=" .. number .. "&position=1", "나주 배", "적립금 500원을 드려요")
    local review = { order = number, position = "1", rating = "4", body = "물이 많고 답니다 <b>정말</b>\n또 살게요" }
    assert.equal(422, (kim:post("/my/reviews", { order = number, position = "1", rating = "6", body = "짧다" })))
    sends(kim, "/my/reviews", "/my/reviews", review, "/my/reviews")
    -- the same form sent twice is one call; another review of the same goods is not taken
    assert.equal(303, (kim:post("/my/reviews", review)))
    assert.equal(409, (kim:post("/my/reviews", { order = number, position = "1", rating = "5", body = "다시 생각하니 더 좋았어요" })))
    assert.equal(409, (kim:post("/my/reviews", { order = unpaid, position = "1", rating = "4", body = "아직 안 받았어요 정말" })))
    assert.equal(409, (lee:post("/my/reviews", { order = number, position = "1", rating = "1", body = "제가 산 것이 아니에요" })))
    assert.equal(before + 500, tonumber((database.execute(("SELECT balance FROM point_account WHERE member_id = '%s'"):format(kim_id)))))
    sees(kim, "/my/points", "후기를 써 주셔서 고마워요: 나주 배", "500원")
    local guest = shopper(site, "shop.test")
    require("spec.support.eventually")(function() return (select(2, guest:get "/p/pear")):find("물이 많고", 1, true) end)
    sees(guest, "/p/pear", "김**", "&lt;b&gt;정말&lt;/b&gt;", '"aggregateRating":{"@type":"AggregateRating","ratingValue":4.0,"reviewCount":1')
    sees_not(guest, "/p/apple", "aggregateRating")
    sees(guest, "/p/pear/reviews?sort=low", "김**", "물이 많고")
    -- taken back by nobody but its writer
    local id = database.execute("SELECT id FROM review"):match "%S+"
    assert.equal(404, (lee:post("/my/reviews/" .. id .. "/remove", {})))
    sends(kim, "/my/reviews", "/my/reviews/" .. id .. "/remove", {}, "/my/reviews")
    require("spec.support.eventually")(function() return not (select(2, guest:get "/p/pear")):find("물이 많고", 1, true) end)
    assert.equal(409, (kim:post("/my/reviews", review)))
  end)

  it("keeps a secret question between its writer and the shop", function()
    local guest = shopper(site, "shop.test")
    sends(kim, "/p/apple/questions/new", "/p/apple/questions", { body = "선물 포장이 되나요?" }, "/p/apple/questions")
    sends(kim, "/p/apple/questions/new", "/p/apple/questions", { body = "제 주소로 언제 오나요?", secret = "1" }, "/p/apple/questions")
    require("spec.support.eventually")(function() return (select(2, guest:get "/p/apple")):find("선물 포장이", 1, true) end)
    for _, person in ipairs { guest, lee } do
      for _, url in ipairs { "/p/apple", "/p/apple/questions" } do
        sees(person, url, "선물 포장이 되나요?", "비밀글이에요.", "김**")
        sees_not(person, url, "제 주소로")
      end
    end
    sees(kim, "/p/apple/questions", "제 주소로 언제 오나요?", "내가 쓴 글")
    sees(kim, "/my/questions", "제 주소로 언제 오나요?")
    sees_not(lee, "/my/questions", "제 주소로")
    -- also what the database keeps ready for the product's page knows nothing of it
    assert.falsy(database.execute("SELECT facts FROM product_voice"):find("제 주소로", 1, true))
    local id = database.execute("SELECT id FROM product_question WHERE secret"):match "%S+"
    assert.equal(404, (lee:post("/my/questions/" .. id .. "/remove", {})))
    sends(kim, "/my/questions", "/my/questions/" .. id .. "/remove", {}, "/my/questions")
    sees_not(kim, "/my/questions", "제 주소로")
    assert.equal("/login?return_to=%2Fp%2Fapple%2Fquestions", select(3, guest:post("/p/apple/questions", { body = "저도 물어볼게요" })))
  end)

  it("takes inquiries, about one's own orders alone, and shows them to nobody else", function()
    local number = order_of(kim_id, { APPLE = 1 })
    sends(kim, "/my/inquiries/new?order=" .. number, "/my/inquiries", { topic = "delivery", order = number, title = "언제 오나요?",
      body = "주말에 받고 싶어요" }, "/my/inquiries")
    local html = sees(kim, "/my/inquiries", "언제 오나요?", "답변 대기")
    local url = html:match '/my/inquiries/[%x-]+%x'
    sees(kim, url, "주말에 받고 싶어요", number)
    assert.equal(404, (lee:get(url)))
    sees_not(lee, "/my/inquiries", "언제 오나요?")
    assert.equal(422, (lee:post("/my/inquiries", { topic = "delivery", order = number, title = "남의 주문", body = "남의 주문이에요" })))
    assert.equal(422, (kim:post("/my/inquiries", { topic = "gossip", title = "소문", body = "소문을 들었어요" })))
    assert.equal(404, (kim:get "/my/inquiries/nonsense"))
  end)

  it("hears twenty messages an hour of one member, and then asks for a pause", function()
    local ro_id = account.add(mall, { name = "노다섯" })
    local ro = account.log_in(shopper(site, "shop.test"), mall, ro_id)
    ro:get "/my/inquiries/new"
    local function ask(nth) return (ro:post("/my/inquiries", { topic = "other", title = "또 저예요 " .. nth, body = "또 물어볼게요" })) end
    for nth = 1, 20 do assert.equal(303, ask(nth)) end
    assert.equal(429, ask(21))
  end)

  it("is not served with a ladder of grades that makes no sense", function()
    local members = require "member"
    local sound = members.grades
    members.grades = { months = 6, { name = "basic", label = "웰컴", from = 0, points = 1 },
      { name = "basic", label = "골드", from = 0, points = 1 } }
    local served, why = site.self_check()
    members.grades = sound
    assert.is_nil(served)
    assert.equal("app/member/grades.lua: basic stands twice; basic: begins no higher than the grade before it", why)
  end)

  it("goes with the member who leaves: addresses, wishes, points and coupons; what was written stays without a name", function()
    local id = account.add(mall, { name = "최떠남" })
    local choi = account.log_in(shopper(site, "shop.test"), mall, id)
    sends(choi, "/my/addresses/new", "/my/addresses", { name = "최떠남", phone = "010-1234-5678", postcode = "06236",
      address1 = "서울 강남구 떠나는길 1" }, "/my/addresses")
    sends(choi, "/my/inquiries/new", "/my/inquiries", { topic = "other", title = "안녕히 계세요", body = "그동안 고마웠어요" },
      "/my/inquiries")
    local points, transaction = require "points", require("flows.store").transaction
    assert(transaction(function(tx)
      return points.grant(tx, { mall_id = mall.id, member_id = id, amount = 700, reason = "시험", key = "leaves" })
    end))
    local export = sees(choi, "/my/export", "떠나는길 1", "안녕히 계세요", "배송지", "적립금 내역")
    assert.truthy(export)
    assert(transaction(function(tx)
      require("flows.forget_belongings").run(tx, mall, id)
      return true
    end))
    assert.equal(0, points.balance(mall.id, id))
    assert.equal(0, shop.count(("member_address WHERE member_id = '%s'"):format(id)))
    assert.equal(1, shop.count(("inquiry WHERE member_id = '%s'"):format(id)))
  end)

  it("says which grade a member has, and how far the next is", function()
    sees(kim, "/my/grade", "웰컴", "실버</b>까지", "매월 1일")
    sees(kim, "/my", "웰컴", "실버</b>까지")
    assert.matches("쓸 수 있는 쿠폰이 없어요", sees(kim, "/my/coupons"))
  end)
end)
