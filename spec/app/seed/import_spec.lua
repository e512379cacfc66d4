local shop = require "spec.app.shop"
local database = require "spec.support.database"
local stock = require "stock"

describe("importing a mall", function()
  local function products()
    return { { code = "apple", name = "사과", price = 12000, stock = 10, tags = { "과일" } },
      { code = "pear", name = "배", price = 9000, stock = 5 } }
  end

  before_each(function() shop.open(products()) end)

  it("a second time changes nothing", function()
    local function everything()
      return database.execute [[SELECT p.id, p.name, p.updated_at, p.xmin, k.id, k.xmin, l.xmin, s.on_hand
        FROM product p JOIN sku k ON k.product_id = p.id JOIN product_listing l ON l.product_id = p.id
        JOIN stock s ON s.sku_id = k.id ORDER BY 1]]
    end
    local before = everything()
    shop.add(products())
    assert.equal(before, everything())
  end)

  it("again brings what the data changed, under the same ids", function()
    local id = shop.sku "APPLE"
    local changed = products()
    changed[1].price, changed[1].name = 13000, "햇사과"
    shop.add(changed)
    assert.equal(id, shop.sku "APPLE")
    assert.equal("햇사과|13000", database.execute("SELECT name_key, price FROM product_listing WHERE price = 13000"):match("%S+"))
  end)

  it("again leaves live stock alone, and gives stock to what is new", function()
    database.execute "UPDATE stock SET on_hand = 7 FROM sku WHERE sku.id = sku_id AND code = 'APPLE'"
    database.execute [[INSERT INTO stock_entry (mall_id, sku_id, kind, on_hand_delta, reserved_delta)
      SELECT mall_id, id, 'adjust', -3, 0 FROM sku WHERE code = 'APPLE']]
    local more = products()
    more[3] = { code = "plum", name = "자두", stock = 3 }
    shop.add(more)
    assert.same({ 7, 0 }, { shop.stock "APPLE" })
    assert.same({ 3, 0 }, { shop.stock "PLUM" })
    assert.equal(0, #stock.contradictions())
  end)
end)

describe("the demo malls", function()
  setup(function()
    database.fresh()
    assert(require("seed").run())
  end)

  it("are two, with shelves that are full", function()
    assert.equal("2", (database.execute("SELECT count(*) FROM mall"):match("%S+")))
    local few = database.execute [[SELECT m.code || ' ' || count(*) FROM mall m JOIN product p ON p.mall_id = m.id
      GROUP BY m.code, m.theme HAVING count(*) < CASE m.theme WHEN 'food' THEN 60 ELSE 30 END]]
    assert.equal("", few)
    assert.equal("", database.execute "SELECT name FROM category c WHERE NOT EXISTS (SELECT FROM product WHERE category_id = c.id)")
  end)

  it("have for every product a price, stock, notice rows and a listing", function()
    assert.equal("", database.execute [[SELECT p.code FROM product p WHERE jsonb_array_length(notice) < 5
      OR NOT EXISTS (SELECT FROM sku k JOIN stock s ON s.sku_id = k.id WHERE k.product_id = p.id AND k.price > 0)
      OR NOT EXISTS (SELECT FROM product_listing l WHERE l.product_id = p.id)]])
  end)

  it("say of their sets what they are made of", function()
    local sets = database.execute [[SELECT p.code || ' ' || string_agg((part ->> 'qty') || '×' || (part ->> 'name'), ', ' ORDER BY n)
      FROM product p, jsonb_array_elements(contents) WITH ORDINALITY AS c (part, n) GROUP BY p.code ORDER BY p.code]]
    assert.truthy(select(2, sets:gsub("\n", "")) >= 4, sets)
    assert.truthy(sets:find("1×맑은 갈비탕 700g, 1×반마리 삼계탕 600g", 1, true), sets)
    assert.truthy(sets:find("3×담은 밀스 커피 45g", 1, true), sets)
  end)

  it("have a variant for every combination that they offer", function()
    assert.equal("", database.execute [[SELECT k.code FROM sku k WHERE cardinality(k.options) <>
      (SELECT count(*) FROM product_option o WHERE o.product_id = k.product_id)]])
    assert.equal("", database.execute [[SELECT k.code FROM sku k, unnest(k.options) WITH ORDINALITY v (label, n)
      WHERE NOT EXISTS (SELECT FROM product_option_value o WHERE o.product_id = k.product_id AND o.option_position = v.n
        AND o.label = v.label)]])
  end)

  it("have their written pages, accounts and shipping", function()
    assert.equal("6", (database.execute("SELECT count(*) FROM page WHERE slug IN ('terms', 'privacy', 'guide')"):match("%S+")))
    assert.equal("2", (database.execute("SELECT count(DISTINCT mall_id) FROM bank_account"):match("%S+")))
    assert.equal("2", (database.execute("SELECT count(DISTINCT mall_id) FROM shipping_policy"):match("%S+")))
  end)
end)
