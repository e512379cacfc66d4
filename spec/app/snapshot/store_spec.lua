local database = require "spec.support.database"
local eventually = require "spec.support.eventually"
local pg = require "pg"
local place_order = require "flows.place_order"
local prepare = require "flows.prepare_order"
local price_cart = require("flows.price_cart").run
local process = require "process"
local quote = require "flows.quote"
local rules = require "snapshot.rules"
local shop = require "spec.app.shop"
local snapshot = require "snapshot"
local store = require "snapshot.store"
local sweep = require "flows.sweep"

local function kept() return shop.count "price_snapshot" end

local function await(n)
  eventually(function() return kept() >= n end, 5000, n .. " snapshots")
  assert.equal(n, kept())
end

describe("snapshots of prices", function()
  local mall

  before_each(function()
    process.setenv("PRICE_SAMPLE", "0")
    mall = shop.open {
      { code = "apple", name = "사과", price = 12000, stock = 1000 },
      { code = "pear", name = "배", price = 20000, stock = 1000 },
    }
  end)
  teardown(function() process.setenv "PRICE_SAMPLE" end)

  -- Looks at a cart that is kept.
  local function look(cart_id, region)
    process.setenv("PRICE_SAMPLE", "1")
    local priced = price_cart(mall, cart_id, region)
    process.setenv("PRICE_SAMPLE", "0")
    return priced
  end

  it("hold all that the price of a cart came from, and what the shopper was shown", function()
    local seen = look(shop.cart(mall, { APPLE = 2 }), "jeju").totals
    await(1)
    local row = pg.row "SELECT * FROM price_snapshot"
    assert.same({ mall.id, 1, "jeju", "KRW" }, { row.mall_id, row.format, row.input.region, row.input.currency })
    assert.same({ 24000, 0, 6000, 30000 }, { row.promised.goods, row.promised.discount, row.promised.shipping, row.promised.payable })
    local line = row.input.lines[1]
    assert.same({ "APPLE", "사과", "tea", 2, 12000 }, { line.sku_code, line.name, line.category, line.qty, line.price })
    assert.equal(seen.payable, quote.run(row.input).totals.payable)
  end)

  it("know nothing of whose cart it was, nor which one", function()
    local request = shop.draft(mall, { APPLE = 1 }, { orderer_name = "홍길동만", orderer_phone = "010-9876-5432",
      orderer_email = "gildong@person.example", same_as_orderer = "", recipient_name = "성춘향만", recipient_phone = "010-2222-3333",
      postcode = "40210", address1 = "경북 울릉군 도동길 11", address2 = "별채 77호", memo = "other", memo_other = "대문 앞 화분",
      depositor = "변학도만", cash_receipt = "income", cash_receipt_no = "01055556666" })
    process.setenv("PRICE_SAMPLE", "1")
    assert(prepare.review(mall, { cart_id = request.cart_id, device = "pc" })) -- with the shipping to the address
    await(1)
    local person = database.execute [[
      SELECT v FROM checkout_draft, jsonb_each_text(form) AS field (k, v)
      WHERE v NOT IN ('true', 'false', 'other', 'income') AND k NOT IN ('pay', 'points')
      UNION ALL SELECT cart_id::text FROM checkout_draft UNION ALL SELECT place_key::text FROM checkout_draft
      UNION ALL SELECT id::text FROM cart_line]]
    assert(place_order.run(mall, request))
    local written = database.execute "SELECT to_jsonb(s) FROM price_snapshot s"
    local searched = 0
    for word in person:gmatch("[^\n]+") do
      searched = searched + 1
      assert.is_nil(written:find(word, 1, true), word)
    end
    assert.equal(14, searched)
    for _, word in ipairs { "홍길동", "성춘향", "변학도", "9876", "gildong", "울릉", "도동", "77호", "화분", "5555", "40210" } do
      assert.is_nil(written:find(word, 1, true), word)
    end
    assert.truthy(written:find("island", 1, true)) -- but the class of its region it is priced by
  end)

  it("are kept of carts as often as PRICE_SAMPLE says, and of none that is empty", function()
    local cart_id = shop.cart(mall, { APPLE = 1 })
    price_cart(mall, cart_id)
    process.setenv("PRICE_SAMPLE", "1")
    price_cart(mall, nil)
    price_cart(mall, cart_id)
    await(1)
    process.setenv("PRICE_SAMPLE", "4")
    local due = 0
    for _ = 1, 4000 do due = due + (snapshot.is_due() and 1 or 0) end
    assert.is_true(due > 800 and due < 1200, due)
  end)

  it("that come at once are written together, and beyond a hundred that wait they are let go", function()
    local input, priced
    local of = rules.of
    rules.of = function(...)
      input, priced = ...
      return of(...)
    end
    local statements, insert = 0, store.insert
    store.insert = function(list)
      statements = statements + 1
      return insert(list)
    end
    finally(function() rules.of, store.insert = of, insert end)
    look(shop.cart(mall, { APPLE = 1 }))
    await(1)
    for _ = 1, 250 do snapshot.keep(mall.id, input, priced) end
    await(102)
    assert.equal(3, statements)
  end)

  it("that cannot be kept disturb nobody, and those that follow are kept", function()
    local refused, insert = 0, store.insert
    store.insert = function(list)
      list[1].format = 0
      local ok, problem = pcall(insert, list)
      assert.is_false(ok)
      refused = refused + 1
      error(problem, 0)
    end
    finally(function() store.insert = insert end)
    local cart_id = shop.cart(mall, { APPLE = 1 })
    assert.equal(15000, look(cart_id).totals.payable)
    snapshot.keep(mall.id, {}, {})
    eventually(function() return refused == 1 end)
    store.insert = insert
    look(cart_id)
    await(1)
  end)

  it("never change", function()
    assert.equal("f", (database.execute "SELECT has_table_privilege('sijang_app', 'price_snapshot', 'UPDATE')"):match("%S+"))
  end)

  it("are swept but for the newest of each mall", function()
    local other = shop.add({ { code = "plum" } }, { code = "other", hosts = { "other.test" } })
    for _, one in ipairs { { mall.id, snapshot.MOST + 7 }, { other.id, 5 } } do
      database.execute(([[INSERT INTO price_snapshot (mall_id, id, format, input, promised)
        SELECT '%s', ('018f0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 1, to_jsonb(n), '{}'
        FROM generate_series(1, %d) AS n]]):format(unpack(one)))
    end
    assert.equal(7, sweep.run().snapshots)
    assert.equal(0, sweep.run().snapshots)
    assert.equal(8, tonumber(database.execute(([[SELECT min(input::text::integer) FROM price_snapshot WHERE mall_id = '%s']])
      :format(mall.id))))
    assert.equal(5, shop.count(("price_snapshot WHERE mall_id = '%s'"):format(other.id)))
  end)
end)
