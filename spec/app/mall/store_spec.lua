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

  it("comes with its settings and accounts, and with defaults for what was not set", function()
    local id = mall.of_code("shop").id
    assert.equal(3, mall.settings(id).due_days)
    assert.equal("국민은행", mall.accounts(id)[1].bank)
    database.execute "DELETE FROM setting WHERE name = 'popular'"
    assert.same({}, mall.settings(id).popular)
  end)
end)
