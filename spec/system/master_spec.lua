--- What the master does about workers that do not live, and about one that lives but no longer turns its loop.

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
