-- Points as staff look at them: what moved, and whose they are.

local pg = require "pg"

local store = {}

local LIST = [[
  SELECT t.id, t.member_id, t.kind, t.reason, t.actor, t.at, m.name AS member_name, moved.amount
  FROM point_transaction t
  JOIN member m ON m.mall_id = t.mall_id AND m.id = t.member_id
  CROSS JOIN LATERAL (SELECT sum(e.amount)::int AS amount FROM point_entry e
    WHERE e.mall_id = t.mall_id AND e.transaction_id = t.id AND e.account = 'member') moved
  WHERE t.mall_id = $1]]

---@param ask listing.ask
---@return table[]
function store.list(mall_id, ask)
  local sql, args = ask:select(LIST, mall_id)
  return pg.slow_rows(sql, unpack(args, 1, args.n))
end

---@param ask listing.ask
---@return integer
function store.count(mall_id, ask)
  local sql, args = ask:count(LIST, mall_id)
  return pg.slow_rows(sql, unpack(args, 1, args.n))[1].count
end

---@param ask listing.ask
---@return table[]
function store.all(mall_id, ask)
  local sql, args = ask:all(LIST, mall_id)
  return pg.slow_rows(sql, unpack(args, 1, args.n))
end

--- Who has points or may get some.
---@return {id:string, name:string, grade:string}|nil
function store.holder(mall_id, id)
  return pg.row("SELECT id, name, grade FROM member WHERE mall_id = $1 AND id::text = $2 AND status <> 'withdrawn'",
    mall_id, id)
end

return store
