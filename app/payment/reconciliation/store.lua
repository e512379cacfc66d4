-- Nightly comparisons with the providers, and what differed.

local pg = require "pg"

local store = {}

--- Begins the comparison of a day, or takes it up again.
---@param day string "2026-11-29"
---@return string id
function store.begin(mall_id, day)
  return pg.write([[
    INSERT INTO reconciliation AS r (mall_id, day) VALUES ($1, $2)
    ON CONFLICT (mall_id, day) DO UPDATE SET started_at = now() RETURNING id]], mall_id, day)[1].id
end

--- Attempts on which money moved on a day of Seoul's calendar, after one of them.
---@param after string|nil id
---@return table[]
function store.moved(mall_id, day, after, limit)
  return pg.slow_rows([[
    SELECT p.id FROM payment p WHERE p.mall_id = $1 AND p.provider NOT IN ('bank', 'points')
      AND ($3::uuid IS NULL OR p.id > $3)
      AND EXISTS (SELECT 1 FROM order_event e WHERE e.mall_id = p.mall_id AND e.order_id = p.order_id AND e.axis = 'payment'
        AND e.subject = p.id::text AND e.to_status IN ('paid', 'partially_cancelled', 'cancelled', 'voided', 'quarantined',
          'failed')
        AND e.at >= $2::date::timestamp AT TIME ZONE 'Asia/Seoul'
        AND e.at < ($2::date + 1)::timestamp AT TIME ZONE 'Asia/Seoul')
    ORDER BY p.id LIMIT $4]], mall_id, day, after or pg.null, limit)
end

---@param difference comparison.difference
function store.differs(mall_id, id, payment_id, difference)
  pg.write([[
    INSERT INTO reconciliation_difference AS d (mall_id, reconciliation_id, payment_id, what, ours, theirs)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (mall_id, reconciliation_id, payment_id, what) DO UPDATE SET ours = excluded.ours,
      theirs = excluded.theirs]],
    mall_id, id, payment_id, difference.what, difference.ours, difference.theirs)
end

---@param tx pg.tx
function store.finish(tx, mall_id, id, compared, unanswered)
  tx:rows([[UPDATE reconciliation SET compared = $3, unanswered = $4, finished_at = now() WHERE mall_id = $1 AND id = $2]],
    mall_id,
    id, compared, unanswered)
end

--- The newest comparisons.
---@return table[]
function store.runs(mall_id, limit)
  return pg.rows([[
    SELECT r.id, to_char(r.day, 'YYYY-MM-DD') AS day, r.compared, r.unanswered, r.finished_at,
      (SELECT count(*) FROM reconciliation_difference d WHERE d.mall_id = r.mall_id AND d.reconciliation_id = r.id)::int AS differences,
      (SELECT count(*) FROM reconciliation_difference d WHERE d.mall_id = r.mall_id AND d.reconciliation_id = r.id
        AND d.settled_at IS NULL)::int AS open
    FROM reconciliation r WHERE r.mall_id = $1 ORDER BY r.day DESC LIMIT $2]], mall_id, limit)
end

--- What differs and nobody has settled, the newest first; and what was settled lately.
---@return table[]
function store.differences(mall_id, limit)
  return pg.rows([[
    SELECT d.reconciliation_id, d.payment_id, d.what, d.ours, d.theirs, d.found_at, d.settled_at, d.settled_by, d.note,
      p.reference,
      p.provider, p.status, o.number, to_char(r.day, 'YYYY-MM-DD') AS day
    FROM reconciliation_difference d
    JOIN reconciliation r ON r.mall_id = d.mall_id AND r.id = d.reconciliation_id
    JOIN payment p ON p.mall_id = d.mall_id AND p.id = d.payment_id
    JOIN "order" o ON o.mall_id = p.mall_id AND o.id = p.order_id
    WHERE d.mall_id = $1 ORDER BY (d.settled_at IS NULL) DESC, d.found_at DESC LIMIT $2]], mall_id, limit)
end

--- Says how a difference was settled.
---@param tx pg.tx
---@return boolean  whether it was open
function store.settle(tx, mall_id, id, payment_id, what, by, note)
  return tx:row([[UPDATE reconciliation_difference SET settled_at = now(), settled_by = $5, note = $6
    WHERE mall_id = $1 AND reconciliation_id::text = $2 AND payment_id::text = $3 AND what = $4 AND settled_at IS NULL
    RETURNING 1 AS one]], mall_id, id, payment_id, what, by, note) ~= nil
end

return store
