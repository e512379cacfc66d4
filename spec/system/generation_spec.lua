--- How long a generation that was replaced may live: until what runs in it has ended, and no longer than DRAIN_DEADLINE.
--- Runs alone: it measures how long a generation may live.

local clock = require "clock"
local database = require "spec.support.database"
local server = require "spec.support.server"
local task = require "task"

local function app(word, extra)
  return ([[
local task = require "task"
local log = require "log"
return {
  handle = function(req)
    local path = req:path()
    if path == "/forever" then
      req:deadline(0)
      task.sleep(60000)
    elseif path == "/spawn" then
      task.spawn(function() task.sleep(60000) end)
    elseif path == "/supervise" then
      task.spawn(function()
        while true do
          log.info("supervised", { outcome = tostring(pcall(function() task.spawn(task.sleep, 60000):join() end)) })
        end
      end)
    elseif path == "/write" then
      req:deadline(0)
      require("pg").tx(function(tx)
        tx:rows("insert into kept (word) values ('half')")
        log.info "written"
        task.sleep(60000)
        return true
      end)
    end
    return 200, { "Content-Type", "text/plain" }, "%s " .. (req:body() or "")
  end,
  admit = function() return 1000, "raw" end,
  self_check = function() return true end,
  %s
}
]]):format(word, extra or "")
end

describe("A generation that was replaced", function()
  local mall

  local function start(options)
    options.env = options.env or {}
    options.env.WORKERS, options.env.DRAIN_DEADLINE = "1", "1"
    mall = server.start(options)
  end

  local function stop()
    local ended = mall
    mall = nil
    return ended and ended:stop()
  end

  after_each(stop)

  local function flip(text)
    local before = #mall:events "generation.live"
    mall:write("app/boot.lua", text or app "new")
    server.eventually(function() return #mall:events "generation.live" > before end, 5000, "new logic")
  end

  local function closed(number)
    for _, event in ipairs(mall:events "generation.closed") do
      if event.generation == number then return true end
    end
  end

  local function tasks(n)
    server.eventually(function() return mall:metric "sijang_worker_tasks" == n end, 5000, n .. " tasks")
  end

  it("is closed at the deadline with whatever still runs in it, and the log says how much that was", function()
    start { app = app "old" }
    local held = task.spawn(function() return mall:get "/forever" end)
    mall:get "/spawn"
    tasks(2)
    local began = clock.monotonic()
    flip()
    assert.equal(503, held:join().status)
    local took = clock.monotonic() - began
    assert.is_true(took > 900 and took < 3000, took .. " ms")
    server.eventually(function() return closed(1) end, 3000, "the old generation closed")
    assert.equal(2, mall:event("generation.deadline").tasks)
    assert.equal(1, mall:event("generation.deadline").generation)
    assert.equal(0, mall:metric "sijang_worker_draining_generations")
    tasks(0)
    assert.equal("new ", mall:get("/").body)
  end)

  it("is closed before the deadline when nothing runs in it, and what runs in the new one goes on", function()
    start { app = app "old" }
    flip()
    server.eventually(function() return closed(1) end, 900, "the old generation closed")
    mall:get "/spawn"
    tasks(1)
    task.sleep(1500) -- beyond the deadline, which is the old one's
    tasks(1)
    assert.is_nil(mall:event "generation.deadline")
  end)

  it("keeps nothing of a transaction that it could not end", function()
    local address = database.fresh()
    database.execute "create table kept (word text); grant all on kept to sijang_app"
    start { app = app "old", env = { DATABASE_URL = address } }
    local held = task.spawn(function() return mall:get "/write" end)
    server.eventually(function()
      mall:get "/"
      return mall:event "written"
    end, 5000, "half of a transaction")
    flip()
    assert.equal(503, held:join().status)
    server.eventually(function() return closed(1) end, 3000, "the old generation closed")
    -- Asked for a lock that the transaction would still have; nothing of it is there.
    assert.equal("0\n", database.execute "begin; set lock_timeout = '2s'; lock table kept; select count(*) from kept; commit")
  end)

  it("leaves a body that is still arriving to the one that serves when it is whole", function()
    start { app = app "old" }
    local talk = task.spawn(function()
      return mall:talk { { send = { "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\nConnection: close\r\n\r\nhalf", { wait = 2500 },
        "half" }, within = 5000 } }
    end)
    server.eventually(function() return mall:metric "sijang_connections_total" >= 2 end)
    task.sleep(300) -- until the head has been read; nothing can be seen of it from outside
    flip()
    server.eventually(function() return closed(1) end, 3000, "the old generation closed")
    assert.equal("new halfhalf", server.parse(talk:join()[1].text).body)
  end)

  it("ends also when one task of it starts another whenever that one ends", function()
    start { app = app "old" }
    mall:get "/supervise"
    tasks(2)
    flip()
    server.eventually(function() return closed(1) end, 3000, "the old generation closed")
    tasks(0)
    mall:get "/supervise"
    tasks(2)
    assert.equal(0, stop())
  end)
end)
