-- The sheets of products: what pages state, put together by PostgreSQL whenever somebody edits the catalogue.

local shop = require "spec.app.shop"
local database = require "spec.support.database"
local catalog = require "catalog"
local pg = require "pg"
local show_product = require "flows.show_product"
local task = require "task"

local BASE = "https://shop.test"

describe("a product's sheet", function()
  local mall

  before_each(function()
    mall = shop.open {
      { code = "tteok", name = "쌀떡볶이", tags = { "매운" }, options = { { name = "맛", values = { "매운맛", "순한맛" } } },
        skus = { { code = "T1", values = { "매운맛" }, price = 5900, stock = 7 },
          { code = "T2", values = { "순한맛" }, price = 6900, stock = 4 } } },
      { code = "apple", name = "사과차", price = 9000 },
    }
  end)

  local function view(slug) return show_product.run(mall, slug or "tteok", BASE) end

  local function card(code) return catalog.cards_by_code(mall.id, { code })[code] end

  -- Each edit with what pages must state right after it.
  for what, edit in pairs {
    ["a price"] = { "UPDATE sku SET price = 5500 WHERE code = 'T1'",
      function() return view().product.skus[1].price == 5500 and card("tteok").price == 5500 end },
    ["a list price"] = { "UPDATE sku SET list_price = 11800 WHERE code = 'T1'",
      function() return view().product.discount_percent == 50 and card("tteok").discount_percent == 50 end },
    ["a name"] = { "UPDATE product SET name = '밀떡볶이' WHERE code = 'tteok'",
      function() return view().product.name == "밀떡볶이" and card("tteok").name == "밀떡볶이" end },
    ["an address"] = { "UPDATE product SET slug = 'rice-cake' WHERE code = 'tteok'",
      function() return view() == nil and view("rice-cake").product.url == "/p/rice-cake" end },
    ["a brand's name"] = { "UPDATE brand SET name = '들판' WHERE code = 'field'",
      function() return view().product.brand.name == "들판" and card("apple").brand == "들판" end },
    ["a category's name"] = { "UPDATE category SET name = '간식' WHERE code = 'tea'",
      function() return view().product.category.name == "간식" end },
    ["tags"] = { "UPDATE product_listing SET tags = '{순한}' WHERE product_id = (SELECT id FROM product WHERE code = 'tteok')",
      function() return view().product.tags[1] == "순한" and card("tteok").tags[1] == "순한" end },
    ["an option's name"] = { "UPDATE product_option SET name = '맵기'",
      function() return view().product.options[1].name == "맵기" end },
    ["an option's value"] = { "UPDATE product_option_value SET label = '아주 매운맛' WHERE position = 1",
      function() return view().product.options[1].values[1].label == "아주 매운맛" end },
    ["a variant that is taken out"] = { "UPDATE sku SET active = false WHERE code = 'T1'",
      function() return #view().product.skus == 1 and card("tteok").price == 6900 end },
    ["all variants taken out"] = { "UPDATE sku SET active = false WHERE code IN ('T1', 'T2')",
      function() return view() == nil and card("tteok") == nil end },
    ["a product that is hidden"] = { "UPDATE product SET status = 'hidden' WHERE code = 'tteok'",
      function() return view() == nil and card("tteok") == nil end },
    ["a product that leaves the lists"] = { "DELETE FROM product_listing WHERE product_id = (SELECT id FROM product WHERE code = 'tteok')",
      function() return view() == nil and card("tteok") == nil end },
    ["a product that comes back"] = { "UPDATE product SET status = 'hidden'; UPDATE product SET status = 'on_sale'",
      function() return view().product.name == "쌀떡볶이" and card("apple").price == 9000 end },
  } do
    it("follows " .. what, function()
      assert.is_truthy(view())
      database.execute(edit[1])
      assert.is_true(edit[2]())
    end)
  end

  it("follows its pictures", function()
    database.execute([[
      INSERT INTO media (mall_id, sha256, format, bytes, width, height, color)
        SELECT id, sha256('x'), 'webp', 10, 600, 600, '#112233' FROM mall;
      INSERT INTO product_picture (mall_id, product_id, role, position, media_id, alt)
        SELECT p.mall_id, p.id, 'gallery', 1, m.id, '접시' FROM product p, media m WHERE p.code = 'tteok']])
    assert.same({ "접시", "#112233" }, { view().product.image.alt, card("tteok").image.color })
    database.execute "UPDATE media SET color = '#445566'; UPDATE product_picture SET alt = '그릇'"
    assert.same({ "그릇", "#445566" }, { view().product.image.alt, card("tteok").image.color })
    database.execute "DELETE FROM product_picture"
    assert.is_nil(view().product.image)
    assert.is_nil(card("tteok").image)
  end)

  it("leaves stock out, which pages read as it is", function()
    database.execute "UPDATE stock s SET on_hand = 0 FROM sku k WHERE k.id = s.sku_id AND k.code = 'T1'"
    assert.same({ "out", "low" }, { view().product.skus[1].stock_state, view().product.skus[2].stock_state })
    assert.equal("4개 남음", card("tteok").low_stock_text)
    database.execute "UPDATE stock SET on_hand = 0"
    assert.is_true(card("tteok").sold_out)
  end)

  it("keeps both of two edits at the same moment", function()
    local first_done, second_began
    local first = task.spawn(function()
      return pg.tx(function(tx)
        tx:rows "UPDATE sku SET price = 5500 WHERE code = 'T1'"
        first_done = true
        repeat task.sleep(1) until second_began
        return true
      end)
    end)
    repeat task.sleep(1) until first_done
    local second = task.spawn(function()
      return pg.tx(function(tx) return tx:rows "UPDATE product_option SET name = '맵기'" end)
    end)
    repeat
      task.sleep(1)
      second_began = pg.row("SELECT count(*) AS n FROM pg_locks WHERE NOT granted").n > 0
    until second_began
    assert(first:join())
    assert(second:join())
    assert.same({ 5500, "맵기" }, { view().product.skus[1].price, view().product.options[1].name })
  end)
end)
