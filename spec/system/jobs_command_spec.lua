-- `sijang jobs`, as somebody at a terminal uses it.

local database = require "spec.support.database"
local fs = require "fs"
local json = require "json"
local pg = require "pg"
local process = require "process"

local program = fs.realpath "/proc/self/exe"

describe("sijang jobs", function()
  local name

  setup(function()
    name = database.create()
    pg.use(database.address(name, "sijang"))
  end)
  teardown(function()
    pg.use(database.address("postgres", "sijang"))
    database.drop(name)
  end)
  before_each(function() pg.rows "TRUNCATE job, job_batch, job_history, job_slot, audit_entry" end)

  local function jobs(...)
    local code, out, err = process.run { argv = { program, "jobs", ... },
      env = { DATABASE_URL = database.address(name), NO_COLOR = "1", SECRET_KEY = ("k"):rep(40), LOG_FILE = "/dev/null" } }
    return code, out, err
  end

  local function dead_letter(kind, why)
    return pg.row([[INSERT INTO job (kind, args, state, run_at, attempt, last_error, died_at)
      VALUES ($1, '{}', 'dead', now(), 10, $2, now()) RETURNING id]], kind, why).id
  end

  it("shows how each kind stands, and how fast it goes", function()
    local _, _, said = jobs()
    assert.matches("no job waits", said)
    pg.rows [[INSERT INTO job (kind, args, state, run_at) VALUES ('sweep', '{}', 'ready', now() - interval '3 hours'),
      ('sweep', '{}', 'scheduled', now() + interval '1 day')]]
    pg.rows [[INSERT INTO job_history (ring, id, kind, format, args, outcome, priority, attempt, run_at, created_at, started_at, finished_at)
      VALUES (job_ring(now()), uuid7(), 'sweep', 1, '{}', 'done', 5, 2, now() - interval '2 s', now(), now() - interval '1.5 s', now())]]
    dead_letter("gone.kind", "고장")
    local code, out, hint = jobs()
    assert.equal(0, code)
    assert.equal("· sweep has waited for 3 h: does any node run with JOB_WORKERS above 0?\n", hint)
    assert.matches("KIND +READY +RUNNING +LATER +RETRYING +DEAD", out)
    assert.matches("sweep +1 +0 +1 +0 +0 +3 h +1 +1 +500 ms / 500 ms +1%.5 s / 1%.5 s", out)
    assert.matches("gone%.kind +0 +0 +0 +0 +1 .* no such kind", out)
    _, out = jobs "--json"
    local first = json.decode(out:match "[^\n]+")
    assert.same({ "gone.kind", 1 }, { first.kind, first.dead })
  end)

  it("shows dead letters with their reason, one of them whole, and tries one again or throws it away", function()
    local id = dead_letter("sweep", "고장\nstack traceback")
    local _, out = jobs "dead"
    assert.matches(id:gsub("%-", "%%-") .. "  sweep .* 10 +고장\n", out)
    _, out = jobs("show", id)
    assert.matches("last_error +고장\n +stack traceback", out)
    local code
    code, out = jobs("retry", id)
    assert.same({ 0, id .. " (sweep) is tried again\n" }, { code, out })
    assert.same({ "ready", 0 }, { pg.row("SELECT state FROM job").state, pg.row("SELECT attempt FROM job").attempt })
    code, _, out = jobs("retry", id)
    assert.equal(1, code)
    assert.matches("it is no dead letter", out)
    local other = dead_letter("sweep", "x")
    assert.equal(0, (jobs("discard", other, "-m", "옛날 것")))
    assert.equal("cancelled", pg.row("SELECT outcome FROM job_history WHERE id = $1", other).outcome)
    local written = pg.rows "SELECT action, subject, why, staff FROM audit_entry ORDER BY seq"
    assert.same({ "job.retry", id }, { written[1].action, written[1].subject })
    assert.same({ "job.discard", "옛날 것" }, { written[2].action, written[2].why })
    assert.matches("^shell:", written[1].staff)
  end)

  it("shows the schedule, and runs an entry of it now, once at a time", function()
    local _, out = jobs "schedule"
    assert.matches("sweep +17 %* %* %* %* +sweep +%d%d%d%d%.", out)
    local code
    code, out = jobs("run", "sweep", "--json")
    assert.equal(0, code)
    assert.equal(json.decode(out).id, pg.row("SELECT id FROM job").id)
    code, _, out = jobs("run", "sweep")
    assert.equal(1, code)
    assert.matches("sweep: a run of it has not ended", out)
    _, out = jobs "schedule"
    assert.matches("sweep .* under way\n", out)
  end)

  it("says what it does not understand", function()
    for _, wrong in ipairs { { { "retyr" }, "jobs knows dead, show, retry" }, { { "retry" }, "which job%? jobs retry ID" },
      { { "retry", "5" }, "'5' is no id of a job" }, { { "run", "swep" }, "has no entry of that name" },
      { { "show", "01890000-0000-7000-8000-000000000000" }, "there is no job" },
      { { "discard", "01890000-0000-7000-8000-000000000000" }, "why%?" } } do
      local code, _, said = jobs(unpack(wrong[1]))
      assert.equal(1, code)
      assert.matches(wrong[2], said)
    end
  end)
end)
