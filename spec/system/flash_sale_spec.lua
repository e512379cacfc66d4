-- A flash sale through the real program: far more buyers than goods press the button at once, and meanwhile workers and
-- PostgreSQL's processes are killed. However it goes, what there was is sold, not one more, and everybody is told how it
-- ended. Runs alone: it kills the run's PostgreSQL.

local clock = require "clock"
local crowd = require "spec.support.crowd"
local long = require "spec.support.long"
local mall = require "spec.system.mall"
local process = require "process"
local server = require "spec.support.server"
local visitor = require "spec.system.visitor"

local BUYERS, UNITS, ROUNDS = 200, 20, 3
if long then BUYERS, UNITS, ROUNDS = 2000, 100, 50 end
if mall.sanitized then BUYERS, UNITS, ROUNDS = 60, 10, 2 end

local LATEST_MS = 60000

describe("a flash sale", function()
  local open

  setup(function()
    open = mall.open()
    -- as in production: what is committed outlives PostgreSQL, for those that connect from now on
    open:sql(("ALTER DATABASE %s SET synchronous_commit = on"):format(open.name))
    open:sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
  end)
  teardown(function() open:close() end)

  local function ready() return open:get("/readyz").status == 200 end

  -- SQL of a database that may be getting up again.
  local function sql(text)
    return server.eventually(function()
      local ok, out = pcall(open.sql, open, text)
      return ok and out
    end, LATEST_MS, text)
  end

  local function kill_worker(n)
    local pids = open:workers()
    if #pids > 0 then process.kill(pids[n % #pids + 1], "KILL") end
  end

  -- One that does something if there is one: PostgreSQL then ends all others as well and starts anew.
  local function kill_backend()
    local pid = sql(([[SELECT pid FROM pg_stat_activity WHERE datname = '%s' AND pid <> pg_backend_pid()
      ORDER BY state = 'active' DESC, xact_start IS NOT NULL DESC LIMIT 1]]):format(open.name)):match "%d+"
    if pid then process.kill(tonumber(pid), "KILL") end
  end

  -- Presses the button until there is an answer: nothing came back, or the shop said to come again: it is closed, or
  -- another worker is at it.
  local function insist(buyer, key)
    local deadline = clock.monotonic() + LATEST_MS
    while true do
      local answer = buyer:confirm(key)
      if answer.status == 303 then return answer.location end
      assert(answer.status == 0 or answer.status == 503 or answer.status == 409, "the button was answered " .. answer.status)
      assert(clock.monotonic() < deadline, "the button was never answered")
      server.eventually(ready, LATEST_MS, "a mall that is open again")
    end
  end

  -- So far into the crowd something is killed.
  local function killings()
    return { [math.floor(BUYERS / 20)] = kill_backend, [math.floor(BUYERS / 4)] = kill_worker,
      [math.floor(BUYERS / 2)] = kill_worker, [math.floor(BUYERS * 0.8)] = kill_backend }
  end

  local function round(number)
    local goods, waiting = open:goods(UNITS), {}
    crowd(BUYERS, 24, function(i)
      local buyer = visitor.new(open)
      waiting[i] = { buyer = buyer, key = buyer:prepare(goods, 1) }
    end)
    local deaths, pressed = killings(), 0
    local won, lost, orders = 0, {}, {}
    crowd(BUYERS, 48, function(i)
      pressed = pressed + 1
      local death = deaths[pressed]
      if death then death(number) end
      local place = insist(waiting[i].buyer, waiting[i].key)
      if place:find "^/orders/" then
        won, orders[place] = won + 1, (orders[place] or 0) + 1
      else
        assert.equal("/cart", place)
        lost[#lost + 1] = i
      end
    end)
    for place, times in pairs(orders) do assert.equal(1, times, place .. " was sold to two") end
    assert.same({ UNITS, BUYERS - UNITS }, { won, #lost })
    for n = 1, math.min(5, #lost) do
      assert.truthy(waiting[lost[n]].buyer:get("/cart").body:find("방금 품절됐어요", 1, true), "a loser was not told")
    end
    assert.equal(tostring(UNITS), sql(("SELECT sum(qty) FROM order_line WHERE sku_id = '%s'"):format(goods.id)))
    assert.equal(("%d|%d|0"):format(UNITS, UNITS),
      sql(("SELECT on_hand, reserved, available FROM stock WHERE sku_id = '%s'"):format(goods.id)))
    assert.equal("", open:check())
  end

  for number = 1, ROUNDS do
    it(("sells what there is to as many, whatever dies meanwhile: round %d"):format(number), function() round(number) end)
  end
end)
