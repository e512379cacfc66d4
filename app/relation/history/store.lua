-- The history of raw changes: appended in the transaction of the change, never altered. What was taken back is known by the
-- change that took it back.

local pg = require "pg"
local statement = require "relation.statement"

local quote = statement.quote

local store = {}

---@class relation.change
---@field id string
---@field table_name string
---@field key string[]
---@field action "insert"|"update"|"delete"
---@field columns string[]
---@field staff_name string
---@field why string
---@field at number
---@field undoes string|nil
---@field undone_by string|nil
---@field with_id string|nil
---@field before string|nil   JSON, only from `find`
---@field after string|nil    JSON, only from `find`

--- Appends a change. The columns that changed are found here; what only counts changes is none of them.
---@param change { table_name: string, key: string[], action: string, before: string|nil, after: string|nil,
---  counter: string|nil, staff_id: string|nil, staff_name: string, why: string|nil, undoes: string|nil,
---  with_id: string|nil }
---@return { id: string, columns: string[] }|nil  nil: it was undone already, or changes nothing
function store.append(tx, change)
  return tx:row([[
    INSERT INTO row_change (table_name, key, action, before, after, staff_id, staff_name, why, undoes, with_id, columns)
    SELECT $1, $2::text[], $3, $4::jsonb, $5::jsonb, $6, $7, $8, $9, $10, found.columns
    FROM (SELECT ARRAY(SELECT k FROM (SELECT jsonb_object_keys($4::jsonb) UNION SELECT jsonb_object_keys($5::jsonb)) keys (k)
      WHERE $4::jsonb -> k IS DISTINCT FROM $5::jsonb -> k AND k IS DISTINCT FROM $11 ORDER BY k) AS columns) found
    WHERE found.columns <> '{}'
    ON CONFLICT (undoes) DO NOTHING
    RETURNING id, columns]],
    change.table_name, pg.array(change.key), change.action, change.before or pg.null, change.after or pg.null,
    change.staff_id or pg.null, change.staff_name, change.why or "", change.undoes or pg.null, change.with_id or pg.null,
    change.action == "update" and change.counter or pg.null)
end

local HEAD = [[h.id, h.table_name, h.key, h.action, h.columns, h.staff_name, h.why, h.at, h.undoes, h.with_id,
  (SELECT u.id FROM row_change u WHERE u.undoes = h.id) AS undone_by]]

--- A change with what it found and what it left.
---@param id string
---@return relation.change|nil
function store.find(tx, id)
  return tx:row("SELECT " .. HEAD
    .. ", h.before::text AS before, h.after::text AS after FROM row_change h WHERE h.id = $1", id)
end

--- What a deletion took along, in the order in which it can be put back.
---@return relation.change[]
function store.along(tx, id)
  return tx:rows("SELECT " .. HEAD
    .. ", h.before::text AS before FROM row_change h WHERE h.with_id = $1 ORDER BY h.at, h.id", id)
end

local function by_column(one, row, prefix)
  local cells = {}
  for i, column in ipairs(one.columns) do cells[column.name] = { text = row[prefix .. i] } end
  return cells
end

--- The changes of a table, or of one of its rows, the newest first, with the values before and after as they are shown.
---@param one relation.table
---@param key string[]|nil
---@param before_id string|nil  only what is older than this change
---@param limit integer
---@return (relation.change|{ was: table<string, relation.cell>, is: table<string, relation.cell> })[]
function store.list(one, key, before_id, limit)
  local list = {}
  for i, column in ipairs(one.columns) do
    list[#list + 1] = statement.shown(column, "b", 300) .. " AS b" .. i
    list[#list + 1] = statement.shown(column, "a", 300) .. " AS a" .. i
  end
  local sql = ([[
    SELECT %s, %s
    FROM row_change h, jsonb_populate_record(NULL::%s, h.before) b, jsonb_populate_record(NULL::%s, h.after) a
    WHERE h.table_name = $1 AND ($2::text[] IS NULL OR h.key = $2)
      AND ($3::uuid IS NULL OR (h.at, h.id) < (SELECT at, id FROM row_change WHERE id = $3))
    ORDER BY h.at DESC, h.id DESC LIMIT %d]]):format(HEAD, table.concat(list, ", "), quote(one.name), quote(one.name), limit)
  local rows = pg.slow_rows(sql, one.name, key and pg.array(key) or pg.null, before_id or pg.null)
  for _, row in ipairs(rows) do row.was, row.is = by_column(one, row, "b"), by_column(one, row, "a") end
  return rows
end

--- The newest changes of all tables.
---@param limit integer
---@return relation.change[]
function store.newest(limit)
  return pg.rows("SELECT " .. HEAD .. " FROM row_change h WHERE h.with_id IS NULL ORDER BY h.at DESC, h.id DESC LIMIT $1",
    limit)
end

--- Empties what changes tell of a member who leaves.
---@param tx pg.tx
---@return integer changes
function store.forget_of(tx, mall_id, member_id)
  return tx:row("SELECT forget_row_changes_of($1, $2) AS emptied", mall_id, member_id).emptied
end

--- Throws away changes that are older than so many days.
---@param days integer
---@return integer changes
function store.sweep(days) return pg.row("SELECT forget_row_changes($1) AS gone", days).gone end

return store
