-- Questions about products.

local pg = require "pg"

local store = {}

---@param question {product_id:string, member_id:string, author:string, secret:boolean, body:string}
---@return string id
function store.ask(mall_id, question)
  return pg.write([[INSERT INTO product_question (mall_id, product_id, member_id, author, secret, body)
    VALUES ($1, $2, $3, $4, $5, $6) RETURNING id]], mall_id, question.product_id, question.member_id, question.author,
    question.secret, question.body)[1].id
end

--- One page of a product's questions, the words of secret ones only for who wrote them; and how many there are.
---@param reader string|nil  the member who looks
---@return table[]
---@return integer total
function store.of_product(mall_id, product_id, reader, limit, offset)
  local results = pg.row_sets {
    { [[SELECT count(*)::int AS total FROM product_question WHERE mall_id = $1 AND product_id = $2 AND deleted_at IS NULL
      AND hidden_at IS NULL]], mall_id, product_id },
    { [[SELECT author, secret, member_id, created_at AS at, answered_at IS NOT NULL AS answered,
        CASE WHEN NOT secret OR member_id = $3 THEN body END AS body,
        CASE WHEN NOT secret OR member_id = $3 THEN answer END AS answer
      FROM product_question
      WHERE mall_id = $1 AND product_id = $2 AND deleted_at IS NULL AND hidden_at IS NULL
      ORDER BY created_at DESC, id DESC LIMIT $4 OFFSET $5]], mall_id, product_id, reader or pg.null, limit, offset },
  }
  return results[2], results[1][1].total
end

--- What a member asked, newest first, and how much.
---@return table[]
---@return integer total
function store.of_member(mall_id, member_id, limit, offset)
  local results = pg.row_sets {
    { "SELECT count(*)::int AS total FROM product_question WHERE mall_id = $1 AND member_id = $2 AND deleted_at IS NULL",
      mall_id, member_id },
    { [[SELECT q.id, q.secret, q.body, q.created_at AS at, q.answer, q.answered_at, q.hidden_why, p.name AS product_name, p.slug
      FROM product_question q JOIN product p ON p.mall_id = q.mall_id AND p.id = q.product_id
      WHERE q.mall_id = $1 AND q.member_id = $2 AND q.deleted_at IS NULL
      ORDER BY q.created_at DESC, q.id DESC LIMIT $3 OFFSET $4]], mall_id, member_id, limit, offset },
  }
  return results[2], results[1][1].total
end

--- A member takes a question back, as long as nobody has answered.
---@return boolean
function store.take_back(mall_id, member_id, id)
  return pg.write([[UPDATE product_question SET deleted_at = now() WHERE mall_id = $1 AND member_id = $2 AND id::text = $3
    AND deleted_at IS NULL AND answered_at IS NULL]], mall_id, member_id, id).affected > 0
end

--- How many wait for an answer.
---@param mall_id string
---@return integer
function store.waiting(mall_id)
  return pg.row([[SELECT count(*)::int AS n FROM product_question
    WHERE mall_id = $1 AND answer IS NULL AND deleted_at IS NULL AND hidden_at IS NULL]], mall_id).n
end

return store
