-- Questions about products as staff list, answer and hide them.

local pg = require "pg"
local reader = require "shared.listing.reader"

local store = {}

local LIST = [[
  SELECT q.id, left(q.body, 40) AS words, q.author, q.secret, q.created_at, q.answered_at, p.name AS product_name, p.slug,
    CASE WHEN q.hidden_at IS NOT NULL THEN 'hidden' WHEN q.answered_at IS NULL THEN 'waiting' ELSE 'answered' END AS state
  FROM product_question q JOIN product p ON p.mall_id = q.mall_id AND p.id = q.product_id
  WHERE q.mall_id = $1 AND q.deleted_at IS NULL]]

--- Lists of them: see shared.listing.reader.
store.list, store.count = reader.of(pg.slow_rows, LIST)

local ONE = [[
  SELECT q.id, q.body, q.author, q.secret, q.created_at, q.answer, q.answered_at, q.answered_by, q.hidden_at, q.hidden_why,
    q.version, q.member_id, p.name AS product_name, p.slug, m.name AS member_name, m.email AS member_email
  FROM product_question q
  JOIN product p ON p.mall_id = q.mall_id AND p.id = q.product_id
  LEFT JOIN member m ON m.mall_id = q.mall_id AND m.id = q.member_id
  WHERE q.mall_id = $1 AND q.id::text = $2 AND q.deleted_at IS NULL]]

---@param tx table|nil  its row is locked then
---@return table|nil
function store.get(mall_id, id, tx)
  if tx then return tx:row(ONE .. " FOR UPDATE OF q", mall_id, id) end
  return pg.row(ONE, mall_id, id)
end

--- Answers, or changes the answer.
---@param by string  the staff's e-mail address
function store.answer(tx, mall_id, id, answer, by)
  tx:rows([[UPDATE product_question SET answer = $3, answered_at = coalesce(answered_at, now()), answered_by = $4,
      version = version + 1
    WHERE mall_id = $1 AND id = $2]], mall_id, id, answer, by)
end

--- Hides it from everybody but its writer, with a reason; why = nil shows it again.
function store.hide(tx, mall_id, id, why)
  tx:rows([[UPDATE product_question SET hidden_at = CASE WHEN $3::text IS NOT NULL THEN now() END, hidden_why = $3,
      version = version + 1
    WHERE mall_id = $1 AND id = $2]], mall_id, id, why or pg.null)
end

return store
