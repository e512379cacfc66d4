-- Where jobs are measured: an embedded PostgreSQL and Redis of the bench's own, one job worker of this tree's binary as
-- production runs it, and one Celery worker. Both are given their jobs all at once, and the clock runs until none is left.

local clock = require "clock"
local cluster = require "cluster"
local fetch = require "fetch"
local fs = require "fs"
local pg = require "pg"
local place = require "place"
local process = require "process"
local redis = require "redis"
local runtime = require "runtime"
local task = require "task"

local field = {}

local root = runtime.root()
local folder = root .. "/build/bench/jobs"
local binary = fs.realpath "/proc/self/exe"
local LOOK_MS, PORT = 10, 18290

local running, where, broker = {}, nil, nil

local function must(program)
  local code, out, message = process.run(program)
  if code ~= 0 then
    error(("%s ended with %s\n%s%s"):format(table.concat(program.argv, " "), tostring(code), out or "", message or ""), 0)
  end
  return out
end

local function wait_for(what, look)
  local deadline = clock.monotonic() + 120000
  while not look() do
    if clock.monotonic() > deadline then error("it never happened: " .. what, 2) end
    task.sleep(LOOK_MS)
  end
end

--- Starts the services.
function field.prepare()
  for _, name in ipairs { "DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "DATA_DIR" } do process.setenv(name) end
  fs.remove(folder .. "/tree", true)
  assert(fs.mkdir(folder .. "/tree/app", 493, true))
  where = cluster.ensure(place.of(folder .. "/data"))
  field.environment = cluster.environment(where)
  must { argv = { binary, "migrate", "--quiet" }, env = { DATABASE_URL = field.environment.DATABASE_OWNER_URL } }
  pg.use(field.environment.DATABASE_OWNER_URL)
  redis.use(field.environment.REDIS_URL)
  broker = "redis+socket://" .. field.environment.REDIS_URL:match "^unix:(.*)$"
  for _, name in ipairs { "queue", "shared" } do
    assert(fs.symlink(("%s/app/%s"):format(root, name), ("%s/tree/app/%s"):format(folder, name)))
  end
  assert(fs.symlink(root .. "/bench/jobs/site.lua", folder .. "/tree/app/boot.lua"))
  assert(fs.symlink(root .. "/bindings", folder .. "/tree/bindings"))
end

local function start(name, program)
  program.stdin, program.stdout, program.stderr = "null", ("%s/%s.out"):format(folder, name), "stdout"
  program.die_with_parent = true
  running[name] = assert(process.spawn(program))
end

--- Starts this tree's worker.
function field.start_ours()
  start("ours", { argv = { binary, "serve" }, env = { SIJANG_ROOT = folder .. "/tree", SIJANG_ENV = "production",
    PORT = PORT, WORKERS = "1", JOB_WORKERS = "1", SECRET_KEY = ("k"):rep(40), LOG_FILE = folder .. "/log",
    DATABASE_URL = field.environment.DATABASE_URL, REDIS_URL = field.environment.REDIS_URL, DATA_DIR = folder .. "/var" } })
  wait_for("a server that is ready", function()
    local answer = fetch.request { url = ("http://localhost:%d/readyz"):format(PORT), timeout_ms = 1000,
      allow_private = true }
    return answer and answer.status == 200
  end)
end

--- Jobs that do nothing, a second, through our one worker.
---@param count integer
---@return number
function field.ours(count)
  pg.write "TRUNCATE job, job_history"
  pg.write([[INSERT INTO job (kind, args, state, run_at)
    SELECT 'bench.nothing', jsonb_build_object('number', n), 'ready', clock_timestamp()
    FROM generate_series(1, $1) n]], count)
  local began = clock.monotonic()
  redis.call("PUBLISH", "bell:jobs", "")
  wait_for("the end of our jobs", function() return not pg.row("SELECT EXISTS (SELECT FROM job) AS any").any end)
  local took = clock.monotonic() - began
  local done = pg.row("SELECT count(*)::int AS n FROM job_history").n
  if done ~= count then error(("%d jobs were done of %d"):format(done, count), 0) end
  return count / took * 1000
end

--- Starts a Celery worker.
---@param pool string[]     how it runs tasks: words of its command line
---@param prefetch integer  messages taken ahead
function field.start_celery(pool, prefetch)
  local argv = { "/usr/bin/python3", "-m", "celery", "-A", "peer", "worker", "--loglevel=WARNING", "--without-gossip",
    "--without-mingle", "--without-heartbeat" }
  for _, word in ipairs(pool) do argv[#argv + 1] = word end
  start("celery", { argv = argv, cwd = root .. "/bench/jobs", env = { BENCH_BROKER = broker,
    BENCH_PREFETCH = tostring(prefetch), C_FORCE_ROOT = "1", PYTHONDONTWRITEBYTECODE = "1",
    PYTHONPATH = root .. "/bench/jobs" } })
  redis.call("DEL", "celery", "staged", "unacked", "unacked_index")
  field.celery(10)
end

--- The same through the Celery worker.
---@param count integer
---@return number
function field.celery(count)
  must { argv = { "/usr/bin/python3", root .. "/bench/jobs/peer.py", tostring(count) },
    env = { BENCH_BROKER = broker, PYTHONDONTWRITEBYTECODE = "1" } }
  if redis.call("LLEN", "staged") ~= count then error("the messages are not there", 0) end
  local began = clock.monotonic()
  assert(redis.call("RENAME", "staged", "celery"))
  wait_for("the end of Celery's tasks", function()
    return redis.call("LLEN", "celery") == 0 and redis.call("HLEN", "unacked") == 0
  end)
  return count / (clock.monotonic() - began) * 1000
end

---@param name "ours"|"celery"
function field.stop(name)
  if not running[name] then return end
  process.kill(running[name].pid, "TERM")
  running[name]:wait(15000)
  running[name] = nil
end

function field.stop_all()
  field.stop "ours"
  field.stop "celery"
  if where then cluster.stop(where) end
end

return field
