-- Cancelling and sending back in a real browser: the sum before anything is asked, on a PC, on a telephone, without scripts.

local browser = require "spec.browser.browser"
local mall = require "spec.browser.mall"
local malls = require "mall"
local move_order = require "flows.move_order"
local office = require "spec.app.office"
local order = require "order"
local settle_deposit = require "flows.settle_deposit"
local transaction = require("flows.store").transaction

describe("what was bought", function()
  local shop, chromium, mall_id

  setup(function()
    shop = mall.open { workers = "1" }
    chromium = browser.start()
    mall_id = malls.of_host("localhost").id
  end)

  teardown(function()
    chromium:stop()
    shop:close()
  end)

  local function has(text, words) assert.truthy(text:find(words, 1, true), words .. " is not in:\n" .. text) end

  local function bring(number, ...)
    for _, event in ipairs { ... } do
      assert(transaction(function(tx)
        return move_order.run(tx, assert(move_order.lock(tx, mall_id, order.by_number(mall_id, number).id)),
          { axis = "line", event = event }, { actor = "staff hana@shop.kr" })
      end))
    end
  end

  for _, look in ipairs { { device = "pc" }, { device = "mobile" }, { device = "mobile", script = false } } do
    local where = look.device .. (look.script == false and " without scripts" or "")
    it("is cancelled in part, sent back in part, and not sent back after all, on " .. where, function()
      local function play(name, args)
        args = args or {}
        args.base, args.device, args.script = shop.base, look.device, look.script
        return chromium:play("claim." .. name, args)
      end
      local number = play("order").number
      assert(settle_deposit.run(number, "staff"))
      local facts = play("cancel", { number = number })
      assert.equal(facts.shown, facts.refunded)
      has(facts.done, "취소 완료")
      has(facts.order, "취소·반품·교환")
      bring(number, "prepare", "invoice", "dispatch", "deliver")
      local back = play("sendBack", { number = number })
      has(back.asked, "송장번호 알리기")
      has(back.sent, "한진택배 123456789012")
      has(back.withdrawn, "철회")
    end)
  end

  it("is worked by staff at the desk", function()
    local facts = chromium:play("claim.desk", { base = shop.base, cookies = office.session((office.account "cs")) })
    has(facts.list, "취소")
    has(facts.refunds, "환불")
  end)
end)
