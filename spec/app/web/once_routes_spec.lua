-- Which calls of shoppers happen once however often they are sent, and why the others need not.

local ask_claim = require "flows.ask_claim"
local account = require "spec.app.account"
local database = require "spec.support.database"
local place_order = require "flows.place_order"
local request = require "spec.app.web.fake_request"
local settle_deposit = require "flows.settle_deposit"
local shop = require "spec.app.shop"
local shopper = require "spec.app.web.shopper"

local SETS = "what is typed is how it stands then: sent twice it stands the same, and what was typed last counts"
local SECRET = "a password is no part of what is kept of a call, not even hashed; what it does, the session knows"
local TOKEN = "a link of a letter works once by itself"
local PROVIDER = "a provider's call has no page of ours: what it tells of is known by its own key"
local CART = "putting the same into a cart twice is two; a form of the cart is sent again on purpose"

-- Unsafe calls of shoppers without `once`, each with its reason.
local EXCEPT = {
  ["POST /cart/items"] = CART, ["POST /cart/items/:id"] = SETS, ["POST /cart/items/:id/remove"] = SETS,
  ["POST /cart/undo"] = "what was taken out is put back as often as it was taken out", ["POST /cart/unmerge"] = SETS,
  ["POST /checkout"] = SETS, ["POST /orders/lookup"] = "nothing is changed", ["POST /orders/:number/address"] = SETS,
  ["POST /pay/:number/return/:provider/:ticket"] = PROVIDER, ["POST /pay/:number/cancelled/:provider/:ticket"] = PROVIDER,
  ["POST /hook/pay/:provider"] = PROVIDER, ["POST /hook/mandrill"] = PROVIDER,
  ["POST /join"] = SECRET, ["POST /login"] = SECRET, ["POST /logout"] = SETS, ["POST /login/reset"] = SECRET,
  ["POST /my/password"] = SECRET, ["POST /my/email"] = SECRET, ["POST /my/withdraw"] = SECRET,
  ["POST /join/verify"] = TOKEN, ["POST /my/email/confirm"] = TOKEN,
  ["POST /login/forgot"] = "who asks for a letter again wants one again; how many is limited",
  ["POST /my/sessions/others"] = SETS, ["POST /my/consents"] = SETS, ["POST /wishes"] = SETS, ["POST /device"] = SETS,
  ["POST /my/addresses/:id"] = SETS, ["POST /my/addresses/:id/default"] = SETS,
}

describe("a call of a shopper", function()
  local mall, site, member_id

  setup(function()
    mall = shop.open { { code = "apple", name = "사과", price = 12000, stock = 100 } }
    site = require "boot"
    member_id = account.add(mall)
  end)

  it("that changes something happens once, or says here why it need not", function()
    local left = {}
    for name in pairs(EXCEPT) do left[name] = true end
    for _, route in ipairs(site.router.routes) do
      if route.method ~= "GET" and not route.staff then
        local name = route.method .. " " .. route.path
        local excepted = EXCEPT[name] ~= nil
        -- not both, not neither
        assert.is_true((route.once or false) ~= excepted, name)
        left[name] = nil
      end
    end
    assert.same({}, left)
  end)

  local function buy(member, unpaid)
    local placed = assert(place_order.run(mall, shop.draft(mall, { APPLE = 3 }, nil, { id = member_id })))
    if not unpaid then assert(settle_deposit.run(placed.number, "staff")) end
    return placed, account.log_in(member or shopper(site, "shop.test"), mall, member_id)
  end

  -- Sends the same form of the same page twice, byte by byte. -> both answers with where they lead
  local function twice(member, path, form)
    local once, answers = member.token, {}
    for i = 1, 2 do
      member.token = once
      local status, body, location = member:post(path, form)
      answers[i] = { status, body, location }
    end
    return answers[1], answers[2]
  end

  it("to pay is answered the same twice, with one attempt begun", function()
    local placed, member = buy(nil, true)
    local status, html = member:get("/pay/" .. placed.number)
    assert.equal(200, status)
    local offer = html:match 'name="offer" value="([^"]+)"'
    local before = shop.count "payment"
    local first, second = twice(member, "/pay/" .. placed.number, { offer = offer })
    assert.equal(303, first[1])
    assert.same(first, second)
    assert.equal(before + 1, shop.count "payment")
    -- on a page that was drawn anew it is another call
    member:get("/pay/" .. placed.number)
    assert.equal(303, (member:post("/pay/" .. placed.number, { offer = offer })))
    assert.equal(before + 2, shop.count "payment")
  end)

  local function by_key(member, path, form, key)
    local given = { method = "POST", path = path, form = form, cookies = member.cookies, host = "shop.test",
      headers = { ["User-Agent"] = "spec", ["Idempotency-Key"] = key } }
    form.csrf = member.token
    return site.handle(request(given))
  end

  it("for a claim is answered the same twice, and with its key and other units it is refused", function()
    local placed, member = buy()
    local url = "/orders/" .. placed.number .. "/claim"
    local form = { kind = "cancel", q1 = "1", reason = "changed_mind", bank_code = "004", account = "1234567890", holder = "김회원" }
    local function claims() return shop.count(("claim WHERE order_id = '%s'"):format(placed.id)) end
    member:get(url .. "?kind=cancel")
    local first, second = twice(member, url, form)
    assert.same({ 303, "/orders/" .. placed.number .. "/claims/1" }, { first[1], first[3] })
    assert.same(first, second)
    assert.equal(1, claims())

    member:get(url .. "?kind=cancel")
    local key = "0193-claim"
    assert.equal(303, (by_key(member, url, form, key)))
    assert.equal(2, claims())
    assert.equal(303, (by_key(member, url, form, key)))
    form.q1 = "2"
    assert.equal(422, (by_key(member, url, form, key)))
    assert.equal(2, claims())
  end)

  it("that calls an order off, takes a claim back or confirms a purchase is answered the same twice", function()
    local placed, member = buy(nil, true)
    member:get("/orders/" .. placed.number)
    local first, second = twice(member, "/orders/" .. placed.number .. "/call-off", {})
    assert.same({ 303, "/orders/" .. placed.number }, { first[1], first[3] })
    assert.same(first, second)

    placed, member = buy(member)
    database.execute(("UPDATE order_portion SET state = 'delivered' WHERE order_id = '%s'"):format(placed.id))
    assert(ask_claim.run(mall.id, placed.id, { kind = "return", lines = { { position = 1, qty = 1 } }, reason = "broken",
      account = { bank_code = "004", number = "1234567890", holder = "김회원" } }, { actor = "member" }))
    member:get("/orders/" .. placed.number)
    first, second = twice(member, "/orders/" .. placed.number .. "/claims/1/withdraw", {})
    assert.equal(303, first[1])
    assert.same(first, second)

    member:get("/orders/" .. placed.number)
    first, second = twice(member, "/orders/" .. placed.number .. "/confirm", {})
    assert.same(first, second)
    local _, html = member:get("/orders/" .. placed.number)
    assert.truthy(html:find("구매를 확정했어요", 1, true))
    assert.is_nil(html:find("구매확정할 상품이 없어요", 1, true))
  end)
end)
