local database = require "spec.support.database"
local deploying = require "spec.app.release.deploying"
local judge = require "release.judge"
local pg = require "pg"
local release = require "release"
local rollout = require "release.rollout"
local task = require "task"

local stable, canary, node

local function counted(sha, requests, changes)
  changes = changes or {}
  database.execute(([[INSERT INTO node_count (node_id, epoch, sha, requests, failed, thrown, money, latency)
    VALUES ('%s', 2, '\x%s', %d, %d, %d, %d, '{0,%d}')]]):format(changes.node or node, sha, requests, changes.failed or 0,
    changes.thrown or 0, changes.money or 0, requests))
end

local function canary_since(seconds, watch_seconds, promotes)
  database.execute(([[INSERT INTO deployment (epoch, stable, canary, percent, who, why, watch_seconds, promotes, at)
    VALUES (2, '\x%s', '\x%s', 5, '하나', 'try', %d, %s, clock_timestamp() - interval '%d seconds')]])
    :format(stable, canary, watch_seconds, tostring(promotes), seconds))
end

local function newest()
  local found = rollout.newest()
  return { found.epoch, found.stable, found.canary, found.who, found.why }
end

before_each(function()
  database.fresh()
  stable, canary = deploying.store(1), deploying.store(2)
  node = deploying.node "a"
  deploying.deploy(1, stable)
end)

describe("the judge", function()
  it("has nothing to do without a canary", function()
    assert.same({}, judge.look())
    assert.equal(1, rollout.newest().epoch)
  end)

  it("promotes what was watched and is no worse, by what all nodes counted", function()
    canary_since(700, 600, true)
    counted(stable, 5000)
    counted(canary, 150)
    assert.equal("hold", judge.look().verdict)
    counted(canary, 150, { node = deploying.node "b" })
    local sight = judge.look "a"
    assert.same({ "promote", true, 300, 300 }, { sight.verdict, sight.ended, sight.canary.requests, sight.canary.latency[2] })
    local why = newest()[5]
    assert.matches("^no worse in 300 of its requests, watched for 70%d seconds$", why)
    assert.same({ 3, canary, nil, "sijang", why }, newest())
    local written = rollout.list()[1]
    assert.same({ "promote", "live", 3, "sijang", "a", why, canary },
      { written.kind, written.outcome, written.epoch, written.who, written.host, written.why, written.stable })
    assert.same({}, judge.look())
  end)

  it("goes back to the stable version when the canary is worse, though nobody asked for anything", function()
    canary_since(5, 0, false)
    counted(stable, 5000)
    counted(canary, 300, { failed = 60 })
    assert.equal("rollback", judge.look().verdict)
    assert.same({ 3, stable, nil, "sijang", "20.0 % of the canary's requests failed, 0.0 % of the stable version's" }, newest())
    assert.same({ "rollback", "live" }, { rollout.list()[1].kind, rollout.list()[1].outcome })
  end)

  it("goes back while everything is frozen, but does not promote", function()
    canary_since(700, 600, true)
    counted(stable, 5000)
    counted(canary, 300)
    release.freeze.begin("하나", "설 연휴")
    assert.equal("hold", judge.look().verdict)
    database.execute "UPDATE node_count SET money = 1"
    assert.equal("rollback", judge.look().verdict)
  end)

  it("is one, however many nodes look at the same moment", function()
    canary_since(700, 600, true)
    counted(stable, 5000)
    counted(canary, 300)
    local handles, ended = {}, 0
    for i = 1, 6 do handles[i] = task.spawn(judge.look) end
    for _, handle in ipairs(handles) do
      if handle:join().ended then ended = ended + 1 end
    end
    assert.equal(1, ended)
    assert.equal(3, rollout.newest().epoch)
  end)

  it("does not wait for another who judges at this moment", function()
    canary_since(700, 600, true)
    counted(stable, 5000)
    counted(canary, 300, { money = 1 })
    local sight
    pg.tx(function(tx)
      tx:rows "SELECT pg_advisory_xact_lock(7350277)"
      sight = task.spawn(judge.look):join()
      return true
    end)
    assert.same({ busy = true }, sight)
    assert.equal("rollback", judge.look().verdict)
  end)

  it("leaves a canary to itself that a deployment for one mall came after", function()
    canary_since(700, 600, true)
    database.execute "INSERT INTO mall (code, name, theme) VALUES ('m', 'm', 'food')"
    database.execute(("INSERT INTO deployment (epoch, mall_id, stable, who, why) SELECT 3, id, '\\x%s', 'x', 'x' FROM mall"):format(stable))
    assert.same({}, judge.look())
  end)

  it("makes whoever decides at the same moment find out", function()
    canary_since(700, 600, true)
    counted(stable, 5000)
    counted(canary, 300)
    local id = assert(rollout.open(deploying.wanted { kind = "rollback", base_epoch = 2, stable = stable }))
    judge.look()
    local closing = assert(rollout.flip(id))
    assert.equal("refused", closing.outcome)
    assert.matches("^sijang was first with epoch 3: no worse", closing.reason)
  end)
end)
