-- Points as staff look at them: what moved, and whose they are.

local pg = require "pg"
local reader = require "shared.listing.reader"

local store = {}

local LIST = [[
  SELECT t.id, t.member_id, t.kind, t.reason, t.actor, t.at, m.name AS member_name, moved.amount
  FROM point_transaction t
  JOIN member m ON m.mall_id = t.mall_id AND m.id = t.member_id
  CROSS JOIN LATERAL (SELECT sum(e.amount)::int AS amount FROM point_entry e
    WHERE e.mall_id = t.mall_id AND e.transaction_id = t.id AND e.account = 'member') moved
  WHERE t.mall_id = $1]]

--- Lists of them: see shared.listing.reader.
store.list, store.count, store.all = reader.of(pg.slow_rows, LIST)

--- Who has points or may get some.
---@return {id:string, name:string, grade:string}|nil
function store.holder(mall_id, id)
  return pg.row("SELECT id, name, grade FROM member WHERE mall_id = $1 AND id::text = $2 AND status <> 'withdrawn'",
    mall_id, id)
end

return store
