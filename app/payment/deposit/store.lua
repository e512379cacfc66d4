-- Deposits on the mall's own account, and the statements they were read from.

local pg = require "pg"
local reader = require "shared.listing.reader"

local store = {}

-- Transfers that wait, and those that were given up so lately that their money may still come.
local CANDIDATES = [[
  SELECT p.id, p.order_id, o.number, p.amount, p.depositor, o.orderer_name, o.placed_at, p.due_at,
    CASE WHEN p.status = 'waiting' THEN 'waiting' ELSE 'expired' END AS status
  FROM payment p JOIN "order" o ON o.mall_id = p.mall_id AND o.id = p.order_id
  WHERE p.mall_id = $1 AND p.provider = 'bank'
    AND (p.status = 'waiting' OR p.status IN ('expired', 'failed') AND p.due_at > now() - interval '35 days')
  ORDER BY p.due_at LIMIT 20000]]

--- What a deposit may be for.
---@param mall_id string
---@return matching.payment[]
function store.candidates(mall_id) return pg.slow_rows(CANDIDATES, mall_id) end

--- Keeps a statement that was read, for somebody to look at.
---@param tx pg.tx
---@param file { mall_id: string, name: string, account: string, rows: table, actor: string }
---@return string id
function store.keep_file(tx, file)
  return tx:row("INSERT INTO deposit_file (mall_id, name, account, rows, actor) VALUES ($1, $2, $3, $4, $5) RETURNING id",
    file.mall_id, file.name, file.account, pg.json(file.rows), file.actor).id
end

---@param tx pg.tx|nil  its row is locked then
---@return table|nil
function store.file(mall_id, id, tx)
  local sql = "SELECT * FROM deposit_file WHERE mall_id = $1 AND id::text = $2"
  if tx then return tx:row(sql .. " FOR UPDATE", mall_id, id) end
  return pg.row(sql, mall_id, id)
end

--- The newest statements, without their rows.
---@return table[]
function store.files(mall_id, limit)
  return pg.rows([[SELECT id, name, account, actor, created_at, taken_at, taken FROM deposit_file WHERE mall_id = $1
    ORDER BY created_at DESC LIMIT $2]], mall_id, limit)
end

--- Says what came of a statement.
---@param taken { new: integer, matched: integer, open: integer, known: integer }
function store.close_file(mall_id, id, taken)
  pg.write("UPDATE deposit_file SET taken_at = now(), taken = $3 WHERE mall_id = $1 AND id = $2", mall_id, id,
    pg.json(taken))
end

--- Which of these are known already.
---@param digests string[]
---@return table<string, true>
function store.known(mall_id, digests)
  local list, known = {}, {}
  for i, digest in ipairs(digests) do list[i] = pg.bytea(digest) end
  for _, row in ipairs(pg.rows("SELECT digest FROM deposit WHERE mall_id = $1 AND digest = ANY ($2::bytea[])", mall_id,
    pg.array(list))) do
    known[row.digest] = true
  end
  return known
end

---@class payment.deposit
---@field id string
---@field at number
---@field amount integer
---@field depositor string
---@field memo string
---@field state "open"|"assigned"|"returning"|"returned"|"ignored"
---@field lane string
---@field candidates string[]
---@field version integer

--- Writes a deposit down; nil when it is known.
---@param tx pg.tx
---@param mall_id string
---@param one table  digest, file_id, account, at, amount, depositor, memo, lane, candidates, actor; order_id and payment_id
---  where it is somebody's at once
---@return string|nil id
function store.insert(tx, mall_id, one)
  local row = tx:row([[
    INSERT INTO deposit (mall_id, file_id, digest, account, at, amount, depositor, memo, lane, candidates, actor, state,
      order_id,
      payment_id, decided_at)
    VALUES ($1, $2, $3, $4, to_timestamp($5), $6, $7, $8, $9, $10, $11,
      CASE WHEN $13::uuid IS NULL THEN 'open' ELSE 'assigned' END,
      $12, $13, CASE WHEN $13::uuid IS NULL THEN NULL ELSE now() END)
    ON CONFLICT (mall_id, digest) DO NOTHING RETURNING id]], mall_id, one.file_id or pg.null, pg.bytea(one.digest),
      one.account,
    one.at, one.amount, one.depositor, one.memo or "", one.lane, pg.json(one.candidates), one.actor, one.order_id or pg.null,
    one.payment_id or pg.null)
  return row and row.id
end

--- Whether the same amount of the same person on the same day was written down before, by hand or from a statement of
--- another shape.
---@return boolean
function store.has_twin(mall_id, one, from_file)
  return pg.row([[
    SELECT 1 AS one FROM deposit WHERE mall_id = $1 AND amount = $2 AND depositor = $3
      AND (at AT TIME ZONE 'Asia/Seoul')::date = (to_timestamp($4) AT TIME ZONE 'Asia/Seoul')::date
      AND (file_id IS NULL) = $5 AND state <> 'ignored' LIMIT 1]], mall_id, one.amount, one.depositor, one.at,
        from_file) ~= nil
end

local ONE = [[
  SELECT d.*, o.number FROM deposit d LEFT JOIN "order" o ON o.mall_id = d.mall_id AND o.id = d.order_id
  WHERE d.mall_id = $1 AND d.id::text = $2]]

---@param tx pg.tx|nil  its row is locked then
---@return table|nil
function store.get(mall_id, id, tx)
  if tx then return tx:row(ONE .. " FOR UPDATE OF d", mall_id, id) end
  return pg.row(ONE, mall_id, id)
end

--- What was decided about a deposit.
---@param tx pg.tx
---@param decided { state: string, reason: string, actor: string, order_id: string|nil, payment_id: string|nil,
---  sealed: string|nil }
function store.decide(tx, mall_id, id, decided)
  tx:rows([[UPDATE deposit SET state = $3, reason = $4, actor = $5, order_id = $6, payment_id = $7, sealed = $8,
      decided_at = CASE WHEN $3 = 'open' THEN NULL ELSE now() END, version = version + 1
    WHERE mall_id = $1 AND id = $2]], mall_id, id, decided.state, decided.reason, decided.actor, decided.order_id or pg.null,
    decided.payment_id or pg.null, decided.sealed and pg.bytea(decided.sealed) or pg.null)
end

local LIST = [[
  SELECT d.id, d.at, d.amount, d.depositor, d.memo, d.state, d.lane, d.candidates, d.reason, d.actor, d.created_at, o.number
  FROM deposit d LEFT JOIN "order" o ON o.mall_id = d.mall_id AND o.id = d.order_id WHERE d.mall_id = $1]]

--- Lists of them: see shared.listing.reader.
store.list, store.count, store.all = reader.of(pg.slow_rows, LIST)

--- How many wait for a person, by lane.
---@return table<string, integer>
function store.open_lanes(mall_id)
  local lanes = {}
  for _, row in ipairs(pg.rows([[SELECT lane, count(*)::int AS count FROM deposit WHERE mall_id = $1 AND state = 'open'
    GROUP BY lane]], mall_id)) do
    lanes[row.lane] = row.count
  end
  return lanes
end

return store
