-- Orders and their lines in PostgreSQL, as they are read. placement/ writes them once; what stands on their axes is moved by
-- subject/store.lua alone.

local pg = require "pg"

local store = {}

-- The payment that says how an order is paid: of several attempts the one that lives, else the newest; points alone when
-- there is nothing else.
local HEAD = [[
  SELECT o.*, p.provider, p.method, p.bank, p.account_number, p.account_holder, p.depositor, p.status AS payment_status,
    p.amount AS payment_amount, p.due_at AS deposit_due_at
  FROM "order" o LEFT JOIN LATERAL (
    SELECT * FROM payment p WHERE p.mall_id = o.mall_id AND p.order_id = o.id
    ORDER BY p.provider = 'points', p.status IN ('failed', 'expired', 'voided'), p.seq DESC LIMIT 1) p ON true ]]

---@param mall_id string
---@param number string
---@return table|nil
function store.by_number(mall_id, number)
  return pg.row(HEAD .. "WHERE o.mall_id = $1 AND o.number = $2", mall_id, number)
end

---@return table|nil
function store.by_place_key(mall_id, place_key, tx)
  local sql = HEAD .. "WHERE o.mall_id = $1 AND o.place_key = $2"
  if tx then return tx:row(sql, mall_id, place_key) end
  return pg.row(sql, mall_id, place_key)
end

--- In which mall is this order? Numbers are typed by staff who do not name the mall.
---@return {mall_id:string, id:string}[]
function store.find(number)
  return pg.rows('SELECT mall_id, id FROM "order" WHERE number = $1', number)
end

--- All orders of a member with all that stands in them, the newest first.
---@return table[]
function store.all_of_member(mall_id, member_id)
  return pg.rows(HEAD .. "WHERE o.mall_id = $1 AND o.member_id = $2 ORDER BY o.placed_at DESC, o.id DESC", mall_id,
    member_id)
end

---@return table[]
function store.lines(mall_id, order_id, tx)
  local sql = [[
    SELECT l.*, CASE WHEN m.id IS NOT NULL THEN jsonb_build_object('id', m.id, 'alt', l.media_alt, 'width', m.width,
      'height', m.height, 'color', m.color) END AS image
    FROM order_line l LEFT JOIN media m ON m.mall_id = l.mall_id AND m.id = l.media_id
    WHERE l.mall_id = $1 AND l.order_id = $2 ORDER BY l.position]]
  if tx then return tx:rows(sql, mall_id, order_id) end
  return pg.rows(sql, mall_id, order_id)
end

---@return table[]
function store.history(mall_id, order_id)
  return pg.rows("SELECT * FROM order_event WHERE mall_id = $1 AND order_id = $2 ORDER BY seq", mall_id, order_id)
end

-- Orders in brief: the first of their goods stands for them.
local BRIEF = [[
  SELECT o.number, o.placed_at, o.status, o.payable_amount, first.product_name, goods.lines,
    CASE WHEN m.id IS NOT NULL THEN jsonb_build_object('id', m.id, 'alt', first.media_alt, 'width', m.width, 'height', m.height,
      'color', m.color) END AS image
  FROM (SELECT * FROM "order" WHERE mall_id = $1 AND member_id = $2 AND placed_at >= to_timestamp($3)
      AND ($6::text[] IS NULL OR status = ANY ($6))
    ORDER BY placed_at DESC, id DESC LIMIT $4 OFFSET $5) o
  JOIN order_line first ON first.mall_id = o.mall_id AND first.order_id = o.id AND first.position = 1
  CROSS JOIN LATERAL (SELECT count(*)::int AS lines FROM order_line l WHERE l.mall_id = o.mall_id AND l.order_id = o.id) goods
  LEFT JOIN media m ON m.mall_id = first.mall_id AND m.id = first.media_id
  ORDER BY o.placed_at DESC, o.id DESC]]

local MINE = [[
  SELECT count(*)::int AS total FROM "order" WHERE mall_id = $1 AND member_id = $2 AND placed_at >= to_timestamp($3)
    AND ($4::text[] IS NULL OR status = ANY ($4))]]

--- A member's orders since a moment, newest first, and how many there are.
---@param since number
---@param statuses string[]|nil  only those that stand there
---@return table[]
---@return integer total
function store.of_member(mall_id, member_id, since, limit, offset, statuses)
  local only = statuses and pg.array(statuses) or pg.null
  local results = pg.row_sets {
    { MINE, mall_id, member_id, since, only },
    { BRIEF, mall_id, member_id, since, limit, offset, only },
  }
  return results[2], results[1][1].total
end

--- How many of a member's orders stand where.
---@return table<string, integer> by status
function store.counts(mall_id, member_id)
  local counts = {}
  for _, row in ipairs(pg.rows('SELECT status, count(*)::int AS orders FROM "order" WHERE mall_id = $1 AND member_id = $2'
    .. " GROUP BY status", mall_id, member_id)) do
    counts[row.status] = row.orders
  end
  return counts
end

--- Orders that wait to be paid although the time of every attempt is over, by the database's clock; the oldest first. What
--- a provider may be approving at this moment is not over.
---@param limit integer
---@return {mall_id:string, id:string, number:string}[]
function store.overdue(limit)
  return pg.rows([[
    SELECT o.mall_id, o.id, o.number FROM "order" o
    WHERE o.status IN ('awaiting_payment', 'awaiting_deposit') AND NOT EXISTS (SELECT FROM payment p
      WHERE p.mall_id = o.mall_id AND p.order_id = o.id AND (p.expires_at >= now() OR p.status = 'approving'))
    ORDER BY o.placed_at LIMIT $1]], limit)
end

--- The database's clock, by which deadlines are judged.
---@return number
function store.now(tx) return tx:row("SELECT now() AS now").now end

return store
