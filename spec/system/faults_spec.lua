-- What breaks around the mall while people shop: Redis, PostgreSQL, workers, and the files it is made of. Runs alone: it kills the run's PostgreSQL.

local clock = require "clock"
local database = require "spec.support.database"
local fs = require "fs"
local mall = require "spec.system.mall"
local pg = require "pg"
local postgres = require "cluster.postgres"
local process = require "process"
local redis = require "cluster.redis"
local server = require "spec.support.server"
local task = require "task"
local visitor = require "spec.system.visitor"

local user = process.uid() == 0 and "sijang" or nil
local services = os.getenv "SPEC_SERVICES"

-- The run's PostgreSQL; what it forgets by dying is nothing, for only the machine could lose what it wrote.
local cluster = { data = services, sockets = services .. "/s", user = user, temporary = true }

-- Runs SQL in a transaction that stays open; the function returned ends it.
local function hold(open, sql)
  pg.use(database.address(open.name, "sijang"))
  local held, over = false, false
  local holder = task.spawn(function()
    return pg.tx(function(tx)
      tx:rows(sql)
      held = true
      while not over do task.sleep(5) end
      return true
    end)
  end)
  server.eventually(function() return held end, 5000, sql)
  return function()
    over = true
    assert(holder:join())
  end
end

describe("the mall, without Redis", function()
  local open, goods, number
  local slot = os.getenv "SPEC_SLOT"
  local where = { data = ("%s/%s"):format(services, slot), sockets = ("%s/s/%s"):format(services, slot), user = user,
    temporary = true }

  setup(function()
    open = mall.open { REDIS_URL = os.getenv "REDIS_URL" }
    goods, number = open:goods(50), 0
  end)
  teardown(function()
    redis.start(where)
    open:close()
  end)

  local function buys()
    local buyer = visitor.new(open)
    local answer = buyer:confirm(buyer:prepare(goods, 1))
    assert.equal(303, answer.status)
    assert.truthy(answer.location:find("^/orders/"))
    number = number + 1
    assert.equal(number, open:reserved(goods))
  end

  it("sells while it is flushed", function()
    local buyer = visitor.new(open)
    local key = buyer:prepare(goods, 1)
    require("redis").call "FLUSHALL"
    assert.truthy(buyer:confirm(key).location:find("^/orders/"))
    number = number + 1
    buys()
  end)

  it("sells while it hangs", function()
    local pid = redis.pid(where)
    process.kill(pid, "STOP")
    local began = clock.monotonic()
    local ok, problem = pcall(buys)
    local took = clock.monotonic() - began
    process.kill(pid, "CONT")
    assert.is_true(ok, tostring(problem))
    -- Six requests, none of which waits for a Redis that does not answer beyond a blink.
    assert.is_true(mall.sanitized or took < 1500, took .. " ms")
  end)

  it("sells while it is gone", function()
    redis.stop(where)
    buys()
    assert.equal(200, open:get("/readyz").status)
    redis.start(where)
    buys()
  end)
end)

describe("the mall, without PostgreSQL", function()
  local open, goods

  setup(function()
    open = mall.open()
    goods = open:goods(1000000)
  end)
  teardown(function()
    postgres.start(cluster)
    open:close()
  end)

  -- Shoppers who look and shoppers who put things into their carts, all the while; what each heard, by when.
  local function shop_during(fault)
    local over, heard = false, { look = {}, add = {} }
    local function shopper(kind, ask)
      return task.spawn(function()
        while not over do
          local answer = ask()
          local status = tostring(answer.status)
          if answer.status == 0 then status = "0 " .. tostring(answer.problem) end
          if answer.status == 503 and not answer.headers["retry-after"] then status = "503 without Retry-After" end
          heard[kind][status] = (heard[kind][status] or 0) + 1
          if status == "303" then heard.last_sale = clock.monotonic() end
          task.sleep(5)
        end
      end)
    end
    for _ = 1, 12 do open:get("/p/" .. goods.slug, { Connection = "close" }) end
    local shoppers = {}
    for i = 1, 6 do
      local buyer = visitor.new(open)
      -- each worker finds the way back by itself
      server.eventually(function() return buyer:add(goods, 1).status == 303 end, 2000, "every worker sells")
      shoppers[#shoppers + 1] = shopper("add", function() return buyer:add(goods, 1) end)
      if i % 2 == 0 then
        shoppers[#shoppers + 1] = shopper("look", function() return open:get("/p/" .. goods.slug) end)
      end
    end
    task.sleep(200)
    local ok, problem = pcall(fault, heard)
    task.sleep(300)
    over = true
    for _, one in ipairs(shoppers) do one:join() end
    if not ok then error(problem, 0) end
    return heard
  end

  local function only(expected, heard)
    for status, times in pairs(heard) do
      if not expected[status] then error(("%s was answered %d times"):format(status, times), 2) end
    end
  end

  -- Until somebody's purchase goes well again.
  local function until_sold(heard)
    local began = clock.monotonic()
    server.eventually(function() return (heard.last_sale or 0) > began end, mall.sanitized and 4000 or 1000, "a sale")
  end

  it("shows goods and promises to be back, and is within a second of its return", function()
    local heard = shop_during(function(heard)
      postgres.stop(cluster)
      task.sleep(1500)
      assert.is_true((heard.add["503"] or 0) > 0, "nobody was told to come back")
      postgres.start(cluster)
      until_sold(heard)
    end)
    only({ ["303"] = true, ["503"] = true }, heard.add)
    only({ ["200"] = true }, heard.look)
    assert.equal("", open:check())
  end)

  it("is back in a moment when one of its backends is killed, with all the others", function()
    local heard = shop_during(function(heard)
      local pid = open:number("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() LIMIT 1")
      process.kill(pid, "KILL")
      server.eventually(function() return pcall(open.sql, open, "SELECT 1") end, 10000, "PostgreSQL again")
      until_sold(heard)
    end)
    only({ ["303"] = true, ["503"] = true }, heard.add)
    only({ ["200"] = true }, heard.look)
    assert.equal("", open:check())
  end)

  it("hardly notices when its connections are ended, again and again", function()
    local heard = shop_during(function(heard)
      for _ = 1, 10 do
        open:sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'sijang_app' AND datname = current_database()")
        task.sleep(50)
      end
      until_sold(heard)
    end)
    only({ ["303"] = true, ["503"] = true }, heard.add)
    only({ ["200"] = true }, heard.look)
  end)
end)

describe("a worker killed during checkout", function()
  local open

  setup(function() open = mall.open() end)
  teardown(function() open:close() end)

  -- Where placing an order stands when it waits for each of these tables to be written: from its first lock to what
  -- the session remembers of it after the commit.
  for _, name in ipairs { "cart", "stock", '"order"', "order_line", "payment", "consent", "order_event", "stock_entry",
    "cart_line", "session" } do
    it("at writing " .. name .. " leaves nothing half-done: the same button makes one order", function()
      local goods, orders = open:goods(50), open:orders()
      local reserved = open:reserved(goods)
      local buyer = visitor.new(open)
      local key = buyer:prepare(goods, 2)
      local release = hold(open, ("LOCK TABLE %s IN EXCLUSIVE MODE"):format(name))
      local first = task.spawn(function() return buyer:confirm(key) end)
      server.eventually(function()
        return open:number("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = '" .. name .. "'::regclass") > 0
      end, 5000, "placing waits for " .. name)
      open:kill_workers()
      assert.equal(0, first:join().status)
      release()
      open:lapse()
      local again = buyer:confirm(key)
      assert.equal(303, again.status)
      assert.truthy((again.location or ""):find("^/orders/"), again.location)
      assert.equal(200, buyer:get(again.location).status)
      assert.equal(again.location, buyer:confirm(key).location)
      assert.equal(orders + 1, open:orders())
      assert.equal(reserved + 2, open:reserved(goods))
      assert.equal("", open:check())
    end)
  end
end)

describe("what a worker remembers", function()
  local open, goods, path
  local price = 100000

  setup(function()
    open = mall.open { WORKERS = "3" }
    goods = open:goods(50)
    path = "/p/" .. goods.slug
  end)
  teardown(function() open:close() end)

  local function show(wanted)
    -- Connections of their own: which worker answers is the kernel's choice.
    for _ = 1, 16 do
      local asked = clock.monotonic()
      if not open:get(path, { Connection = "close" }).body:find(wanted, 1, true) then return false, asked end
    end
    return true
  end

  -- Changes the price; how long after that the last page was asked for that still showed the old one.
  local function change_price()
    price = price + 1
    open:sql(("UPDATE sku SET price = %d, list_price = NULL WHERE id = '%s'"):format(price, goods.id))
    local changed, last = clock.monotonic(), nil
    local wanted = (tostring(price):gsub("^(%d+)(%d%d%d)$", "%1,%2"))
    server.eventually(function()
      local all, stale = show(wanted)
      last = stale or last
      return all
    end, 5000, "every worker shows the new price")
    return last and last - changed or 0
  end

  it("is the new price within a second of its change, in every worker", function()
    assert.is_true(show(goods.price > 999 and (tostring(goods.price):gsub("^(%d+)(%d%d%d)$", "%1,%2")) or tostring(goods.price)))
    for _ = 1, 3 do
      local took = change_price()
      assert.is_true(took < 1000, took .. " ms")
    end
  end)

  it("is never older than a second while nobody hears of changes", function()
    local listening = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query ~ '^(LISTEN|SELECT 1$)'"
    local frozen = {}
    for pid in open:sql(listening):gmatch("%d+") do
      frozen[#frozen + 1] = tonumber(pid)
      process.kill(tonumber(pid), "STOP")
    end
    local took = change_price()
    for _, pid in ipairs(frozen) do process.kill(pid, "CONT") end
    assert.equal(3, #frozen)
    assert.is_true(took < 1000, took .. " ms")
  end)

  it("is right when the listening connections are cut just then", function()
    for _ = 1, 3 do
      open:sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query ~ '^(LISTEN|SELECT 1$)'")
      local took = change_price()
      assert.is_true(took < 1000, took .. " ms")
    end
  end)
end)

describe("the mall under an editor's hands", function()
  local open

  setup(function() open = mall.open() end)
  teardown(function() open:close() end)

  it("loses no request while its logic and its pages are saved, and shows the last of them", function()
    local goods = open:goods(50)
    local rules, page = fs.read(open.root .. "/app/cart/rules.lua"), fs.read(open.root .. "/templates/pc/layout.html")
    local at = page:find("</body>", 1, true)
    for _, path in ipairs { "/p/" .. goods.slug, "/", "/cart" } do
      local load = open:load(path, 3, function()
        for i = 1, 8 do
          open:write("app/cart/rules.lua", rules .. ("\n-- saved %d\n"):format(i))
          task.sleep(120)
          open:write("templates/pc/layout.html", page:sub(1, at - 1) .. ("<hr id=\"saved-%d\">"):format(i) .. page:sub(at))
          task.sleep(120)
        end
      end)
      assert.equal(0, load.failed, path)
      assert.is_true(load.requests > 20, load.requests .. " requests")
      server.eventually(function()
        for _ = 1, 8 do
          if not open:get(path, { Connection = "close" }).body:find('id="saved-8"', 1, true) then return false end
        end
        return true
      end, 15000, "the page saved last")
      open:write("templates/pc/layout.html", page)
    end
  end)

  it("goes on with the last good page when a template is broken, and says where", function()
    local page = fs.read(open.root .. "/templates/pc/layout.html")
    open:write("templates/pc/layout.html", page .. "{{ nothing closes this")
    local refused = server.eventually(function()
      local events = open:events("generation.refused")
      return events[#events]
    end, 5000, "a refusal")
    assert.truthy(refused.reason:find("layout.html", 1, true), refused.reason)
    assert.equal(200, open:get("/").status)
    open:write("templates/pc/layout.html", page)
  end)

  it("refuses a template that compiles and could not be drawn, before anybody asks for its page", function()
    local page = fs.read(open.root .. "/templates/mobile/order/order.html")
    local _, line = page:sub(1, page:find("o.status.label", 1, true)):gsub("\n", "")
    open:write("templates/mobile/order/order.html", (page:gsub("o%.status%.label", "o.statsu.label")))
    local refused = server.eventually(function()
      local events = open:events("generation.refused")
      return events[#events] and events[#events].reason:find("order.html", 1, true) and events[#events]
    end, 5000, "a refusal")
    assert.truthy(refused.reason:find(("templates/mobile/order/order.html:%d: "):format(line + 1), 1, true), refused.reason)
    assert.truthy(refused.reason:find("statsu", 1, true), refused.reason)
    assert.equal(200, open:get("/").status)
    open:write("templates/mobile/order/order.html", page)
  end)

  it("refuses a rule by which a total would not add up, before anybody is charged by it", function()
    local rules = fs.read(open.root .. "/app/shipping/rules.lua")
    open:write("app/shipping/rules.lua", (rules:gsub("return %(free and 0 or policy%.fee%)", "return 0.5 + (free and 0 or policy.fee)")))
    local refused = server.eventually(function()
      local events = open:events("generation.refused")
      return events[#events] and events[#events].reason:find("money", 1, true) and events[#events]
    end, 5000, "a refusal")
    assert.truthy(refused.reason:find("the shipping fee is 3000.5", 1, true), refused.reason)
    assert.equal(200, open:get("/").status)
    open:write("app/shipping/rules.lua", rules)
  end)
end)
