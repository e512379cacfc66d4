local account = require "spec.app.account"
local database = require "spec.support.database"
local shop = require "spec.app.shop"
local points = require "points"
local expire_points = require "flows.expire_points"
local transaction = require("flows.store").transaction

describe("points whose time is over", function()
  local mall

  setup(function()
    mall = shop.open { { code = "apple", name = "사과" } }
    require("queue").know(require "jobs.kinds")
  end)

  local function grant(member_id, amount, days)
    assert(transaction(function(tx)
      return points.grant(tx, { mall_id = mall.id, member_id = member_id, amount = amount, days = days, reason = "시험",
        key = ("%s %d %d"):format(member_id, amount, days) })
    end))
  end

  local function sql(text) return (database.execute(text):gsub("%s+$", "")) end

  it("are taken away of everybody, and the books still add up", function()
    local kim, lee = account.add(mall), account.add(mall)
    grant(kim, 1000, 1)
    grant(kim, 500, 90)
    grant(lee, 700, 1)
    database.execute "UPDATE point_lot SET expires_at = now() - interval '1 second' WHERE granted <> 500"
    assert.equal(2, expire_points.run())
    assert.same({ 500, 0 }, { points.balance(mall.id, kim), points.balance(mall.id, lee) })
    assert.equal(0, expire_points.run())
    for _, result in ipairs(require("flows.check_invariants").run()) do
      if result.number == "I4" then assert.same({}, result.findings) end
    end
  end)

  it("are told of before, in one letter a member, and once", function()
    local choi = account.add(mall, { email = "choi@example.kr", name = "최회원" })
    grant(choi, 300, 10)
    grant(choi, 200, 20)
    grant(choi, 900, 90)
    assert.equal(1, expire_points.tell())
    assert.equal("1", sql "SELECT count(*) FROM mail WHERE template = 'points/expiring' AND to_address = 'choi@example.kr'")
    assert.equal(0, expire_points.tell())
    grant(choi, 100, 15)
    assert.equal(1, expire_points.tell())
  end)
end)
