--- A new binary goes live without a failed request, and one that does not become ready changes nothing. Another binary is
--- a copy with one more byte: the app says by its size which one it runs in. Runs alone: it serves a load through the takeover.

local eventually = require "spec.support.eventually"
local fs = require "fs"
local pid = require "pid"
local process = require "process"
local server = require "spec.support.server"
local task = require "task"

local original = assert(fs.realpath "/proc/self/exe")
local SIZE = fs.stat(original).size
local OLD, NEW, NEWEST = tostring(SIZE), tostring(SIZE + 1), tostring(SIZE + 2)

-- While app/ loads: another binary than the old one is not done with it before the spec says so.
local SLOW = ' if size ~= "' .. OLD .. '" then repeat until fs.stat(root .. "/go") end '

-- `boot` runs while app/ loads, `prepare` when a worker has loaded it.
local function app(boot, prepare)
  return ([[
local fs = require "fs"
local log = require "log"
local task = require "task"
local size = ("%%d"):format(fs.stat("/proc/self/exe").size)
local root = require("runtime").root()
%s
return {
  handle = function(req)
    if req:path() == "/slow" then
      log.warn("begun", { size = size })
      task.sleep(1500)
    end
    return 200, { "Content-Type", "text/plain" }, size
  end,
  admit = function() end,
  self_check = function() return true end,
  prepare = function() %s end,
  jobs = { { name = "tick", every = 0.1, run = function() log.warn("tick", { size = size }) end } },
}
]]):format(boot or "", prepare or "")
end

describe("A new binary", function()
  local mall, folder, program

  -- Lays a file at the program's path in the way that an installation does: whole, at once, another inode.
  local function lay(bytes, mode)
    assert(fs.write(folder .. "/aside", bytes, mode or 493))
    assert(fs.rename(folder .. "/aside", program))
  end

  local function lay_copy(more)
    assert(process.run { argv = { "cp", original, folder .. "/aside" } } == 0)
    local file = assert(io.open(folder .. "/aside", "ab"))
    file:write(("\n"):rep(more))
    file:close()
    assert(fs.rename(folder .. "/aside", program))
  end

  local function start(env, boot, prepare)
    env = env or {}
    env.SIJANG_ENV = env.SIJANG_ENV or "production"
    env.PID_FILE = folder .. "/pid"
    mall = server.start { app = app(boot, prepare), env = env, program = program }
  end

  -- Whose child each process is that there is.
  local function parents()
    local found = {}
    for _, id in ipairs(fs.list "/proc") do
      local parent = id:find "^%d+$" and (fs.read("/proc/" .. id .. "/stat") or ""):match "^.*%) %a (%d+)"
      if parent then found[tonumber(id)] = tonumber(parent) end
    end
    return found
  end

  local known -- process ids of this mall, those that have ended included

  -- Every process that serves this mall. Nobody but root may look into one: they are known by who has started them.
  local function processes()
    known[mall.process.pid] = true
    for _, event in ipairs(mall:events "succession.begun") do known[tonumber(event.message:match "process (%d+)")] = true end
    local there, more = parents(), true
    while more do
      more = false
      for id, parent in pairs(there) do
        if known[parent] and not known[id] then known[id], more = true, true end
      end
    end
    local found = {}
    for id in pairs(known) do
      if pid.lives(id) and #pid.words(id) > 0 then found[#found + 1] = id end
    end
    table.sort(found)
    return found
  end

  local function named() return tonumber(fs.read(folder .. "/pid") or "") end

  local function gone(id) eventually(function() return not pid.lives(id) end, 10000, "the end of process " .. id) end

  -- Connections that were kept since before are answered once more by the one before.
  local function everywhere(size)
    eventually(function()
      for _ = 1, 10 do
        if mall:get("/").body ~= size then return false end
      end
      return true
    end, 3000, "answers of " .. size .. " bytes only")
  end

  -- A request under way, once it is.
  local function hold()
    local before = #mall:events "begun"
    local held = task.spawn(function() return mall:get "/slow" end)
    eventually(function() return #mall:events "begun" > before end, 3000, "/slow under way")
    return held
  end

  -- Asks again and again, each time by a new connection, until told to stop.
  local function knock(path)
    local seen = { asked = 0, failed = {} }
    seen.task = task.spawn(function()
      while not seen.over do
        local answer = mall:request("GET", path, { Connection = "close" })
        seen.asked = seen.asked + 1
        if answer.status ~= 200 then seen.failed[#seen.failed + 1] = answer.problem or answer.status end
      end
    end)
    return seen
  end

  local function still(seen)
    seen.over = true
    seen.task:join()
    assert.is_true(seen.asked > 0)
    assert.same({}, seen.failed)
  end

  before_each(function()
    folder, known = assert(fs.temp "binary"), {}
    program = folder .. "/sijang"
    lay_copy(0)
  end)

  after_each(function()
    for _, id in ipairs(processes()) do process.kill(id, "KILL") end
    mall.process:wait(5000)
    eventually(function() return #processes() == 0 end, 5000, "the end of all")
    fs.remove(mall.root, true)
    fs.remove(folder, true)
  end)

  it("takes over twice under load, and not a request fails", function()
    start { WORKERS = "2" }
    local first, old = mall.pid, nil
    local ready, requests = knock "/readyz", knock "/"
    local loaded = mall:load("/", 6, function()
      old = hold()
      lay_copy(1)
      mall:succeed()
      everywhere(NEW)
      assert.equal(mall.pid, named())
      assert.equal(OLD, old:join().body)
      gone(first)
      old = hold()
      lay_copy(2)
      first = mall.pid
      mall:succeed()
      everywhere(NEWEST)
      assert.equal(NEW, old:join().body)
      gone(first)
    end)
    still(requests)
    still(ready)
    assert.equal(0, loaded.failed)
    assert.is_true(loaded.requests > 1000)
    everywhere(NEWEST)
    assert.equal(4, #processes()) -- master, examiner, two workers
    assert.equal(0, mall.process:wait(0))
  end)

  it("has a connection answered that was idle when it took over, ready as ever, and closed then", function()
    start { WORKERS = "1" }
    local get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    local before = mall:metric "sijang_connections_total"
    local readyz = get:gsub("/", "/readyz", 1)
    local talk = task.spawn(function()
      return mall:talk { { send = { get, { wait = 1500 }, get }, within = 3000 }, { send = { get, { wait = 1500 }, readyz }, within = 3000 } }
    end)
    eventually(function() return mall:metric "sijang_connections_total" == before + 2 end, 3000, "two connections")
    mall:succeed()
    for i, body in ipairs { OLD, "ready\n" } do
      local first, second = talk:join()[i].text:match "^(HTTP.-)(HTTP.*)$"
      first, second = server.parse(first), server.parse(second)
      assert.same({ 200, OLD, nil }, { first.status, first.body, first.headers.connection })
      assert.same({ 200, body, "close" }, { second.status, second.body, second.headers.connection })
    end
  end)

  it("does not let the old one wait for a load balancer to look elsewhere", function()
    start { SHUTDOWN_DELAY = "60" }
    local first = mall.pid
    mall:succeed()
    gone(first)
  end)

  it("accepts nobody and begins no job before all of its workers can", function()
    start({ WORKERS = "1", JOB_WORKERS = "1" }, nil, 'local last = size ~= "' .. OLD .. '" and fs.lock(root .. "/last")\nif last then' .. SLOW .. "end")
    lay_copy(1)
    process.kill(mall.pid, "USR2")
    eventually(function() return #mall:events "generation.live" == 3 end, 3000, "the first of two workers")
    for _ = 1, 100 do assert.equal(OLD, mall:get("/", { Connection = "close" }).body) end
    mall:write("go", "")
    local ticks, ready = {}, nil
    eventually(function() return mall:event "succession.ready" end, 3000, "a successor")
    for _, event in ipairs(mall:events()) do
      if event.event == "master.succeeds" then ready = true end
      if event.event == "tick" and not ready then ticks[event.size] = true end
    end
    assert.same({ [OLD] = true }, ticks)
    eventually(function()
      for _, event in ipairs(mall:events "tick") do
        if event.size == NEW then return true end
      end
    end, 3000, "a job in the new one")
  end)

  it("obeys HUP, USR1 and TERM as the one before", function()
    start { WORKERS = "1", ACCESS_LOG = "on" }
    lay_copy(1)
    mall:succeed()
    gone(mall.process.pid)
    process.kill(mall.pid, "HUP")
    eventually(function()
      for _, event in ipairs(mall:events "generation.live") do
        if event.generation == 2 then return true end
      end
    end, 3000, "another generation")
    assert(fs.rename(mall.log_file, mall.log_file .. ".1"))
    process.kill(mall.pid, "USR1")
    eventually(function() return mall:get("/").status == 200 and mall:event "request" end, 3000, "the worker in the new log")
    local held = hold()
    process.kill(mall.pid, "TERM")
    assert.equal(NEW, held:join().body)
    gone(mall.pid)
    assert.same({}, processes())
    assert.is_nil(fs.stat(folder .. "/pid"))
  end)

  it("is told of a HUP that came while it got ready", function()
    start({ WORKERS = "1" }, SLOW)
    lay_copy(1)
    process.kill(mall.pid, "USR2")
    eventually(function() return mall:event "succession.begun" end, 3000, "a beginning")
    process.kill(mall.pid, "HUP")
    eventually(function() return #mall:events "generation.live" == 2 end, 3000, "another generation of the old one")
    mall:write("go", "")
    eventually(function()
      local second = 0
      for _, event in ipairs(mall:events "generation.live") do second = second + (event.generation == 2 and 1 or 0) end
      return second == 2
    end, 5000, "a second generation in both")
  end)

  it("takes over a unix socket, whose path stays until its own end", function()
    local path = folder .. "/mall"
    mall = server.start { app = app(), env = { HOST = "unix:" .. path, WORKERS = "2" }, program = program, ready = false }
    eventually(function() return #mall:events "generation.live" == 2 end, 5000, "two workers")
    mall.port = path
    local function answer()
      local get = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
      return server.parse(mall:talk { { send = { get }, within = 3000 } }[1].text).body
    end
    lay_copy(1)
    mall:write("app/boot.lua", "return {")
    process.kill(mall.pid, "USR2")
    eventually(function() return mall:event "succession.failed" end, 5000, "a failure")
    assert.equal(OLD, answer())
    mall:write("app/boot.lua", app())
    mall:succeed()
    gone(mall.process.pid)
    assert.equal(NEW, answer())
    process.kill(mall.pid, "TERM")
    gone(mall.pid)
    assert.is_nil(fs.stat(path))
  end)

  it("serves with more workers than the one before had sockets", function()
    assert(fs.write(folder .. "/settings", "WORKERS=1\n"))
    start { CONFIG_FILE = folder .. "/settings" }
    assert(fs.write(folder .. "/settings", "WORKERS=3\n"))
    lay_copy(1)
    mall:succeed()
    gone(mall.process.pid)
    everywhere(NEW)
    assert.equal(5, #processes())
  end)

  it("that only lies there is not what a worker of the old one comes back as", function()
    start { WORKERS = "1" }
    lay_copy(1)
    process.kill(mall:workers()[1], "KILL")
    eventually(function() return #mall:events "generation.live" == 2 end, 5000, "another worker")
    everywhere(OLD)
  end)

  -- What is tried, what else there is to do first, and what the log then says.
  local function script(text) return function() lay("#!/bin/sh\n" .. text) end end
  local refusals = {
    ["is not there"] = { function() fs.remove(program) end, "no such file" },
    ["may not be executed"] = { function() lay("x", 420) end, "permission denied" },
    ["crashes at once"] = { script "kill -SEGV $$", "exit 0, signal 11" },
    ["ends without a word"] = { script "exit 3", "exit 3, signal 0" },
    ["is never ready"] = { script "exec sleep 60", "not ready after 1 seconds", env = { SUCCESSION_DEADLINE = "1" } },
    ["says so too late"] = { function() lay_copy(1) end, "not ready after 1 seconds", env = { SUCCESSION_DEADLINE = "1" },
      boot = 'if size ~= "' .. OLD .. '" then while true do end end' },
    ["loses a worker before all are ready"] = { function() lay_copy(1) end, "worker %d ended %(exit 0, signal 6%)",
      prepare = 'if size ~= "' .. OLD .. '" then require("ffi").cdef "void abort(void);" require("ffi").C.abort() end' },
    ["has logic that it refuses"] = { function()
      lay_copy(1)
      mall:write("app/boot.lua", "return {")
    end, "boot.lua:1: unexpected symbol" },
    ["has logic that it refuses, in development"] = { function()
      lay_copy(1)
      mall:write("app/boot.lua", "return {")
      eventually(function() return #mall:events "generation.refused" == 2 end, 3000, "a refused save")
    end, "boot.lua:1: unexpected symbol", env = { SIJANG_ENV = "development" } },
    ["has settings that it refuses"] = { settings = "REQUEST_DEADLINE=never\n", reason = "REQUEST_DEADLINE is 'never'" },
    ["is to listen elsewhere"] = { settings = "PORT=1\n", reason = "PORT 1 are not what is listened on" },
    ["is to listen on another address"] = { settings = "HOST=127.0.0.2\n", reason = "HOST 127.0.0.2 and" },
    ["has too few workers for what waits"] = { settings = "WORKERS=1\n", reason = "fewer workers than before need a restart" },
  }
  for what, case in pairs(refusals) do
    it("that " .. what .. " changes nothing, and the log says why", function()
      local env = case.env or {}
      env.CONFIG_FILE = folder .. "/settings"
      assert(fs.write(env.CONFIG_FILE, "# none\n"))
      start(env, case.boot, case.prepare)
      local before, requests = processes(), knock "/"
      if case.settings then
        lay_copy(1)
        assert(fs.write(env.CONFIG_FILE, case.settings))
      else
        case[1]()
      end
      local held = hold()
      process.kill(mall.pid, "USR2")
      local failed = eventually(function() return mall:event "succession.failed" end, 10000, "a failure")
      assert.matches(case.reason or case[2], failed.message)
      assert.equal(OLD, held:join().body)
      still(requests)
      eventually(function() return #processes() == #before end, 5000, "the end of what was tried")
      assert.same(before, processes())
      assert.equal(mall.pid, named())
      -- and what is right takes over after that
      assert(fs.write(env.CONFIG_FILE, "# none\n"))
      mall:write("app/boot.lua", app())
      lay_copy(1)
      mall:succeed()
      everywhere(NEW)
    end)
  end

  it("is not started twice, and ends with the old one that is asked to end meanwhile", function()
    start()
    script "exec sleep 60"()
    process.kill(mall.pid, "USR2")
    eventually(function() return mall:event "succession.begun" end, 3000, "a beginning")
    process.kill(mall.pid, "USR2")
    eventually(function() return mall:event "succession.busy" end, 3000, "a refusal")
    assert.equal(5, #processes())
    local held = hold()
    process.kill(mall.pid, "TERM")
    assert.equal(OLD, held:join().body)
    assert.equal(0, mall.process:wait(5000))
    assert.same({}, processes())
  end)

  it("takes over from a master that was killed in the middle", function()
    start({ WORKERS = "2" }, SLOW)
    lay_copy(1)
    process.kill(mall.pid, "USR2")
    local begun = eventually(function() return mall:event "succession.begun" end, 3000, "a beginning")
    local held = hold()
    process.kill(mall.pid, "KILL")
    gone(mall.pid)
    mall:write("go", "")
    mall.pid = tonumber(begun.message:match "process (%d+)")
    assert.equal(OLD, held:join().body)
    everywhere(NEW)
    eventually(function() return #processes() == 4 end, 5000, "the new one alone")
    assert.equal(mall.pid, named())
  end)

  it("that is killed while the old one still finishes leaves the mall to the old one", function()
    start { WORKERS = "2" }
    local first = mall.pid
    local held = hold()
    lay_copy(1)
    mall:succeed()
    process.kill(mall.pid, "KILL")
    gone(mall.pid)
    mall.pid = first
    eventually(function() return mall:event "succession.lost" end, 3000, "the loss")
    assert.equal(OLD, held:join().body)
    everywhere(OLD)
    eventually(function() return #processes() == 4 end, 5000, "the old one alone") -- with an examiner of its own again
    assert.equal(first, named())
    assert.is_nil(mall:event "examiner.ended") -- it was asked to
    mall:succeed()
    everywhere(NEW)
  end)
end)
