--- Settings of a running server: read again on HUP, checked first, taken by the workers of now and of later.

local fs = require "fs"
local process = require "process"
local server = require "spec.support.server"

local app = [[
local task = require "task"
return {
  handle = function(req)
    if req:path() == "/slow" then task.sleep(1500) end
    return 200, {}, req:ip()
  end,
  admit = function() end,
  self_check = function() return true end,
}
]]

describe("Settings of a running server", function()
  local mall, file, folder

  local function serve(text, env)
    folder = fs.temp "config"
    file = folder .. "/settings"
    assert(fs.write(file, text, 420))
    env = env or {}
    env.CONFIG_FILE = file
    mall = server.start { app = app, env = env }
  end

  after_each(function()
    mall:stop()
    fs.remove(folder, true)
  end)

  local function flips() return #mall:events "generation.live" end

  -- HUP with these lines; returns when every worker has built a generation with them.
  local function take(text)
    local before = flips()
    assert(fs.write(file, text, 420))
    process.kill(mall.pid, "HUP")
    server.eventually(function() return flips() >= before + 2 end, 5000, "new generations")
  end

  -- HUP with these lines; returns the sentence that refuses them.
  local function refusal(text)
    local before = #mall:events "config.refused"
    assert(fs.write(file, text, 420))
    process.kill(mall.pid, "HUP")
    return server.eventually(function() return mall:events("config.refused")[before + 1] end, 5000, "a refusal").message
  end

  local function everywhere(path, status)
    for _ = 1, 6 do assert.equal(status, mall:get(path).status) end
  end

  it("are refused as a whole when one is wrong: the log names it, and nothing changes", function()
    serve "REQUEST_DEADLINE=1\n"
    local before = flips()
    for _, case in ipairs {
      { "REQUEST_DEADLINE=banana\n", "REQUEST_DEADLINE is 'banana'" },
      { "REQUEST_DEADLINE=30\nDRAIN_DEADLINE=0\n", "DRAIN_DEADLINE is '0'" },
      { "REQUEST_DEADLINE=30\nACCESS_LOG=yes\n", "ACCESS_LOG is 'yes'" },
      { "REQUEST_DEADLINE=30\nLOG_LEVEL=loud\n", "LOG_LEVEL is 'loud'" },
      { "REQUEST_DEADLINE=30\nTRUSTED_PROXIES=10.0.0.0/99\n", "TRUSTED_PROXIES has '10.0.0.0/99'" },
      { "REQUEST_DEADLINE=30\nSECRET_KEY=short\n", "SECRET_KEY is too short" },
    } do
      local said = refusal(case[1])
      assert.truthy(said:find(case[2], 1, true), said)
    end
    assert.equal(before, flips())
    everywhere("/slow", 503)
  end)

  it("are refused when their file cannot be read", function()
    serve "REQUEST_DEADLINE=1\n"
    assert(fs.remove(file))
    process.kill(mall.pid, "HUP")
    local refused = server.eventually(function() return mall:event "config.refused" end)
    assert.truthy(refused.message:find(file .. ": No such file", 1, true), refused.message)
    assert.equal(503, mall:get("/slow").status)
  end)

  it("of the last good file are those of a worker that starts later, whatever the file says by then", function()
    serve("REQUEST_DEADLINE=30\n", { WORKERS = "1" })
    assert(fs.write(file, "REQUEST_DEADLINE=1\n", 420))
    process.kill(mall.pid, "HUP")
    server.eventually(function() return flips() == 2 end)
    refusal "REQUEST_DEADLINE=banana\n"
    process.kill(mall:workers()[1], "KILL")
    server.eventually(function() return flips() == 3 end, 5000, "another worker")
    assert.equal(503, mall:get("/slow").status)
  end)

  it("return to the environment's value, or to the default, when their line is gone", function()
    serve("REQUEST_DEADLINE=1\nTRUSTED_PROXIES=\n", { TRUSTED_PROXIES = "127.0.0.1" })
    local through = { ["X-Forwarded-For"] = "203.0.113.9" }
    assert.equal("203.0.113.9", mall:get("/", through).body)
    everywhere("/slow", 503)
    take "TRUSTED_PROXIES=10.0.0.1\n"
    assert.equal("127.0.0.1", mall:get("/", through).body)
    everywhere("/slow", 200)
    take ""
    assert.equal("203.0.113.9", mall:get("/", through).body)
  end)

  it("of the log are taken as well: where it goes, and whether requests are in it", function()
    serve("ACCESS_LOG=off\n", { ACCESS_LOG = "on" })
    mall:get("/before")
    take "ACCESS_LOG=on\n"
    mall:get("/with")
    server.eventually(function() return #mall:events "request" > 0 end, 3000, "a line about a request")
    assert.equal("/with", mall:event("request").path)
    local elsewhere = folder .. "/log"
    assert(fs.write(file, "LOG_FILE=" .. elsewhere .. "\n", 420))
    process.kill(mall.pid, "HUP")
    server.eventually(function() return (fs.read(elsewhere) or ""):find '"/readyz"' or not mall:get("/readyz") end)
    take ""
  end)

  it("that a running server cannot change wait for the next start, and the log says so", function()
    serve "REQUEST_DEADLINE=30\n"
    take(("PORT=%d\nWORKERS=3\nREQUEST_DEADLINE=1\n"):format(mall.port + 1))
    local waiting = mall:event "config.waiting"
    assert.truthy(waiting.message:find("PORT, WORKERS", 1, true), waiting.message)
    everywhere("/slow", 503)
    assert.equal(2, #mall:workers())
  end)

  it("that wait for a start are marked in the help", function()
    serve ""
    local _, out = process.run { argv = { fs.realpath("/proc/self/exe"), "serve", "--help" } }
    local marked = {}
    for line in out:gmatch("[^\n]+") do
      if line:find("taken at a start", 1, true) then marked[#marked + 1] = line:match("^ +(%u[%u_]+)") end
    end
    table.sort(marked)
    assert.same({ "CONFIG_FILE", "DATABASE_POOL", "HOST", "IDLE_TIMEOUT", "JOB_CONCURRENCY", "JOB_MEMORY", "JOB_WORKERS",
      "MAX_CONNECTIONS", "NODE", "PID_FILE", "PORT", "SIJANG_ENV", "WORKERS" },
      marked)
  end)
end)
