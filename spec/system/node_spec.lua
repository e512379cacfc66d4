-- Nodes that releases are deployed to: real servers, with a keeper each, on one database. The spec stands where the deploying
-- command does: it opens attempts, waits for answers and writes deployments.

local bundle = require "release.bundle"
local crypto = require "crypto"
local database = require "spec.support.database"
local eventually = require "spec.support.eventually"
local fs = require "fs"
local made = require "spec.app.release.release"
local release = require "release"
local pg = require "pg"
local process = require "process"
local runtime = require "runtime"
local server = require "spec.support.server"
local store = require "release.store"
local task = require "task"

local hana, mallory = made.key "hana", made.key "mallory"

local function app(word, more)
  return ([[
local pg = require "pg"
local task = require "task"
local runtime = require "runtime"
local heard = "nothing"
pg.listen("news", function(word) heard = word or heard end)
%s
return {
  handle = function(req)
    if req:path() == "/slow" then task.sleep(1500) end
    if req:path() == "/heard" then return 200, {}, heard end
    return 200, { "Content-Type", "text/plain" }, "%s " .. (runtime.release() or "tree"):sub(1, 12)
  end,
  admit = function() return 1000, "raw" end,
  self_check = function() return true end,
}
]]):format(more or "", word)
end

describe("a node", function()
  local name, nodes, tree

  -- A tree whose own logic says "tree", with what a keeper is made of.
  setup(function()
    tree = assert(fs.temp "node-tree")
    assert(fs.mkdir(tree .. "/app"))
    assert(fs.write(tree .. "/app/boot.lua", app "tree"))
    for _, path in ipairs { "runtime", "bindings", "app/release", "app/shared" } do
      assert(fs.symlink(runtime.root() .. "/" .. path, tree .. "/" .. path))
    end
  end)

  teardown(function() fs.remove(tree, true) end)

  local function short(sha) return sha:sub(1, 12) end

  -- Stores a release of this app, signed by somebody whom nodes trust unless told.
  local function stored(text, key, more)
    local files = { ["app/boot.lua"] = text }
    for path, bytes in pairs(more or {}) do files[path] = bytes end
    local sealed = bundle.sign(assert(bundle.make(made.files(files), made.facts())), key or hana)
    assert(store.put(sealed))
    return sealed.sha
  end

  local function start(label, env)
    local settings = { SIJANG_ENV = "production", NODE = label, DATABASE_URL = database.address(name), WORKERS = "2",
      ACCESS_LOG = "on", SIJANG_ROOT = tree }
    for key, value in pairs(env or {}) do settings[key] = value end
    local data = settings.DATA_DIR or assert(fs.temp "node")
    settings.DATA_DIR = data
    if data:sub(1, 1) ~= "/" then data = tree .. "/" .. data end
    assert(fs.mkdir(data .. "/keys", 493, true))
    assert(fs.write(data .. "/keys/hana.pub", ("sijang-public-key hana %s\n"):format(crypto.base64(hana.public))))
    local one = server.start { app = app "tree", env = settings, ready = false }
    one.data, one.label = data, label
    nodes[#nodes + 1] = one
    local listening = server.eventually(function() return one:event "master.listening" end, 5000, "a listening master")
    one.port = tonumber(listening.message:match ":(%d+) with")
    return one
  end

  local function ready(one)
    server.eventually(function() return one:get("/readyz").status == 200 end, 10000, "a ready worker")
    return one
  end

  local function row(label)
    for _, one in ipairs(release.node.list()) do
      if one.name == label then return one end
    end
  end

  local function serving(label, epoch)
    return eventually(function()
      local ok, one = pcall(row, label) -- the database may be on its way back
      return ok and one and one.state == "serving" and (one.epoch or 0) == epoch and one
    end, 10000, label .. " that serves epoch " .. epoch)
  end

  local function deploy(sha, rollout, epoch)
    pg.write("INSERT INTO deployment (epoch, stable, who, why) VALUES ($1, $2, 'hana', '')", epoch, pg.bytea(crypto.unhex(sha)))
    if rollout then
      pg.write("UPDATE rollout SET closed_at = clock_timestamp(), outcome = 'live', epoch = $2 WHERE id = $1", rollout, epoch)
    end
    pg.write "SELECT pg_notify('deploy', '')"
  end

  local function open(sha, base)
    local id = pg.write([[INSERT INTO rollout (kind, base_epoch, stable, who, host, why)
      VALUES ('deploy', $1, $2, 'hana', 'here', '') RETURNING id]], base, pg.bytea(crypto.unhex(sha)))[1].id
    pg.write "SELECT pg_notify('deploy', '')"
    return id
  end

  local function refuse(rollout)
    pg.write("UPDATE rollout SET closed_at = clock_timestamp(), outcome = 'refused' WHERE id = $1", rollout)
    pg.write "SELECT pg_notify('deploy', '')"
  end

  local function answer(rollout, label)
    return eventually(function()
      return pg.row([[SELECT a.sound, a.reason, a.milliseconds FROM node_release a JOIN node n ON n.id = a.node_id
        WHERE a.rollout_id = $1 AND n.name = $2]], rollout, label)
    end, 15000, label .. "'s answer")
  end

  local function live(sha, epoch, ...)
    local rollout = open(sha, epoch - 1)
    for _, label in ipairs { ... } do assert.same({ true, "" }, { answer(rollout, label).sound, answer(rollout, label).reason }) end
    deploy(sha, rollout, epoch)
    for _, label in ipairs { ... } do serving(label, epoch) end
  end

  before_each(function()
    name, nodes = database.create(), {}
    pg.use(database.address(name, "sijang"))
  end)

  after_each(function()
    for _, one in ipairs(nodes) do
      one:stop "INT"
      fs.remove(one.data, true)
    end
    pg.use(database.address("postgres", "sijang"))
    database.drop(name)
  end)

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
    ["raises while it loads"] = { "local x = nil\nreturn x.y", "boot%.lua:2: attempt to index" },
    ["misses a module"] = { 'return require "no.such"', "module 'no%.such' not found" },
    ["fails its self%-check"] = { app("x"):gsub("return true end", "return nil, 'the sums are wrong' end"), "the sums are wrong" },
    ["never ends loading"] = { "while true do end", "more than 10 seconds" },
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
    local rollout = open(stored(app "evil", mallory), 0)
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
    for _, path in ipairs { "app/media/init.lua", "app/media/rules.lua" } do more[path] = fs.read(runtime.root() .. "/" .. path) end
    local one = ready(start("east", { DATA_DIR = "pictures" }))
    serving("east", 0)
    local asks = app("pictures"):gsub('"pictures "', 'require("media").folder .. " "')
    live(stored(asks, hana, more), 1, "east")
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
    table.remove(nodes)
    database.execute(("ALTER DATABASE %s ALLOW_CONNECTIONS false"):format(name), "postgres")
    database.execute(("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'"):format(name), "postgres")
    local again = ready(start("east", { DATA_DIR = first.data }))
    assert.equal("kept " .. short(sha), again:get("/").body)
    assert.is_not_nil(again:event "node.alone")
    database.execute(("ALTER DATABASE %s ALLOW_CONNECTIONS true"):format(name), "postgres")
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
    database.execute("DELETE FROM rollout; DELETE FROM deployment WHERE epoch = 2", name)
    pg.write "SELECT pg_notify('deploy', '')"
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
