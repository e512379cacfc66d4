local database = require "spec.support.database"
local pg = require "pg"
local queue = require "queue"
local reaper = require "queue.reaper"
local schedule = require "queue.schedule"
local seoul = require "shared.clock"
local shop = require "spec.app.shop"
local store = require "queue.store"
local task = require "task"

local work = { kind = "test.work", run = function() return true end, attempts = 2, backoff = { base = 100 } }
local hourly = { name = "hourly", cron = "0 * * * *", kind = "test.work", args = { n = 1 }, missed = "once" }
local minutely = { name = "minutely", cron = "* * * * *", kind = "test.work", missed = "skip" }

local function slots(name) return pg.rows("SELECT * FROM job_slot WHERE name = $1 ORDER BY slot DESC", name) end

-- The newest slot that is written down lies so many minutes back.
local function last(name, minutes)
  database.execute(([[INSERT INTO job_slot (name, slot, outcome)
    VALUES ('%s', date_trunc('minute', now()) - interval '%d min', 'missed')]]):format(name, minutes))
end

local function claim()
  return pg.tx(function(tx) return store.claim(tx, { queue.kinds()["test.work"] }, { ["test.work"] = 10 }, 10, "here") end)
end

local function settle(job, outcome)
  store.settle { { id = job.id, token = job.lease_token, outcome = outcome, delay = 0, problem = "" } }
end

describe("the schedule", function()
  setup(function() database.fresh() end)
  before_each(function() database.execute "TRUNCATE job, job_history, job_slot" end)
  after_each(function() queue.know {} end)

  it("refuses entries that cannot be kept, with a sentence", function()
    local function refuses(why, changes)
      local entry = {}
      for name, value in pairs(hourly) do entry[name] = value end
      for name, value in pairs(changes) do entry[name] = value end
      assert.error_matches(function() queue.know({ work }, { entry }) end, why, 1, true)
    end
    refuses("hourly: there is no kind of job called test.wrok", { kind = "test.wrok" })
    refuses("hourly: '61' is no minute", { cron = "61 * * * *" })
    refuses("hourly: missed is", { missed = "maybe" })
    assert.error_matches(function() queue.know({ work }, { hourly, hourly }) end, "a name of its own")
  end)

  it("puts in one job a slot, however many look at the same moment", function()
    queue.know({ work }, { minutely, hourly })
    last("hourly", 61)
    local fired, looking = 0, {}
    for i = 1, 6 do looking[i] = task.spawn(schedule.fire) end
    for i = 1, 6 do
      local own = looking[i]:join()
      fired = fired + own
    end
    assert.equal(2, fired)
    assert.equal(2, shop.count "job")
    local slot = slots("hourly")[1]
    local job = pg.row("SELECT * FROM job WHERE id = $1", slot.job_id)
    assert.same({ { n = 1 }, "hourly", 0 }, { job.args, job.slot_name, seoul.parts(slot.slot).min })
    assert.equal(0, schedule.fire())
  end)

  it("does not run a slot again for who looked before it was run, and acts after it has ended", function()
    queue.know({ work }, { minutely })
    local desk = require "queue.schedule.store"
    local moment = desk.moment
    local now, last_seen = moment { "minutely" }
    assert.equal(1, schedule.fire())
    settle(claim()[1], "done")
    desk.moment = function() return now, last_seen end
    local fired = schedule.fire()
    desk.moment = moment
    assert.equal(0, fired)
    assert.same({ 0, 1, 1 }, { shop.count "job", shop.count "job_history", #slots "minutely" })
  end)

  it("leaves a slot's run out while the one before has not ended", function()
    queue.know({ work }, { minutely })
    last("minutely", 1)
    assert.equal(1, schedule.fire())
    database.execute "DELETE FROM job_slot WHERE job_id IS NULL; UPDATE job_slot SET slot = slot - interval '1 min'"
    assert.equal(0, schedule.fire())
    assert.equal("overlapped", slots("minutely")[1].outcome)
    assert.equal(1, shop.count "job")
  end)

  it("makes up for what was missed by one run, or not at all", function()
    queue.know({ work }, { minutely, { name = "other", cron = "* * * * *", kind = "test.work", missed = "once" } })
    -- two minutes are young enough to be simply due: all that is older was missed
    local function of(name)
      local count = { missed = 0, ran = 0 }
      for _, slot in ipairs(slots(name)) do
        local word = slot.job_id and "ran" or slot.outcome
        count[word] = (count[word] or 0) + 1
      end
      return count
    end
    last("minutely", 30)
    last("other", 30)
    schedule.fire()
    for _, name in ipairs { "minutely", "other" } do
      local count = of(name)
      assert.equal(1, count.ran) -- the second young one overlapped
      assert.is_true(count.missed >= 28, count.missed)
    end
  end)

  it("remembers what became of each run", function()
    queue.know({ work }, { minutely })
    schedule.fire()
    assert.is_nil(slots("minutely")[1].outcome)
    settle(claim()[1], "done")
    assert.equal("done", slots("minutely")[1].outcome)
    local id = pg.tx(function(tx) return queue.run_now(tx, "minutely") end)
    local _, refused = pg.tx(function(tx) return queue.run_now(tx, "minutely") end)
    assert.equal("queue.overlapped", refused.code)
    settle(claim()[1], "dead")
    local seen = queue.schedule(5)[1]
    assert.same({ "minutely", id, true, "dead", false, "done" }, { seen.name, seen.slots[1].job_id, seen.slots[1].manual,
      seen.slots[1].outcome, seen.slots[2].manual, seen.slots[2].outcome })
    assert.is_true(seen.next > seen.slots[2].slot)
    _, refused = pg.tx(function(tx) return queue.run_now(tx, "nothing") end)
    assert.equal("queue.no_entry", refused.code)
  end)

  it("forgets slots of five weeks ago, but not the newest twenty of an entry", function()
    database.execute [[INSERT INTO job_slot (name, slot, outcome)
      SELECT 'monthly', now() - make_interval(days => 30 * n), 'missed' FROM generate_series(1, 30) n]]
    assert.equal(10, schedule.sweep())
    assert.equal(20, #slots "monthly")
  end)
end)

describe("the reaper", function()
  setup(function() database.fresh() end)
  before_each(function()
    database.execute "TRUNCATE job, job_history, job_slot"
    queue.know { work }
  end)
  after_each(function() queue.know {} end)

  local function enqueue(kind, options)
    return store.transaction(function(tx) return queue.enqueue(tx, kind or "test.work", {}, options) end)
  end
  local function row(id) return pg.row("SELECT * FROM job WHERE id = $1", id) end

  it("takes back what its worker no longer looks after, for another attempt later, and gives it up in the end", function()
    local id = enqueue()
    claim()
    assert.equal(0, reaper.reap())
    database.execute "UPDATE job SET lease_until = now() - interval '1 s'"
    assert.equal(1, reaper.reap())
    local job = row(id)
    assert.same({ "scheduled", 1, "its worker (here) showed no sign of life before the lease ran out" },
      { job.state, job.attempt, job.last_error })
    database.execute "UPDATE job SET state = 'ready'"
    claim()
    database.execute "UPDATE job SET lease_until = now() - interval '1 s'"
    reaper.reap()
    assert.equal("dead", row(id).state)
  end)

  it("buries what no worker will understand: at once if this very logic enqueued it, else after a day", function()
    queue.know {}
    local own, other, old, later = enqueue "test.gone", enqueue "test.gone", enqueue "test.gone", enqueue(nil, { format = 2 })
    queue.know { work }
    database.execute(("UPDATE job SET release = 'abc' WHERE id IN ('%s', '%s')"):format(other, old))
    database.execute(("UPDATE job SET run_at = now() - interval '25 hours' WHERE id = '%s'"):format(old))
    local fine = enqueue()
    assert.equal(3, reaper.bury_strangers())
    assert.same({ "dead", "there is no kind of job called test.gone" }, { row(own).state, row(own).last_error })
    assert.same({ "dead", "ready", "ready" }, { row(old).state, row(other).state, row(fine).state })
    assert.equal("args of format 2, and this release knows format 1", row(later).last_error)
  end)
end)
