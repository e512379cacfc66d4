-- The books of points in PostgreSQL. Balances and what is left of lots are written by the database, from the entries.

local pg = require "pg"

local store = {}

--- Opens a member's account where there is none.
function store.open(tx, mall_id, member_id)
  tx:rows("INSERT INTO point_account (mall_id, member_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", mall_id, member_id)
end

--- Locks a member's account until the transaction ends: a member's points move one after the other.
---@return boolean  false: there is none
function store.lock(tx, mall_id, member_id)
  return tx:row("SELECT member_id FROM point_account WHERE mall_id = $1 AND member_id = $2 FOR UPDATE",
    mall_id, member_id) ~= nil
end

local MOVEMENT = [[
  SELECT t.id, t.member_id, t.kind, t.reason, t.at,
    coalesce((SELECT sum(e.amount) FROM point_entry e WHERE e.mall_id = t.mall_id AND e.transaction_id = t.id
      AND e.account = 'member'), 0)::int AS amount
  FROM point_transaction t WHERE t.mall_id = $1 AND ]]

---@class points.movement
---@field id string
---@field member_id string
---@field kind "grant"|"use"|"refund"|"expire"|"adjust"
---@field reason string
---@field at number
---@field amount integer  what the member has more by it; below 0: less

--- The movement that a key stands for, if it has happened.
---@return points.movement|nil
function store.by_key(tx, mall_id, key) return tx:row(MOVEMENT .. "t.key = $2", mall_id, key) end

--- How many points movements with keys that begin so gave a member.
---@param prefix string  no pattern
---@return integer
function store.given(tx, mall_id, member_id, prefix)
  return tx:row([[
    SELECT coalesce(sum(e.amount), 0)::bigint AS amount FROM point_transaction t
    JOIN point_entry e ON e.mall_id = t.mall_id AND e.transaction_id = t.id AND e.account = 'member'
    WHERE t.mall_id = $1 AND t.member_id = $2 AND t.kind = 'grant' AND starts_with(t.key, $3)]], mall_id, member_id,
    prefix).amount
end

--- What a member has, under the lock of their account.
---@return integer
function store.balance_in(tx, mall_id, member_id)
  if not store.lock(tx, mall_id, member_id) then return 0 end
  local sum = 0
  for _, lot in ipairs(store.lots(tx, mall_id, member_id)) do sum = sum + lot.remaining end
  return sum
end

--- How a mall handles points, as it was set; nil where it was not.
---@return table|nil
function store.setting(tx, mall_id)
  local row = tx:row("SELECT value FROM setting WHERE mall_id = $1 AND name = 'points'", mall_id)
  return row and row.value
end

--- How an order has used points, the latest use last, with what has come back of each.
---@return {key:string, member_id:string, amount:integer, back:integer}[]
function store.uses(tx, mall_id, order_id)
  return tx:rows([[
    SELECT t.key, t.member_id, coalesce((SELECT -sum(e.amount) FROM point_entry e
        WHERE e.mall_id = t.mall_id AND e.transaction_id = t.id AND e.account = 'member'), 0)::int AS amount,
      coalesce((SELECT sum(e.amount) FROM point_transaction r
        JOIN point_entry e ON e.mall_id = r.mall_id AND e.transaction_id = r.id AND e.account = 'member'
        WHERE r.mall_id = t.mall_id AND r.reverses = t.id), 0)::int AS back
    FROM point_transaction t
    WHERE t.mall_id = $1 AND t.kind = 'use' AND t.key >= 'use ' || $2::text AND t.key < 'use ' || $2::text || '!'
    ORDER BY t.id]], mall_id, order_id)
end

--- What can be used now, in the order it expires.
---@return points.lot[]
function store.lots(tx, mall_id, member_id)
  return tx:rows([[
    SELECT id, remaining, expires_at FROM point_lot
    WHERE mall_id = $1 AND member_id = $2 AND remaining > 0 AND expires_at > now() ORDER BY expires_at, id]],
    mall_id, member_id)
end

--- What has expired and was not yet taken away.
---@return points.lot[]
function store.expired_lots(tx, mall_id, member_id)
  return tx:rows([[
    SELECT id, remaining, expires_at FROM point_lot
    WHERE mall_id = $1 AND member_id = $2 AND remaining > 0 AND expires_at <= now() ORDER BY expires_at, id]],
    mall_id, member_id)
end

--- What a use took out of each lot and has not come back, in the order of their expiry.
---@return {lot_id:string, amount:integer, expires_at:number}[]
function store.outstanding(tx, mall_id, use_id)
  return tx:rows([[
    SELECT e.lot_id, -sum(e.amount)::int AS amount, l.expires_at
    FROM point_transaction t
    JOIN point_entry e ON e.mall_id = t.mall_id AND e.transaction_id = t.id AND e.account = 'member'
    JOIN point_lot l ON l.mall_id = e.mall_id AND l.id = e.lot_id
    WHERE t.mall_id = $1 AND t.id = $2
    GROUP BY e.lot_id, l.expires_at ORDER BY l.expires_at, e.lot_id]], mall_id, use_id)
end

--- What of a use has come back so far.
---@return integer
function store.given_back(tx, mall_id, use_id)
  return tx:row([[
    SELECT coalesce(sum(e.amount), 0)::int AS amount FROM point_transaction t
    JOIN point_entry e ON e.mall_id = t.mall_id AND e.transaction_id = t.id AND e.account = 'member'
    WHERE t.mall_id = $1 AND t.reverses = $2]], mall_id, use_id).amount
end

--- A new lot, empty until an entry fills it.
---@return string id
function store.add_lot(tx, mall_id, member_id, amount, expires_at)
  return tx:row([[
    INSERT INTO point_lot (mall_id, id, member_id, granted, expires_at) VALUES ($1, uuid7(), $2, $3, to_timestamp($4))
    RETURNING id]], mall_id, member_id, amount, expires_at).id
end

---@class points.posting
---@field mall_id string
---@field member_id string
---@field kind string
---@field reason string
---@field key string
---@field actor string
---@field reverses string|nil

--- Posts a movement: its transaction and its entries.
---@param posting points.posting
---@param entries {account:string, lot_id:string|nil, amount:integer}[]
---@return string id
function store.post(tx, posting, entries)
  local id = tx:row([[
    INSERT INTO point_transaction (mall_id, member_id, kind, reason, key, actor, reverses)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id]], posting.mall_id, posting.member_id, posting.kind, posting.reason,
    posting.key, posting.actor, posting.reverses or pg.null).id
  tx:rows([[
    INSERT INTO point_entry (mall_id, transaction_id, position, member_id, account, lot_id, amount)
    SELECT $1, $2, position, $3, entry ->> 'account', (entry ->> 'lot_id')::uuid, (entry ->> 'amount')::int
    FROM jsonb_array_elements($4::jsonb) WITH ORDINALITY AS entries (entry, position)]],
    posting.mall_id, id, posting.member_id, pg.json(entries))
  return id
end

--- The database's clock, by which points expire.
---@return number
function store.now(tx) return tx:row("SELECT now() AS now").now end

---@return integer
function store.balance(mall_id, member_id)
  local account = pg.row("SELECT balance FROM point_account WHERE mall_id = $1 AND member_id = $2", mall_id, member_id)
  return account and account.balance or 0
end

--- What expires within so many days, by the moment it does.
---@return {at:number, amount:integer}[]
function store.expiring(mall_id, member_id, days)
  return pg.rows([[
    SELECT expires_at AS at, sum(remaining)::int AS amount FROM point_lot
    WHERE mall_id = $1 AND member_id = $2 AND remaining > 0 AND expires_at <= now() + make_interval(days => $3)
    GROUP BY expires_at ORDER BY expires_at]], mall_id, member_id, days)
end

--- One page of what happened, newest first, and how much there is in all.
---@return (points.movement|{expires_at:number|nil})[]
---@return integer total
function store.history(mall_id, member_id, limit, offset)
  local results = pg.row_sets {
    { "SELECT count(*)::int AS total FROM point_transaction WHERE mall_id = $1 AND member_id = $2", mall_id, member_id },
    { [[SELECT t.id, t.kind, t.reason, t.at, t.actor, m.amount, m.expires_at
      FROM (SELECT * FROM point_transaction WHERE mall_id = $1 AND member_id = $2
        ORDER BY at DESC, id DESC LIMIT $3 OFFSET $4) t
      CROSS JOIN LATERAL (
        SELECT sum(e.amount)::int AS amount, max(l.expires_at) FILTER (WHERE e.amount > 0) AS expires_at
        FROM point_entry e JOIN point_lot l ON l.mall_id = e.mall_id AND l.id = e.lot_id
        WHERE e.mall_id = t.mall_id AND e.transaction_id = t.id AND e.account = 'member') m
      ORDER BY t.at DESC, t.id DESC]], mall_id, member_id, limit, offset },
  }
  return results[2], results[1][1].total
end

--- Members of whom something has expired; a page of them.
---@return {mall_id:string, member_id:string}[]
function store.overdue(limit)
  return pg.rows([[
    SELECT DISTINCT mall_id, member_id FROM point_lot WHERE remaining > 0 AND expires_at <= now()
    ORDER BY mall_id, member_id LIMIT $1]], limit)
end

--- Members of a mall who have not been told yet of what expires within so many days; a page of them.
---@return {member_id:string, email:string, name:string, amount:integer, at:number}[] at: when the first of it expires
function store.unnoticed(tx, mall_id, days, limit)
  return tx:rows([[
    SELECT m.id AS member_id, m.email, m.name, sum(l.remaining)::int AS amount, min(l.expires_at) AS at
    FROM point_lot l JOIN member m ON m.mall_id = l.mall_id AND m.id = l.member_id AND m.status = 'active'
    WHERE l.mall_id = $1 AND l.remaining > 0 AND l.noticed_at IS NULL AND l.expires_at > now()
      AND l.expires_at <= now() + make_interval(days => $2)
    GROUP BY m.id, m.email, m.name ORDER BY m.id LIMIT $3]], mall_id, days, limit)
end

--- They are being told now.
function store.notice(tx, mall_id, member_id, days)
  tx:rows([[
    UPDATE point_lot SET noticed_at = now()
    WHERE mall_id = $1 AND member_id = $2 AND remaining > 0 AND noticed_at IS NULL
      AND expires_at <= now() + make_interval(days => $3)]], mall_id, member_id, days)
end

return store
