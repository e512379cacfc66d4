-- Products, prices and stock in a real browser: made in the back office, seen in the mall.

local browser = require "spec.browser.browser"
local mall = require "spec.browser.mall"
local office = require "spec.app.office"

describe("goods in the back office", function()
  local shop, chromium, cookie

  setup(function()
    shop = mall.open()
    chromium = browser.start()
    cookie = office.session((office.account("merchandiser", { email = "md@sijang.test", name = "김상품" }))).sijang_staff
  end)

  teardown(function()
    chromium:stop()
    shop:close()
  end)

  local function has(text, words) assert.is_truthy(text:find(words, 1, true), words .. " is not in:\n" .. text) end

  for _, case in ipairs { { device = "pc" }, { device = "mobile", script = false } } do
    local where = case.device .. (case.script == false and " without scripts" or "")

    it("are made with options and pictures, and shoppers see them within a second, on a " .. where, function()
      local facts = chromium:play("goods.make", { base = shop.base, device = case.device, script = case.script, cookie = cookie })
      has(facts.refused, "‘맛’에 ‘순한맛’ 값이 두 번 있어요.")
      has(facts.needed, "대표 사진")
      has(facts.broken, "broken.png: 사진 파일이 손상되어 열 수 없어요.")
      assert.equal("옥수수차 한 잔", facts.alt)
      assert.equal("옥수수차 한 잔", facts.image)
      for _, words in ipairs { "견본 옥수수차", "12,000", "볶은 옥수수를 굵게 갈아 담았어요" } do has(facts.shown, words) end
      has(facts.found, "견본 옥수수차")
      assert.is_true(facts.live < 1000, "live after " .. facts.live .. " ms")
      assert.same({}, shop:errors())
    end)
  end

  it("change their prices by the sheet, after a look and a question, and back", function()
    local facts = chromium:play("goods.sheet", { base = shop.base, cookie = cookie })
    has(facts.wrong, "판매가는 0 이상의 숫자로 적어 주세요.")
    has(facts.wrong, "(D열)")
    for _, words in ipairs { "FR601-M2", "16,900원", "1,690원", "절반 넘게 내림" } do has(facts.preview, words) end
    has(facts.asked, "확인한 뒤 표시해 주세요")
    assert.is_true(facts.live < 1000 and facts.back < 1000)
  end)

  for _, device in ipairs { "pc", "mobile" } do
    it("are listed, on a " .. device, function()
      local facts = chromium:play("goods.lists", { base = shop.base, device = device, cookie = cookie })
      has(facts["/admin/products"], "판매 중")
      has(facts["/admin/stock?low=1"], "부족")
      has(facts["/admin/categories"], "커피·음료")
    end)
  end
end)
