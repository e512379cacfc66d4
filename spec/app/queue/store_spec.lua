local database = require "spec.support.database"
local kinds = require "queue.kinds"
local pg = require "pg"
local queue = require "queue"
local rules = require "queue.rules"
local shop = require "spec.app.shop"
local reaping = require "queue.reaper.store"
local store = require "queue.store"
local task = require "task"

local function kind(name, changes)
  local given = { kind = name or "test.work", run = function() return true end }
  for key, value in pairs(changes or {}) do given[key] = value end
  return rules.kind(given)
end

local plain = kind()

local function enqueue(options, args, name)
  return pg.tx(function(tx)
    local id, why = queue.enqueue(tx, name or "test.work", args or {}, options)
    return { id, why }
  end)[1]
end

local function claim(room, list, who)
  local most = {}
  for _, one in ipairs(list or { plain }) do most[one.kind] = room or 10 end
  return pg.tx(function(tx) return store.claim(tx, list or { plain }, most, room or 10, who or "here") end)
end

local function settle(job, outcome, more)
  local given = { id = job.id, token = job.lease_token, outcome = outcome, delay = 0, problem = "" }
  for key, value in pairs(more or {}) do given[key] = value end
  return store.settle { given }
end

local function row(id) return pg.row("SELECT * FROM job WHERE id = $1", id) end
local function history(id) return pg.row("SELECT * FROM job_history WHERE id = $1", id) end

describe("the queue", function()
  setup(function() database.fresh() end)
  before_each(function() database.execute "TRUNCATE job, job_batch, job_history, job_slot, job_limit" end)
  after_each(function() kinds.know {} end)

  describe("enqueueing", function()
    it("happens with what causes it, or not at all", function()
      local kept = enqueue({ trace = "req-1" }, { mail_id = "m" })
      pg.tx(function(tx)
        queue.enqueue(tx, "test.work", {})
        return nil, "no"
      end)
      assert.equal(1, shop.count "job")
      local job = row(kept)
      assert.same({ "test.work", { mail_id = "m" }, "ready", 5, 0, "req-1" },
        { job.kind, job.args, job.state, job.priority, job.attempt, job.trace })
    end)

    it("is done once for a unique key, until the job has ended", function()
      local first = enqueue { unique = "a" }
      assert.same({ nil, "duplicate" }, pg.tx(function(tx) return { queue.enqueue(tx, "test.work", {}, { unique = "a" }) } end))
      assert.is_string(enqueue({ unique = "a" }, {}, "test.other"))
      assert.is_string(enqueue { unique = "b" })
      local job = claim(1)[1]
      assert.equal(first, job.id)
      assert.is_nil(enqueue { unique = "a" })
      settle(job, "done")
      assert.is_string(enqueue { unique = "a" })
    end)

    it("is done once however many try it at the same moment", function()
      local made, running = 0, {}
      for i = 1, 6 do
        running[i] = task.spawn(function() if enqueue { unique = "a" } then made = made + 1 end end)
      end
      for i = 1, 6 do running[i]:join() end
      assert.equal(1, made)
    end)

    it("puts off to any time", function()
      local far = enqueue { run_at = 4102444800 }
      local soon = enqueue { delay = 3600 }
      assert.same({ "scheduled", 4102444800, "scheduled" }, { row(far).state, row(far).run_at, row(soon).state })
      assert.equal(0, #claim())
      assert.equal(0, store.make_ready())
      database.execute("UPDATE job SET run_at = now() WHERE id = '" .. soon .. "'")
      assert.equal(1, store.make_ready())
      assert.equal(soon, claim()[1].id)
    end)

    it("raises what could never be run", function()
      local function refuses(why, ...)
        local given = { ... }
        assert.error_matches(function() pg.tx(function(tx) return queue.enqueue(tx, unpack(given)) end) end, why)
      end
      refuses("a name like", "Test Work", {})
      refuses("16384 at most", "test.work", { text = ("x"):rep(17000) })
      refuses("no personal data: phone", "test.work", { phone = "010" })
      refuses("priority is 1 to 9", "test.work", {}, { priority = 0 })
      refuses("not both", "test.work", {}, { delay = 1, run_at = 1 })
      kinds.know { plain }
      refuses("there is no kind of job called test.wrok", "test.wrok", {})
      assert.is_string(enqueue())
    end)
  end)

  describe("claiming", function()
    it("takes the most urgent first, and of equals the oldest", function()
      local ids = { enqueue { priority = 9 }, enqueue(), enqueue { priority = 1 }, enqueue() }
      local order = {}
      for i = 1, 4 do order[i] = claim(1)[1].id end
      assert.same({ ids[3], ids[2], ids[4], ids[1] }, order)
    end)

    it("weighs kinds against each other by the same measure", function()
      local later, first = enqueue({ priority = 6 }, {}, "test.work"), enqueue({ priority = 2 }, {}, "test.other")
      local both = { plain, kind "test.other" }
      assert.equal(first, claim(1, both)[1].id)
      assert.equal(later, claim(1, both)[1].id)
    end)

    it("gives each job to one of many who claim at once", function()
      for _ = 1, 40 do enqueue() end
      local seen, running = {}, {}
      for i = 1, 6 do
        running[i] = task.spawn(function()
          for _ = 1, 10 do
            for _, job in ipairs(claim(3)) do seen[job.id] = (seen[job.id] or 0) + 1 end
          end
        end)
      end
      for i = 1, 6 do running[i]:join() end
      local count = 0
      for _, times in pairs(seen) do
        assert.equal(1, times)
        count = count + 1
      end
      assert.equal(40, count)
    end)

    it("counts the attempt and leaves a lease", function()
      enqueue()
      local job = claim()[1]
      local now = row(job.id)
      assert.same({ "running", 1, 10, "here", job.lease_token }, { now.state, now.attempt, now.max_attempts, now.leased_by, now.lease_token })
      assert.is_true(now.lease_until > now.started_at + 59)
      assert.equal(0, #claim())
    end)

    it("leaves alone what it does not know: other kinds, and args of a later format", function()
      enqueue({}, {}, "test.other")
      enqueue { format = 2 }
      assert.equal(0, #claim())
      assert.equal(1, #claim(10, { kind("test.work", { format = 2 }) }))
    end)
  end)

  describe("a claimed job", function()
    local job

    before_each(function()
      enqueue({ priority = 3 }, { n = 1 })
      job = claim()[1]
    end)

    it("that is done moves to the history", function()
      assert.same({ [job.id] = true }, settle(job, "done"))
      assert.is_nil(row(job.id))
      local past = history(job.id)
      assert.same({ "done", "test.work", { n = 1 }, 1, 3, "here" },
        { past.outcome, past.kind, past.args, past.attempt, past.priority, past.leased_by })
    end)

    it("that failed waits for its next attempt and says why", function()
      settle(job, "retry", { delay = 100, problem = "no" })
      local now = row(job.id)
      assert.same({ "scheduled", 1, "no" }, { now.state, now.attempt, now.last_error })
      assert.is_nil(now.lease_token)
      assert.is_true(now.run_at > now.started_at + 99)
    end)

    it("that is put off, or given back, has not used up an attempt", function()
      settle(job, "snooze", { delay = 100 })
      assert.same({ "scheduled", 0 }, { row(job.id).state, row(job.id).attempt })
      enqueue()
      job = claim()[1]
      settle(job, "return")
      assert.same({ "ready", 0 }, { row(job.id).state, row(job.id).attempt })
    end)

    it("that was given up is a dead letter, and its unique key is free", function()
      settle(job, "dead", { problem = "no" })
      assert.same({ "dead", "no" }, { row(job.id).state, row(job.id).last_error })
      assert.equal(0, #claim())
    end)

    it("changes nothing once its lease went to another", function()
      database.execute "UPDATE job SET lease_until = now() - interval '1 s'"
      pg.tx(function(tx)
        local lost = reaping.lost(tx)
        assert.equal(job.lease_token, lost[1].lease_token)
        return store.settle({ { id = job.id, token = job.lease_token, outcome = "return", delay = 0, problem = "" } }, tx)
      end)
      local other = claim(1, nil, "there")[1]
      assert.equal(job.id, other.id)
      for _, outcome in ipairs { "done", "retry", "snooze", "return", "dead" } do assert.same({}, settle(job, outcome)) end
      assert.same({}, store.renew({ job.id }, { job.lease_token }, { 60 }))
      assert.same({ "running", "there" }, { row(job.id).state, row(job.id).leased_by })
    end)

    it("is kept as long as its worker lives", function()
      database.execute "UPDATE job SET lease_until = now() + interval '1 s'"
      assert.same({ [job.id] = true }, store.renew({ job.id }, { job.lease_token }, { 60 }))
      assert.is_true(row(job.id).lease_until > row(job.id).started_at + 50)
    end)

    it("ends with its effect, or not at all", function()
      local done = { { id = job.id, token = job.lease_token, outcome = "done", delay = 0, problem = "" } }
      pg.tx(function(tx)
        store.settle(done, tx)
        return nil, "the effect failed"
      end)
      assert.equal("running", row(job.id).state)
      pg.tx(function(tx) return store.settle(done, tx) end)
      assert.is_nil(row(job.id))
    end)
  end)

  describe("a batch", function()
    local function batch()
      return pg.tx(function(tx)
        return queue.enqueue_batch(tx, { { kind = "test.work", args = {} }, { kind = "test.work", args = {} },
          { kind = "test.work", args = {} } }, { kind = "test.after", args = { import = "i" } })
      end)
    end
    local after = kind "test.after"

    it("is followed by one job when each of its own has ended, however it ended", function()
      local id = batch()
      local jobs = claim()
      settle(jobs[1], "done")
      settle(jobs[2], "retry")
      settle(jobs[3], "dead")
      assert.equal(0, #claim(1, { after }))
      store.make_ready()
      settle(claim()[1], "done")
      local followers = claim(10, { after })
      assert.equal(1, #followers)
      assert.same({ import = "i", batch = { id = id, total = 3, failed = 1 } }, followers[1].args)
    end)

    it("is followed by one job though all ended at the same moment", function()
      batch()
      local running = {}
      for i, job in ipairs(claim()) do running[i] = task.spawn(settle, job, "done") end
      for i = 1, 3 do running[i]:join() end
      assert.equal(1, #claim(10, { after }))
    end)
  end)

  it("rings for who waits once a job is there and can begin, once for all of a transaction, and not before", function()
    local insertion, seen = require "queue.insertion", {}
    local ring = insertion.bell.ring
    insertion.bell.ring = function() seen[#seen + 1] = shop.count "job" end
    enqueue { delay = 100 }
    pg.tx(function(tx)
      queue.enqueue(tx, "test.work", {})
      return nil, "no"
    end)
    pg.tx(function(tx)
      queue.enqueue(tx, "test.work", {})
      return queue.enqueue(tx, "test.work", {})
    end)
    insertion.bell.ring = ring
    assert.same({ 3 }, seen)
  end)

  it("throws away what was done more than a week ago, a day at a time, and nothing younger", function()
    local function forget() return pg.row("SELECT forget_job_history() AS forgot").forgot end
    database.execute [[
      INSERT INTO job_history (ring, id, kind, format, args, outcome, priority, attempt, run_at, created_at, finished_at)
      SELECT job_ring(at), uuid7(), 'test.work', 1, '{}', 'done', 5, 1, at, at, at
      FROM generate_series(0, 8) AS days, LATERAL (SELECT now() - make_interval(days => days) AS at) a]]
    assert.is_true(forget())
    assert.is_false(forget())
    assert.equal("8|7", (database.execute [[SELECT count(*), (max(extract(epoch FROM now() - finished_at)) / 86400)::int
      FROM job_history]]:match "%S+"))
  end)
end)
