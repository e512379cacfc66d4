-- What dies while the mall is deployed to two nodes, at every step of it: a worker, a node's master, PostgreSQL. Afterwards
-- both nodes serve all of the old release or all of the new one, the same that the tables say, and the next deployment
-- works. (The deploying command itself is killed in deploy_spec.lua, a keeper in node_spec.lua.) All of it in the long run.
-- Runs alone: it kills the run's PostgreSQL.

local database = require "spec.support.database"
local developer = require "bench.deploy.developer"
local eventually = require "spec.support.eventually"
local fs = require "fs"
local long = require "spec.support.long"
local nodes = require "bench.deploy.nodes"
local pg = require "pg"
local postgres = require "cluster.postgres"
local process = require "process"
local release = require "release"
local task = require "task"

local services = os.getenv "SPEC_SERVICES"
local cluster = { data = services, sockets = services .. "/s", user = process.uid() == 0 and "sijang" or nil, temporary = true }

-- Loading takes half a second more: for whoever tries it first, or on the nodes.
local function slowly(where)
  return function(text)
    return ("if %s require('runtime').release() then local over = os.clock() + 0.5 while os.clock() < over do end end\n%s")
      :format(where, text)
  end
end

local function value(sql, ...) return pg.row("SELECT (" .. sql .. ") AS value", ...).value end

local function waits_for(name)
  return function() return value("SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND relation = $1::regclass", name) end
end

-- Whether a program that the command has started has this in its command line.
local function runs(pid, what)
  for child in (fs.read(("/proc/%d/task/%d/children"):format(pid, pid)) or ""):gmatch "%d+" do
    if (fs.read(("/proc/%s/cmdline"):format(child)) or ""):find(what, 1, true) then return true end
  end
end

-- Each step: what makes it last, and how it is seen to be reached. `lock`: nobody may write that table meanwhile.
local steps = {
  { "while it is tried", edit = slowly "not", reached = function(command) return runs(command.pid, "trial.lua") end },
  { "while it is stored", lock = "release", reached = waits_for "release" },
  { "while the attempt is opened", lock = "rollout", reached = waits_for "rollout" },
  { "while the nodes build it", edit = slowly "", reached = function() return value "SELECT count(*) > 0 FROM rollout WHERE closed_at IS NULL" end },
  { "while the nodes answer", lock = "node_release", reached = waits_for "node_release" },
  { "before it is live", lock = "deployment", reached = waits_for "deployment" },
  { "when it is live and no node has said so", lock = "node",
    reached = function(_, epoch) return value("SELECT max(epoch) > $1 FROM deployment", epoch) end },
}

describe("of a deployment in the middle of which", function()
  local folder, name, hana, field
  local unlock = function() end

  setup(function()
    folder, name = assert(fs.temp "deploy-faults"), database.create_seeded()
    pg.use(database.address(name, "sijang"))
    pg.write(("ALTER DATABASE %s SET synchronous_commit = on"):format(name)) -- as in production: what is committed is not lost
    hana = developer.new(folder, { user = database.address(name), owner = database.address(name, "sijang") })
    field = nodes.new { folder = folder, database = database.address(name), keys = hana.public_key }
    for _, one in ipairs(nodes.names) do field:start(one) end
    assert.equal("live", hana:deploy().result.outcome)
  end)

  teardown(function()
    postgres.start(cluster)
    field:stop()
    pg.use(database.address("postgres", "sijang"))
    database.drop(name)
    process.run { argv = { "rm", "-rf", folder } }
  end)

  after_each(function()
    unlock()
    hana:mend()
    if not field.running.west then field:start "west" end
  end)

  -- Lets nobody write a table until `unlock` is called, or PostgreSQL dies.
  local function hold(table_name)
    local held, over = false, false
    local holder = task.spawn(pcall, pg.tx, function(tx)
      tx:rows(("LOCK TABLE %s IN EXCLUSIVE MODE"):format(table_name))
      held = true
      while not over do task.sleep(5) end
      return true
    end)
    eventually(function() return held end, 5000, "the lock")
    unlock = function()
      over = true
      holder:join()
      unlock = function() end
    end
  end

  local function a_worker()
    for _, pid in ipairs(field:children "west") do
      local line = fs.read(("/proc/%d/cmdline"):format(pid)) or ""
      if not line:find("node", 1, true) then return pid end
    end
  end

  local victims = {
    { "a worker is killed", function()
      process.kill(a_worker(), "KILL")
      unlock()
    end },
    { "a master is killed", function()
      field:behead "west"
      unlock()
      field:start "west"
    end },
    { "PostgreSQL is killed", function()
      local pid = postgres.pid(cluster)
      process.kill(pid, "KILL")
      eventually(function() return not process.alive(pid) end, 5000, "a dead PostgreSQL")
      unlock()
      postgres.start(cluster)
      eventually(function() return (pcall(value, "SELECT 1")) end, 10000, "PostgreSQL")
    end },
  }

  -- Until all workers of both nodes serve what the tables say is live.
  local function all_serve()
    local newest
    eventually(function()
      newest = release.rollout.newest()
      for _, one in ipairs(release.node.list()) do
        if one.epoch ~= newest.epoch then return false end
      end
      for _, one in ipairs(nodes.names) do
        for _ = 1, 6 do
          if field:serves(one) ~= newest.stable:sub(1, 12) then return false end
        end
      end
      return true
    end, 10000, "both nodes on what is live")
    return newest
  end

  for n, victim in ipairs(victims) do
    local what, kill = victim[1], victim[2]
    for at, step in ipairs(steps) do
      -- else each step has one victim
      local it = (long or (n + at) % 3 == 0) and it or function() end
      it(what .. " " .. step[1] .. ", all or nothing is live, and the next one works", function()
        local before = all_serve()
        hana:save()
        if step.edit then hana:spoil { ["app/twin/pages.lua"] = step.edit } end
        if step.lock then hold(step.lock) end
        local command = hana:start { "deploy", hana.tree, "--json" }
        eventually(function() return step.reached(command, before.epoch) end, 15000, step[1])
        kill()
        local ended = developer.ended(command)
        hana:mend()
        local newest = all_serve()
        local went = newest.epoch > before.epoch
        assert.equal(went, newest.stable ~= before.stable)
        assert.equal(before.epoch + (went and 1 or 0), newest.epoch)
        if ended.result then assert.equal(went and "live" or "refused", ended.result.outcome, ended.result.reason) end
        hana:save()
        local next_one = hana:deploy()
        assert.same({ 0, newest.epoch + 1 }, { next_one.code, next_one.result and next_one.result.epoch },
          next_one.result and next_one.result.reason)
        assert.equal(next_one.result.sha, all_serve().stable)
      end)
    end
  end
end)
