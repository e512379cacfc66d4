-- What is one member's is nobody else's: every route of a member that names a thing is asked by another member, for a thing
-- that is there. A route that comes later has to say here what it names.

local account = require "spec.app.account"
local database = require "spec.support.database"
local place_order = require "flows.place_order"
local shop = require "spec.app.shop"
local shopper = require "spec.app.web.shopper"

-- What the parameter of a route names.
local named = { ["my.session"] = "session", ["my.address"] = "member_address", ["my.address.remove"] = "member_address",
  ["my.address.default"] = "member_address", ["my.review.remove"] = "review", ["my.question.remove"] = "product_question",
  ["my.inquiry"] = "inquiry", ["order"] = '"order"' }

-- What all forms of these pages understand, so that nothing but whose it is can be at fault.
local form = { label = "집", name = "남의집", phone = "010-1234-5678", postcode = "06236", address1 = "서울 강남구 테헤란로 1", address2 = "2층" }

describe("what is one member's", function()
  local site, mall, kim, lee, ids

  local function insert(sql, ...) return (database.execute(sql:format(...)):match "%S+") end

  setup(function()
    mall = shop.open { { code = "apple", name = "햇사과", price = 12000, stock = 50 } }
    site = require "boot"
    local kim_id = account.add(mall, { name = "김하나" })
    kim = account.log_in(shopper(site, "shop.test"), mall, kim_id)
    lee = account.log_in(shopper(site, "shop.test"), mall, account.add(mall, { name = "이두리" }))
    for _, person in ipairs { kim, lee } do person:get "/my" end
    local placed = assert(place_order.run(mall, shop.draft(mall, { APPLE = 2 })))
    database.execute(("UPDATE \"order\" SET member_id = '%s'"):format(kim_id))
    ids = { ['"order"'] = placed.number,
      session = insert("SELECT id FROM session WHERE member_id = '%s'", kim_id),
      member_address = insert([[INSERT INTO member_address (mall_id, member_id, name, phone, postcode, address1)
        VALUES ('%s', '%s', '김비밀', '01099998888', '06236', '비밀로 1') RETURNING id]], mall.id, kim_id),
      review = insert([[INSERT INTO review (mall_id, product_id, member_id, order_id, order_position, author, rating, body)
        SELECT '%s', l.product_id, '%s', l.order_id, l.position, '김**', 5, '비밀 후기' FROM order_line l RETURNING id]], mall.id, kim_id),
      product_question = insert([[INSERT INTO product_question (mall_id, product_id, member_id, author, secret, body)
        SELECT '%s', id, '%s', '김**', true, '비밀 문의' FROM product RETURNING id]], mall.id, kim_id),
      inquiry = insert([[INSERT INTO inquiry (mall_id, member_id, topic, title, body)
        VALUES ('%s', '%s', 'other', '비밀 제목', '비밀 내용') RETURNING id]], mall.id, kim_id) }
  end)

  local function state(what)
    return database.execute(("SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM %s t"):format(what))
  end

  it("is neither shown to another member nor changed by one, whatever the route", function()
    local asked = 0
    for _, route in ipairs(site.router.routes) do
      if #route.parameters > 0 and (route.path:find "^/my/" or route.name == "order") then
        local what = assert(named[route.name], route.name .. " names something that this spec does not know")
        local path, before = route.path:gsub(":%w+", ids[what]), what ~= "session" and state(what)
        local status, html
        if route.method == "GET" then status, html = lee:get(path) else status, html = lee:post(path, form) end
        assert.equal(404, status, route.method .. " " .. path)
        for _, secret in ipairs { "비밀", "김하나", "01099998888", "010-9999-8888" } do
          assert.is_nil(html:find(secret, 1, true), path .. " shows " .. secret)
        end
        if before then assert.equal(before, state(what), route.method .. " " .. path) end
        asked = asked + 1
      end
    end
    assert.is_true(asked >= 9, asked)
    assert.equal(200, (kim:get "/my"), "the session that another tried to end")
  end)

  it("is there for who it belongs to", function()
    for name, what in pairs { ["/my/addresses/"] = "member_address", ["/my/inquiries/"] = "inquiry", ["/orders/"] = '"order"' } do
      assert.equal(200, (kim:get(name .. ids[what])), name)
    end
  end)
end)
