-- How long after it was put in a job begins, in a quiet mall: woken by Redis, and found by looking when there is no Redis.

local clock = require "clock"
local field = require "bench.jobs.field"
local pg = require "pg"
local queue = require "queue"
local task = require "task"

local latency = {}

local function once(rings)
  local id = pg.tx(function(tx)
    if rings then return queue.enqueue(tx, "bench.nothing", { number = 1 }) end
    return tx:row([[INSERT INTO job (kind, args, state, run_at)
      VALUES ('bench.nothing', '{"number": 1}', 'ready', clock_timestamp()) RETURNING id]]).id
  end)
  local deadline = clock.monotonic() + 5000
  repeat
    task.sleep(1)
    local row = pg.row([[SELECT extract(epoch FROM started_at - created_at)::float8 * 1000 AS ms FROM job_history
      WHERE id = $1]], id)
    if row then return row.ms end
  until clock.monotonic() > deadline
  error("a job never began", 0)
end

local function many(count, rings)
  local times = {}
  for i = 1, count do times[i] = once(rings) end
  table.sort(times)
  return times[math.ceil(count / 2)], times[math.ceil(count * 0.95)], times[count]
end

local function tell(report, name, goal, p50, p95, most)
  report { name = name, goal = goal, lower_is_better = true, unit = "ms", ratio = p50,
    ours = math.floor(p50 * 100 + 0.5) / 100, spread = ("(p95 %.1f, most %.1f)"):format(p95, most) }
end

function latency.measure(report)
  field.ours(100)
  tell(report, "from put in to begun, with Redis, p50", 5, many(300, true))
  tell(report, "from put in to begun, without a bell, p50", 1000, many(30, false))
end

return latency
