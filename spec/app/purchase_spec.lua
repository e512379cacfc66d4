-- The mall as a shopper meets it: pages and forms, without a browser.

local shop = require "spec.app.shop"
local database = require "spec.support.database"
local shopper = require "spec.app.web.shopper"
local order = require "order"
local settle_deposit = require "flows.settle_deposit"

local TYPED = { orderer_name = "김철수", orderer_phone = "０１０-1234-5678", same_as_orderer = "1", postcode = "06236",
  address1 = "서울 강남구 테헤란로 1", address2 = "", memo = "", memo_other = "", depositor = "", cash_receipt = "none",
  agree_age = "1", agree_order = "1", agree_privacy = "1" }

local function typed(changes)
  local form = {}
  for name, value in pairs(TYPED) do form[name] = value end
  for name, value in pairs(changes or {}) do form[name] = value or nil end
  return form
end

describe("a guest", function()
  local site, guest

  before_each(function()
    shop.open {
      { code = "apple", name = "사과 한 상자", price = 12000, stock = 10 },
      { code = "pear", name = "배 한 상자", price = 20000, stock = 3 },
    }
    site = require "boot"
    guest = shopper(site, "shop.test")
    guest:get "/p/apple"
  end)

  local function add(code, qty, more)
    local form = { sku_id = shop.sku(code), qty = qty and tostring(qty) }
    for name, value in pairs(more or {}) do form[name] = value end
    return guest:post("/cart/items", form)
  end

  local function place(changes)
    guest:get "/checkout"
    assert.equal(303, (guest:post("/checkout", typed(changes))))
    local _, html = guest:get "/checkout/confirm"
    local key = html:match('name="place_key" value="([^"]+)"')
    local status, _, location = guest:post("/checkout/confirm", { place_key = key })
    return status, location, key
  end

  -- What the confirmation's form sends.
  local function confirmed(html)
    return { place_key = html:match('name="place_key" value="([^"]+)"'), quote = html:match('name="quote" value="([^"]+)"') }
  end

  it("looks around without a trace in the database", function()
    for _, url in ipairs { "/", "/c/tea", "/search?q=%EC%82%AC%EA%B3%BC", "/p/apple", "/cart" } do
      assert.equal(200, (guest:get(url)), url)
    end
    assert.equal(0, shop.count "session")
    assert.equal(0, shop.count "cart")
  end)

  it("buys from cart to order, and sees it paid", function()
    assert.same({ 303, "/cart" }, { (add("APPLE", 2)), (select(3, add("PEAR", 1))) })
    local _, cart = guest:get "/cart"
    assert.matches("44,000", cart)
    local status, location = place()
    assert.equal(303, status)
    local _, page = guest:get(location)
    assert.matches("고맙습니다", page)
    assert.matches("입금하실 계좌", page)
    assert.is_nil((select(2, guest:get(location))):find("고맙습니다", 1, true))
    settle_deposit.run(location:match("[^/]+$"), "staff")
    assert.matches("결제완료", (select(2, guest:get(location))))
    assert.matches("장바구니가 비어", (select(2, guest:get "/cart")))
  end)

  it("who submits twice has one order", function()
    add("APPLE", 1)
    local _, first, key = place()
    local _, _, second = guest:post("/checkout/confirm", { place_key = key })
    assert.equal(first, second)
    assert.equal(1, shop.count '"order"')
  end)

  it("who sends a hostile quantity gets a sentence, and nothing in the cart", function()
    for _, qty in ipairs { "-1", "0", "2147483648", "9007199254740993", "9223372036854775808", "1e400", "1e3", "１２", "0x10",
      "1.5", "NaN", "; drop table cart", ("9"):rep(400) } do
      local status, html = add("APPLE", qty)
      assert.equal(422, status, qty)
      assert.matches("수량은", html)
    end
    assert.equal(0, shop.count "cart")
  end)

  it("who adds two things at the very first moment has both in one cart", function()
    local task = require "task"
    local first = task.spawn(function() return add("APPLE", 1) end)
    local second = task.spawn(function() return add("PEAR", 1) end)
    assert.same({ 303, 303 }, { (first:join()), (second:join()) })
    assert.equal(1, shop.count "cart")
    assert.equal(2, shop.count "cart_line")
    assert.matches("32,000", (select(2, guest:get "/cart")))
  end)

  it("who sends no quantity gets one", function()
    add("APPLE")
    assert.equal("1", (database.execute("SELECT qty FROM cart_line"):match("%d+")))
  end)

  it("who wants more than there is hears so", function()
    add("PEAR", 5)
    assert.matches("재고가 3개라 3개만 담았어요", (select(2, guest:get "/cart")))
  end)

  it("who takes something out can have it back", function()
    add("PEAR", 2)
    local line_id = database.execute("SELECT id FROM cart_line"):match("%S+")
    guest:post("/cart/items/" .. line_id .. "/remove", {})
    assert.matches("장바구니에서 뺐어요", (select(2, guest:get "/cart")))
    guest:post("/cart/undo", { line_id = line_id })
    assert.matches("40,000", (select(2, guest:get "/cart")))
  end)

  it("who is late finds the goods sold out, by name, and no order", function()
    add("PEAR", 1)
    guest:get "/checkout"
    guest:post("/checkout", typed())
    local _, html = guest:get "/checkout/confirm"
    database.execute "UPDATE stock SET reserved = on_hand FROM sku WHERE sku.id = sku_id AND code = 'PEAR'"
    local _, _, location = guest:post("/checkout/confirm", { place_key = html:match('name="place_key" value="([^"]+)"') })
    assert.equal("/cart", location)
    assert.matches("배 한 상자’ 상품이 방금 품절됐어요", (select(2, guest:get "/cart")))
    assert.equal(0, shop.count '"order"')
  end)

  it("who confirmed another sum is shown the new one first", function()
    add("APPLE", 1)
    guest:get "/checkout"
    guest:post("/checkout", typed())
    local _, html = guest:get "/checkout/confirm"
    database.execute "UPDATE sku SET price = 12500 WHERE code = 'APPLE'; UPDATE checkout_draft SET quoted_at = now() - interval '11 min'"
    local _, _, location = guest:post("/checkout/confirm", confirmed(html))
    assert.equal("/checkout/confirm", location)
    local _, again = guest:get "/checkout/confirm"
    assert.matches("금액이 바뀌었어요", again)
    assert.matches("<th scope=\"row\">사과 한 상자 가격</th><td><del>12,000원</del></td><td><b>12,500원</b>", again)
    assert.matches("<del>15,000원</del></td><td><b>15,500원</b>", again)
    assert.equal(0, shop.count '"order"')
    assert.matches("15,500", (select(2, guest:get((select(3, guest:post("/checkout/confirm", confirmed(again))))))))
  end)

  it("who orders from a window with older sums than another shows is shown the newer ones", function()
    add("APPLE", 1)
    guest:get "/checkout"
    guest:post("/checkout", typed())
    local _, older = guest:get "/checkout/confirm"
    database.execute "UPDATE sku SET price = 12500 WHERE code = 'APPLE'"
    guest:get "/checkout/confirm"
    assert.equal("/checkout/confirm", (select(3, guest:post("/checkout/confirm", confirmed(older)))))
    assert.equal(0, shop.count '"order"')
  end)

  it("who leaves something out keeps what was typed, with a sentence at the field", function()
    add("APPLE", 1)
    guest:get "/checkout"
    local status, html = guest:post("/checkout", typed { postcode = "123", agree_privacy = false })
    assert.equal(422, status)
    assert.matches('value="김철수"', html)
    assert.matches("우편번호는 숫자 5자리", html)
    assert.equal(0, shop.count "checkout_draft")
  end)

  it("who does not say that they are 14 or older is told so at the field, and nothing is kept", function()
    for _, device in ipairs { "pc", "mobile" } do
      local somebody = guest:on(device)
      add("APPLE", 1)
      local _, form = somebody:get "/checkout"
      assert.truthy(form:find('name="agree_age"[^>]*required'))
      assert.truthy(form:find("[필수]</span> 만 14세 이상이에요", 1, true))
      local status, html = somebody:post("/checkout", typed { agree_age = false })
      assert.equal(422, status)
      assert.matches('name="agree_age"[^>]*aria%-describedby="e%-agree_age"', html)
      assert.matches('id="e%-agree_age">.-만 14세 미만은 주문하실 수 없어요', html)
      assert.equal(0, shop.count "checkout_draft")
    end
  end)

  it("whose draft is older than a consent is asked for it before anything is ordered", function()
    add("APPLE", 1)
    guest:get "/checkout"
    guest:post("/checkout", typed())
    local _, html = guest:get "/checkout/confirm"
    database.execute "UPDATE checkout_draft SET form = form - 'agree_age'"
    local _, _, location = guest:post("/checkout/confirm", { place_key = html:match('name="place_key" value="([^"]+)"') })
    assert.equal("/checkout", location)
    assert.equal("/checkout", (select(3, guest:get "/checkout/confirm")))
    assert.equal(0, shop.count '"order"')
  end)

  it("is asked for the consents each time anew", function()
    add("APPLE", 1)
    guest:get "/checkout"
    guest:post("/checkout", typed())
    local _, html = guest:get "/checkout"
    assert.matches('value="김철수"', html)
    assert.is_nil(html:match('name="agree_order"[^>]*checked'))
  end)

  it("does not come to the till with an empty cart", function()
    assert.same({ 303, "/cart" }, { (guest:get "/checkout"), (select(3, guest:get "/checkout")) })
    assert.equal("/checkout", (select(3, guest:get "/checkout/confirm")))
  end)

  it("does not see another's order, but finds it by number and telephone", function()
    add("APPLE", 1)
    local _, location = place()
    local stranger = shopper(site, "shop.test")
    local status, _, where = stranger:get(location)
    assert.same({ 303, "/orders/lookup?number=" .. location:match("[^/]+$") }, { status, where })
    stranger:get "/orders/lookup"
    local number = location:match("[^/]+$")
    assert.equal(422, (stranger:post("/orders/lookup", { number = number, phone = "010-1234-5679" })))
    assert.equal(location, (select(3, stranger:post("/orders/lookup", { number = number:lower(), phone = "010 1234 5678" }))))
    assert.matches("김%*수", (select(2, stranger:get(location))))
  end)

  it("does not guess orders for long", function()
    guest:get "/orders/lookup"
    for i = 1, 20 do guest:post("/orders/lookup", { number = ("261123-%07d"):format(i), phone = "01012345678" }) end
    assert.equal(429, (guest:post("/orders/lookup", { number = "261123-0000000", phone = "01012345678" })))
  end)

  it("comes back to a page of this mall and to no other site", function()
    assert.equal("/p/apple", (select(3, add("APPLE", 1, { return_to = "/p/apple" }))))
    assert.equal("/cart", (select(3, add("APPLE", 1, { return_to = "//evil.test/" }))))
    assert.equal("/cart", (select(3, add("APPLE", 1, { return_to = "https://evil.test/" }))))
  end)

  it("goes straight to the till with what is bought now", function()
    assert.equal("/checkout", (select(3, add("APPLE", 1, { buy_now = "1" }))))
  end)

  it("finds nothing under addresses that lead nowhere", function()
    for _, url in ipairs { "/p/nothing", "/c/nothing", "/c/tea?page=9", "/notices/nothing", "/media/x/480.webp",
      "/orders/261123-0000000/x" } do
      assert.equal(404, (guest:get(url)), url)
    end
  end)

  it("is served a page whatever stands behind the question mark", function()
    for _, query in ipairs { "sort=x", "page=0", "page=-1", "page=1e9", "price=abc", "brand=%27", "tag=,,," } do
      assert.equal(200, (guest:get("/c/tea?" .. query)), query)
    end
  end)
end)

describe("an order", function()
  it("belongs to its mall alone", function()
    local mall = shop.open { { code = "apple", name = "사과", price = 12000, stock = 10 } }
    local number = assert(require("flows.place_order").run(mall, shop.draft(mall, { APPLE = 1 }))).number
    local other = shop.add({ { code = "cup", name = "컵" } }, { code = "other", hosts = { "other.test" } })
    assert.is_nil(order.by_number(other.id, number))
  end)
end)
