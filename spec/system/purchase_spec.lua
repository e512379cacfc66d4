-- Buying under pressure, through HTTP and the real program: crowds, impatience, tampering, and prices that move.

local crowd = require "spec.support.crowd"
local mall = require "spec.system.mall"
local visitor = require "spec.system.visitor"

describe("buying", function()
  local open

  setup(function() open = mall.open() end)
  teardown(function() open:close() end)

  it("makes one order of fifty submits of one form", function()
    local goods, orders = open:goods(50), open:orders()
    local buyer = visitor.new(open)
    local key = buyer:prepare(goods, 2)
    local places = {}
    crowd(50, 50, function()
      local answer = buyer:confirm(key)
      places[answer.status .. " " .. tostring(answer.location)] = true
    end)
    local place, more = next(places)
    assert.is_nil(next(places, place), tostring(more))
    assert.truthy(place:find("^303 /orders/"))
    assert.equal(orders + 1, open:orders())
    assert.equal(2, open:reserved(goods))
    assert.equal("", open:check())
  end)

  it("answers a hostile quantity with a sentence, and changes nothing", function()
    local goods = open:goods(50)
    local buyer = visitor.new(open)
    assert.equal(303, buyer:add(goods, 3).status)
    local line = open:sql(("SELECT id FROM cart_line WHERE sku_id = '%s' ORDER BY added_at DESC LIMIT 1"):format(goods.id))
    local function held() return open:number(("SELECT qty FROM cart_line WHERE id = '%s'"):format(line)) end
    for _, qty in ipairs { "-1", "0", "2147483648", "9007199254740992", "9223372036854775808", "1e400", "1e3", "１２", "",
      "+", "0x10", "NaN", "1.0", "1,000", "1\0", "3'--", ("9"):rep(7000) } do
      for _, path in ipairs { "/cart/items", "/cart/items/" .. line } do
        local answer = buyer:post(path, { sku_id = goods.id, qty = qty })
        if qty == "" and path == "/cart/items" then
          assert.equal(303, answer.status) -- an empty field is the usual one piece
          open:sql(("UPDATE cart_line SET qty = 3 WHERE id = '%s'"):format(line))
        elseif qty == "" then
          open:sql(("UPDATE cart_line SET qty = 3 WHERE id = '%s'"):format(line))
        elseif qty:find("%z") then
          assert.equal(400, answer.status)
        else
          assert.equal(422, answer.status, path .. " " .. qty:sub(1, 40))
          assert.truthy(answer.body:find("수량은", 1, true), qty:sub(1, 40))
        end
        assert.equal(3, held(), qty:sub(1, 40))
      end
    end
    local long = buyer:post("/cart/items", { sku_id = goods.id, qty = ("9"):rep(10240) })
    assert.equal(413, long.status)
    assert.equal(3, held())
  end)

  it("takes a form with the token of its own session, and no other", function()
    local goods = open:goods(50)
    local buyer, other = visitor.new(open), visitor.new(open)
    buyer:get("/p/" .. goods.slug)
    other:get("/p/" .. goods.slug)
    local carts = open:number("SELECT count(*) FROM cart")
    for _, token in ipairs { "", "x", ("A"):rep(43), other.token, buyer.token:sub(1, -2), buyer.token .. "A" } do
      local answer = buyer:post("/cart/items", { sku_id = goods.id, qty = 1, csrf = token })
      assert.equal(403, answer.status, token)
      assert.truthy(answer.body:find("바뀐 것은 없어요", 1, true))
    end
    assert.equal(403, buyer:request("POST", "/cart/items", visitor.encode { sku_id = goods.id }).status)
    local fields = visitor.encode { sku_id = goods.id, csrf = buyer.token }
    assert.equal(403, buyer:request("POST", "/cart/items", fields, { Origin = "https://evil.example" }).status)
    assert.equal(403, buyer:request("POST", "/cart/items", fields, { Origin = "null" }).status)
    assert.equal(403, buyer:request("POST", "/cart/items", fields, { ["Sec-Fetch-Site"] = "cross-site" }).status)
    assert.equal(415, buyer:request("POST", "/cart/items", fields, { ["Content-Type"] = "text/plain" }).status)
    assert.equal(carts, open:number("SELECT count(*) FROM cart"))
    assert.equal(303, buyer:request("POST", "/cart/items", fields).status)
  end)

  it("gives a new session to whoever changes a letter of the cookie", function()
    local goods = open:goods(50)
    local buyer = visitor.new(open)
    buyer:add(goods, 1)
    buyer:get("/cart") -- which takes the greeting cookie away: what is left is the session's
    local name, value = next(buyer.cookies)
    assert.is_nil(next(buyer.cookies, name))
    assert.is_nil(buyer:get("/cart").body:find("장바구니가 비어", 1, true))
    for _, at in ipairs { 1, 2, 12, #value - 3 } do
      local letter = value:sub(at, at)
      local thief = visitor.new(open)
      thief.cookies[name] = value:sub(1, at - 1) .. (letter == "0" and "1" or letter == "1" and "0" or letter == "a" and "b" or "a")
        .. value:sub(at + 1)
      local page = thief:get("/cart")
      assert.equal(200, page.status)
      assert.truthy(page.body:find("장바구니가 비어", 1, true))
      assert.not_equal(value:match("%.([^.]+)%."), thief.cookies[name]:match("%.([^.]+)%."))
    end
  end)

  it("shows an order to the session that placed it; others are asked for the telephone, and slowed down", function()
    local goods = open:goods(50)
    local buyer = visitor.new(open)
    local place = buyer:confirm(buyer:prepare(goods, 1)).location
    assert.truthy(buyer:get(place).body:find("고맙습니다", 1, true))
    local number = place:match("[^/]+$")
    -- The tries are counted by address: a proxy in front says which.
    local stranger = visitor.new(open, { ["X-Forwarded-For"] = "203.0.113.7" })
    local answer = stranger:get(place)
    assert.equal(303, answer.status)
    assert.equal("/orders/lookup?number=" .. number, answer.location)
    local form = stranger:get(answer.location)
    assert.is_nil(form.body:find("김철수", 1, true))
    local tries = 0
    repeat
      tries = tries + 1
      answer = stranger:post("/orders/lookup", { number = number, phone = ("010-0000-%04d"):format(tries) })
      assert.is_true(answer.status == 422 or answer.status == 429, tostring(answer.status))
      for _, secret in ipairs { "김철수", "김*수", "테헤란로", "1234" } do
        assert.is_nil(answer.body:find(secret, 1, true), secret)
      end
    until answer.status == 429 or tries > 30
    assert.equal(6, tries)
    local wait = tonumber(answer.headers["retry-after"])
    assert.truthy(wait % 60 == 0 and wait >= 60 and wait <= 900, wait)
    assert.truthy(answer.body:find((" %d분 뒤에 다시 조회해 주세요"):format(wait / 60), 1, true))
    -- Even the right telephone has to wait now, so that a refusal tells nothing.
    assert.equal(429, stranger:post("/orders/lookup", { number = number, phone = "010-1234-5678" }).status)
    assert.equal(200, buyer:get(place).status)
  end)

  it("never charges silently what was not shown", function()
    local goods, orders = open:goods(50), open:orders()
    local buyer = visitor.new(open)
    local key = buyer:prepare(goods, 1)
    open:sql(("UPDATE sku SET price = price + 700, list_price = greatest(list_price, price + 700) WHERE id = '%s'"):format(goods.id))
    -- what was shown is promised for some minutes, and those are over
    open:sql "UPDATE checkout_draft SET quoted_at = now() - interval '11 minutes'"
    local answer = buyer:confirm(key)
    assert.equal("/checkout/confirm", answer.location)
    assert.equal(orders, open:orders())
    local page = buyer:get("/checkout/confirm")
    assert.truthy(page.body:find("바뀌었어요", 1, true))
    answer = buyer:post("/checkout/confirm", { place_key = page.body:match('name="place_key" value="([^"]+)"'),
      quote = page.body:match('name="quote" value="([^"]+)"') })
    assert.truthy(answer.location:find("^/orders/"))
    assert.equal(goods.price + 700, open:number(([[SELECT unit_price FROM order_line l JOIN "order" o ON o.mall_id = l.mall_id
      AND o.id = l.order_id WHERE o.number = '%s']]):format(answer.location:match("[^/]+$"))))
    assert.equal(orders + 1, open:orders())
  end)
end)

describe("what a shopper types", function()
  local open, buyer, goods

  setup(function()
    open = mall.open()
    goods = open:goods(50)
    buyer = visitor.new(open)
    buyer:prepare(goods, 1)
  end)
  teardown(function() open:close() end)

  local function typed(name)
    local form = {}
    for field, value in pairs(visitor.typed) do form[field] = value end
    form.orderer_name = name
    return buyer:post("/checkout", form)
  end

  local function stored() return open:sql("SELECT form->>'orderer_name' FROM checkout_draft") end

  it("is stored composed, whichever way it was written", function()
    local text = require "text"
    -- 각 as three jamo, the way a Mac's file dialog writes it; é as e and an accent.
    assert.equal(303, typed("\225\132\128\225\133\161\225\134\168하 e\204\129").status)
    assert.equal("각하 é", stored())
    assert.is_true(text.nfc(stored()) == stored())
  end)

  it("may be any letter of CP949", function()
    local text = require "text"
    local letters, refused = {}, {}
    for lead = 0x81, 0xFE do
      for trail = 0x41, 0xFE do
        local letter = text.from_cp949(string.char(lead, trail))
        if letter and text.length(letter) == 1 then letters[#letters + 1] = letter end
      end
    end
    assert.is_true(#letters > 17000, #letters .. " letters")
    for at = 1, #letters, 36 do
      local name = "가" .. table.concat(letters, "", at, math.min(at + 35, #letters)) .. "나"
      local answer = typed(name)
      if answer.status == 303 then
        -- Spaces of every kind become plain ones; all else is kept, composed.
        assert.equal((assert(text.nfc(name)):gsub("\227\128\128", " ")), stored())
      else
        assert.equal(422, answer.status, name)
        refused[#refused + 1] = name
      end
    end
    assert.same({}, refused)
  end)

  it("is refused when it is no text, and never an error of ours", function()
    for name, bytes in pairs { surrogate = "%ED%A0%80%ED%B0%80", overlong = "%C0%AF", cut = "%EA%B0", stray = "%80",
      beyond = "%F4%90%80%80", nul = "a%00b", percent = "a%zz" } do
      local body = visitor.encode { csrf = buyer.token, postcode = "06236" } .. "&orderer_name=" .. bytes
      assert.equal(400, buyer:request("POST", "/checkout", body).status, name)
    end
    for name, text in pairs { control = "김\1철", escape = "김\27철", c1 = "김\194\128철" } do
      local answer = typed(text)
      assert.equal(422, answer.status, name)
      assert.truthy(answer.body:find("쓸 수 없는 문자", 1, true))
    end
    for name, text in pairs { bidi = "김\226\128\174철", zero_width = "김\226\128\139철", emoji = "김👨‍👩‍👧철", noncharacter =
      "김\239\191\191철", combining = "김" .. ("\204\129"):rep(30) } do
      local status = typed(text).status
      assert.is_true(status == 303 or status == 422, name .. " " .. status)
    end
  end)
end)

describe("a mall's address", function()
  local function body_of(open, host, headers)
    local sent = { Host = host }
    for name, value in pairs(headers or {}) do sent[name] = value end
    return open:get("/", sent)
  end

  it("decides which mall it is; an unknown one shows the first in development", function()
    local open = mall.open()
    local first, second = body_of(open, "localhost").body, body_of(open, "second.localhost").body
    assert.not_equal(first:match("<title>[^<]+"), second:match("<title>[^<]+"))
    assert.equal(first:match("<title>[^<]+"), body_of(open, "elsewhere.example").body:match("<title>[^<]+"))
    open:close()
  end)

  it("that nobody claimed has no mall in production", function()
    local open = mall.open { SIJANG_ENV = "production" }
    local answer = body_of(open, "elsewhere.example")
    assert.equal(421, answer.status)
    assert.truthy(answer.body:find("이 주소에는 가게가 없어요", 1, true))
    local good = body_of(open, "localhost", { ["X-Forwarded-Proto"] = "https" })
    assert.equal(200, good.status)
    for cookie in (good.headers["set-cookie"] or ""):gmatch("[^\n]+") do
      assert.truthy(cookie:find("^__Host%-"), cookie)
      assert.truthy(cookie:find("Secure", 1, true) and cookie:find("HttpOnly", 1, true) and cookie:find("SameSite", 1, true))
    end
    assert.truthy(good.headers["strict-transport-security"])
    open:close()
  end)
end)
