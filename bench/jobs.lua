-- What a job costs: jobs that do nothing through one worker, beside Celery with Redis through one worker, by turns. Ours
-- are rows of PostgreSQL that are claimed, run under a lease and moved to a history, each on the disk before it is gone;
-- Celery's are acknowledged before they run and lost with the process. How Celery is fastest on this machine is found out
-- first. Then how long after its commit a job begins, which has no peer here.

local duel = require "bench.web.duel"
local field = require "bench.jobs.field"
local latency = require "bench.jobs.latency"

local OURS, THEIRS = 20000, 4000

local ways = {
  { name = "prefork, 2 processes", pool = { "-c", "2" }, prefetch = 4 },
  { name = "prefork, 2 processes, prefetching 128", pool = { "-c", "2" }, prefetch = 128 },
  { name = "prefork, 1 process, prefetching 128", pool = { "-c", "1" }, prefetch = 128 },
  { name = "solo", pool = { "-P", "solo" }, prefetch = 128 },
  { name = "threads", pool = { "-P", "threads", "-c", "2" }, prefetch = 128 },
}

local function best_celery()
  local best
  for _, way in ipairs(ways) do
    field.start_celery(way.pool, way.prefetch)
    local rate = field.celery(THEIRS)
    if not best or rate > best.rate then best = { way = way, rate = rate } end
    field.stop "celery"
  end
  field.start_celery(best.way.pool, best.way.prefetch)
  return best.way.name
end

return {
  summary = "jobs through one worker beside Celery, and how soon they begin",
  run = function(report)
    local ok, problem = xpcall(function()
      field.prepare()
      field.start_ours()
      local way = best_celery()
      duel.fight(report, { name = ("jobs that do nothing ÷ Celery (%s)"):format(way), goal = 3, unit = "jobs/s",
        ours = function() return field.ours(OURS) end, peer = function() return field.celery(THEIRS) end })
      field.stop "celery"
      latency.measure(report)
    end, debug.traceback)
    field.stop_all()
    if not ok then error(problem, 0) end
  end,
}
