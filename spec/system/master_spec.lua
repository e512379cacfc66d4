--- What the master does about workers that do not live, and about one that lives but no longer turns its loop.
--- Runs alone: it measures respawns.

local fs = require "fs"
local process = require "process"
local server = require "spec.support.server"

local app = [[
return {
  handle = function(req)
    if req:path() == "/endless" then while true do end end
    return 200, {}, "fine"
  end,
  admit = function() end,
  self_check = function() return true end,
}
]]

describe("The master", function()
  local mall

  setup(function() mall = server.start { app = app, env = { WORKERS = "1" } } end)
  teardown(function() mall:stop() end)

  -- The sentence about the nth worker that ended.
  local function ended(n, within)
    return server.eventually(function() return mall:events("worker.ended")[n] end, within, "a worker ended").message
  end

  -- In one case, because the second part begins where the first ends.
  it("waits twice as long after each death in a row, kills a worker that is stuck, and begins anew after one that was steady", function()
    local waits, last = {}, nil
    for i = 1, 6 do
      server.eventually(function()
        local pid = mall:workers()[1]
        if not pid or pid == last then return false end
        last = pid
        return process.kill(pid, "KILL")
      end, 5000, "another worker")
      waits[i] = tonumber(ended(i):match("again in (%d+) ms"))
    end
    assert.same({ 20, 40, 80, 160, 320, 640 }, waits)
    server.eventually(function() return mall:get("/").status == 200 end, 5000, "the seventh worker")
    mall:talk { { send = { "GET /endless HTTP/1.1\r\nHost: x\r\n\r\n" }, within = 100 } }
    local stuck = server.eventually(function() return mall:event "worker.stuck" end, 20000, "the stuck worker noticed")
    assert.truthy(stuck.message:find("worker 0 has not turned its loop", 1, true))
    assert.truthy(ended(7, 3000):find("signal 9%) after %d+ ms; again in 20 ms"))
    server.eventually(function() return mall:get("/").status == 200 end, 5000, "the eighth worker")
    assert.equal(7, mall:metric "sijang_worker_respawns_total")
  end)
end)

-- Only root may start the program as somebody else, and only what somebody else owns shows who may look into it.
if process.uid() == 0 then
  describe("A server of another user than root", function()
    it("leaves no core file, and lets nobody look into its memory, where the keys are", function()
      local root = assert(fs.temp "nobody")
      assert(fs.chmod(root, 493))
      assert(fs.mkdir(root .. "/app", 493))
      assert(fs.write(root .. "/app/boot.lua", app, 420))
      assert(fs.symlink(require("runtime").root() .. "/bindings", root .. "/bindings"))
      local child = assert(process.spawn { argv = { fs.realpath "/proc/self/exe", "serve" }, user = "nobody", cwd = "/",
        env = { SIJANG_ROOT = root, PORT = "0", WORKERS = "1", SECRET_KEY = ("k"):rep(40), LOG_FILE = false,
          DATABASE_URL = false, REDIS_URL = false }, stdin = "null", stdout = root .. "/log", stderr = root .. "/log",
        die_with_parent = true })
      local worker = server.eventually(function()
        local _, out = process.run { argv = { "pgrep", "-P", child.pid, "-f", "sijang worker" } }
        return (fs.read(root .. "/log") or ""):find "generation.live" and tonumber(out:match "%d+")
      end, 5000, "a worker")
      for name, pid in pairs { master = child.pid, worker = worker } do
        local limits = assert(io.open(("/proc/%d/limits"):format(pid))):read "*a"
        assert.truthy(limits:find "Max core file size +0 +0 ", name)
        assert.equal(0, fs.stat(("/proc/%d/environ"):format(pid)).uid, name)
      end
      process.kill(child.pid, "INT")
      assert.equal(0, (child:wait(5000)))
      fs.remove(root, true)
    end)
  end)
end
