local account = require "spec.app.account"
local shop = require "spec.app.shop"
local database = require "spec.support.database"
local shopper = require "spec.app.web.shopper"
local eventually = require "spec.support.eventually"
local pg = require "pg"
local redis = require "redis"
local session = require "session"

describe("a member who is logged in", function()
  local mall, site, member_id, member

  setup(function()
    mall = shop.open { { code = "apple", name = "사과 한 상자", price = 12000, stock = 10 },
      { code = "pear", name = "배 한 상자", price = 20000, stock = 3 } }
    site = require "boot"
  end)

  before_each(function()
    database.execute "DELETE FROM session; DELETE FROM cart; DELETE FROM member"
    redis.call "FLUSHDB"
    member_id = account.add(mall)
    member = account.log_in(shopper(site, "shop.test"), mall, member_id)
  end)

  -- An empty cart recommends goods by their names, so it is the sums, shipping included, that tell what is in one.
  local function add(who, code)
    who:get("/p/" .. code:lower())
    return who:post("/cart/items", { sku_id = shop.sku(code) })
  end

  local function queries(run)
    local count = 0
    local row, rows, write = pg.row, pg.rows, pg.write
    local function counting(fn) return function(...) count = count + 1 return fn(...) end end
    pg.row, pg.rows, pg.write = counting(row), counting(rows), counting(write)
    local ok, problem = pcall(run)
    pg.row, pg.rows, pg.write = row, rows, write
    assert(ok, problem)
    return count
  end

  it("has one cart on every device", function()
    add(member, "APPLE")
    local phone = account.log_in(shopper(site, "shop.test"), mall, member_id):on "mobile"
    assert.matches("15,000", (select(2, phone:get "/cart")))
    add(phone, "PEAR")
    assert.matches("32,000", (select(2, member:get "/cart")))
    assert.equal(1, shop.count "cart")
  end)

  it("stays logged in and keeps the cart when Redis forgets everything", function()
    add(member, "APPLE")
    redis.call "FLUSHDB"
    assert.matches("15,000", (select(2, member:get "/cart")))
    redis.use "unix:/nowhere/redis.sock"
    finally(function() redis.use(os.getenv "REDIS_URL") end)
    assert.matches("15,000", (select(2, member:get "/cart")))
  end)

  it("costs a page one query more, and somebody else none", function()
    pg.start_listening()
    eventually(pg.listening)
    local guest, stored = shopper(site, "shop.test"), shopper(site, "shop.test")
    add(stored, "PEAR")
    for _ = 1, 2 do
      for _, who in ipairs { guest, stored, member } do who:get "/c/tea" end
    end
    assert.equal(0, queries(function() guest:get "/c/tea" end))
    assert.equal(0, queries(function() stored:get "/c/tea" end))
    assert.equal(1, queries(function() member:get "/c/tea" end))
  end)

  it("is nobody at once when the session was ended elsewhere, whatever Redis still says", function()
    add(member, "APPLE")
    local row = assert(session.of_member(mall.id, member_id, "")[1])
    database.execute(("DELETE FROM session WHERE id = '%s'"):format(row.id))
    assert.matches("장바구니가 비어", (select(2, member:get "/cart")))
  end)

  it("is nobody once blocked or gone", function()
    add(member, "APPLE")
    database.execute "UPDATE member SET blocked_at = now(), blocked_why = '시험'"
    assert.matches("장바구니가 비어", (select(2, member:get "/cart")))
    assert.equal(0, shop.count "session")
  end)

  it("keeps the cart, however long nobody touched it", function()
    add(member, "APPLE")
    database.execute "UPDATE cart SET updated_at = now() - interval '2 years'"
    require("cart").sweep(60)
    assert.equal(1, shop.count "cart_line")
  end)

  it("is noted as seen once in a while, and from where", function()
    member:get "/cart"
    database.execute "UPDATE session SET seen_at = now() - interval '11 minutes', address = ''"
    member:get "/cart"
    assert.equal("t|127.0.0.1", (database.execute(
      "SELECT seen_at > now() - interval '1 minute', address FROM session WHERE member_id IS NOT NULL"):match "%S+"))
  end)
end)
