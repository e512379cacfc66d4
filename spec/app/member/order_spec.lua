-- What changes for an order when a member places it, and for a cart when a guest logs in.

local account = require "spec.app.account"
local shop = require "spec.app.shop"
local database = require "spec.support.database"
local shopper = require "spec.app.web.shopper"
local even_time = require "flows.even_time"
local password = require "password"

local PLAIN = "모락모락 김이 나는 밥"
local least = even_time.LEAST

local TYPED = { orderer_name = "홍길동", orderer_phone = "010-2345-6789", same_as_orderer = "1", postcode = "06236",
  address1 = "서울 강남구 테헤란로 1", cash_receipt = "none", agree_age = "1", agree_order = "1", agree_privacy = "1" }

local function typed()
  local form = {}
  for name, value in pairs(TYPED) do form[name] = value end
  return form
end

describe("a member", function()
  local mall, site, hash

  setup(function()
    mall = shop.open { { code = "apple", name = "사과 한 상자", price = 12000, stock = 50 },
      { code = "pear", name = "배 한 상자", price = 20000, stock = 3 } }
    site = require "boot"
    hash = password.hash(PLAIN)
    even_time.LEAST = 0
  end)

  teardown(function() even_time.LEAST = least end)

  local count = 0
  local function member(changes)
    count = count + 1
    local columns = { email = ("m%d@example.kr"):format(count), name = "홍길동", phone = "01023456789", password_hash = hash }
    for name, value in pairs(changes or {}) do columns[name] = value end
    local id = account.add(mall, columns)
    return account.log_in(shopper(site, "shop.test"), mall, id), id, columns.email
  end

  local function add(who, code, qty)
    who:get("/p/" .. code:lower())
    return who:post("/cart/items", { sku_id = shop.sku(code), qty = tostring(qty or 1) })
  end

  local function place(who)
    who:get "/checkout"
    who:post("/checkout", typed())
    local _, html = who:get "/checkout/confirm"
    local _, _, location = who:post("/checkout/confirm", { place_key = html:match 'name="place_key" value="([^"]+)"' })
    return location
  end

  it("finds name, telephone and address of mail in the order form, and the consents empty", function()
    local who, _, email = member()
    add(who, "APPLE")
    local _, html = who:get "/checkout"
    for _, value in ipairs { "홍길동", "010-2345-6789", email } do assert.truthy(html:find('value="' .. value, 1, true), value) end
    assert.is_nil(html:match 'name="agree_order"[^>]*checked')
  end)

  it("sees an order of theirs on any device; another member, a guest with its number and telephone, do not", function()
    local who, id = member()
    add(who, "APPLE")
    local location = place(who)
    local number = location:match "[^/]+$"
    assert.equal(id, (database.execute(('SELECT member_id FROM "order" WHERE number = \'%s\''):format(number)):match "%S+"))
    local again = account.log_in(shopper(site, "shop.test"), mall, id)
    assert.equal(200, (again:get(location)))
    local other = member()
    assert.equal(404, (other:get(location)))
    local guest = shopper(site, "shop.test")
    assert.equal("/orders/lookup?number=" .. number, (select(3, guest:get(location))))
    guest:get "/orders/lookup"
    assert.equal(422, (guest:post("/orders/lookup", { number = number, phone = "010-2345-6789" })))
    -- after log-out this browser knows it no more
    who:get "/"
    who:post("/logout", {})
    assert.equal(303, (who:get(location)))
  end)

  it("who is told nothing by another's order that an invented number would not tell", function()
    local who = member()
    add(who, "APPLE")
    local location = place(who)
    local other = member()
    local real, invented = { other:get(location) }, { other:get "/orders/261129-ZZZZZZZ" }
    assert.same({ 404, 404 }, { real[1], invented[1] })
    local function bare(html) return (html:gsub('value="[^"]*"', ""):gsub('nonce="[^"]*"', ""):gsub("%d%d%d%d%d%d%-%w+", "N")
      :gsub("문의 번호[^<]*<[^>]*>[^<]*", "")) end
    assert.equal(#bare(real[2]), #bare(invented[2]))
  end)

  it("still sees in this browser what was ordered as a guest before logging in", function()
    local who = shopper(site, "shop.test")
    add(who, "APPLE")
    local location = place(who)
    local _, _, email = member()
    who:get "/login"
    assert.equal(303, (who:post("/login", { email = email, password = PLAIN })))
    assert.equal(200, (who:get(location)))
  end)

  it("finds the guest's goods in the cart after logging in, and can take that back", function()
    local first, id, email = member()
    add(first, "PEAR", 2)
    local guest = shopper(site, "shop.test")
    add(guest, "PEAR", 3)
    add(guest, "APPLE")
    guest:get "/login"
    assert.equal("/cart", (select(3, guest:post("/login", { email = email, password = PLAIN, return_to = "/cart" }))))
    local _, html = guest:get "/cart"
    assert.matches("배 한 상자는 살 수 있는 만큼인 3개로", html)
    local merge_id = html:match 'name="merge_id" value="([^"]+)"'
    local stranger = member()
    add(stranger, "APPLE")
    stranger:get "/cart"
    assert.equal(409, (stranger:post("/cart/unmerge", { merge_id = merge_id })))
    assert.equal("/cart", (select(3, guest:post("/cart/unmerge", { merge_id = merge_id }))))
    _, html = guest:get "/cart"
    assert.matches("40,000", html)
    guest:post("/logout", {})
    assert.matches('data%-cart%-count >2<', (select(2, guest:get "/")))
    -- the empty cart recommends goods by name, so it is the sums that tell
    assert.matches("72,000", (select(2, guest:get "/cart")))
    assert.matches("40,000", (select(2, first:get "/cart")))
    assert.equal(id, (database.execute("SELECT member_id FROM cart WHERE member_id = '" .. id .. "'"):match "%S+"))
  end)

  it("is not offered to take back what the guest took out of the other cart", function()
    local _, _, email = member()
    local guest = shopper(site, "shop.test")
    add(guest, "APPLE")
    local line_id = select(2, guest:get "/cart"):match "/cart/items/([%x-]+)/remove"
    guest:post("/cart/items/" .. line_id .. "/remove", {})
    guest:get "/login"
    guest:post("/login", { email = email, password = PLAIN })
    assert.is_nil((select(2, guest:get "/cart")):find("장바구니에서 뺐어요", 1, true))
  end)

  it("leaves an empty cart in the browser when logging out, and finds the full one when coming back", function()
    local who, _, email = member()
    add(who, "APPLE", 2)
    who:get "/"
    who:post("/logout", {})
    assert.matches("장바구니가 비어", (select(2, who:get "/cart")))
    who:get "/login"
    who:post("/login", { email = email, password = PLAIN })
    assert.matches("24,000", (select(2, who:get "/cart")))
  end)

  it("does not lose a guest's cart by a press on a log-out that is out of date", function()
    local guest = shopper(site, "shop.test")
    add(guest, "APPLE")
    guest:get "/"
    assert.equal(303, (guest:post("/logout", {})))
    assert.matches("15,000", (select(2, guest:get "/cart")))
  end)

  it("cannot take a merge back once it became an order", function()
    local _, _, email = member()
    local guest = shopper(site, "shop.test")
    add(guest, "APPLE")
    guest:get "/login"
    guest:post("/login", { email = email, password = PLAIN })
    local _, html = guest:get "/cart"
    local merge_id = html:match 'name="merge_id" value="([^"]+)"'
    assert.truthy(place(guest))
    assert.equal(409, (guest:post("/cart/unmerge", { merge_id = merge_id })))
    assert.matches("장바구니가 비어", (select(2, guest:get "/cart")))
  end)
end)
