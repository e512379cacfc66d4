--- What the workers are to serve is examined once for all of them, in a process of its own that may come to grief.

local process = require "process"
local server = require "spec.support.server"

local eventually = server.eventually

-- Logic that says when it is loaded and when it is checked.
local function app(answer, check)
  return ([[
local log = require "log"
log.info("loaded")
return {
  handle = function() return 200, {}, %q end,
  admit = function() end,
  self_check = function()
    log.info("checked")
    %s
    return true
  end,
}
]]):format(answer, check or "")
end

local function serves(mall, answer)
  eventually(function() return mall:get("/").body == answer end, 5000, "it serves " .. answer)
end

describe("New logic", function()
  local mall

  after_each(function() mall:stop() end)

  -- Why it is refused.
  local function refusal(check, within)
    mall = server.start { app = app "one" }
    mall:write("app/boot.lua", app("two", check))
    local refused = eventually(function() return mall:event "generation.refused" end, within or 5000, "a refusal")
    for _ = 1, 4 do assert.equal("one", mall:get("/").body) end
    assert.equal(0, #mall:events "worker.ended")
    return refused.reason
  end

  it("is checked once, however many workers load it", function()
    mall = server.start { app = app "one", env = { WORKERS = "3" } }
    serves(mall, "one")
    eventually(function() return #mall:events "generation.live" == 3 end, 3000, "three workers")
    assert.equal(1, #mall:events "checked")
    assert.equal(4, #mall:events "loaded")
    assert.equal("examiner", mall:event("checked").process)
  end)

  it("is not checked again for a worker that starts later", function()
    mall = server.start { app = app "one", env = { WORKERS = "1" } }
    process.kill(mall:workers()[1], "KILL")
    eventually(function() return #mall:events "generation.live" == 2 end, 5000, "another worker")
    assert.equal(1, #mall:events "checked")
  end)

  it("is loaded by no worker when it is refused", function()
    assert.truthy(refusal("do return nil, 'sums: 1 is not 2' end"):find("sums: 1 is not 2", 1, true))
    assert.equal(2 + 1 + 1, #mall:events "loaded")
  end)

  it("that ends the process which loads it is refused", function()
    assert.equal("app/boot.lua: it ends the process that loads it (signal 11)",
      refusal 'require("ffi").cast("int *", 8)[0] = 1')
  end)

  it("that hangs where nothing can look is refused within ten seconds", function()
    assert.equal("app/boot.lua: loading takes more than 8 seconds",
      refusal('string.find(("a"):rep(40), ("a?"):rep(40) .. ("a"):rep(40) .. "b")', 12000))
  end)

  it("that is saved over while it is examined is not waited for", function()
    mall = server.start { app = app "one" }
    mall:write("app/boot.lua", app("two", "while true do end"))
    eventually(function() return #mall:events "checked" == 2 end, 3000, "the examination")
    mall:write("app/boot.lua", app "three")
    serves(mall, "three")
    assert.equal(0, #mall:events "generation.refused")
  end)

  it("is examined all the same when the examiner is killed in the middle", function()
    mall = server.start { app = app "one" }
    local slow = "local n = 0 for i = 1, 1e7 do n = n + i % 7 end"
    mall:write("app/boot.lua", app("two", slow))
    eventually(function() return #mall:events "checked" == 2 end, 3000, "the examination")
    local _, out = process.run { argv = { "pgrep", "-P", mall.pid, "-f", "sijang examiner" } }
    process.kill(assert(tonumber(out:match "%d+")), "KILL")
    serves(mall, "two")
    assert.equal(3, #mall:events "checked")
    assert.truthy(mall:event("examiner.ended").message:find("signal 9", 1, true))
  end)
end)
