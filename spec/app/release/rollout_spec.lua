local database = require "spec.support.database"
local deploying = require "spec.app.release.deploying"
local eventually = require "spec.support.eventually"
local freeze = require("release").freeze
local pg = require "pg"
local rollout = require "release.rollout"
local task = require "task"

local wanted, one, two

local function open(changes) return rollout.open(deploying.wanted(changes or { stable = one })) end

-- As if who opened it had not been heard of for that long.
local function age(id, seconds)
  database.execute(("UPDATE rollout SET seen_at = seen_at - interval '%d seconds' WHERE id = '%s'"):format(seconds, id))
end

local function deployments() return tonumber(database.execute("SELECT count(*) FROM deployment"):match("%d+")) end

before_each(function()
  database.fresh()
  one, two = deploying.store(1), deploying.store(2)
  wanted = deploying.wanted { stable = one }
end)

describe("an attempt", function()
  it("goes live with the next epoch, and what it was stays written", function()
    local id = assert(rollout.open(wanted))
    assert.same({ outcome = "live", epoch = 1 }, rollout.flip(id))
    local newest, epoch = rollout.newest()
    assert.same({ 1, 1, one, "하나", "배송비", 0 }, { epoch, newest.epoch, newest.stable, newest.who, newest.why, newest.percent })
    local row = rollout.list()[1]
    assert.same({ "deploy", "live", 1, "하나", "laptop", "배송비", one },
      { row.kind, row.outcome, row.epoch, row.who, row.host, row.why, row.stable })
    assert.is_nil(rollout.standing())
  end)

  it("of a canary keeps how long it is watched and what follows", function()
    deploying.deploy(1, one)
    local id = assert(open { kind = "canary", base_epoch = 1, stable = one, canary = two, percent = 5 })
    assert.equal(2, rollout.flip(id, { seconds = 600, promotes = true }).epoch)
    local newest = rollout.newest()
    assert.same({ one, two, 5, 600, true }, { newest.stable, newest.canary, newest.percent, newest.watch_seconds, newest.promotes })
    assert.is_true(newest.watched >= 0 and newest.watched < 30)
  end)

  it("is the only one: who comes second is told who is first, since when, from where and why", function()
    assert(rollout.open(wanted))
    local id, fault = rollout.open(deploying.wanted { stable = two, who = "두리", host = "ci" })
    assert.is_nil(id)
    assert.equal("rollout.busy", fault.code)
    local first = fault.rollout
    assert.same({ "하나", "laptop", "배송비", one }, { first.who, first.host, first.why, first.stable })
    assert.is_true(math.abs(first.opened_at - os.time()) < 60)
  end)

  it("is won by one of many that open at the same moment", function()
    for _ = 1, 5 do
      local won, told, handles = {}, 0, {}
      for i = 1, 6 do
        handles[i] = task.spawn(function()
          local id, fault = rollout.open(deploying.wanted { stable = one, who = "w" .. i })
          if id then won[#won + 1] = id else told = told + (fault.code == "rollout.busy" and 1 or 0) end
        end)
      end
      for _, handle in ipairs(handles) do handle:join() end
      assert.same({ 1, 5 }, { #won, told })
      assert(rollout.close(won[1], "refused", "the next round"))
    end
  end)

  it("is left alone while somebody stands behind it, and taken over when nobody does", function()
    local id = assert(rollout.open(wanted))
    age(id, 14)
    assert.equal("rollout.busy", select(2, open { stable = two }).code)
    age(id, 2)
    local next_one = assert(open { stable = two, who = "두리", host = "ci" })
    local old = rollout.read(id)
    assert.equal("abandoned", old.outcome)
    assert.equal("nothing was heard of it for 15 seconds: 두리 from ci took over", old.reason)
    assert.is_false(rollout.beat(id))
    assert.is_true(rollout.beat(next_one))
  end)

  it("stays its own as long as it is heard of", function()
    local id = assert(rollout.open(wanted))
    age(id, 16)
    assert.is_true(rollout.beat(id))
    assert.equal("rollout.busy", select(2, open { stable = two }).code)
  end)

  it("that was taken over cannot go live", function()
    local id = assert(rollout.open(wanted))
    age(id, 16)
    assert(open { stable = two })
    local closing, fault = rollout.flip(id)
    assert.is_nil(closing)
    assert.equal("rollout.lost", fault.code)
    assert.equal(0, deployments())
  end)

  it("either goes live or is taken over, however close they come", function()
    for round = 1, 12 do
      local base = select(2, rollout.newest())
      local id = assert(open { stable = one, base_epoch = base })
      age(id, 16)
      local flipping = task.spawn(rollout.flip, id)
      local taking = task.spawn(open, { stable = two, base_epoch = base, who = "두리" })
      local closing, lost = flipping:join()
      local taken, told = taking:join()
      local outcome = rollout.read(id).outcome
      if closing then
        assert.same({ "live", "live", base + 1 }, { closing.outcome, outcome, deployments() })
        assert.is_nil(taken, round)
        assert.is_truthy(told.code == "rollout.moved" or told.code == "rollout.busy")
      else
        assert.same({ "rollout.lost", "abandoned", base }, { lost.code, outcome, deployments() })
        assert(rollout.close(assert(taken), "refused", "the next round"))
      end
    end
  end)

  it("is refused when it was decided by what is no longer live", function()
    deploying.deploy(1, two)
    local id, fault = rollout.open(wanted)
    assert.is_nil(id)
    assert.same({ "rollout.moved", 1, two }, { fault.code, fault.deployment.epoch, fault.deployment.stable })
    assert.is_nil(rollout.standing())
  end)

  it("counts what was deployed for a single mall, and names it", function()
    database.execute "INSERT INTO mall (code, name, theme) VALUES ('m', 'm', 'food')"
    database.execute(("INSERT INTO deployment (epoch, mall_id, stable, who, why) SELECT 1, id, '\\x%s', '두리', 'x' FROM mall"):format(two))
    assert.same({ nil, 1 }, { rollout.newest() })
    assert.equal("두리", select(2, rollout.open(wanted)).deployment.who)
    wanted.base_epoch = 1
    assert.equal(2, rollout.flip(assert(rollout.open(wanted))).epoch)
    assert.is_true(rollout.was_stable(one))
    assert.is_false(rollout.was_stable(two))
  end)

  it("is refused when somebody else was first with its epoch, and says who", function()
    local id = assert(rollout.open(wanted))
    deploying.deploy(1, two)
    local closing = assert(rollout.flip(id))
    assert.same({ "refused", "하나 was first with epoch 1: by hand", two }, { closing.outcome, closing.reason, closing.first.stable })
    assert.equal("refused", rollout.read(id).outcome)
    assert.equal(1, deployments())
  end)

  it("rings the nodes when it is opened, when it goes live and when it is closed", function()
    local rung = 0
    pg.listen("deploy", function(payload) if payload then rung = rung + 1 end end)
    pg.start_listening()
    eventually(pg.listening)
    local id = assert(rollout.open(wanted))
    eventually(function() return rung == 1 end, 5000, "opened")
    assert(rollout.flip(id))
    eventually(function() return rung == 2 end, 5000, "live")
    assert(rollout.close(assert(open { stable = two, base_epoch = 1 }), "refused", "x"))
    eventually(function() return rung == 4 end, 5000, "opened and closed")
  end)

  it("is closed once", function()
    local id = assert(rollout.open(wanted))
    assert.is_true(rollout.close(id, "refused", "no"))
    assert.is_false((rollout.close(id, "abandoned", "again")))
    assert.same({ "refused", "no" }, { rollout.read(id).outcome, rollout.read(id).reason })
  end)

  it("cannot be deleted by the application, nor a freeze", function()
    for _, sql in ipairs { "DELETE FROM rollout", "DELETE FROM deploy_freeze" } do
      assert.equal("42501", select(3, pg.query(sql)), sql)
    end
  end)
end)

describe("the nodes that are asked", function()
  it("are those that serve and were seen within ten seconds by the database's clock", function()
    deploying.node "b"
    deploying.node("a", "alone")
    deploying.node("starting", "starting")
    deploying.node("ending", "ending")
    deploying.node("dead", "serving", 11)
    deploying.node("late", "serving", 8)
    local names = {}
    for i, node in ipairs(rollout.nodes(assert(rollout.open(wanted)))) do names[i] = node.name end
    assert.same({ "a", "b", "late" }, names)
  end)

  it("have answered when they said something of each release, and the last word counts", function()
    local node, other = deploying.node "a", deploying.node "b"
    deploying.deploy(1, one)
    local id = assert(open { kind = "canary", base_epoch = 1, stable = one, canary = two, percent = 5 })
    local function answer(i) return { rollout.answer(rollout.nodes(id)[i], { one, two }) } end
    assert.same({ "waiting" }, answer(1))
    deploying.answer(node, id, one)
    assert.same({ "waiting" }, answer(1))
    deploying.answer(node, id, two)
    assert.same({ "sound" }, answer(1))
    assert.same({ "waiting" }, answer(2))
    deploying.answer(other, id, two, "app/n.lua:1: no")
    assert.same({ "unsound", "app/n.lua:1: no", two }, answer(2))
    deploying.answer(other, id, two)
    assert.same({ "waiting" }, answer(2))
  end)

  it("are not believed to have answered another attempt", function()
    local node = deploying.node "a"
    local id = assert(rollout.open(wanted))
    deploying.answer(node, id, one)
    rollout.close(id, "refused", "x")
    assert.equal("waiting", (rollout.answer(rollout.nodes(assert(rollout.open(wanted)))[1], { one })))
  end)
end)

describe("a freeze", function()
  it("refuses all but going back, until it is lifted", function()
    deploying.deploy(1, one)
    assert.is_true(freeze.begin("하나", "설 연휴"))
    for _, kind in ipairs { "deploy", "promote" } do
      local id, fault = open { kind = kind, base_epoch = 1, stable = two }
      assert.is_nil(id)
      assert.same({ "rollout.frozen", "하나", "설 연휴" }, { fault.code, fault.freeze.who, fault.freeze.why })
    end
    local id = assert(open { kind = "rollback", base_epoch = 1, stable = two })
    assert.equal("live", rollout.flip(id).outcome)
    assert.equal("설 연휴", freeze.lift("두리").why)
    assert.is_nil(freeze.standing())
    assert(open { base_epoch = 2, stable = one })
  end)

  it("stands once, and is not lifted twice", function()
    assert(freeze.begin("하나", "설 연휴"))
    local again, fault = freeze.begin("두리", "추석")
    assert.is_nil(again)
    assert.same({ "freeze.stands", "하나" }, { fault.code, fault.freeze.who })
    assert.is_truthy(freeze.lift "두리")
    assert.is_nil(freeze.lift "두리")
  end)

  it("that begins while an attempt is open stops it before it is live", function()
    local id = assert(rollout.open(wanted))
    freeze.begin("두리", "설 연휴")
    local closing = assert(rollout.flip(id))
    assert.same({ "refused", "두리 froze everything meanwhile: 설 연휴" }, { closing.outcome, closing.reason })
    assert.equal(0, deployments())
  end)
end)

describe("the tables", function()
  local newest

  -- A migration of this number, as if it had been applied.
  local function migrated(version, contracts)
    database.execute(("INSERT INTO schema_migration (version, name, sha256, ms, contracts) VALUES (%d, 'next', '', 1, %s)")
      :format(version, tostring(contracts)))
  end

  before_each(function() newest = tonumber(database.execute("SELECT max(version) FROM schema_migration"):match("%d+")) end)

  it("suit a release that knows more and needs less", function()
    assert.is_nil(rollout.unfit(nil, { one, two }))
    assert.is_nil(rollout.unfit_schema { min = newest, max = newest })
  end)

  it("do not suit one that needs a migration which is not there yet", function()
    local early = deploying.store(3, { min = newest + 1, max = newest + 1 })
    assert.matches("^" .. early:sub(1, 12) .. ": it needs migration 0+" .. newest + 1, rollout.unfit(nil, { one, early }))
    assert.matches("^it needs migration", rollout.unfit_schema { min = newest + 1, max = newest + 1 })
  end)

  it("do not suit one that knows nothing of a contraction, but do after a mere addition", function()
    local old = deploying.store(3, { min = 1, max = newest })
    migrated(newest + 1, false)
    assert.is_nil(rollout.unfit(nil, { old }))
    migrated(newest + 2, true)
    assert.matches("has taken something away", rollout.unfit(nil, { old }))
  end)

  it("are looked at once more in the moment of going live", function()
    local old = deploying.store(3, { min = 1, max = newest })
    local id = assert(open { stable = old })
    migrated(newest + 1, true)
    local closing = assert(rollout.flip(id))
    assert.equal("refused", closing.outcome)
    assert.matches("has taken something away", closing.reason)
    assert.equal(0, deployments())
  end)

  it("were never contracted where nobody kept a memory of it", function()
    database.execute "ALTER TABLE schema_migration DROP COLUMN contracts"
    assert.is_nil(rollout.unfit(nil, { one }))
  end)

  describe("keep what is taken away from them as long as", function()
    local function objection() return pg.tx(function(tx) return { rollout.stands_against(tx, newest + 1) } end)[1] end

    it("the live release needs it", function()
      local old = deploying.store(3, { min = 1, max = newest })
      deploying.deploy(1, old)
      assert.equal(("it takes something away, and the release %s, which is live, knows the tables only up to migration %04d")
        :format(old:sub(1, 12), newest), objection())
    end)

    it("its canary or the release before it needs it, and no longer", function()
      local old = deploying.store(3, { min = 1, max = newest })
      deploying.deploy(1, one, old)
      assert.matches("is tried as a canary", objection())
      deploying.deploy(2, old)
      deploying.deploy(3, one)
      assert.matches("is where a rollback leads", objection())
      deploying.deploy(4, two)
      assert.is_nil(objection())
    end)

    it("nothing was deployed, nobody objects", function() assert.is_nil(objection()) end)

    it("a release goes live at the same moment, one of both gives way", function()
      local old = deploying.store(3, { min = 1, max = newest })
      local id = assert(open { stable = old })
      local looked, go = false, false
      local migrating = task.spawn(function()
        return pg.tx(function(tx)
          local reason = rollout.stands_against(tx, newest + 1)
          looked = true
          eventually(function() return go end)
          tx:rows("SELECT 1 AS one")
          return { reason = reason }
        end)
      end)
      eventually(function() return looked end)
      local flipping = task.spawn(rollout.flip, id)
      eventually(function()
        return database.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"):find("1", 1, true)
      end, 5000, "a flip that waits for the migration")
      migrated(newest + 1, true)
      go = true
      assert.is_nil(migrating:join().reason)
      assert.equal("refused", flipping:join().outcome)
      assert.equal(0, deployments())
    end)
  end)
end)
