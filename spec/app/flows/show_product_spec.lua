local database = require "spec.support.database"
local eventually = require "spec.support.eventually"
local pg = require "pg"
local shop = require "spec.app.shop"
local catalog = require "catalog"
local show_product = require "flows.show_product"

local BASE = "http://shop.test"

describe("a remembered page", function()
  local mall, slug
  local function page(code) return show_product.run(mall, slug[code], BASE) end
  local function found() return catalog.search(mall.id, "녹차", {}) end
  local function shelf(code) return catalog.list(mall, catalog.category(mall.id, code), {}, BASE) end

  setup(function()
    mall = shop.open {
      { code = "green", name = "녹차", stock = 4, category = "tea" },
      { code = "barley", name = "보리차", category = "tea" },
      { code = "millet", name = "좁쌀", category = "rice" },
    }
    slug = {}
    for code, card in pairs(catalog.cards_by_code(mall.id, { "green", "barley", "millet" })) do slug[code] = card.slug end
    pg.start_listening()
    eventually(pg.listening)
  end)

  before_each(function()
    -- what came before is over: two askings that give the same table
    eventually(function() return page "millet" == page "millet" and page "green" == page "green" end)
  end)

  it("is made anew when a sale changes what it shows: its own goods, a neighbour on the shelf, a find", function()
    assert.truthy(page("green").product.low_stock_text:find "4")
    assert.truthy(page("barley").related[1].low_stock_text:find "4")
    assert.truthy(shelf("tea").products[1].low_stock_text:find "4")
    assert.truthy(found().products[1].low_stock_text:find "4")
    database.execute(("UPDATE stock SET reserved = 1 WHERE sku_id = '%s'"):format(shop.sku "GREEN"))
    eventually(function() return page("green").product.low_stock_text:find "3" end)
    eventually(function() return page("barley").related[1].low_stock_text:find "3" end)
    eventually(function() return shelf("tea").products[1].low_stock_text:find "3" end)
    eventually(function() return found().products[1].low_stock_text:find "3" end)
  end)

  it("stays when something is sold that it does not show", function()
    local millet, rice, green = page "millet", shelf "rice", page "green"
    database.execute(("UPDATE stock SET reserved = 2 WHERE sku_id = '%s'"):format(shop.sku "GREEN"))
    eventually(function() return page "green" ~= green end)
    assert.equal(millet, page "millet")
    assert.equal(rice, shelf "rice")
  end)

  it("is made anew, whichever it is, when the goods themselves change", function()
    local millet = page "millet"
    database.execute "UPDATE product SET name = '햇녹차' WHERE code = 'green'"
    eventually(function() return page "millet" ~= millet end)
  end)
end)
