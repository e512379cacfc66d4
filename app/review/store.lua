-- Reviews in PostgreSQL. What a product's page says of them is put together by the database when one changes.

local pg = require "pg"

local store = {}

-- A line of a paid order that is the member's, with what it is called.
local LINE = [[
  SELECT o.id AS order_id, o.number, o.placed_at, l.position, l.product_id, l.product_name, l.product_slug, l.sku_label,
    CASE WHEN m.id IS NOT NULL THEN jsonb_build_object('id', m.id, 'alt', l.media_alt, 'width', m.width, 'height', m.height,
      'color', m.color) END AS image
  FROM "order" o
  JOIN order_line l ON l.mall_id = o.mall_id AND l.order_id = o.id
  LEFT JOIN media m ON m.mall_id = l.mall_id AND m.id = l.media_id
  WHERE o.mall_id = $1 AND o.member_id = $2 AND o.status = ANY ($3)
    AND NOT EXISTS (SELECT FROM review r
      WHERE r.mall_id = o.mall_id AND r.order_id = o.id AND r.order_position = l.position)]]

---@class review.line
---@field order_id string
---@field number string
---@field placed_at number
---@field position integer
---@field product_id string
---@field product_name string
---@field product_slug string
---@field sku_label string
---@field image table|nil

--- What a member bought and has not written of; the newest first.
---@param paid string[] the order states that mean paid
---@return review.line[]
function store.unwritten(mall_id, member_id, paid, limit)
  return pg.rows(LINE .. " ORDER BY o.placed_at DESC, o.id, l.position LIMIT $4", mall_id, member_id, pg.array(paid), limit)
end

--- One such line; nil: the member did not buy it, or wrote of it before.
---@return review.line|nil
function store.line(mall_id, member_id, paid, number, position, tx)
  local sql = LINE .. " AND o.number = $4 AND l.position = $5"
  if tx then return tx:row(sql, mall_id, member_id, pg.array(paid), number, position) end
  return pg.row(sql, mall_id, member_id, pg.array(paid), number, position)
end

--- Writes a review of a line. nil: somebody was faster.
---@param line review.line
---@param review {author:string, rating:integer, body:string}
---@return string|nil id
function store.write(tx, mall_id, member_id, line, review)
  local row = tx:row([[
    INSERT INTO review (mall_id, product_id, member_id, order_id, order_position, author, option_label, rating, body)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT ON CONSTRAINT review_once_a_line DO NOTHING RETURNING id]],
    mall_id, line.product_id, member_id, line.order_id, line.position, review.author, line.sku_label, review.rating,
    review.body)
  return row and row.id
end

--- A member takes a review back. Its line cannot be written of again.
---@return boolean
function store.take_back(mall_id, member_id, id)
  return pg.write([[UPDATE review SET deleted_at = now() WHERE mall_id = $1 AND member_id = $2 AND id::text = $3
    AND deleted_at IS NULL]], mall_id, member_id, id).affected > 0
end

--- What a member wrote, newest first, and how much.
---@return table[]
---@return integer total
function store.of_member(mall_id, member_id, limit, offset)
  local results = pg.row_sets {
    { "SELECT count(*)::int AS total FROM review WHERE mall_id = $1 AND member_id = $2 AND deleted_at IS NULL",
      mall_id, member_id },
    { [[SELECT r.id, r.rating, r.body, r.option_label, r.created_at AS at, r.hidden_why, p.name AS product_name, p.slug
      FROM review r JOIN product p ON p.mall_id = r.mall_id AND p.id = r.product_id
      WHERE r.mall_id = $1 AND r.member_id = $2 AND r.deleted_at IS NULL
      ORDER BY r.created_at DESC, r.id DESC LIMIT $3 OFFSET $4]], mall_id, member_id, limit, offset },
  }
  return results[2], results[1][1].total
end

local ORDER = { newest = "created_at DESC, id DESC", high = "rating DESC, created_at DESC, id DESC",
  low = "rating, created_at DESC, id DESC" }

--- One page of a product's reviews.
---@param sort "newest"|"high"|"low"
---@return table[]
function store.of_product(mall_id, product_id, sort, limit, offset)
  return pg.rows([[SELECT author, option_label, rating, body, created_at AS at FROM review
    WHERE mall_id = $1 AND product_id = $2 AND deleted_at IS NULL AND hidden_at IS NULL
    ORDER BY ]] .. ORDER[sort] .. " LIMIT $3 OFFSET $4", mall_id, product_id, limit, offset)
end

return store
