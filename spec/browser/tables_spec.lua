-- The raw tables in a real browser, on a PC and on a telephone, with scripts and without.

local browser = require "spec.browser.browser"
local mall = require "spec.browser.mall"
local office = require "spec.app.office"

describe("the tables of the back office", function()
  local shop, chromium, cookie

  setup(function()
    shop = mall.open()
    chromium = browser.start()
    cookie = office.session((office.account("owner", { email = "owner@sijang.test", name = "주인" }))).sijang_staff
  end)

  teardown(function()
    chromium:stop()
    shop:close()
  end)

  for _, device in ipairs { "pc", "mobile" } do
    it("are changed by two people at once and changed back, on a " .. device, function()
      local facts = chromium:play("tables.change", { base = shop.base, device = device, cookie = cookie })
      assert.equal("이름을 고친 브랜드", facts.after)
      assert.equal(facts.before, facts.undone)
      assert.matches("남이 고친 소개", facts.theirs, 1, true)
      assert.matches("product", facts.blocked, 1, true)
      assert.same({}, shop:errors())
    end)
  end

  for _, script in ipairs { true, false } do
    it("let one pick by name, " .. (script and "with a script" or "without one"), function()
      local facts = chromium:play("tables.pick", { base = shop.base, cookie = cookie, script = script })
      assert.matches("사과", facts.label, 1, true)
      assert.matches("^%x+%-", facts.value)
      assert.matches("price: 정수를 숫자", facts.errors, 1, true)
    end)
  end
end)
