-- 1:1 inquiries.

local pg = require "pg"

local store = {}

---@param inquiry {topic:string, order_id:string|nil, title:string, body:string}
---@return string id
function store.ask(mall_id, member_id, inquiry)
  return pg.write([[INSERT INTO inquiry (mall_id, member_id, topic, order_id, title, body) VALUES ($1, $2, $3, $4, $5, $6)
    RETURNING id]], mall_id, member_id, inquiry.topic, inquiry.order_id or pg.null, inquiry.title, inquiry.body)[1].id
end

--- The order of a number, if it is the member's.
---@return string|nil id
function store.order_of(mall_id, member_id, number)
  local row = pg.row('SELECT id FROM "order" WHERE mall_id = $1 AND member_id = $2 AND number = $3',
    mall_id, member_id, number)
  return row and row.id
end

--- A member's inquiries, newest first, and how many.
---@return table[]
---@return integer total
function store.of_member(mall_id, member_id, limit, offset)
  local results = pg.row_sets {
    { "SELECT count(*)::int AS total FROM inquiry WHERE mall_id = $1 AND member_id = $2", mall_id, member_id },
    { [[SELECT id, topic, title, created_at AS at, answered_at FROM inquiry WHERE mall_id = $1 AND member_id = $2
      ORDER BY created_at DESC, id DESC LIMIT $3 OFFSET $4]], mall_id, member_id, limit, offset },
  }
  return results[2], results[1][1].total
end

--- One inquiry of a member; nil: they have none of this id.
---@return table|nil
function store.get(mall_id, member_id, id)
  return pg.row([[SELECT i.id, i.topic, i.title, i.body, i.created_at AS at, i.answer, i.answered_at, o.number AS order_number
    FROM inquiry i LEFT JOIN "order" o ON o.mall_id = i.mall_id AND o.id = i.order_id
    WHERE i.mall_id = $1 AND i.member_id = $2 AND i.id::text = $3]], mall_id, member_id, id)
end

--- All of a member's inquiries with their answers, for who takes their data along.
---@return table[]
function store.all(mall_id, member_id)
  return pg.rows([[SELECT title, body, created_at AS at, answer, answered_at FROM inquiry WHERE mall_id = $1 AND member_id = $2
    ORDER BY created_at DESC, id DESC]], mall_id, member_id)
end

--- How many wait for an answer.
---@param mall_id string
---@return integer
function store.waiting(mall_id)
  return pg.row("SELECT count(*)::int AS n FROM inquiry WHERE mall_id = $1 AND answer IS NULL", mall_id).n
end

return store
