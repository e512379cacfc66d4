-- Messages in PostgreSQL: written with what caused them, taken up by one attempt at a time, and closed with what came of it.

local pg = require "pg"

local store = {}

--- Writes a message down.
---@param tx table
---@param row { mall_id: string, id: string, template: string, to_address: string, to_name: string, member_id: string|nil,
---  sealed: string }
function store.insert(tx, row)
  tx:rows([[
    INSERT INTO mail (mall_id, id, template, to_address, to_name, member_id, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7)]],
    row.mall_id, row.id, row.template, row.to_address, row.to_name, row.member_id or pg.null, pg.bytea(row.sealed))
end

--- Takes a message up for an attempt, unless it is done or somebody else has it. What is `doubtful` may have been sent: an
--- attempt before began and nobody knows how it ended.
---@param mall_id string
---@param id string
---@param claim string  a name for this attempt
---@param seconds integer  after which another may take it up
---@return table|nil row  with the reason of a suppression, if its address is on the list
function store.claim(mall_id, id, claim, seconds)
  return pg.write([[
    WITH before AS (
      SELECT mall_id, id, doubtful OR claim IS NOT NULL AS doubtful FROM mail
      WHERE mall_id = $1 AND id = $2 AND state IN ('queued', 'failed') AND (claimed_until IS NULL OR claimed_until < now())
      FOR UPDATE)
    UPDATE mail m SET state = 'queued', done_at = NULL, claim = $3, claimed_until = now() + make_interval(secs => $4),
      attempts = attempts + 1, doubtful = before.doubtful
    FROM before WHERE m.mall_id = before.mall_id AND m.id = before.id
    RETURNING m.*, (SELECT reason FROM mail_suppression s WHERE s.mall_id = m.mall_id AND s.address = lower(m.to_address))
      AS stopped]], mall_id, id, claim, seconds)[1]
end

--- The state of a message and until when it is taken up; nil when it is not there any more.
---@return { state: string, wait: number|nil }|nil  wait: seconds until its claim ends
function store.state(mall_id, id)
  return pg.row([[SELECT state, greatest(extract(epoch FROM claimed_until - now()), 0)::float8 AS wait FROM mail
    WHERE mall_id = $1 AND id = $2]], mall_id, id)
end

--- Closes an attempt that ended well, or that there was no need for. Nothing of what it said is kept, but in the
--- development mailbox.
---@param row table  of store.claim
---@param outcome { state: "sent"|"suppressed", provider: string|nil, provider_id: string|nil, subject: string|nil,
---  source: string|nil, error: string|nil }
---@return boolean mine  false: another attempt has taken it up since
function store.finish(row, outcome)
  return pg.write([[
    UPDATE mail SET state = $4, provider = $5, provider_id = $6, subject = coalesce($7, subject), source = $8, error = $9,
      sealed = NULL, claim = NULL, claimed_until = NULL, doubtful = false, done_at = now()
    WHERE mall_id = $1 AND id = $2 AND claim = $3]], row.mall_id, row.id, row.claim, outcome.state, outcome.provider or "",
    outcome.provider_id or pg.null, outcome.subject or pg.null, outcome.source and pg.bytea(outcome.source) or pg.null,
    outcome.error or "").affected == 1
end

--- Closes an attempt that failed: the message waits for another, or that was the last.
---@param row table
---@param outcome { last: boolean, doubtful: boolean, error: string, subject: string|nil }
function store.fail(row, outcome)
  pg.write([[
    UPDATE mail SET state = CASE WHEN $4 THEN 'failed' ELSE 'queued' END, done_at = CASE WHEN $4 THEN now() END,
      doubtful = $5, error = $6, subject = coalesce($7, subject), claim = NULL, claimed_until = NULL
    WHERE mall_id = $1 AND id = $2 AND claim = $3]], row.mall_id, row.id, row.claim, outcome.last, outcome.doubtful,
    outcome.error, outcome.subject or pg.null)
end

--- One message.
---@return table|nil
function store.by_id(mall_id, id)
  return pg.row("SELECT * FROM mail WHERE mall_id = $1 AND id = $2", mall_id, id)
end

--- Has a message that was given up wait again; nil when it was not, or when nobody knows any more what it said.
---@param tx table
---@return { member_id: string|nil }|nil
function store.requeue(tx, mall_id, id)
  return tx:row([[UPDATE mail SET state = 'queued', done_at = NULL
    WHERE mall_id = $1 AND id = $2 AND state = 'failed' AND sealed IS NOT NULL RETURNING member_id]], mall_id, id)
end

--- What the development mailbox took, of all malls, the newest first.
---@param limit integer
---@return table[]
function store.box(limit)
  return pg.rows([[
    SELECT m.mall_id, m.id, m.template, m.to_address, m.to_name, m.subject, m.queued_at, s.name AS mall_name
    FROM mail m JOIN mall s ON s.id = m.mall_id WHERE m.source IS NOT NULL ORDER BY m.queued_at DESC, m.id DESC LIMIT $1]],
    limit)
end

--- A message of the development mailbox, whole.
---@return table|nil
function store.boxed(id)
  return pg.row("SELECT * FROM mail WHERE id = $1 AND source IS NOT NULL ORDER BY queued_at DESC LIMIT 1", id)
end

--- Messages that wait, and for how long the oldest does.
---@return { waiting: integer, oldest: number|nil }
function store.waiting()
  return pg.row([[SELECT count(*)::int AS waiting, extract(epoch FROM now() - min(queued_at))::float8 AS oldest FROM mail
    WHERE done_at IS NULL]])
end

--- Throws away what is old: rows that are done, what failed ones say, and what providers told us.
---@param days { rows: integer, values: integer, reports: integer }
---@return integer rows
function store.sweep(days)
  pg.write([[UPDATE mail SET sealed = NULL WHERE state = 'failed' AND sealed IS NOT NULL
    AND done_at < now() - make_interval(days => $1)]], days.values)
  pg.write("DELETE FROM mail_report WHERE received_at < now() - make_interval(days => $1)", days.reports)
  pg.write("DELETE FROM mail_event WHERE at < now() - make_interval(days => $1)", days.rows)
  return pg.write("DELETE FROM mail WHERE done_at < now() - make_interval(days => $1)", days.rows).affected
end

--- Throws away a member's letters, but for those that still wait to leave.
---@param tx table
function store.forget(tx, mall_id, member_id)
  tx:rows("DELETE FROM mail WHERE mall_id = $1 AND member_id = $2 AND done_at IS NOT NULL", mall_id, member_id)
end

return store
