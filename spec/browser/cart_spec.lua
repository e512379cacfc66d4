-- Cart and order form in a real browser, above all where something is not as hoped.

local browser = require "spec.browser.browser"
local mall = require "spec.browser.mall"
local pg = require "pg"

describe("in the cart and the order form", function()
  local shop, chromium

  setup(function()
    shop = mall.open()
    chromium = browser.start()
  end)

  teardown(function()
    chromium:stop()
    shop:close()
  end)

  local function has(text, words) assert.truthy(text:find(words, 1, true), words .. " is not in:\n" .. text) end
  local function lacks(text, words) assert.is_nil(text:find(words, 1, true), words .. " is in:\n" .. text) end

  local function play(name, args)
    args = args or {}
    args.base = shop.base
    return chromium:play("cart." .. name, args)
  end

  for _, case in ipairs { { device = "pc" }, { device = "mobile" }, { device = "pc", script = false } } do
    local where = case.device .. (case.script == false and " without scripts" or "")

    it("a removed line comes back by one press, " .. where, function()
      local facts = play("undo", case)
      assert.same({ 2, 1, 2 }, { facts.before, facts.removed, facts.back })
      assert.equal(facts.sum, facts.again)
      has(facts.says, "맑은 갈비탕")
      has(facts.says, "뺐어요")
      assert.equal(case.script ~= false and "되돌리기" or nil, facts.focus)
    end)

    it("mistakes are told at the field, and nothing typed is lost, " .. where, function()
      local facts = play("mistakes", case)
      has(facts.empty, "이름을 입력해 주세요")
      assert.is_true(#facts.errors >= 6)
      local second = table.concat(facts.second, "\n")
      has(second, "우편번호는 숫자 5자리")
      lacks(second, "이름")
      assert.equal("e-postcode", facts.linked)
      assert.same({ orderer_name = "김모락", orderer_phone = "010-12", orderer_email = "morak@example.com", postcode = "12",
        address1 = "경기도 이천시 모가면 모락로 12", address2 = [[<b>"101동" & '2층'</b>]] }, facts.kept)
      assert.is_true(facts.ticked)
      assert.is_false(facts.unticked)
    end)
  end

  for _, device in ipairs { "pc", "mobile" } do
    it("sums and free delivery follow the quantity without a new page, on " .. device, function()
      local facts = play("change", { device = device })
      assert.equal(facts.one * 2, facts.two)
      has(facts.progress, "원 더 담으면")
      assert.equal(math.floor(facts.one * 100 / 30000), facts.percent)
      has(facts.shipping, "배송비 +3,000원")
      has(facts.reached, "무료")
      has(facts.free, "배송비 무료")
      assert.is_true(facts.focus and facts.same)
    end)

    it("what is sold out cannot be chosen and says so, on " .. device, function()
      local facts = play("soldOut", { device = device, slug = "kongguksu", partly = "house-blend", label = "에스프레소 / 1kg" })
      has(facts.whole, "품절")
      assert.equal(0, facts.buttons)
      has(facts.choice, "품절")
      assert.is_true(facts.disabled)
    end)

    it("who is late is told what is gone, by name, on " .. device, function()
      play("late", { device = device, slug = "tteokbokki" })
      local had = pg.rows([[UPDATE stock SET reserved = on_hand FROM sku, product
        WHERE sku.id = sku_id AND product.id = sku.product_id AND product.slug = 'tteokbokki' RETURNING sku_id]])
      assert.is_true(#had > 0)
      local facts = play("tooLate", { device = device, slug = "tteokbokki" })
      pg.rows([[UPDATE stock SET reserved = 0 FROM sku, product
        WHERE sku.id = sku_id AND product.id = sku.product_id AND product.slug = 'tteokbokki']])
      has(facts.cart, "품절")
      has(facts.cart, "배송비\n0원") -- nothing is sent for nothing, and nothing is free
      assert.equal(0, facts.orders)
      assert.equal("/cart", facts.confirm)
      has(facts.says, "떡볶이")
    end)

    it("Jeju and the islands cost what the cart said they cost, on " .. device, function()
      local facts = play("regions", { device = device })
      has(facts.notes, "제주")
      has(facts.notes, "도서산간")
      lacks(facts.seoul, "추가 배송비")
      has(facts.jeju, "제주 추가 배송비 3,000원 포함")
      has(facts.order, "제주 추가 배송비 포함")
      assert.equal(facts.seoul_pays + 3000, facts.jeju_pays)
      assert.equal(facts.seoul_pays + 5000, facts.island_pays)
    end)
  end

  it("an address comes from the postcode search where it is reachable", function()
    local facts = play("postcode", { widget = "there" })
    assert.is_false(facts.before)
    assert.same({ "06236", "서울 강남구 테헤란로 152 (역삼동, 강남파이낸스센터)", "f-address2" },
      { facts.postcode, facts.address, facts.focus })
  end)

  for _, widget in ipairs { "unreachable", "slow" } do
    it("an address is typed where the postcode search is " .. widget, function()
      local facts = play("postcode", { widget = widget, device = widget == "slow" and "mobile" or "pc" })
      has(facts.note, "직접 적어 주세요")
      assert.is_false(facts.button)
      assert.equal("f-postcode", facts.focus)
      assert.is_true(facts.confirm)
    end)
  end

  it("each mall has its own goods and its own cart", function()
    local facts = play("apart", { second = shop.second })
    assert.not_equal(facts.first, facts.second)
    assert.equal("0", facts.count)
    has(facts.cart, "장바구니가 비어 있어요")
    assert.equal(404, facts.stranger)
    assert.equal(1, facts.own)
  end)

  it("without a single error on the server's side", function() assert.same({}, shop:errors()) end)
end)
