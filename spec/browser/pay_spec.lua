-- Paying in a real browser at the stand-ins' windows: by each method, declined and given up and then paid, into an account,
-- in two tabs; on PCs and on telephones, and without scripts.

local browser = require "spec.browser.browser"
local mall = require "spec.browser.mall"
local pg = require "pg"
local server = require "spec.support.server"

describe("a shopper pays", function()
  local shop, chromium

  setup(function()
    -- the ways back from a window lead to the address that was asked, not to the one the mall has in public
    shop = mall.open { payments = true, workers = "1", development = true }
    chromium = browser.start()
  end)

  teardown(function()
    chromium:stop()
    shop:close()
  end)

  local function has(text, words) assert.truthy(text:find(words, 1, true), words .. " is not in:\n" .. text) end

  local function status(number) return pg.row('SELECT status FROM "order" WHERE number = $1', number).status end

  local function paid(number)
    assert.equal("paid", status(number))
    local row = pg.row([[SELECT count(*)::int AS count, sum(p.captured_amount)::int AS came, o.payable_amount AS payable FROM payment p
      JOIN "order" o ON o.mall_id = p.mall_id AND o.id = p.order_id WHERE o.number = $1 AND p.status = 'paid' GROUP BY o.payable_amount]], number)
    assert.same({ 1, row.payable }, { row.count, row.came })
  end

  for _, method in ipairs { "신용·체크카드", "카드 (토스페이먼츠)", "카드 (포트원)", "카드 (포트원 V1)", "토스페이", "카카오페이",
    "네이버페이" } do
    for _, device in ipairs { "pc", "mobile" } do
      it("by " .. method .. " on a " .. device, function()
        local facts = chromium:play("pay.pay", { base = shop.base, device = device, method = method })
        has(facts.order, "결제완료")
        paid(facts.number)
      end)
    end
  end

  it("without scripts, where the window needs none", function()
    paid(chromium:play("pay.pay", { base = shop.base, device = "mobile", method = "신용·체크카드", script = false }).number)
  end)

  for _, device in ipairs { "pc", "mobile" } do
    it("at last, after a refusal, a change of mind and a window that was left open, on a " .. device, function()
      local facts = chromium:play("pay.again", { base = shop.base, device = device })
      has(facts.declined, "결제하지 못했어요")
      has(facts.between, "이어서 결제하기")
      paid(facts.number)
    end)
  end

  it("into an account, and the order is paid when the deposit comes", function()
    local facts = chromium:play("pay.account", { base = shop.base, device = "mobile" })
    has(facts.order, "입금하실 계좌")
    assert.equal("awaiting_deposit", status(facts.number))
    local reference = pg.row([[SELECT reference FROM payment p JOIN "order" o ON o.mall_id = p.mall_id AND o.id = p.order_id
      WHERE o.number = $1 AND p.status = 'waiting']], facts.number).reference
    shop.providers:command { provider = "toss_payments", ["do"] = "deposit", reference = reference }
    server.eventually(function() return status(facts.number) == "paid" end, 20000, "a paid order")
    has(chromium:play("pay.order", { base = shop.base, number = facts.number }).order, "결제완료")
  end)

  it("once, with two tabs", function()
    local facts = chromium:play("pay.tabs", { base = shop.base })
    paid(facts.number)
    has(facts.second, "결제완료")
  end)

  it("without a single error on the server's side", function() assert.same({}, shop:errors()) end)
end)
