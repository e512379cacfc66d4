-- What a member types as points into the order form counts as it is written there, however often the form asks what it comes to.

local account = require "spec.app.account"
local points = require "points"
local shop = require "spec.app.shop"
local shopper = require "spec.app.web.shopper"
local transaction = require("flows.store").transaction

describe("points in the order form", function()
  local mall, member

  setup(function()
    mall = shop.open { { code = "apple", name = "사과", price = 40000, stock = 100 } }
    local id = account.add(mall)
    assert(transaction(function(tx)
      return points.grant(tx, { mall_id = mall.id, member_id = id, amount = 10000, reason = "선물", key = "gift" })
    end))
    member = account.log_in(shopper(require "boot", "shop.test"), mall, id)
    member:get "/"
    assert.equal(303, (member:post("/cart/items", { sku_id = shop.sku "APPLE", qty = "1" })))
  end)

  -- What the form shows after these points were applied: the field, and what is left to be paid.
  local function applied(typed)
    member:get "/checkout"
    assert.equal(303, (member:post("/checkout", { points = typed, ["then"] = "apply", orderer_name = "김회원" })))
    local status, html = member:get "/checkout"
    assert.equal(200, status)
    return html:match 'name="points"[^>]* value="([^"]*)"', html:match '결제 예정 금액</dt><dd>([%d,]+)', html
  end

  it("may be written as amounts are written, and stay when the form asks again with what it shows", function()
    for _, typed in ipairs { "3000", "3,000", "3,000원" } do
      local shown, pays = applied(typed)
      assert.same({ "3,000", "37,000" }, { shown, pays }, typed)
      assert.same({ "3,000", "37,000" }, { (applied(shown)) or "", pays })
      assert.equal("37,000", (select(2, applied(shown))))
    end
  end)

  it("that are no number say so, and take nothing off", function()
    local shown, pays, html = applied "많이"
    assert.same({ "많이", "40,000" }, { shown, pays })
    assert.truthy(html:find("적립금은 숫자로 입력해 주세요", 1, true))
  end)

  it("stay where something else in the form is wrong", function()
    member:get "/checkout"
    local status, html = member:post("/checkout", { points = "3,000", orderer_name = "" })
    assert.equal(422, status)
    assert.equal("3,000", (html:match 'name="points"[^>]* value="([^"]*)"'))
    assert.equal("37,000", (html:match '결제 예정 금액</dt><dd>([%d,]+)'))
  end)
end)
