local shop = require "spec.app.shop"
local database = require "spec.support.database"
local mall = require "mall"

describe("a mall", function()
  setup(function()
    shop.open { { code = "apple", name = "사과" } }
    shop.add({ { code = "cup", name = "컵" } }, { code = "other", hosts = { "other.test", "www.other.test" }, name = "다른가게" })
  end)

  it("is known by its host names, the first of which is its own", function()
    assert.equal("시험상회", mall.of_host("shop.test").name)
    assert.equal("다른가게", mall.of_host("www.other.test").name)
    assert.equal("other.test", mall.of_host("www.other.test").canonical_host)
  end)

  it("is nobody's under another name", function() assert.is_nil(mall.of_host("unknown.test")) end)

  -- What a host name leads to is what the mall's own tables say, whatever is edited and in whatever order.
  local function assert_faithful()
    for host, code in pairs { ["shop.test"] = "shop", ["www.other.test"] = "other" } do
      assert.same(mall.of_code(code), mall.of_host(host))
    end
  end

  it("looks under its host names as it does under its code, after every edit", function()
    assert_faithful()
    for _, edit in ipairs {
      "UPDATE mall SET name = name || ' 새단장', footer = footer || '{\"ceo\": \"새대표\"}'",
      "UPDATE category SET name = name || '관'",
      "UPDATE shipping_policy SET fee = fee + 500, free_from = NULL",
      "INSERT INTO mall_host (host, mall_id, position) SELECT 'new.other.test', id, -1 FROM mall WHERE code = 'other'",
      "UPDATE mall_host SET position = 9 WHERE host = 'new.other.test'",
      "UPDATE mall_host SET host = 'newer.other.test' WHERE host = 'new.other.test'",
      "UPDATE mall_host SET mall_id = (SELECT id FROM mall WHERE code = 'shop'), position = -1 WHERE host = 'newer.other.test'",
      "DELETE FROM mall_host WHERE host = 'newer.other.test'",
      "INSERT INTO category (mall_id, code, slug, name, position) SELECT id, 'late', 'late', '늦은 칸', 99 FROM mall",
      "DELETE FROM category WHERE code = 'late'",
      "INSERT INTO shipping_policy (mall_id, code, name, carrier, fee) SELECT id, 'aaa', '첫 배송', '택배', 100 FROM mall",
      "DELETE FROM shipping_policy WHERE code = 'aaa'",
    } do
      database.execute(edit)
      assert_faithful()
    end
    assert.is_nil(mall.of_host "new.other.test")
  end)

  it("comes with its settings and accounts, and with defaults for what was not set", function()
    local id = mall.of_code("shop").id
    assert.equal(3, mall.settings(id).due_days)
    assert.equal("국민은행", mall.accounts(id)[1].bank)
    database.execute "DELETE FROM setting WHERE name = 'popular'"
    assert.same({}, mall.settings(id).popular)
  end)
end)
