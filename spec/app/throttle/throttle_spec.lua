local database = require "spec.support.database"
local shop = require "spec.app.shop"
local pg = require "pg"
local rules = require "throttle.rules"
local task = require "task"
local throttle = require "throttle"

local KIND = "member.login.account"

describe("what slows guessing down", function()
  local mall_id

  setup(function() mall_id = shop.open({}).id end)
  before_each(function() database.execute "DELETE FROM throttle" end)

  local function rest() database.execute "UPDATE throttle SET blocked_until = now()" end

  it("lets a few tries go by, and then makes each wait twice as long as the one before, up to a quarter of an hour", function()
    local waits = {}
    for i = 1, 14 do
      rest()
      assert.is_nil(throttle.take(mall_id, KIND, "a"))
      waits[i] = throttle.take(mall_id, KIND, "a") or 0
      if waits[i] == 0 then database.execute "UPDATE throttle SET failures = failures - 1" end
    end
    assert.same({ 0, 0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900, 900 }, waits)
  end)

  it("counts each subject, kind and mall for itself", function()
    for _ = 1, 6 do throttle.take(mall_id, KIND, "a") end
    assert.is_number(throttle.take(mall_id, KIND, "a"))
    assert.is_nil(throttle.take(mall_id, KIND, "b"))
    assert.is_nil(throttle.take(mall_id, "member.login.address", "a"))
  end)

  it("lets no more by of many at the same moment than of one after the other", function()
    local passed, tasks = 0, {}
    for i = 1, 20 do
      tasks[i] = task.spawn(function() if not throttle.take(mall_id, KIND, "a") then passed = passed + 1 end end)
    end
    for i = 1, 20 do tasks[i]:join() end
    assert.equal(6, passed)
  end)

  it("forgets after a day, and when it was no guess", function()
    for _ = 1, 6 do throttle.take(mall_id, KIND, "a") end
    throttle.clear(mall_id, KIND, "a")
    assert.is_nil(throttle.take(mall_id, KIND, "a"))
    for _ = 1, 6 do throttle.take(mall_id, KIND, "b") end
    database.execute "UPDATE throttle SET updated_at = now() - interval '25 hours', blocked_until = now()"
    assert.is_nil(throttle.take(mall_id, KIND, "b"))
    assert.is_nil(throttle.take(mall_id, KIND, "b"))
    database.execute "UPDATE throttle SET updated_at = now() - interval '3 days'"
    assert.equal(2, throttle.sweep())
  end)

  it("gives one try back for one that was right, and no more", function()
    for _ = 1, 6 do throttle.take(mall_id, KIND, "a") end
    throttle.give_back(mall_id, KIND, "a")
    assert.is_nil(throttle.take(mall_id, KIND, "a"))
    assert.is_number(throttle.take(mall_id, KIND, "a"))
  end)

  it("is closed while the database is away: nobody goes by uncounted", function()
    local write = pg.write
    pg.write = function() error({ code = "db.unavailable" }, 0) end
    finally(function() pg.write = write end)
    assert.has_error(function() throttle.take(mall_id, KIND, "a") end)
  end)

  it("keeps no address or account in the clear", function()
    throttle.take(mall_id, KIND, "hong@example.kr")
    assert.is_nil(database.execute("SELECT t::text FROM throttle t"):find("hong", 1, true))
  end)

  it("takes all of a network for one address, where a connection has a network", function()
    assert.equal("192.0.2.1", rules.network "192.0.2.1")
    assert.equal("2001:db8:1:2::/64", rules.network "2001:db8:1:2:3:4:5:6")
    assert.equal(rules.network "2001:DB8:0:0::1", rules.network "2001:db8::9:1")
    assert.equal("0:0:0:0::/64", rules.network "::1")
  end)

  it("knows no kind that has no policy", function()
    assert.has_error(function() throttle.take(mall_id, "anything", "a") end)
  end)
end)
