-- Who bought for how much, who stands on which grade, and the moves between grades.

local pg = require "pg"

local store = {}

-- What was paid for goods, without delivery.
local SUM = [[
  SELECT coalesce(sum(o.goods_amount - o.discount_amount), 0) FROM "order" o
  WHERE o.mall_id = m.mall_id AND o.member_id = m.id AND o.status = ANY ($2)
    AND o.placed_at >= to_timestamp($3) AND o.placed_at < to_timestamp($4)]]

---@class grade.standing
---@field member_id string
---@field name string
---@field email string
---@field grade string
---@field sum integer  won

-- A sum of bigint is numeric, which would come as text.
local STANDINGS = [[
  SELECT m.id AS member_id, m.name, m.email, m.grade, (]] .. SUM .. [[)::bigint AS sum FROM member m
  WHERE m.mall_id = $1 AND m.status = 'active' AND ($5::uuid IS NULL OR m.id > $5) ORDER BY m.id LIMIT $6]]

--- Members with what they bought in a window, a page of them by id. In a transaction they are locked.
---@param window {from:number, to:number}
---@param paid string[]  the order states that mean paid
---@param after string|nil the last member of the page before
---@param limit integer
---@param tx table|nil
---@return grade.standing[]
function store.standings(mall_id, window, paid, after, limit, tx)
  if tx then
    return tx:rows(STANDINGS .. " FOR NO KEY UPDATE OF m", mall_id, pg.array(paid), window.from, window.to, after or pg.null,
      limit)
  end
  return pg.rows(STANDINGS, mall_id, pg.array(paid), window.from, window.to, after or pg.null, limit)
end

--- What one member bought in a window.
---@return integer
function store.sum(mall_id, member_id, window, paid)
  local row = pg.row("SELECT (" .. SUM .. ")::bigint AS sum FROM member m WHERE m.mall_id = $1 AND m.id = $5",
    mall_id, pg.array(paid), window.from, window.to, member_id)
  return row and row.sum or 0
end

---@class grade.move
---@field member_id string
---@field from string
---@field to string
---@field sum integer
---@field reason string

--- Moves members: each gets a row of history and the new grade. Who was moved for this month already is left where they are.
---@param month string|nil "2026-12-01"; nil: staff move them
---@param moves grade.move[]
---@param actor string
---@return table<string, true> moved  by member
function store.move(tx, mall_id, month, moves, actor)
  if #moves == 0 then return {} end
  local rows = tx:rows([[
    WITH moved AS (
      INSERT INTO grade_move (mall_id, member_id, month, from_grade, to_grade, purchase_sum, reason, actor)
      SELECT $1, (m ->> 'member_id')::uuid, $2::date, m ->> 'from', m ->> 'to', (m ->> 'sum')::bigint, m ->> 'reason', $4
      FROM jsonb_array_elements($3::jsonb) AS m
      ON CONFLICT ON CONSTRAINT grade_move_once_a_month DO NOTHING RETURNING member_id, to_grade)
    UPDATE member m SET grade = moved.to_grade, version = m.version + 1 FROM moved
    WHERE m.mall_id = $1 AND m.id = moved.member_id RETURNING m.id]], mall_id, month or pg.null, pg.json(moves), actor)
  local moved = {}
  for _, row in ipairs(rows) do moved[row.id] = true end
  return moved
end

--- How many stand on which grade.
---@return {grade:string, members:integer}[]
function store.distribution(mall_id)
  return pg.rows([[SELECT grade, count(*)::int AS members FROM member WHERE mall_id = $1 AND status = 'active'
    GROUP BY grade]], mall_id)
end

--- A member's moves, newest first.
---@return {at:number, from_grade:string, to_grade:string, reason:string}[]
function store.moves_of(mall_id, member_id, limit)
  return pg.rows([[SELECT at, from_grade, to_grade, reason FROM grade_move WHERE mall_id = $1 AND member_id = $2
    ORDER BY at DESC, id DESC LIMIT $3]], mall_id, member_id, limit)
end

--- The evaluations of the latest months: how many moved.
---@return {month:string, members:integer, at:number}[]
function store.months(mall_id, limit)
  return pg.rows([[SELECT to_char(month, 'YYYY-MM') AS month, count(*)::int AS members, max(at) AS at FROM grade_move
    WHERE mall_id = $1 AND month IS NOT NULL GROUP BY 1 ORDER BY 1 DESC LIMIT $2]], mall_id, limit)
end

return store
