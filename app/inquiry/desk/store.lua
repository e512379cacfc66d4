-- Inquiries as staff list and answer them.

local pg = require "pg"
local reader = require "shared.listing.reader"

local store = {}

local LIST = [[
  SELECT i.id, i.topic, i.title, i.created_at, i.answered_at, i.answered_by, m.name AS member_name, o.number AS order_number,
    CASE WHEN i.answered_at IS NULL THEN 'waiting' ELSE 'answered' END AS state
  FROM inquiry i
  JOIN member m ON m.mall_id = i.mall_id AND m.id = i.member_id
  LEFT JOIN "order" o ON o.mall_id = i.mall_id AND o.id = i.order_id
  WHERE i.mall_id = $1]]

--- Lists of them: see shared.listing.reader.
store.list, store.count = reader.of(pg.slow_rows, LIST)

local ONE = [[
  SELECT i.id, i.topic, i.title, i.body, i.created_at, i.answer, i.answered_at, i.answered_by, i.version, i.member_id,
    m.name AS member_name, m.email AS member_email, o.number AS order_number
  FROM inquiry i
  JOIN member m ON m.mall_id = i.mall_id AND m.id = i.member_id
  LEFT JOIN "order" o ON o.mall_id = i.mall_id AND o.id = i.order_id
  WHERE i.mall_id = $1 AND i.id::text = $2]]

---@param tx table|nil  its row is locked then
---@return table|nil
function store.get(mall_id, id, tx)
  if tx then return tx:row(ONE .. " FOR UPDATE OF i", mall_id, id) end
  return pg.row(ONE, mall_id, id)
end

--- Answers, or changes the answer.
---@param by string  the staff's e-mail address
function store.answer(tx, mall_id, id, answer, by)
  tx:rows([[UPDATE inquiry SET answer = $3, answered_at = coalesce(answered_at, now()), answered_by = $4, version = version + 1
    WHERE mall_id = $1 AND id = $2]], mall_id, id, answer, by)
end

return store
