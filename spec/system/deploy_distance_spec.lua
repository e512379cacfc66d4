-- What lies between the nodes and the database while the mall is deployed: a network in which things vanish, notifications
-- that are lost, lie or come twice, and clocks that do not agree. Runs alone: it measures time.

local clock = require "clock"
local database = require "spec.support.database"
local developer = require "bench.deploy.developer"
local eventually = require "spec.support.eventually"
local fs = require "fs"
local json = require "json"
local long = require "spec.support.long"
local mall = require "spec.system.mall"
local nodes = require "bench.deploy.nodes"
local pg = require "pg"
local process = require "process"
local release = require "release"
local runtime = require "runtime"
local task = require "task"

local POSTGRES = os.getenv "SPEC_SERVICES" .. "/s/.s.PGSQL.5432"
-- Five seconds are promised, on a machine that has nothing else to do; this one may have.
local CONVERGENCE = 20000 -- milliseconds
local ROUNDS, LONGER = long and 5 or 1, 800 -- each time it is away for so many milliseconds more: what waits its turn is met at other moments

describe("two nodes", function()
  local folder, name, hana, field, relay

  -- West reaches the database only through this.
  local function connect()
    local socket = folder .. "/.s.PGSQL.5432"
    relay = assert(process.spawn { argv = { "node", runtime.root() .. "/spec/support/relay.mjs", socket, POSTGRES }, stdin = "null",
      stdout = "null", die_with_parent = true })
    eventually(function() return fs.stat(socket) end, 5000, "a relay")
  end

  local function through_relay() return { DATABASE_URL = ("host=%s user=sijang_app dbname=%s"):format(folder, name) } end

  local function deploy()
    hana:save()
    local ended = hana:deploy()
    local result = ended.result or {}
    assert.equal("live", result.outcome, json.encode(result))
    return ended.result
  end

  local function begin(more)
    for _, one in ipairs(nodes.names) do field:start(one, more and more[one]) end
    deploy()
  end

  -- Nothing was heard of it for so long that nobody waits for it any more.
  local function forget(one) pg.write("UPDATE node SET seen_at = seen_at - interval '10 seconds' WHERE name = $1", one) end

  local function short(sha) return sha:sub(1, 12) end

  local function serves(one, sha)
    return function()
      for _ = 1, 6 do
        if field:serves(one) ~= short(sha) then return false end
      end
      return true
    end
  end

  before_each(function()
    folder, name = assert(fs.temp "distance"), database.create_seeded()
    pg.use(database.address(name, "sijang"))
    hana = developer.new(folder, { user = database.address(name), owner = database.address(name, "sijang") })
    field = nodes.new { folder = folder, database = database.address(name), keys = hana.public_key }
    assert(process.run { argv = { "chmod", "755", folder } } == 0)
  end)

  after_each(function()
    if relay then process.kill(relay.pid, "CONT") end
    field:stop()
    if relay then process.kill(relay.pid, "KILL") end
    relay = nil
    pg.use(database.address("postgres", "sijang"))
    database.drop(name)
    process.run { argv = { "rm", "-rf", folder } }
  end)

  local breaks = {
    ["everything vanishes"] = { function() process.kill(relay.pid, "STOP") end, function() process.kill(relay.pid, "CONT") end },
    ["connections are refused"] = { function()
      process.kill(relay.pid, "KILL")
      relay:wait(5000)
    end, connect },
  }
  for what, ways in pairs(breaks) do
    it("go on when " .. what .. " between one of them and the database, and are together soon after its return", function()
      connect()
      begin { west = through_relay() }
      for round = 1, ROUNDS do
        ways[1]()
        task.sleep(round * LONGER)
        forget "west"
        local missed = deploy()
        assert.is_false(serves("west", missed.sha)()) -- the old one, or nothing: a page may ask the database first
        assert.is_true(serves("east", missed.sha)())
        ways[2]()
        eventually(serves("west", missed.sha), CONVERGENCE, "west where east is, for the time " .. round)
        eventually(function() return #release.rollout.nodes(missed.rollout) == 2 end, CONVERGENCE, "two nodes again")
        assert.equal(2, #deploy().nodes)
      end
    end)
  end

  it("answer an attempt though one of them is cut off for a moment in the middle of it", function()
    connect()
    begin { west = through_relay() }
    hana:save()
    process.kill(relay.pid, "STOP")
    local command = hana:start { "deploy", hana.tree, "--json" }
    eventually(function()
      return pg.row("SELECT count(*) AS n FROM node_release a JOIN rollout r ON r.id = a.rollout_id WHERE r.closed_at IS NULL").n > 0
    end, 15000, "east's answer")
    process.kill(relay.pid, "CONT")
    local ended = developer.ended(command)
    assert.same({ "live", 2 }, { ended.result.outcome, #ended.result.nodes }, ended.result.reason)
    for _, one in ipairs(nodes.names) do eventually(serves(one, ended.result.sha), CONVERGENCE, one) end
  end)

  it("believe no notification: lies, repetitions and what comes too late change nothing", function()
    begin()
    local over = false
    local liar = task.spawn(function()
      while not over do
        for _, lie in ipairs { "", "1", "999", "epoch 1", ("f"):rep(64), ("x"):rep(4000) } do
          pg.query("SELECT pg_notify('deploy', $1)", lie)
        end
        task.sleep(20)
      end
    end)
    local last
    for _ = 1, 3 do last = deploy() end
    over = true
    liar:join()
    for _, one in ipairs(nodes.names) do eventually(serves(one, last.sha), CONVERGENCE, one) end
    for _, one in ipairs(release.node.list()) do assert.equal(last.epoch, one.epoch) end
  end)

  for what, skew in pairs { ["an hour ahead"] = 3600, ["an hour behind"] = long and -3600 or nil } do
    it("are deployed to as ever when one of them, or who deploys, is " .. what, function()
      if mall.sanitized then return pending "a sanitizer wants to be loaded first" end
      local shim = folder .. "/skewed_clock.so"
      assert(process.run { argv = { "cc", "-shared", "-fPIC", "-O1", "-o", shim, runtime.root() .. "/spec/support/skewed_clock.c" } } == 0)
      begin { west = { LD_PRELOAD = shim, SKEW = skew } }
      local first = deploy()
      assert.equal(2, #first.nodes)
      for _, one in ipairs(release.node.list()) do
        assert.is_true(one.alive)
        assert.is_true(math.abs(one.seen_at - clock.now()) < 60)
      end
      for _, one in ipairs(nodes.names) do eventually(serves(one, first.sha), CONVERGENCE, one) end
      -- the shim works: west's log tells its own time
      local line = (fs.read(folder .. "/west/log") or ""):match "\n([^\n]+)\n$"
      local hours = math.floor((clock.parse_iso(line:match '"time":"([^."]+)' .. "Z") - clock.now()) / 3600 + 0.5)
      assert.equal(skew / 3600, hours)
      hana.more = { LD_PRELOAD = shim, SKEW = skew }
      local second = deploy()
      for _, one in ipairs(nodes.names) do eventually(serves(one, second.sha), CONVERGENCE, one) end
      assert.equal("live", hana:rollback().result.outcome)
    end)
  end
end)
