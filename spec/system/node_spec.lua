-- Nodes that releases are deployed to, and what they do whatever happens to them.

local crypto = require "crypto"
local database = require "spec.support.database"
local eventually = require "spec.support.eventually"
local fs = require "fs"
local nodes = require "spec.system.nodes"
local pg = require "pg"
local pid = require "pid"
local process = require "process"
local runtime = require "runtime"
local task = require "task"

local app, short, stored, start, ready, serving = nodes.app, nodes.short, nodes.stored, nodes.start, nodes.ready, nodes.serving
local deploy, open, refuse, answer, live = nodes.deploy, nodes.open, nodes.refuse, nodes.answer, nodes.live

describe("a node", function()
  setup(nodes.setup)
  teardown(nodes.teardown)
  before_each(nodes.begin)
  after_each(nodes.finish)

  it("serves its own folder until something was deployed, then that, and says which", function()
    local one = ready(start "east")
    serving("east", 0)
    local before = one:get "/"
    assert.same({ "tree tree", nil }, { before.body, before.headers["x-release"] })
    local sha = stored(app "first")
    live(sha, 1, "east")
    local after = one:get "/"
    assert.same({ "first " .. short(sha), short(sha) }, { after.body, after.headers["x-release"] })
    eventually(function()
      for _, request in ipairs(one:events "request") do
        if request.release == short(sha) then return true end
      end
    end, 3000, "the release in the access log")
  end)

  it("has every other node flip to the same release, and nobody before all have it ready", function()
    local one, two = ready(start "east"), ready(start "west")
    serving("east", 0)
    serving("west", 0)
    local sha = stored(app "second")
    local rollout = open(sha, 0)
    answer(rollout, "east")
    answer(rollout, "west")
    assert.same({ "tree tree", "tree tree" }, { one:get("/").body, two:get("/").body })
    deploy(sha, rollout, 1)
    serving("east", 1)
    serving("west", 1)
    assert.same({ short(sha), short(sha) }, { one:get("/").headers["x-release"], two:get("/").headers["x-release"] })
  end)

  for what, case in pairs {
    ["raises while it loads"] = { "local x = nil\nreturn x.y", "^app/boot%.lua:2: attempt to index local 'x' %(a nil value%)$" },
    ["misses a module"] = { 'return require "no.such"', "module 'no%.such' not found" },
    ["fails its self%-check"] = { app("x"):gsub("return true end", "return nil, 'the sums are wrong' end"), "the sums are wrong" },
    ["never ends loading"] = { "while true do end", "app/boot%.lua:1: loading takes more than %d+ seconds" },
    ["never ends loading and catches what would end it"] = {
      "while true do pcall(function() while true do end end) end", "app/boot%.lua:1: loading takes more than %d+ seconds" },
    ["eats memory"] = { "local t = {} while true do t[#t + 1] = ('x'):rep(1e6) .. #t end", "more than 256 MB" },
  } do
    it("refuses a release that " .. what:gsub("%%", "") .. ", with the reason, and goes on as before", function()
      local one = ready(start "east")
      serving("east", 0)
      local good = stored(app "good")
      live(good, 1, "east")
      local rollout = open(stored(case[1]), 1)
      local given = answer(rollout, "east")
      refuse(rollout)
      assert.is_false(given.sound)
      assert.matches(case[2], given.reason)
      assert.equal("good " .. short(good), one:get("/").body)
      live(stored(app "better"), 2, "east")
      assert.matches("^better", one:get("/").body)
    end)
  end

  it("refuses what nobody signed whom it trusts", function()
    ready(start "east")
    serving("east", 0)
    local rollout = open(stored(app "evil", nodes.mallory), 0)
    local given = answer(rollout, "east")
    assert.is_false(given.sound)
    assert.matches("key", given.reason)
  end)

  it("goes back at once to what was live before, which it keeps ready", function()
    local one = ready(start "east")
    serving("east", 0)
    local old, new = stored(app "old"), stored(app "new")
    live(old, 1, "east")
    live(new, 2, "east")
    deploy(old, nil, 3)
    serving("east", 3)
    assert.matches("^old", one:get("/").body)
    -- the same generations as the first time, in both workers: nothing was built
    local times = {}
    eventually(function()
      times = {}
      for _, event in ipairs(one:events "generation.live") do
        if event.release == old then times[#times + 1] = event.generation end
      end
      return #times == 4
    end, 3000, "both workers on their way back")
    assert.same({ times[1], times[1], times[1], times[1] }, times)
  end)

  it("puts right what was damaged on its disk of what it went back to, for workers that start later", function()
    local one = ready(start "east")
    serving("east", 0)
    local old = stored(app "old")
    live(old, 1, "east")
    live(stored(app "new"), 2, "east")
    local file = ("%s/releases/%s/app/boot.lua"):format(one.data, old)
    assert(fs.write(file, app "damaged"))
    deploy(old, nil, 3)
    serving("east", 3)
    eventually(function() return fs.read(file) == app "old" end, 5000, "the file that was signed")
    for _, worker in ipairs(one:workers()) do process.kill(worker, "KILL") end
    eventually(function() return one:get("/readyz").status == 200 end, 10000, "workers again")
    assert.equal("old " .. short(old), one:get("/").body)
  end)

  it("does not go back to what it keeps ready when the key that signed it was revoked", function()
    local one = ready(start "east")
    serving("east", 0)
    local old, new = stored(app "old"), stored(app "new", nodes.mallory)
    assert(fs.write(one.data .. "/keys/mallory.pub", ("sijang-public-key mallory %s\n"):format(crypto.base64(nodes.mallory.public))))
    live(old, 1, "east")
    live(new, 2, "east")
    assert(fs.rename(one.data .. "/keys/hana.pub", one.data .. "/keys/hana.revoked"))
    local rollout = open(old, 2)
    assert.is_false(answer(rollout, "east").sound)
    assert.matches("revoked", answer(rollout, "east").reason)
    assert.matches("^new", one:get("/").body)
  end)

  it("lets what it keeps ready hear what it would miss until then", function()
    local one = ready(start("east", { WORKERS = "1" }))
    serving("east", 0)
    local old, new = stored(app "old"), stored(app "new")
    live(old, 1, "east")
    live(new, 2, "east")
    eventually(function()
      pg.write "SELECT pg_notify('news', 'a sale')"
      return one:get("/heard").body == "a sale"
    end, 5000, "a worker that listens")
    deploy(old, nil, 3)
    serving("east", 3)
    assert.same({ short(old), "a sale" }, { one:get("/heard").headers["x-release"], one:get("/heard").body })
  end)

  it("has its pictures in the data folder, whichever release it serves", function()
    local more = {}
    for _, path in ipairs { "app/media/init.lua", "app/media/rules.lua", "app/media/store.lua",
      "app/shared/fault.lua" } do more[path] = fs.read(runtime.root() .. "/" .. path) end
    local one = ready(start("east", { DATA_DIR = "pictures" }))
    serving("east", 0)
    local asks = app("pictures"):gsub('"pictures "', 'require("media").folder .. " "')
    live(stored(asks, nil, more), 1, "east")
    assert.equal(one.data .. "/media", one:get("/").body:match "^%S+")
  end)

  it("ends a request on the release that it began with", function()
    local one = ready(start("east", { WORKERS = "1" }))
    serving("east", 0)
    local old, new = stored(app "old"), stored(app "new")
    live(old, 1, "east")
    local slow = task.spawn(function() return one:get "/slow" end)
    eventually(function() return one:metric "sijang_worker_tasks" == 1 end, 3000, "the slow request")
    live(new, 2, "east")
    assert.matches("^new", one:get("/").body)
    assert.equal("old " .. short(old), slow:join().body)
  end)

  it("ends a request on the release that it began with also when ten others went live meanwhile, and closes them all", function()
    local one = ready(start("east", { WORKERS = "1" }))
    serving("east", 0)
    local old, over = stored(app "old"), false
    live(old, 1, "east")
    local holder = task.spawn(pg.tx, function(tx)
      tx:rows "SELECT pg_advisory_xact_lock(77)"
      while not over do task.sleep(5) end
      return true
    end)
    local held = task.spawn(function() return one:get "/held" end)
    eventually(function() return pg.row("SELECT count(*) AS n FROM pg_locks WHERE NOT granted").n == 1 end, 5000, "a held request")
    for epoch = 2, 11 do live(stored(app("new" .. epoch)), epoch, "east") end
    assert.matches("^new11", one:get("/").body)
    over = true
    holder:join()
    assert.equal("old " .. short(old), held:join().body)
    -- the tree's and those of eleven releases, but for what is live and what is kept ready
    eventually(function() return #one:events "generation.closed" == 1 + 11 - 2 end, 5000, "closed generations")
  end)

  it("holds no more after a thousand flips than after the first hundred", function()
    local one = ready(start("east", { WORKERS = "1", ACCESS_LOG = "off" }))
    serving("east", 0)
    local shas = {}
    -- more than are kept ready: each is built anew when its turn comes
    for i = 1, 4 do shas[i] = stored(app("turn" .. i)) end
    local function flips(from, to)
      for epoch = from, to do
        deploy(shas[epoch % #shas + 1], nil, epoch)
        eventually(function() return nodes.row("east").epoch == epoch end, 10000, "epoch " .. epoch)
      end
      -- there are the one that serves and the one that is kept ready
      eventually(function() return #one:events "generation.live" - #one:events "generation.closed" == 2 end, 5000, "closed generations")
      return one:metric "sijang_worker_resident_bytes" / 1048576, one:metric "sijang_worker_descriptors"
    end
    local memory, descriptors = flips(1, 100)
    local later, descriptors_later = flips(101, 1000)
    -- but for a connection of who asks
    assert.is_true(descriptors_later <= descriptors + 1, ("%d descriptors, then %d"):format(descriptors, descriptors_later))
    assert.is_true(later < memory + 4, ("%.1f MB, then %.1f MB"):format(memory, later))
  end)

  it("fetches what is live before it is ready, when it comes later", function()
    local sha = stored(app "live")
    deploy(sha, nil, 1)
    local one = ready(start "late")
    assert.equal("live " .. short(sha), one:get("/").body)
    serving("late", 1)
  end)

  it("serves what it served last while the database is away, says so, and follows when it is back", function()
    local sha, new = stored(app "kept"), stored(app "new")
    deploy(sha, nil, 1)
    local first = ready(start "east")
    serving("east", 1)
    first:stop "TERM"
    table.remove(nodes.all)
    database.execute(("ALTER DATABASE %s ALLOW_CONNECTIONS false"):format(nodes.database), "postgres")
    database.execute(("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'"):format(nodes.database), "postgres")
    local again = ready(start("east", { DATA_DIR = first.data }))
    assert.equal("kept " .. short(sha), again:get("/").body)
    assert.is_not_nil(again:event "node.alone")
    database.execute(("ALTER DATABASE %s ALLOW_CONNECTIONS true"):format(nodes.database), "postgres")
    eventually(function() return (pcall(deploy, new, nil, 2)) end, 5000, "the database")
    serving("east", 2)
    assert.matches("^new", again:get("/").body)
  end)

  it("learns of a deployment that nobody told it of", function()
    local one = ready(start "east")
    serving("east", 0)
    local sha = stored(app "quiet")
    pg.write("INSERT INTO deployment (epoch, stable, who, why) VALUES (1, $1, 'hana', '')", pg.bytea(crypto.unhex(sha)))
    serving("east", 1)
    assert.matches("^quiet", one:get("/").body)
  end)

  it("never goes back to an older epoch", function()
    local one = ready(start "east")
    serving("east", 0)
    local old, new = stored(app "old"), stored(app "new")
    live(old, 1, "east")
    live(new, 2, "east")
    database.execute("DELETE FROM rollout; DELETE FROM deployment WHERE epoch = 2", nodes.database)
    nodes.ring()
    task.sleep(300)
    assert.matches("^new", one:get("/").body)
  end)

  it("brings a worker that was killed in the middle to where the others are", function()
    local one = ready(start "east")
    serving("east", 0)
    local sha = stored(app "whole")
    local rollout = open(sha, 0)
    local worker = one:event("generation.live").pid
    process.kill(worker or one:workers()[1], "KILL")
    assert.is_true(answer(rollout, "east").sound)
    deploy(sha, rollout, 1)
    serving("east", 1)
    for _ = 1, 10 do assert.matches("^whole", one:get("/").body) end
  end)

  it("stays the same node, with one keeper that acts, when a new binary takes over", function()
    local one = ready(start "east")
    serving("east", 0)
    local hold = one.data .. "/hold" -- while this is there, what is live does not load
    local first = stored(app("first", ('local fs = require "fs" repeat until not fs.stat(%q)'):format(hold)))
    local second = stored(app "second")
    live(first, 1, "east")
    local function started() return pg.row("SELECT id, started_at FROM node WHERE name = 'east'") end
    local before, old, states = started(), one.pid, {}
    local watching = task.spawn(function()
      while not states.over do states[nodes.row("east").state] = true end
    end)
    assert(fs.write(hold, ""))
    local succeeding = task.spawn(function() one:succeed() end)
    eventually(function() return one:event "node.waits" end, 5000, "a second keeper")
    local rollout = open(second, 1)
    assert.is_true(answer(rollout, "east").sound)
    fs.remove(hold)
    succeeding:join()
    eventually(function() return not pid.lives(old) end, 5000, "the end of the old master")
    eventually(function() return started().started_at ~= before.started_at end, 5000, "the new keeper")
    deploy(second, rollout, 2)
    serving("east", 2)
    states.over = true
    watching:join()
    eventually(function() return one:get("/").body == "second " .. short(second) end, 3000, "what was deployed")
    assert.equal(before.id, started().id)
    assert.is_nil(states.ending)
    assert.equal(1, #pg.rows("SELECT 1 AS one FROM node_release WHERE rollout_id = $1", rollout))
  end)

  it("has a keeper again when the one it has is killed, and goes on", function()
    local one = ready(start "east")
    serving("east", 0)
    local sha = stored(app "first")
    live(sha, 1, "east")
    local _, out = process.run { argv = { "pgrep", "-P", one.pid, "-f", "sijang node" } }
    process.kill(tonumber(out:match "%d+"), "KILL")
    assert.matches("^first", one:get("/").body)
    live(stored(app "second"), 2, "east")
    assert.matches("^second", one:get("/").body)
  end)
end)
