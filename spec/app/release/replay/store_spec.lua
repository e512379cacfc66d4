local database = require "spec.support.database"
local json = require "json"
local place_order = require "flows.place_order"
local quote = require "flows.quote"
local shop = require "spec.app.shop"
local store = require "release.replay.store"

local GOODS = { { code = "apple", name = "사과", price = 12000, stock = 1000 }, { code = "pear", name = "배", price = 20000, stock = 1000 } }

local function kinds(list)
  local words = {}
  for i, one in ipairs(list) do words[i] = one.kind .. " " .. one.mall end
  return table.concat(words, ", ")
end

describe("what is replayed", function()
  local mall

  before_each(function() mall = shop.open(GOODS) end)

  local function cart(of, nth)
    database.execute(([[INSERT INTO price_snapshot (mall_id, id, format, input, promised)
      VALUES ('%s', '018f0000-0000-7000-8000-%012d', 1, '{"lines": []}', '{"payable": %d}')]]):format(of.id, nth, nth))
  end

  it("is an order with all that its price came from, and costs what it did", function()
    local placed = assert(place_order.run(mall, shop.draft(mall, { APPLE = 2, PEAR = 1 }, { postcode = "63001" })))
    local ordered = require("order").by_number(mall.id, placed.number)
    local one = assert(store.newest(10)[1])
    assert.same({ "order", "시험상회", 1, "jeju", "KRW", math.floor(ordered.placed_at) }, { one.kind, one.mall, one.format,
      one.input.region, one.input.currency, one.input.now })
    local priced = quote.run(one.input)
    for _, name in ipairs { "goods", "discount", "shipping", "payable" } do
      assert.equal(ordered[name .. "_amount"], priced.totals[name])
      assert.equal(ordered[name .. "_amount"], one.promised[name])
    end
    local frozen = require("order").lines(mall.id, ordered.id)
    for i, line in ipairs(priced.lines) do
      assert.same({ frozen[i].sku_id, frozen[i].unit_price, frozen[i].amount, false }, { line.sku_id, line.unit_price, line.amount,
        line.problem ~= nil })
      assert.same({ unit_price = line.unit_price, amount = line.amount }, one.promised.lines[i])
      assert.equal("tea", one.input.lines[i].category)
    end
  end)

  it("costs what it did also after its goods became dearer, were hidden or sold out", function()
    assert(place_order.run(mall, shop.draft(mall, { APPLE = 1 })))
    database.execute [[UPDATE sku SET price = 99000; UPDATE product SET status = 'hidden';
      UPDATE stock SET on_hand = reserved]]
    assert.equal(15000, quote.run(store.newest(1)[1].input).totals.payable)
  end)

  it("tells nothing of who ordered", function()
    assert(place_order.run(mall, shop.draft(mall, { APPLE = 1 }, { orderer_name = "홍길동만", orderer_phone = "010-9876-5432",
      orderer_email = "gildong@person.example", same_as_orderer = "", recipient_name = "성춘향만", recipient_phone = "010-2222-3333",
      postcode = "40210", address1 = "경북 울릉군 도동길 11", address2 = "별채 77호", memo = "other", memo_other = "대문 앞 화분",
      depositor = "변학도만", cash_receipt = "income", cash_receipt_no = "01055556666" })))
    local read = json.encode(store.newest(1)[1])
    local person, searched = database.execute [[
      SELECT v FROM "order" o, jsonb_each_text(to_jsonb(o)) AS field (k, v)
      WHERE k IN ('id', 'number', 'place_key', 'cart_id', 'orderer_name', 'orderer_phone', 'orderer_email', 'recipient_name',
        'recipient_phone', 'postcode', 'address1', 'address2', 'memo', 'cash_receipt_no')
      UNION ALL SELECT depositor FROM payment]], 0
    for word in person:gmatch("[^\n]+") do
      searched = searched + 1
      assert.is_nil(read:find(word, 1, true), word)
    end
    assert.equal(15, searched)
    assert.truthy(read:find('"island"', 1, true))
  end)

  it("is the newest, of each mall and kind in turn, while there are any", function()
    local other = shop.add(GOODS, { code = "other", name = "다른상회", hosts = { "other.test" } })
    for i = 1, 4 do cart(mall, i) end
    cart(other, 10)
    for _ = 1, 2 do assert(place_order.run(mall, shop.draft(mall, { APPLE = 1 }))) end
    assert.equal("order 시험상회, cart 다른상회, cart 시험상회", kinds(store.newest(3)))
    local all = store.newest(100)
    assert.equal("order 시험상회, cart 다른상회, cart 시험상회, order 시험상회, cart 시험상회, cart 시험상회, cart 시험상회", kinds(all))
    assert.same({ 4, 3, 2, 1 }, { all[3].promised.payable, all[5].promised.payable, all[6].promised.payable, all[7].promised.payable })
  end)
end)
