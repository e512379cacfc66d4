-- Jobs as the real program runs them: whatever happens to a worker, each has one effect.

local chokepoint = require "spec.support.chokepoint"
local clock = require "clock"
local pg = require "pg"
local process = require "process"
local server = require "spec.support.server"
local site = require "spec.system.job_site"

local eventually = server.eventually

describe("A job worker", function()
  local one

  setup(site.setup)
  teardown(site.teardown)
  before_each(site.empty)
  after_each(function()
    if one then one:stop() end
    one = nil
  end)

  it("runs what was enqueued, wakes when the bell rings, and looks by itself when there is none", function()
    one = site.start()
    local ids = {}
    for i = 1, 50 do ids[i] = site.enqueue("test.note") end
    for _, id in ipairs(ids) do site.done(id) end
    assert.equal(50, site.effects "noted")
    local soon = site.enqueue("test.note", {}, { delay = 0.3 })
    local row = site.done(soon)
    assert.is_true(row.started_at >= row.run_at)
    server.eventually(function() return one:event "master.listening" end)
    one.port = tonumber(one:event("master.listening").message:match ":(%d+) with")
    assert.matches('sijang_worker_up{worker="job 0"} 1', one:get("/metrics").body)
  end)

  it("that is killed at any step leaves no job undone and none done twice", function()
    one = site.start()
    local steps = { site.enqueue("test.note", { stop = "begun" }), site.enqueue("test.note", { stop = "noted" }),
      site.enqueue("test.finish", { stop = "begun" }), site.enqueue("test.finish", { stop = "finished" }) }
    site.left(steps[1], "stopped begun")
    site.left(steps[2], "stopped noted")
    site.left(steps[3], "stopped begun")
    site.left(steps[4], "stopped finished")
    site.kill(site.pid(one, "job worker 0"))
    local attempts = {}
    for i, id in ipairs(steps) do attempts[i] = site.done(id).attempt end
    assert.same({ 2, 2, 2, 1 }, attempts) -- the last had ended with its effect
    assert.same({ 2, 2 }, { site.effects "noted", site.effects "finished" })
    assert.equal(0, pg.row("SELECT count(*)::int AS n FROM job").n)
  end)

  it("that does not hear whether its claim was committed begins what it had claimed, and makes no other wait for it", function()
    local choke = chokepoint.open()
    finally(function() choke:close() end)
    one = site.start { DATABASE_URL = choke:address(site.database) }
    for _, when in ipairs { "after", "before" } do
      choke:aim("^COMMIT", { past = "UPDATE job_limit SET tokens", when = when, act = "cut" })
      local ids = { site.enqueue "test.held", site.enqueue "test.held" }
      -- a lease is a minute
      for _, id in ipairs(ids) do assert.equal(1, site.done(id).attempt) end
      assert.is_true(choke:struck())
    end
    assert.equal(4, site.effects "held")
    one:stop()
    one = nil
  end)

  it("that slept through its lease changes nothing when it wakes", function()
    one = site.start { JOB_WORKERS = "2" }
    local id = site.enqueue("test.finish", { pause = 700 })
    site.left(id, "paused")
    local first = site.row(id).leased_by
    local name = first:match "job worker %d+"
    local pid = site.pid(one, name)
    process.kill(pid, "STOP")
    local past = site.done(id)
    assert.not_equal(first, past.leased_by)
    assert.equal(2, past.attempt)
    process.kill(pid, "CONT")
    eventually(function()
      for _, event in ipairs(one:events()) do
        if event.process == name and (event.event == "queue.lost" or event.event == "finish.refused") then return true end
      end
    end, 5000, "a zombie that gives up")
    assert.equal(1, site.effects "finished")
    assert.equal(1, pg.row("SELECT count(*)::int AS n FROM job_history").n)
  end)

  it("that is asked to end finishes what it can, begins nothing, and gives the rest back", function()
    one = site.start { DRAIN_DEADLINE = "1" }
    local short, long = site.enqueue("test.sleep", { ms = 300 }), site.enqueue("test.sleep", { ms = 60000 })
    site.left(short, "begun")
    site.left(long, "begun")
    process.kill(one.pid, "TERM")
    eventually(function() return one:event "master.ending" end, 3000, "the end")
    local late = site.enqueue "test.note"
    assert.equal(0, one.process:wait(5000))
    assert.is_table(site.past(short))
    local back = site.row(long)
    assert.same({ "ready", 0 }, { back.state, back.attempt })
    assert.equal("ready", site.row(late).state)
    one = site.start { DRAIN_DEADLINE = "1" }
    site.done(late)
    process.kill(one.pid, "INT")
    local began = clock.monotonic()
    one.process:wait(5000)
    assert.is_true(clock.monotonic() - began < 2500)
    back = site.row(long)
    assert.same({ "ready", 0 }, { back.state, back.attempt })
  end)

  it("ends what it began with the logic of before, and begins what is new with that of now", function()
    one = site.start { DRAIN_DEADLINE = "1" }
    local old = site.enqueue("test.sleep", { ms = 1800 })
    site.left(old, "begun")
    site.flip(one, "two")
    eventually(function() return #one:events "generation.live" == 4 end, 5000, "new logic")
    local new = site.enqueue "test.note"
    site.done(new)
    assert.is_nil(site.past(old))
    assert.equal(1, site.done(old).attempt)
    eventually(function()
      for _, event in ipairs(one:events "generation.closed") do
        if event.process == "job worker 0" then return true end
      end
    end, 3000, "the old generation closed")
  end)

  it("hands over to that of a new binary", function()
    one = site.start()
    local old = site.enqueue("test.sleep", { ms = 500 })
    site.left(old, "begun")
    one:succeed()
    site.done(site.enqueue "test.note")
    assert.equal(1, site.done(old).attempt)
    assert.equal(0, one.process:wait(5000))
  end)

  it("gives up what cannot be done, says why, and its neighbours go on", function()
    one = site.start { JOB_MEMORY = "64" }
    local bad = { raise = site.enqueue "test.raise", hang = site.enqueue "test.hang", hoard = site.enqueue "test.hoard",
      picky = site.enqueue("test.picky", { n = "x" }) }
    local good = {}
    for i = 1, 20 do good[i] = site.enqueue("test.note") end
    for _, id in ipairs(good) do site.done(id) end
    assert.truthy(site.dead(bad.raise).last_error:find("고장\nstack traceback", 1, true))
    assert.equal("it took longer than 0.3 s", site.dead(bad.hang).last_error)
    assert.matches("not enough memory", site.dead(bad.hoard).last_error)
    assert.matches("n of its args is no integer", site.dead(bad.picky).last_error)
    assert.equal(1, site.row(bad.picky).attempt)
    assert.equal(2, site.row(bad.raise).attempt)
    site.done(site.enqueue "test.note")
    assert.equal(1, #one:events "generation.live" - 1) -- one in each worker: nobody had to be replaced
  end)

  it("puts off what asks for it, without counting", function()
    one = site.start()
    local id = site.enqueue "test.later"
    site.left(id, "asked")
    local row = eventually(function()
      local now = site.row(id)
      return now.state == "scheduled" and now.run_at < now.created_at + 10 and now
    end, 5000, "a job put off")
    assert.equal(0, row.attempt)
  end)

  it("runs so many of a kind at once, and begins so many a time, as the kind says, on all workers together", function()
    one = site.start { JOB_WORKERS = "2" }
    local ids = {}
    for _ = 1, 5 do site.enqueue "test.rated" end
    for i = 1, 5 do ids[i] = site.enqueue "test.single" end
    for _, id in ipairs(ids) do site.done(id) end
    assert.equal(0, pg.row [[SELECT count(*)::int AS n FROM effect a JOIN effect b ON a.job_id = b.job_id JOIN effect o ON o.what = 'begun'
      AND o.at > a.at AND o.at < b.at WHERE a.what = 'begun' AND b.what = 'ended']].n)
    assert.equal(3, site.effects "rated")
    assert.equal(2, pg.row("SELECT count(*)::int AS n FROM job WHERE kind = 'test.rated' AND state = 'ready'").n)
  end)

  it("works on without Redis, at the latest a second after", function()
    one = site.start { REDIS_URL = "unix:/nowhere/redis.sock" }
    site.done(site.enqueue "test.note")
    for _ = 1, 3 do
      local row = site.done(site.enqueue "test.note")
      assert.is_true(row.started_at - row.created_at < 1.3, row.started_at - row.created_at)
    end
  end)
end)

describe("The schedule", function()
  setup(site.setup)
  teardown(site.teardown)

  it("has each slot run once, however many nodes and workers look, and makes up once for what was missed", function()
    for i = 1, 3 do
      pg.rows("INSERT INTO job_slot (name, slot, outcome) VALUES ($1, date_trunc('minute', now()) - interval '30 min', 'missed')",
        "every" .. i)
    end
    local nodes = { site.start({ JOB_WORKERS = "2" }, 12), site.start({ JOB_WORKERS = "2" }, 12) }
    eventually(function()
      return pg.row("SELECT count(DISTINCT name)::int AS n FROM job_slot WHERE outcome = 'done'").n == 12
    end, 15000, "a run of each entry")
    for _, node in ipairs(nodes) do node:stop() end
    local twice = pg.rows [[SELECT slot_name, count(*) FROM job_history h
      WHERE NOT EXISTS (SELECT FROM job_slot s WHERE s.job_id = h.id) GROUP BY slot_name]]
    assert.equal(0, #twice)
    assert.equal(0, pg.row("SELECT count(*)::int AS n FROM (SELECT job_id FROM job_slot WHERE job_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1) x").n)
    local missed = pg.row("SELECT count(*)::int AS n FROM job_slot WHERE name = 'every1' AND outcome = 'missed'").n
    assert.is_true(missed >= 27 and missed <= 30, missed)
    assert.equal(pg.row("SELECT count(*)::int AS n FROM job_slot WHERE job_id IS NOT NULL").n, site.effects "noted")
  end)
end)
