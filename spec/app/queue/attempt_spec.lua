local attempt = require "queue.attempt"
local database = require "spec.support.database"
local pg = require "pg"
local queue = require "queue"
local rules = require "queue.rules"
local shop = require "spec.app.shop"
local store = require "queue.store"

describe("an attempt at a job", function()
  setup(function()
    database.fresh()
    database.execute "CREATE TABLE effect (word text); GRANT ALL ON effect TO sijang_app"
  end)
  before_each(function() database.execute "TRUNCATE job, job_history, effect" end)

  -- A claimed job of a kind that does this.
  local function claimed(run, changes)
    local kind = { kind = "test.work", run = run }
    for name, value in pairs(changes or {}) do kind[name] = value end
    kind = rules.kind(kind)
    pg.tx(function(tx) return queue.enqueue(tx, "test.work", { n = 1 }, { trace = "req-1" }) end)
    local job = pg.tx(function(tx) return store.claim(tx, { kind }, { ["test.work"] = 1 }, 1, "here") end)[1]
    return attempt.new(job, kind)
  end

  local function steal() database.execute "UPDATE job SET lease_token = gen_random_uuid(), leased_by = 'there'" end

  it("is told what it is about, and which attempt it is", function()
    local seen
    local one = claimed(function(args, job)
      seen = { args.n, job.kind, job.attempt, job.is_last, job.trace }
      return true
    end, { attempts = 1 })
    assert.equal("done", attempt.run(one).outcome)
    assert.same({ 1, "test.work", 1, true, "req-1" }, seen)
  end)

  it("that fails, raises or says nothing is one to be tried again, with its reason", function()
    local outcome = attempt.run(claimed(function() return nil, { code = "test.no", retry_after = 900 } end))
    assert.same({ "retry", 900 }, { outcome.outcome, outcome.delay })
    outcome = attempt.run(claimed(function() error "고장" end))
    assert.equal("retry", outcome.outcome)
    assert.matches("고장\nstack traceback", outcome.problem)
    assert.matches("neither true nor a fault", attempt.run(claimed(function() end)).problem)
  end)

  it("with args that its kind does not understand is none, and there will be no other", function()
    local ran = false
    local outcome = attempt.run(claimed(function() ran = true end, { args = { mail_id = "uuid" } }))
    assert.same({ "dead", false }, { outcome.outcome, ran })
    assert.matches("its args have no mail_id", outcome.problem)
  end)

  local function finishing(before)
    return function(_, job)
      return pg.tx(function(tx)
        tx:rows "INSERT INTO effect VALUES ('done')"
        if before then before() end
        return job:finish(tx)
      end)
    end
  end

  it("may end the job in the transaction of its effect", function()
    local one = claimed(finishing())
    assert.equal("done", attempt.run(one).outcome)
    assert.same({ true, 1, 0, 1 }, { one.job.finished, shop.count "effect", shop.count "job", shop.count "job_history" })
  end)

  it("leaves no effect when another has taken the job over meanwhile", function()
    local one = claimed(finishing(steal))
    assert.matches("queue.lost", attempt.run(one).problem)
    assert.same({ false, 0, 1, 0 }, { one.job.finished, shop.count "effect", shop.count "job", shop.count "job_history" })
  end)

  it("has not ended the job when the transaction does not come to be", function()
    local one = claimed(function(_, job)
      pg.tx(function(tx)
        job:finish(tx)
        return nil, "no"
      end)
      return nil, { code = "test.no" }
    end)
    assert.equal("retry", attempt.run(one).outcome)
    assert.same({ false, 1 }, { one.job.finished, shop.count "job" })
  end)
end)
