-- Members as staff looks them up, and what staff notes about them.

local pg = require "pg"
local reader = require "shared.listing.reader"

local store = {}

-- What they bought is asked for the rows that are shown, not for all that are counted.
local LIST = [[
  SELECT m.id, m.name, m.email, m.phone, m.grade, m.joined_at, m.last_login_at,
    CASE WHEN m.blocked_at IS NOT NULL THEN 'blocked' ELSE m.status END AS state,
    (SELECT count(*) FROM "order" o WHERE o.mall_id = m.mall_id AND o.member_id = m.id) AS orders,
    (SELECT coalesce(sum(payable_amount), 0)::bigint FROM "order" o
      WHERE o.mall_id = m.mall_id AND o.member_id = m.id) AS spent
  FROM member m WHERE m.mall_id = $1]]

--- Lists of them: see shared.listing.reader.
store.list, store.count, store.all = reader.of(pg.slow_rows, LIST)

---@return { author: string, note: string, at: number }[]
function store.notes(mall_id, member_id)
  return pg.rows("SELECT author, note, at FROM member_note WHERE mall_id = $1 AND member_id = $2 ORDER BY at DESC, id DESC",
    mall_id, member_id)
end

---@param author string
---@param note string
function store.note(tx, mall_id, member_id, author, note)
  tx:rows("INSERT INTO member_note (mall_id, member_id, author, note) VALUES ($1, $2, $3, $4)", mall_id, member_id, author,
    note)
end

--- Nothing stays noted about who left.
function store.drop_notes(tx, mall_id, member_id)
  tx:rows("DELETE FROM member_note WHERE mall_id = $1 AND member_id = $2", mall_id, member_id)
end

return store
