-- Jobs to be ended by somebody else than who runs them: held or claimed for that.

local pg = require "pg"

local store = {}

--- Holds jobs whose worker has shown no sign of life, unless another worker does.
---@param tx table
---@return queue.claimed[]
function store.lost(tx)
  return tx:rows [[SELECT id, kind, attempt, max_attempts, lease_token, leased_by FROM job
    WHERE state = 'running' AND lease_until < clock_timestamp() ORDER BY lease_until LIMIT 200 FOR UPDATE SKIP LOCKED]]
end

--- Claims jobs that none of these kinds can run, so that they can be ended: enqueued by this release, or ready for a day.
---@param tx table
---@param kinds queue.kind[]
---@param release string|nil
---@return queue.claimed[]
function store.strangers(tx, kinds, release)
  local names, formats = {}, {}
  for i, kind in ipairs(kinds) do names[i], formats[i] = kind.kind, kind.format end
  return tx:rows([[
    UPDATE job SET state = 'running', attempt = attempt + 1, lease_token = gen_random_uuid(), leased_by = 'nobody',
      lease_until = clock_timestamp() + interval '1 minute'
    WHERE id IN (SELECT j.id FROM job j LEFT JOIN unnest($1::text[], $2::int[]) AS k (kind, format) ON k.kind = j.kind
      WHERE j.state = 'ready' AND (k.kind IS NULL OR j.format > k.format)
        AND (j.release IS NOT DISTINCT FROM $3::text OR j.run_at < now() - interval '1 day')
      LIMIT 200 FOR UPDATE OF j SKIP LOCKED)
    RETURNING id, kind, format, lease_token]], pg.array(names), pg.array(formats), release or pg.null)
end

--- Throws away dead letters of three months ago, and batches that were completed a week ago; of the history the day that is
--- a week past.
---@return integer
function store.sweep()
  pg.rows "SELECT forget_job_history()"
  local dead = pg.write("DELETE FROM job WHERE state = 'dead' AND died_at < now() - interval '90 days'").affected
  return dead + pg.write([[DELETE FROM job_batch b WHERE completed_at < now() - interval '7 days'
    AND NOT EXISTS (SELECT FROM job WHERE batch_id = b.id)]]).affected
end

return store
