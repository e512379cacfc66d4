-- Orders on their way in a real browser: packed by hand and by the sheet in the back office, received by who ordered.

local ask_claim = require "flows.ask_claim"
local browser = require "spec.browser.browser"
local cart = require "cart"
local crypto = require "crypto"
local decide_claim = require "flows.decide_claim"
local desk = require "spec.app.desk"
local fulfil = require "flows.fulfil"
local mall = require "spec.browser.mall"
local malls = require "mall"
local office = require "spec.app.office"
local order = require "order"
local pg = require "pg"
local place_order = require "flows.place_order"
local prepare_order = require "flows.prepare_order"
local settle_deposit = require "flows.settle_deposit"

describe("an order on its way", function()
  local shop, chromium, cookie, morak, staff

  -- A paid order of the goods with the longest names.
  local function buy()
    local id = crypto.uuid7()
    for _, row in ipairs(pg.rows([[SELECT k.id FROM sku k JOIN product p ON p.mall_id = k.mall_id AND p.id = k.product_id
      JOIN stock s ON s.mall_id = k.mall_id AND s.sku_id = k.id
      WHERE k.mall_id = $1 AND k.active AND p.status = 'on_sale' AND s.on_hand - s.reserved >= 10
      ORDER BY char_length(p.name || k.label) DESC, k.id LIMIT 2]], morak.id)) do
      assert(cart.add(morak.id, id, row.id, 2))
    end
    local typed = { orderer_name = "남궁아름다운이름", orderer_phone = "010-1234-5678", orderer_email = "kim@example.kr",
      same_as_orderer = "1", postcode = "06236", address1 = "서울 강남구 테헤란로 1", address2 = "2층", agree_age = "1",
      agree_order = "1", agree_privacy = "1" }
    local asked = { cart_id = id, device = "mobile" }
    assert(prepare_order.save(morak, asked, (assert(require("checkout.forms").checkout:read(typed)))))
    local view = assert(prepare_order.review(morak, asked))
    local number = assert(place_order.run(morak, { cart_id = id, place_key = view.place_key, channel = "mobile" })).number
    assert(settle_deposit.run(number, "staff kim"))
    return number
  end

  -- What was bought has arrived, and one of it is to be exchanged for the same: the claim's number.
  local function exchange(steps)
    local number = buy()
    assert(fulfil.register(staff, { number = number }, { carrier = "cj", number = "123456789012", dispatch = true }))
    assert(fulfil.parcel(staff, { number = number }, "deliver", 1))
    local id = order.by_number(morak.id, number).id
    local asked = assert(ask_claim.run(morak.id, id, { kind = "exchange", reason = "broken",
      lines = { { position = 1, qty = 1, exchange_sku_id = order.lines(morak.id, id)[1].sku_id } } }, { actor = "shopper" }))
    for _, step in ipairs(steps) do assert(decide_claim.run(staff, asked.id, step, { resalable = { 1 } })) end
    return number .. "-C1"
  end

  setup(function()
    shop = mall.open()
    chromium = browser.start()
    morak = malls.of_code "morak"
    staff = desk(morak, { ["orders.write"] = true })
    cookie = office.session((office.account("owner", { email = "owner@shop.kr", name = "김주인" }))).sijang_staff
  end)

  teardown(function()
    chromium:stop()
    shop:close()
  end)

  local function play(name, args)
    args.base, args.cookie = shop.base, cookie
    return chromium:play("fulfilment." .. name, args)
  end

  local function has(text, words) assert.truthy(text:find(words, 1, true), words .. " is not in:\n" .. text) end

  for _, case in ipairs { { device = "pc" }, { device = "mobile", script = false } } do
    local where = case.device .. (case.script == false and " without scripts" or "")

    it("is packed by hand, on " .. where, function()
      local facts = play("pack", { device = case.device, script = case.script, number = buy() })
      has(facts.board, "신규")
      has(facts.prepared, "상품준비중")
      has(facts.wrong, "CJ대한통운 송장번호는 10~12자리예요.")
      has(facts.sent, "1234-5678-9012")
      has(facts.sent, "배송중")
      has(facts.recalled, "배송준비")
      has(facts.done, "문 앞에 두어 달라고 하심")
      has(facts.slip, "거래명세서")
    end)

    it("is one of many that are prepared and sent at once, on " .. where, function()
      local facts = play("many", { device = case.device, script = case.script, numbers = { buy(), buy() } })
      has(facts.preview, "2건 발주확인")
      has(facts.said, "주문 2건의 발주를 확인했어요.")
      has(facts.problems, "‘없는번호’ 주문이 없어요.")
      has(facts.carried, "2줄 등록")
      has(facts.carrier, "{no}")
    end)

    it("is held back in part, and its buyer reads why, on " .. where, function()
      local number, say = buy(), "입고가 늦어져 12월 3일쯤 보내 드려요. 먼저 온 상품은 따로 보내 드릴게요."
      local facts = play("hold", { device = case.device, script = case.script, number = number, say = say })
      has(facts.wrong, "보류하는 이유")
      assert.equal(say, facts.kept)
      has(facts.held, "보류: 거래처에서 아직 안 보냄")
      has(facts.said, "구매자에게 메일로 알려요.")
      local held = play("wait", { device = case.device, script = case.script, number = number }).held
      has(held, "배송 보류 " .. say)
      assert.falsy(held:find("거래처", 1, true))
    end)

    it("sends an exchange by the sheet, on " .. where, function()
      local one, early = exchange { "approve", "receive", "inspect" }, exchange { "approve" }
      local number = buy()
      local facts = play("exchangeSheet", { device = case.device, script = case.script, claim = one, early = early, number = number })
      has(facts.list, "교환," .. one .. ",1,")
      assert.falsy(facts.list:find(early, 1, true))
      for _, words in ipairs { "2번째 줄과 송장번호가 달라요. 한 교환의 상품은 모두 함께 보내요.", "지금 상태: 승인",
        "‘" .. number .. "-C9’ 교환이 없어요." } do has(facts.problems, words) end
      assert.matches("교환%s+상품 모두", facts.before)
      has(facts.after, "2줄 등록")
    end)

    it("is found, followed and confirmed by a guest, on " .. where, function()
      local sent = buy()
      local first = order.lines(morak.id, order.by_number(morak.id, sent).id)[1].position
      assert(fulfil.register(staff, { number = sent }, { carrier = "cj", number = "123456789012", dispatch = true },
        { { position = first, qty = 1 } }))
      assert(fulfil.register(staff, { number = sent }, { carrier = "epost", number = "1234567890123", dispatch = true }))
      assert(fulfil.parcel(staff, { number = sent }, "deliver", 1))
      local facts = play("receive", { device = case.device, script = case.script, sent = sent, waiting = buy() })
      has(facts.moved, "황*")
      has(facts.parcels, "1234-5678-9012")
      has(facts.parcels, "배송완료")
      assert.matches("123456789012$", facts.track)
      assert.equal("noopener noreferrer", facts.rel)
      has(facts.confirmed, "구매확정")
      has(facts.said, "구매를 확정했어요.")
    end)
  end

  it("leaves no error in the server's log", function()
    local errors = {}
    for _, one in ipairs(shop:errors()) do
      -- the letters of these orders were sealed by this process, whose key the server does not have
      if one.event ~= "queue.dead" or one.kind ~= "mail.send" then errors[#errors + 1] = one end
    end
    assert.same({}, errors)
  end)
end)
