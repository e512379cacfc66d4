-- The rows of jobs: put in, claimed, kept, ended. Who ends or keeps a claimed one shows the token of its lease; without it
-- nothing changes, so a worker that was believed dead and comes back does no harm.

local pg = require "pg"

local store = {}

--- Runs fn(tx); what it did is kept if it returns something.
---@param fn fun(tx: table): any, any
---@return any
function store.transaction(fn)
  local result, fault = pg.tx(fn, { retry = 3 })
  if fault and not result then error(fault, 0) end
  return result
end

local insert_sql = [[
INSERT INTO job (mall_id, kind, format, args, state, priority, run_at, unique_key, batch_id, slot_name, release, trace)
SELECT $1::uuid, $2::text, $3::smallint, $4::jsonb, CASE WHEN at.run_at <= clock_timestamp() THEN 'ready' ELSE 'scheduled' END,
  $5::smallint, at.run_at, $8::text, $9::uuid, $10::text, $11::text, $12::text
FROM (SELECT coalesce(to_timestamp($6::float8), clock_timestamp() + make_interval(secs => $7::float8)) AS run_at) at
ON CONFLICT (kind, mall_id, unique_key) WHERE unique_key IS NOT NULL AND state <> 'dead' DO NOTHING
RETURNING id, state]]

---@class queue.row
---@field mall_id string|nil
---@field kind string
---@field format integer
---@field args string          JSON
---@field priority integer
---@field run_at number|nil    epoch seconds
---@field delay number         seconds, without run_at
---@field unique string|nil
---@field batch_id string|nil
---@field slot_name string|nil
---@field release string|nil
---@field trace string|nil

--- Puts a job in; nil when one of its unique key has not ended.
---@param tx table
---@param row queue.row
---@return { id: string, state: "ready"|"scheduled" }|nil
function store.insert(tx, row)
  return tx:row(insert_sql, row.mall_id or pg.null, row.kind, row.format, row.args, row.priority, row.run_at or pg.null,
    row.delay, row.unique or pg.null, row.batch_id or pg.null, row.slot_name or pg.null, row.release or pg.null,
    row.trace or pg.null)
end

--- Opens a batch of `total` jobs, after which another follows.
---@param tx table
---@param total integer
---@param follower queue.row
---@return string id
function store.open_batch(tx, total, follower)
  return tx:row([[INSERT INTO job_batch (mall_id, total, remaining, kind, format, args) VALUES ($1, $2, $2, $3, $4, $5)
    RETURNING id]], follower.mall_id or pg.null, total, follower.kind, follower.format, follower.args).id
end

-- ── Claiming ──

--- Makes the rows of limited kinds, with full buckets.
---@param kinds queue.kind[]
function store.prepare_limits(kinds)
  for _, kind in ipairs(kinds) do
    pg.write("INSERT INTO job_limit (kind, tokens) VALUES ($1, $2) ON CONFLICT (kind) DO NOTHING", kind.kind,
      kind.rate and kind.rate.count or 0)
  end
end

--- Holds the rows of those limited kinds of which some are ready, unless another worker does, and counts what runs.
---@param tx table
---@param kinds string[]
---@return table<string, { tokens: number, age: number, running: integer }>
function store.hold_limits(tx, kinds)
  local held, names = {}, {}
  local rows = tx:rows([[SELECT kind, tokens, extract(epoch FROM clock_timestamp() - filled_at)::float8 AS age FROM job_limit l
    WHERE kind = ANY ($1) AND EXISTS (SELECT FROM job WHERE job.kind = l.kind AND state = 'ready')
    ORDER BY kind FOR UPDATE SKIP LOCKED]], pg.array(kinds))
  for i, row in ipairs(rows) do held[row.kind], names[i] = row, row.kind end
  if not names[1] then return held end
  -- a statement of its own, since it has to see what whoever held the rows before has claimed
  for _, row in ipairs(tx:rows([[SELECT kind, count(*)::int AS running FROM job WHERE state = 'running' AND kind = ANY ($1)
    GROUP BY kind]], pg.array(names))) do
    held[row.kind].running = row.running
  end
  return held
end

--- Leaves in a bucket what was not taken of it.
---@param tx table
---@param kind string
---@param tokens number
function store.fill_limit(tx, kind, tokens)
  tx:rows("UPDATE job_limit SET tokens = $2, filled_at = clock_timestamp() WHERE kind = $1", kind, tokens)
end

local CLAIMED = [[job.id, job.mall_id, job.kind, job.format, job.args, job.priority, job.attempt, job.max_attempts, job.run_at,
  job.lease_token, job.batch_id, job.unique_key, job.release, job.trace, job.created_at,
  extract(epoch FROM clock_timestamp() - job.run_at)::float8 AS waited]]

-- The sub-select is materialised: otherwise the planner is free to run it again for each row, and would claim more.
local claim_sql = [[
WITH found AS MATERIALIZED (
  SELECT j.id, j.priority, j.run_at, k.lease, k.attempts
  FROM unnest($1::text[], $2::int[], $3::int[], $4::float8[], $5::int[]) AS k (kind, most, format, lease, attempts)
  CROSS JOIN LATERAL (SELECT id, priority, run_at FROM job WHERE state = 'ready' AND kind = k.kind AND format <= k.format
    ORDER BY priority, run_at, id LIMIT k.most FOR UPDATE SKIP LOCKED) j),
chosen AS MATERIALIZED (SELECT * FROM found ORDER BY priority, run_at, id LIMIT $6)
UPDATE job SET state = 'running', attempt = attempt + 1, max_attempts = chosen.attempts, started_at = clock_timestamp(),
  lease_until = clock_timestamp() + make_interval(secs => chosen.lease), lease_token = gen_random_uuid(), leased_by = $7
FROM chosen WHERE job.id = chosen.id
RETURNING ]] .. CLAIMED

---@class queue.claimed
---@field id string
---@field mall_id string|nil
---@field kind string
---@field format integer
---@field args table
---@field priority integer
---@field attempt integer
---@field max_attempts integer
---@field lease_token string
---@field batch_id string|nil
---@field trace string|nil
---@field waited number  seconds since it could have begun

--- Claims what is most urgent.
---@param tx table
---@param kinds queue.kind[]
---@param most table<string, integer>  of each kind
---@param room integer                 of all together
---@param who string
---@return queue.claimed[]
function store.claim(tx, kinds, most, room, who)
  local names, counts, formats, leases, attempts = {}, {}, {}, {}, {}
  for _, kind in ipairs(kinds) do
    local i = #names + 1
    names[i], counts[i], formats[i] = kind.kind, most[kind.kind], kind.format
    leases[i], attempts[i] = kind.lease, kind.attempts
  end
  return tx:rows(claim_sql, pg.array(names), pg.array(counts), pg.array(formats), pg.array(leases), pg.array(attempts), room,
    who)
end

--- What somebody has claimed, and whose lease is not over.
---@param who string
---@return queue.claimed[]
function store.claimed_by(who)
  return pg.rows("SELECT " .. CLAIMED .. [[ FROM job WHERE state = 'running' AND leased_by = $1
    AND lease_until > clock_timestamp() ORDER BY priority, run_at, id]], who)
end

--- Makes ready what was put off until now.
---@return integer
function store.make_ready()
  return pg.write([[UPDATE job SET state = 'ready' WHERE id IN (SELECT id FROM job
    WHERE state = 'scheduled' AND run_at <= clock_timestamp() ORDER BY run_at LIMIT 1000 FOR UPDATE SKIP LOCKED)]]).affected
end

-- ── Keeping and ending ──

--- Keeps leases from running out. What is not among the answers has been lost to another worker.
---@param ids string[]
---@param tokens string[]
---@param leases number[]  seconds
---@return table<string, true> kept
function store.renew(ids, tokens, leases)
  local kept = {}
  for _, row in ipairs(pg.write([[
    UPDATE job SET lease_until = clock_timestamp() + make_interval(secs => given.lease)
    FROM unnest($1::uuid[], $2::uuid[], $3::float8[]) AS given (id, token, lease)
    WHERE job.id = given.id AND job.lease_token = given.token RETURNING job.id]], pg.array(ids), pg.array(tokens),
    pg.array(leases))) do
    kept[row.id] = true
  end
  return kept
end

-- One statement for all outcomes, so that many jobs end in one commit: what is done moves to the history, what is not waits
-- again or is a dead letter, and whoever waited for its end, a slot or a batch, is told.
local settle_sql = [[
WITH given AS MATERIALIZED (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::float8[], $5::text[]) AS g (id, token, outcome, delay, problem)),
gone AS (
  DELETE FROM job USING given g WHERE job.id = g.id AND job.lease_token = g.token AND g.outcome = 'done' RETURNING job.*),
kept AS (
  UPDATE job SET state = CASE g.outcome WHEN 'dead' THEN 'dead' WHEN 'return' THEN 'ready' ELSE 'scheduled' END,
    attempt = attempt - CASE WHEN g.outcome IN ('return', 'snooze') THEN 1 ELSE 0 END,
    run_at = clock_timestamp() + make_interval(secs => g.delay),
    last_error = CASE g.problem WHEN '' THEN last_error ELSE g.problem END,
    lease_until = NULL, lease_token = NULL, leased_by = NULL,
    died_at = CASE g.outcome WHEN 'dead' THEN clock_timestamp() END
  FROM given g WHERE job.id = g.id AND job.lease_token = g.token AND g.outcome <> 'done'
  RETURNING job.id, job.batch_id, job.slot_name, job.state),
history AS (
  INSERT INTO job_history (ring, id, mall_id, kind, format, args, outcome, priority, attempt, run_at, created_at, started_at,
    finished_at, leased_by, unique_key, batch_id, slot_name, release, trace)
  SELECT job_ring(now()), id, mall_id, kind, format, args, 'done', priority, attempt, run_at, created_at, started_at,
    clock_timestamp(), leased_by, unique_key, batch_id, slot_name, release, trace FROM gone),
ended AS (
  SELECT id, batch_id, slot_name, 'done' AS outcome FROM gone
  UNION ALL SELECT id, batch_id, slot_name, 'dead' FROM kept WHERE state = 'dead'),
slots AS (
  UPDATE job_slot SET outcome = ended.outcome, finished_at = clock_timestamp() FROM ended
  WHERE ended.slot_name IS NOT NULL AND job_slot.job_id = ended.id),
batches AS (
  UPDATE job_batch b SET remaining = b.remaining - e.ended, failed = b.failed + e.dead,
    completed_at = CASE WHEN b.remaining = e.ended THEN clock_timestamp() END
  FROM (SELECT batch_id, count(*)::int AS ended, (count(*) FILTER (WHERE outcome = 'dead'))::int AS dead FROM ended
    WHERE batch_id IS NOT NULL GROUP BY batch_id) e
  WHERE b.id = e.batch_id RETURNING b.*),
followers AS (
  INSERT INTO job (mall_id, kind, format, args, state, run_at, trace)
  SELECT mall_id, kind, format, args || jsonb_build_object('batch', jsonb_build_object('id', id, 'total', total, 'failed', failed)),
    'ready', clock_timestamp(), 'batch ' || id FROM batches WHERE remaining = 0)
SELECT id FROM gone UNION ALL SELECT id FROM kept]]

local function parameters(outcomes)
  local ids, tokens, words, delays, problems = {}, {}, {}, {}, {}
  for i, one in ipairs(outcomes) do
    ids[i], tokens[i], words[i], delays[i], problems[i] = one.id, one.token, one.outcome, one.delay, one.problem
  end
  return pg.array(ids), pg.array(tokens), pg.array(words), pg.array(delays), pg.array(problems)
end

local function set_of(rows)
  local settled = {}
  for _, row in ipairs(rows) do settled[row.id] = true end
  return settled
end

--- Ends claimed jobs, each with its outcome.
---@param outcomes queue.outcome[]
---@param tx table|nil  the transaction of their effects, if they end in it
---@return table<string, true> settled  those that were still theirs who ended them
function store.settle(outcomes, tx)
  if tx then return set_of(tx:rows(settle_sql, parameters(outcomes))) end
  return store.transaction(function(own) return store.settle(outcomes, own) end)
end

return store
