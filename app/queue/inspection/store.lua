-- What people want to know of jobs, and what they may do about dead letters.

local pg = require "pg"

local store = {}

---@class queue.state  of one kind
---@field kind string
---@field ready integer
---@field scheduled integer   for later
---@field retrying integer    of these, those that have failed before
---@field running integer
---@field dead integer
---@field oldest number|nil   seconds that the oldest ready one has waited
---@field done integer        in the last hour
---@field done_minute integer in the last minute
---@field again integer       of those done in the last hour, those that took more than one attempt
---@field waited number[]|nil  seconds from when it could begin until it did: the median, and what 95 of 100 waited at most
---@field took number[]|nil    seconds from its beginning to its end, the same

--- How each kind stands that has any job.
---@return queue.state[]  by kind
function store.states()
  return pg.slow_rows [[
    WITH live AS (
      SELECT kind, (count(*) FILTER (WHERE state = 'ready'))::int AS ready,
        (count(*) FILTER (WHERE state = 'scheduled'))::int AS scheduled,
        (count(*) FILTER (WHERE state = 'scheduled' AND attempt > 0))::int AS retrying,
        (count(*) FILTER (WHERE state = 'running'))::int AS running, (count(*) FILTER (WHERE state = 'dead'))::int AS dead,
        extract(epoch FROM clock_timestamp() - min(run_at) FILTER (WHERE state = 'ready'))::float8 AS oldest
      FROM job GROUP BY kind),
    past AS (
      SELECT kind, count(*)::int AS done, (count(*) FILTER (WHERE finished_at > now() - interval '1 minute'))::int AS done_minute,
        (count(*) FILTER (WHERE attempt > 1))::int AS again,
        percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY extract(epoch FROM started_at - run_at)::float8) AS waited,
        percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - started_at)::float8) AS took
      FROM job_history WHERE ring IN (job_ring(now()), job_ring(now() - interval '1 hour')) AND outcome = 'done'
        AND finished_at > now() - interval '1 hour' GROUP BY kind)
    SELECT kind, coalesce(ready, 0) AS ready, coalesce(scheduled, 0) AS scheduled, coalesce(retrying, 0) AS retrying,
      coalesce(running, 0) AS running, coalesce(dead, 0) AS dead, oldest, coalesce(done, 0) AS done,
      coalesce(done_minute, 0) AS done_minute, coalesce(again, 0) AS again, waited, took
    FROM live FULL JOIN past USING (kind) ORDER BY kind]]
end

--- Dead letters, the newest first.
---@param kind string|nil
---@param most integer
---@return { id: string, kind: string, mall_id: string|nil, attempt: integer, died_at: number, last_error: string }[]
function store.dead(kind, most)
  return pg.rows([[SELECT id, kind, mall_id, attempt, created_at, died_at, last_error, trace FROM job
    WHERE state = 'dead' AND ($1::text IS NULL OR kind = $1) ORDER BY died_at DESC, id LIMIT $2]], kind or pg.null, most)
end

--- A job, wherever it is; nil when there is none of that id.
---@param id string
---@return table|nil
function store.find(id)
  return pg.row("SELECT * FROM job WHERE id = $1::uuid", id)
    or pg.row("SELECT *, outcome AS state FROM job_history WHERE id = $1::uuid", id)
end

--- Has a dead letter tried again from the beginning.
---@param tx table
---@param id string
---@return { id: string, kind: string, mall_id: string|nil }|nil  nil when there is no such dead letter, or when one like it
---  waits already
function store.retry(tx, id)
  return tx:row([[UPDATE job j SET state = 'ready', attempt = 0, died_at = NULL, run_at = clock_timestamp(), batch_id = NULL
    WHERE id = $1::uuid AND state = 'dead' AND NOT EXISTS (SELECT FROM job o WHERE o.kind = j.kind
      AND o.mall_id IS NOT DISTINCT FROM j.mall_id AND o.unique_key = j.unique_key AND o.state <> 'dead')
    RETURNING id, kind, mall_id]], id)
end

--- The same for all of a kind, a thousand at most.
---@param tx table
---@param kind string
---@return integer count
function store.retry_all(tx, kind)
  return tx:rows([[UPDATE job SET state = 'ready', attempt = 0, died_at = NULL, run_at = clock_timestamp(), batch_id = NULL
    WHERE id IN (SELECT DISTINCT ON (mall_id, coalesce(unique_key, id::text)) id FROM job d
      WHERE state = 'dead' AND kind = $1 AND NOT EXISTS (SELECT FROM job o WHERE o.kind = d.kind
        AND o.mall_id IS NOT DISTINCT FROM d.mall_id AND o.unique_key = d.unique_key AND o.state <> 'dead')
      ORDER BY mall_id, coalesce(unique_key, id::text), died_at DESC LIMIT 1000)]], kind).affected
end

--- Throws a dead letter away; the history keeps what it was.
---@param tx table
---@param id string
---@return { id: string, kind: string, mall_id: string|nil }|nil
function store.discard(tx, id)
  return tx:row([[
    WITH gone AS (DELETE FROM job WHERE id = $1::uuid AND state = 'dead' RETURNING *)
    INSERT INTO job_history (ring, id, mall_id, kind, format, args, outcome, priority, attempt, run_at, created_at, started_at,
      finished_at, unique_key, batch_id, slot_name, release, trace)
    SELECT job_ring(now()), id, mall_id, kind, format, args, 'cancelled', priority, attempt, run_at, created_at, started_at,
      clock_timestamp(), unique_key, batch_id, slot_name, release, trace FROM gone RETURNING id, kind, mall_id]], id)
end

--- How many jobs were given up and wait for a person.
---@return integer
function store.count_dead() return pg.row("SELECT count(*)::int AS n FROM job WHERE state = 'dead'").n end

return store
