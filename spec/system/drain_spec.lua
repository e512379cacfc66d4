--- The end of a server that is asked to end: what is under way is finished, what is new is sent elsewhere at once, and all of
--- it within the time that was given. Runs alone: it measures how long an end takes.

local clock = require "clock"
local fetch = require "fetch"
local fs = require "fs"
local process = require "process"
local server = require "spec.support.server"
local task = require "task"

local app = [[
local task = require "task"
local log = require "log"
return {
  handle = function(req)
    local path = req:path()
    if path == "/slow" or path == "/forever" then
      log.info "begun"
      log.warn "flush" -- at once
      task.sleep(path == "/slow" and 1500 or 60000)
    end
    return 200, { "Content-Type", "text/plain" }, "done"
  end,
  admit = function() end,
  self_check = function() return true end,
  jobs = {
    { name = "long", every = 0.2, run = function() log.warn "job.begun" task.sleep(1000) log.warn "job.ended" end },
  },
}
]]

local keep_alive = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

describe("A server that is asked to end", function()
  local mall

  local function start(env) mall = server.start { app = app, env = env } end

  -- Sends a request that lasts and returns once it is with the page.
  local function hold(path)
    local held = task.spawn(function() return mall:get(path) end)
    server.eventually(function() return mall:event "begun" end, 5000, path .. " under way")
    return held
  end

  local function signal(name)
    process.kill(mall.pid, name)
    return clock.monotonic()
  end

  -- How a new connection is met: a status, or "connect" for one that is refused; and after how many milliseconds.
  local function knock(path)
    local began = clock.monotonic()
    local answer, _, code = fetch.request { url = ("http://127.0.0.1:%d%s"):format(mall.port, path or "/"), timeout_ms = 3000,
      allow_private = true, headers = { Connection = "close" } }
    return answer and answer.status or code, clock.monotonic() - began
  end

  local function refused()
    server.eventually(function() return knock() == "connect" end, 1000, "a refusal")
    for _ = 1, 20 do
      local met, took = knock()
      assert.equal("connect", met)
      assert.is_true(took < 200, took .. " ms")
    end
  end

  local function ended(began, within)
    local code = mall.process:wait(within + 5000)
    local took = clock.monotonic() - began
    assert.equal(0, code)
    assert.is_true(took < within, took .. " ms")
    return took
  end

  after_each(function() mall:stop "KILL" end)

  for _, name in ipairs { "TERM", "QUIT" } do
    it("on " .. name .. " refuses new connections at once, and finishes what is under way", function()
      start()
      local held = hold "/slow"
      local began = signal(name)
      refused()
      assert.is_nil(mall:event "master.ended")
      local answer = held:join()
      assert.equal("done", answer.body)
      assert.equal("close", answer.headers.connection)
      ended(began, 3000)
    end)
  end

  it("closes connections that are idle, also those that never asked for anything", function()
    start()
    local before = mall:metric "sijang_worker_connections"
    local talk = task.spawn(function()
      return mall:talk { { send = { keep_alive }, within = 6000 }, { send = { "" }, within = 6000 } }
    end)
    server.eventually(function() return mall:metric "sijang_worker_connections" >= before + 2 end)
    local began = signal "TERM"
    ended(began, 2500)
    for _, exchange in ipairs(talk:join()) do assert.is_true(exchange.closed) end
  end)

  it("is not ready but goes on answering for as long as SHUTDOWN_DELAY says", function()
    start { SHUTDOWN_DELAY = "1" }
    local began = signal "TERM"
    server.eventually(function() return knock "/readyz" == 503 end, 500, "not ready")
    for _ = 1, 6 do
      assert.equal(503, (knock "/readyz"))
      assert.equal(200, (knock()))
      assert.equal(200, (knock "/healthz"))
    end
    server.eventually(function() return knock() == "connect" end, 2000, "a refusal")
    assert.is_true(clock.monotonic() - began > 900)
    ended(began, 4000)
  end)

  it("says in every answer that it closes, assets included", function()
    start { WORKERS = "1" }
    assert(fs.mkdir(mall.root .. "/build/static", 493, true))
    mall:write("build/static/a.css", "p{}")
    local before = mall:metric "sijang_worker_connections"
    local get = "GET /static/a.css HTTP/1.1\r\nHost: x\r\n\r\n"
    local talk = task.spawn(function()
      return mall:talk { { send = { get:sub(1, -3), { wait = 1500 }, "\r\n" }, within = 3000 } }
    end)
    server.eventually(function() return mall:metric "sijang_worker_connections" > before end)
    hold "/slow"
    signal "TERM"
    local answer = server.parse(talk:join()[1].text)
    assert.equal("p{}", answer.body)
    assert.equal("close", answer.headers.connection)
  end)

  it("answers 503 at DRAIN_DEADLINE to what is not done by then, and ends", function()
    start { DRAIN_DEADLINE = "1" }
    local held = hold "/forever"
    local began = signal "TERM"
    assert.equal(503, held:join().status)
    assert.is_true(ended(began, 2500) > 900)
    assert.truthy(mall:event "request.deadline")
  end)

  it("lets a job end that has begun, and begins no other", function()
    start { JOB_WORKERS = "1" }
    server.eventually(function() return mall:event "job.begun" end, 3000, "a job")
    ended(signal "TERM", 2500)
    assert.equal(#mall:events "job.begun", #mall:events "job.ended")
  end)

  it("ends at once on INT, also while it finishes what is under way", function()
    start { SHUTDOWN_DELAY = "5" }
    local held = hold "/forever"
    signal "TERM"
    server.eventually(function() return knock "/readyz" == 503 end, 500, "not ready")
    ended(signal "INT", 1500)
    assert.equal(0, held:join().status)
  end)

  it("leaves a unix socket's path to the server that comes after it", function()
    local folder = fs.temp "socket"
    local path = folder .. "/mall"
    mall = server.start { app = app, env = { HOST = "unix:" .. path }, ready = false }
    server.eventually(function() return #mall:events "generation.live" == 2 end, 5000, "two workers")
    mall.port = path
    local talk = task.spawn(function() return mall:talk { { send = { (keep_alive:gsub("/", "/slow", 1)) }, within = 4000 } } end)
    server.eventually(function() return mall:event "begun" end, 5000, "/slow under way")
    local began = signal "TERM"
    server.eventually(function() return not fs.stat(path) end, 1000, "the path free")
    local after = server.start { app = app, env = { HOST = "unix:" .. path }, ready = false }
    server.eventually(function() return fs.stat(path) end, 5000, "a socket")
    assert.truthy(talk:join()[1].text:find("done", 1, true))
    ended(began, 4000)
    assert.equal("socket", fs.stat(path).type)
    after:stop()
    fs.remove(folder, true)
  end)
end)
