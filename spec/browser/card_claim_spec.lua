-- What was paid by card is cancelled in part and sent back in part, and what is exchanged is sent and followed: in a real
-- browser, with the money going back at a stand-in's, and staff in between.

local browser = require "spec.browser.browser"
local decide_claim = require "flows.decide_claim"
local desk = require "spec.app.desk"
local ask_claim = require "flows.ask_claim"
local mall = require "spec.browser.mall"
local malls = require "mall"
local move_order = require "flows.move_order"
local office = require "spec.app.office"
local order = require "order"
local pg = require "pg"
local transaction = require("flows.store").transaction

describe("what was paid by card", function()
  local shop, chromium, found, staff

  setup(function()
    shop = mall.open { payments = true, workers = "1", development = true }
    chromium = browser.start()
    found = malls.of_host("localhost")
    staff = desk(found, { ["orders.write"] = true })
  end)

  teardown(function()
    chromium:stop()
    shop:close()
  end)

  local function has(text, words) assert.truthy(text:find(words, 1, true), words .. " is not in:\n" .. text) end

  local function play(name, device, args)
    args = args or {}
    args.base, args.device = shop.base, device
    return chromium:play("claim." .. name, args)
  end

  local function deliver(number)
    for _, event in ipairs { "prepare", "invoice", "dispatch", "deliver" } do
      assert(transaction(function(tx)
        return move_order.run(tx, assert(move_order.lock(tx, found.id, order.by_number(found.id, number).id)),
          { axis = "line", event = event }, { actor = "staff hana@shop.kr" })
      end))
    end
  end

  local function step(number, nth, event, values)
    local id = pg.row("SELECT id FROM claim WHERE mall_id = $1 AND number = $2", found.id, number .. "-C" .. nth).id
    assert(decide_claim.run(staff, id, event, values or {}))
    return id
  end

  local function card(number)
    return pg.row([[SELECT p.status, p.captured_amount, p.returned_amount FROM payment p JOIN "order" o ON o.mall_id = p.mall_id
      AND o.id = p.order_id WHERE o.number = $1 AND p.method = 'card' AND p.captured_amount > 0]], number)
  end

  for _, device in ipairs { "pc", "mobile" } do
    it("goes back over the card, of a part that is cancelled and of one that is sent back, by the sum that was shown, on a " .. device, function()
      local number = play("buyByCard", device).number
      local facts = play("cancelByCard", device, { number = number })
      assert.equal(0, facts.account)
      has(facts.plan, "신용카드")
      assert.equal(facts.shown, facts.refunded)
      assert.same({ "partially_cancelled", facts.shown }, { card(number).status, card(number).returned_amount })

      deliver(number)
      local back = play("returnByCard", device, { number = number })
      has(back.plan, "반품 배송비")
      has(back.asked, "예상 환불 금액")
      for _, event in ipairs { "approve", "receive", "inspect" } do step(number, 2, event, { resalable = { 1 } }) end
      step(number, 2, "complete", { total = back.shown })
      local ended = play("returned", device, { number = number })
      assert.equal(back.shown, ended.refunded)
      has(ended.order, "반품완료")
      assert.equal(facts.shown + back.shown, card(number).returned_amount)
    end)
  end

  it("is exchanged: staff sends the other goods with a number of their own, and the shopper follows them", function()
    local number = play("buyByCard", "pc").number
    deliver(number)
    local row = order.by_number(found.id, number)
    local line = order.lines(found.id, row.id)[1]
    local asked = assert(ask_claim.run(found.id, row.id, { kind = "exchange", reason = "broken",
      lines = { { position = 1, qty = 1, exchange_sku_id = line.sku_id } } }, { actor = "shopper" }))
    for _, event in ipairs { "approve", "receive", "inspect" } do step(number, 1, event, { resalable = { 0 } }) end
    local facts = play("exchangeDesk", "pc", { cookies = office.session((office.account "cs")), id = asked.id, number = number })
    has(facts.inspected, "바꾼 상품을 송장 번호와 함께")
    has(facts.wrong, "송장번호")
    has(facts.sent, "1234-5678-9012")
    has(facts.board, number)
    has(facts.order, "교환")
    for _, device in ipairs { "pc", "mobile" } do
      local seen = play("exchanged", device, { number = number })
      has(seen.order, "교환 상품")
      has(seen.claim, "1234-5678-9012")
      assert.matches("123456789012", seen.track)
    end
  end)

  it("without a single error on the server's side", function()
    for _, event in ipairs(shop:errors()) do
      -- letters that this process wrote are sealed with a secret of its own
      assert.equal("mail.send", event.kind, event.event)
    end
  end)
end)
