-- Members in a real browser: sign-up with a link from a letter, two devices with one cart, a forgotten password, what they
-- write to us, and what staff make of that.

local browser = require "spec.browser.browser"
local mall = require "spec.browser.mall"
local office = require "spec.app.office"
local password = require "password"
local pg = require "pg"

local PLAIN = "모락모락 김이 나는 밥"

describe("a member", function()
  local shop, chromium, hash

  setup(function()
    shop = mall.open { development = true }
    chromium = browser.start()
    hash = password.hash(PLAIN)
  end)

  teardown(function()
    chromium:stop()
    shop:close()
  end)

  local function has(text, words) assert.truthy(text:find(words, 1, true), words .. " is not in:\n" .. text) end

  local function member(email)
    return pg.write([[INSERT INTO member (mall_id, email, password_hash, name, phone, status, verified_at)
      SELECT mall_id, $1, $2, '김모락', '01012345678', 'active', now() FROM mall_host WHERE host = 'localhost' RETURNING id]], email, hash)[1].id
  end

  for _, device in ipairs { "pc", "mobile" } do
    it("signs up, sees all that is theirs, and leaves, on " .. device, function()
      local facts = chromium:play("member.life", { base = shop.base, device = device, email = device .. "@example.com" })
      assert.is_true(#facts.errors >= 8)
      has(facts.welcome, "환영합니다")
      has(facts.gone, "탈퇴를 마쳤어요")
      has(facts.refused, "이메일 또는 비밀번호가 맞지 않아요")
    end)
  end

  it("has one cart on two devices, into which a guest's goes and comes out again", function()
    member "two@example.com"
    local facts = chromium:play("member.carts", { base = shop.base, email = "two@example.com", password = PLAIN })
    has(facts.merged, "장바구니에 합쳤어요")
    assert.same({ 2, 1, 1 }, { facts.elsewhere, facts.apart, facts.guest })
    has(facts.undone, "되돌렸어요")
  end)

  it("is found by staff, and shown whole to who says why", function()
    member "desk@example.com"
    local cookies = office.session((office.account "cs"))
    local facts = chromium:play("member.desk", { base = shop.base, cookies = cookies, name = "김모락" })
    has(facts.list, "김*락")
    has(facts.masked, "010-****-5678")
    assert.is_nil(facts.masked:find("010-1234-5678", 1, true))
    has(facts.open, "010-1234-5678")
  end)

  it("sets a new password by a letter", function()
    member "forgot@example.com"
    local facts = chromium:play("member.reset", { base = shop.base, email = "forgot@example.com" })
    has(facts.says, "새 비밀번호로 바꿨어요")
    has(facts.name, "김모락")
  end)

  -- An order for one of these goods that is paid.
  local function paid_order(member_id, number, product)
    pg.write([[
      WITH sold AS (SELECT k.*, p.code AS product_code, p.name, p.slug, pic.media_id FROM sku k
        JOIN product p ON p.mall_id = k.mall_id AND p.id = k.product_id
        JOIN member m ON m.mall_id = k.mall_id AND m.id = $1
        JOIN product_picture pic ON pic.mall_id = p.mall_id AND pic.product_id = p.id AND pic.role = 'gallery' AND pic.position = 1
        WHERE p.code = $3 ORDER BY k.position LIMIT 1),
      placed AS (INSERT INTO "order" (mall_id, number, place_key, cart_id, member_id, status, channel, goods_amount,
          discount_amount, shipping_amount, payable_amount, orderer_name, orderer_phone, orderer_email, recipient_name,
          recipient_phone, postcode, address1, address2, region)
        SELECT mall_id, $2, uuid7(), uuid7(), $1, 'paid', 'pc', price, 0, 3000, price + 3000, '김모락', '01012345678', '', '김모락',
          '01012345678', '17379', '경기도 이천시', '', 'normal' FROM sold RETURNING mall_id, id, number, payable_amount),
      paid AS (INSERT INTO payment (mall_id, order_id, seq, reference, provider, channel, method, status, amount, captured_amount, bank,
          account_number, account_holder, depositor, due_at, expires_at, paid_at)
        SELECT mall_id, id, 1, number || '-1', 'bank', 'pc', 'bank_transfer', 'paid', payable_amount, payable_amount, '국민', '1', '모락',
          '김모락', now(), now(), now() FROM placed)
      INSERT INTO order_line (mall_id, order_id, position, sku_id, product_id, sku_code, product_name, product_slug, brand_name,
        sku_label, media_id, unit_price, qty, amount)
      SELECT placed.mall_id, placed.id, 1, sold.id, sold.product_id, sold.code, sold.name, sold.slug, '모락', sold.label,
        sold.media_id, sold.price, 1, sold.price FROM placed, sold]], member_id, number, product)
  end

  for device, script in pairs { pc = true, mobile = false } do
    it(("wishes, asks, writes a review and an inquiry and keeps an address on %s, %s"):format(device,
      script and "with a script" or "without one"), function()
      local email = "writes-" .. device .. "@example.com"
      paid_order(member(email), device == "pc" and "261129-AAAAAA1" or "261129-AAAAAA2", "gim")
      local facts = chromium:play("member.writes", { base = shop.base, device = device, script = script, email = email,
        password = PLAIN })
      assert.equal("true", facts.wished)
      has(facts.wishes, "맑은 갈비탕")
      has(facts.recent, script and "맑은 갈비탕" or "최근 본 상품이 없어요")
      has(facts.asked, "선물 포장이 되나요?")
      has(facts.question, "문의를 남겼어요")
      has(facts.inquiry, "문의를 보냈어요")
      has(facts.address, "배송지를 추가했어요")
      has(facts.review, "후기를 남겼어요")
      has(facts.product, "김**")
    end)
  end

  it("is answered in the back office, on a PC and on a telephone", function()
    local cookie = office.session((office.account("manager", { email = "cs@sijang.test", name = "고객담당" }))).sijang_staff
    for _, device in ipairs { "pc", "mobile" } do
      local facts = chromium:play("member.answered", { base = shop.base, device = device, cookie = cookie })
      has(facts.answered, "답변을 남기고 메일로 알렸어요")
      has(facts.hidden, "후기를 가렸어요")
      has(facts.points, "적립금 500원을 드렸어요")
    end
  end)
end)
