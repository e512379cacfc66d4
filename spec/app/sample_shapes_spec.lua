-- A sample that looks unlike what a page really gets would rehearse another play: the views of a tour through both malls
-- have the fields that the samples have, of the same kinds.

local database = require "spec.support.database"
local desk = require "spec.app.desk"
local letters = require "spec.app.letters"
local pg = require "pg"
local samples = require "samples"
local shopper = require "spec.app.web.shopper"

-- The fields of a view with their kinds: "product.skus[].price number".
local function fields_of(value, path, found)
  if type(value) ~= "table" then
    found[path .. " " .. type(value)] = true
  elseif value.html or value.json then
    found[path .. (value.html and " markup" or " json")] = true
  else
    for name, part in pairs(value) do
      fields_of(part, type(name) == "number" and path .. "[]" or path == "" and name or path .. "." .. name, found)
    end
  end
  return found
end

-- What forms hold is typed by people, and answered at any field.
local function is_typed(field) return field:find("^form%.values%.") or field:find("^form%.errors%.") end

-- What a tour of the demo malls does not come across: stock that ran low, a shelf of more than one page, and a line whose
-- price or stock changed while it lay in the cart; and no member is on it, who would have addresses; nothing is exchanged.
local unseen = { "%.low_stock_text string$", "^pager%.", "^problems%[%]%.", "^lines%[%]%.problem string$", "^addresses%[%]%.",
  "%.goods%[%]%.label string$", "^order%.parcels%[%]%.exchange boolean$" }

local function is_unseen(field)
  for _, pattern in ipairs(unseen) do
    if field:find(pattern) then return true end
  end
  return false
end

describe("the samples of a page", function()
  local seen, restore, site = {}, nil, nil

  setup(function()
    pg.use(database.address(database.create_seeded()))
    local set = require("web.template").new { folders = {}, read = function() end, functions = {} }
    local class = getmetatable(set).__index
    local render = class.render
    restore = function() class.render = render end
    class.render = function(self, name, view)
      seen[name] = fields_of(getmetatable(view).__index, "", seen[name] or {})
      return render(self, name, view)
    end
    site = require "boot"
  end)

  teardown(function() restore() end)

  local typed = { orderer_name = "김철수", orderer_phone = "010-1234-5678", orderer_email = "kim@example.kr", postcode = "63100",
    same_as_orderer = "1", address1 = "제주 제주시 노연로 1", address2 = "101호", memo = "문 앞에 놓아 주세요", depositor = "김철수",
    cash_receipt = "income", cash_receipt_no = "010-1234-5678", agree_age = "1", agree_order = "1", agree_privacy = "1" }

  -- An order is paid, held for a while, and sent in two parcels, of which one has arrived.
  local function send(number, visit)
    local mall = require("mall").of_id(pg.row('SELECT mall_id FROM "order" WHERE number = $1', number).mall_id)
    local fulfil, staff = require "flows.fulfil", desk(mall, { ["orders.write"] = true })
    assert(require("flows.settle_deposit").run(number, "staff kim"))
    assert(fulfil.hold(staff, { number = number }, nil, "입고 지연", "입고가 늦어져요."))
    visit()
    assert(fulfil.hold(staff, { number = number }))
    for i, label in ipairs { { carrier = "cj", number = "123456789012", dispatch = true }, { carrier = "direct", dispatch = true } } do
      assert(fulfil.register(staff, { number = number }, label, i == 1 and { { position = 1, qty = 1 } } or nil))
    end
    assert(fulfil.parcel(staff, { number = number }, "deliver", 1))
    return function()
      local found = require("order").by_number(mall.id, number)
      assert(require("flows.ask_claim_for").run(staff, found, { kind = "return", reason = "by_staff", lines = { { position = 1, qty = 1 } } }))
      -- as if a provider had taken the money, and had issued what was asked for
      pg.write([[UPDATE payment SET provider = 'toss_payments', details = '{"escrow": true, "receipt_url": "https://dashboard.tosspayments.com/receipt"}'
        WHERE order_id = $1 AND provider = 'bank']], found.id)
      pg.write([[INSERT INTO cash_receipt (mall_id, order_id, payment_id, seq, kind, state, amount, provider, issue_number, url, issued_at)
        SELECT mall_id, order_id, id, 1, 'income', 'issued', amount, 'toss_payments', '100000001', 'https://dashboard.tosspayments.com/cash', now()
        FROM payment WHERE order_id = $1 AND provider = 'toss_payments']], found.id)
    end
  end

  -- A member pays less by a coupon and points, and finds that a price has changed on the way.
  local function give(email)
    local transaction = require("flows.store").transaction
    local member = pg.row("SELECT id, mall_id FROM member WHERE email = $1", email)
    assert(transaction(function(tx)
      local order = { mall_id = member.mall_id, member_id = member.id, key = "tour", reason = "여행", amount = 5000 }
      require("coupon").issue(tx, member.mall_id, { { member_id = member.id, key = "tour", name = "여행 쿠폰", percent = 10,
        expires_at = require("clock").now() + 86400 } })
      return require("points").grant(tx, order)
    end))
  end

  local function buy(visitor, changes)
    local skus = pg.rows [[
      SELECT k.id FROM sku k JOIN mall_host h ON h.mall_id = k.mall_id JOIN stock s ON s.mall_id = k.mall_id AND s.sku_id = k.id
      WHERE h.host = 'localhost' AND k.active AND s.available >= 2 ORDER BY k.code LIMIT 3]]
    for _, row in ipairs(skus) do visitor:post("/cart/items", { sku_id = row.id, qty = "2" }) end
    local _, cart = visitor:get "/cart"
    visitor:post(cart:match('action="(/cart/items/[%x-]+/remove)"'), {})
    visitor:get "/cart"
    visitor:get "/checkout"
    assert.equal(422, (visitor:post("/checkout", {})))
    for name, value in pairs(changes or {}) do typed[name] = value end
    assert.equal("/checkout/confirm", select(3, visitor:post("/checkout", typed)))
    visitor:get "/checkout"
    if changes then pg.write("UPDATE sku SET price = price + 100 WHERE id = $1", skus[2].id) end
    local _, confirm = visitor:get "/checkout/confirm"
    local _, _, order = visitor:post("/checkout/confirm", { place_key = confirm:match('name="place_key" value="([%x-]+)"') })
    visitor:get(order)
    visitor:get(order)
    visitor:get(order .. "/address")
    assert.equal(422, (visitor:post(order .. "/address", {})))
    local send_back = send(order:match "[%w-]+$", function() visitor:get(order) end)
    visitor:get(order)
    send_back()
    visitor:get(order)
  end

  local function tour(host)
    local visitor = shopper(site, host)
    local _, home = visitor:get "/"
    for path in home:gmatch('href="(/c/[^"?]+)"') do
      local _, list = visitor:get(path)
      local filter = list:match('href="(/c/[^"]+%?brand=[^"]+)"')
      if filter then visitor:get(filter) end
    end
    for _, path in ipairs { "/search", "/search?q=세트", "/search?q=zzzz", "/search?q=김칭", "/terms", "/privacy", "/guide", "/notices",
      "/orders/lookup", "/nowhere", "/cart" } do
      local _, html = visitor:get(path)
      if path == "/notices" then visitor:get(html:match('href="(/notices/[^"]+)"')) end
    end
    visitor:post("/orders/lookup", {})
    for _, row in ipairs(pg.rows("SELECT p.slug FROM product p JOIN mall_host h ON h.mall_id = p.mall_id WHERE h.host = $1", host)) do
      visitor:get("/p/" .. row.slug)
    end
    return visitor
  end

  local person = { email = "tour@example.kr", password = "긴 여행을 떠나는 사람", name = "김여행", phone = "010-1234-5678",
    birth_date = "1990-01-02", agree_age = "1", agree_terms = "1", agree_privacy = "1", agree_marketing_email = "1" }

  -- From the sign-up on, everything that is a member's, with what each form answers to nothing.
  local function belong()
    local member, elsewhere = shopper(site, "localhost"), shopper(site, "localhost")
    letters.catch()
    for _, path in ipairs { "/login?return_to=/my", "/login/forgot", "/join?return_to=/my" } do
      member:get(path)
      assert.equal(422, (member:post(path:match "^[^?]+", { return_to = "/my" })), path)
    end
    member:post("/join", person)
    member:get "/join/sent"
    local url = letters.last("member/verify").values.url
    for _, who in ipairs { elsewhere, member } do who:get(url) end
    member:post("/join/verify", { t = url:match "t=(.*)" })
    elsewhere:get(url)
    for _, name in ipairs { "/profile", "/password", "/email", "/consents", "/sessions", "/export" } do
      assert.equal(200, (member:get("/my" .. name)), name)
    end
    for _, name in ipairs { "profile", "password", "email", "withdraw" } do
      assert.equal(422, (member:post("/my/" .. name, {})), name)
    end
    member:post("/my/email", { email = "tour2@example.kr", current_password = person.password })
    member:get(letters.last("member/email").values.url)
    elsewhere:get "/login/forgot"
    elsewhere:post("/login/forgot", { email = person.email })
    elsewhere:get(letters.last("member/reset").values.url)
    member:post("/cart/items", { sku_id = pg.row("SELECT sku_id AS id FROM stock WHERE available > 9 LIMIT 1").id, qty = "1" })
    member:get "/checkout"
    give(person.email)
    local coupon = pg.row("SELECT id FROM coupon").id
    buy(member, { coupon = coupon, points = "1000" })
    local codes = {}
    for i, row in ipairs(pg.rows [[SELECT p.code FROM product p JOIN mall_host h ON h.mall_id = p.mall_id
      WHERE h.host = 'localhost' AND p.status = 'on_sale'
        AND EXISTS (SELECT FROM sku k WHERE k.mall_id = p.mall_id AND k.product_id = p.id AND k.list_price > k.price)
      ORDER BY p.code LIMIT 20]]) do codes[i] = row.code end
    member.cookies.recent = table.concat(codes, ".")
    member:get "/my"
    member:get "/my/export"
    member:get "/my/withdraw"
  end

  it("have what real pages get, and nothing else", function()
    buy(tour "localhost")
    belong()
    tour "second.localhost"
    local problems = {}
    for name, real in pairs(seen) do
      local sampled = {}
      for _, view in pairs(assert(samples.of(name))) do fields_of(view, "", sampled) end
      for field in pairs(real) do
        if not sampled[field] and not is_typed(field) then problems[#problems + 1] = name .. " really has " .. field end
      end
      for field in pairs(sampled) do
        if not real[field] and not is_typed(field) and not is_unseen(field) then
          problems[#problems + 1] = name .. " has only in samples " .. field
        end
      end
    end
    table.sort(problems)
    assert.same({}, problems)
  end)
end)
