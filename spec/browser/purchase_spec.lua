-- A guest's whole purchase in a real browser: both designs, by keyboard alone, and without scripts.

local browser = require "spec.browser.browser"
local mall = require "spec.browser.mall"
local pg = require "pg"

describe("a guest buys", function()
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

  local function buys(args)
    args.base = shop.base
    local facts = chromium:play("purchase.buy", args)
    assert.equal(facts.price * 2, facts.goods)
    has(facts.cart, facts.name)
    assert.equal(facts.payable, facts.confirmed)
    assert.equal(facts.payable, facts.bank)
    has(facts.review, "공동현관 #1234")
    has(facts.review, "101동 1203호")
    has(facts.order, "고맙습니다")
    has(facts.order, "입금하실 계좌")
    has(facts.order, facts.number)
    has(facts.after, "장바구니가 비어 있어요")
    assert.is_nil(facts.stranger:find("101동", 1, true))
    has(facts.found, facts.number)
    local row = pg.row('SELECT payable_amount AS payable, channel FROM "order" WHERE number = $1', facts.number)
    assert.equal(facts.payable, row.payable)
    assert.equal(args.device, row.channel)
    return facts
  end

  for _, device in ipairs { "pc", "mobile" } do
    it("on " .. device .. ", from the front page to the order, and finds it again by number and telephone", function()
      local facts = buys { device = device }
      assert.equal("1", facts.count)
      has(facts.toast, "담았어요")
      assert.equal("김모락", facts.depositor)
    end)

    it("on " .. device .. " with scripts switched off", function() buys { device = device, script = false } end)
  end

  it("by keyboard alone, and always sees where the focus is", function()
    local facts = chromium:play("purchase.byKeyboard", { base = shop.base })
    assert.equal("본문으로 바로 가기", facts.skip)
    assert.equal("main", facts.main)
    has(facts.order, "고맙습니다")
  end)

  it("once, however often the last button is pressed", function()
    local before = pg.row('SELECT count(*) AS n FROM "order"').n
    local facts = chromium:play("purchase.twice", { base = shop.base })
    assert.equal(facts.one, facts.other)
    assert.equal(before + 1, pg.row('SELECT count(*) AS n FROM "order"').n)
  end)

  it("without a single error on the server's side", function() assert.same({}, shop:errors()) end)
end)
