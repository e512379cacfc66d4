-- Reading rows of any table: a page of a list, one row with all it holds, what refers to it, and what a picker offers. Lists
-- over large tables take long, so they go over the slow lane.

local pg = require "pg"
local answer = require "relation.answer"
local filter = require "relation.rows.filter"
local kind = require "relation.rules.kind"
local statement = require "relation.statement"

local quote, rows_or_none = statement.quote, answer.rows_or_none

local store = {}

---@class relation.cell
---@field text string|nil   nil: NULL
---@field label string|nil  what the row is called that it refers to

---@class relation.row
---@field key string[]
---@field cells table<string, relation.cell>
---@field version string|nil  of its contents

-- c1 … cn are the columns' texts, l1 … ln the labels of what they refer to.
local function selected(catalog, one, columns, longest)
  local list = { (one.key and statement.key(one, "t") or "NULL") .. " AS key" }
  for i, column in ipairs(columns) do
    list[#list + 1] = statement.shown(column, "t", longest) .. " AS c" .. i
    local target = column.picks and catalog.by_name[column.picks.target]
    local label = target and statement.label(column.picks, target, "t")
    if label then list[#list + 1] = label .. " AS l" .. i end
  end
  return table.concat(list, ", ")
end

local function read_row(columns, row)
  local cells = {}
  for i, column in ipairs(columns) do cells[column.name] = { text = row["c" .. i], label = row["l" .. i] } end
  return { key = row.key, cells = cells, version = row.version }
end

-- The row that a page begins after, with what the order compares.
local function find_last(one, asked)
  local parameters = statement.parameters()
  local raw = {}
  for i, name in ipairs(one.key) do raw[i] = "t." .. quote(name) .. "::text" end
  local sql = ("SELECT ARRAY[%s] AS key, %s::text AS value FROM %s t WHERE %s"):format(table.concat(raw, ", "),
    asked.order.column and "t." .. quote(asked.order.column) or "NULL", quote(one.name),
    statement.at_key(one, "t", asked.after, parameters))
  local rows = rows_or_none(pg.slow(sql, unpack(parameters.values)))
  return rows and rows[1]
end

local function order_by(one, order)
  local list = {}
  if order.column then list[1] = ("t.%s %s NULLS LAST"):format(quote(order.column), order.down and "DESC" or "ASC") end
  for _, name in ipairs(one.key or {}) do list[#list + 1] = "t." .. quote(name) end
  return #list > 0 and "ORDER BY " .. table.concat(list, ", ") or ""
end

---@class relation.asked
---@field mall_id string|nil
---@field filters relation.filter[]|nil
---@field order { column: string|nil, down: boolean|nil }
---@field after string[]|nil   the key of the last row of the page before
---@field limit integer
---@field columns relation.column[]
---@field longest integer|nil  characters of a value at most

--- A page of a list.
---@param catalog relation.catalog
---@param one relation.table   one without a key has a first page only
---@param asked relation.asked
---@return { rows: relation.row[], more: boolean, problems: table<integer, string>, restarted: boolean|nil }
function store.page(catalog, one, asked)
  local order = asked.order
  if order.column then
    local column = one.by_name[order.column]
    if not column or column.hidden == "secret" or not kind.sorts(column.kind) then order = {} end
  end
  local parameters = statement.parameters()
  local conditions, problems = filter.conditions(one, asked, parameters)
  local from_last = asked.after and one.key and #asked.after == #one.key
  local last = from_last and find_last(one, { order = order, after = asked.after })
  if last then conditions[#conditions + 1] = filter.after(one, order, last, parameters) end
  local sql = ("SELECT %s FROM %s t %s %s LIMIT %d"):format(
    selected(catalog, one, asked.columns, asked.longest), quote(one.name),
    #conditions > 0 and "WHERE " .. table.concat(conditions, " AND ") or "", order_by(one, order), asked.limit + 1)
  local rows = rows_or_none(pg.slow(sql, unpack(parameters.values))) or {}
  local found = {}
  for i = 1, math.min(#rows, asked.limit) do found[i] = read_row(asked.columns, rows[i]) end
  return { rows = found, more = #rows > asked.limit, problems = problems, restarted = asked.after ~= nil and not last }
end

--- How many rows a list has, counted no further than `most`.
---@param one relation.table
---@param asked relation.asked
---@param most integer
---@return integer
function store.count(one, asked, most)
  local parameters = statement.parameters()
  local conditions = filter.conditions(one, asked, parameters)
  local sql = ("SELECT count(*)::int AS n FROM (SELECT 1 FROM %s t %s LIMIT %d) counted"):format(quote(one.name),
    #conditions > 0 and "WHERE " .. table.concat(conditions, " AND ") or "", most)
  local rows = rows_or_none(pg.slow(sql, unpack(parameters.values)))
  return rows and rows[1].n or 0
end

--- One row with all its columns. Within a transaction it is locked.
---@param catalog relation.catalog
---@param one relation.table
---@param key string[]
---@param tx table|nil
---@return relation.row|nil
function store.find(catalog, one, key, tx)
  if not one.key or #key ~= #one.key then return nil end
  local parameters = statement.parameters()
  local at = statement.at_key(one, "t", key, parameters)
  local sql = ("SELECT %s, md5(to_jsonb(t)::text) AS version FROM %s t WHERE %s%s"):format(
    selected(catalog, one, one.columns), quote(one.name), at, tx and " FOR UPDATE OF t" or "")
  local rows
  if tx then
    rows = rows_or_none(tx:query(sql, unpack(parameters.values)))
  else
    rows = rows_or_none(pg.query(sql, unpack(parameters.values)))
  end
  return rows and rows[1] and read_row(one.columns, rows[1])
end

--- How many rows refer to a row, by each reference, counted no further than `most`.
---@param one relation.table
---@param key string[]
---@param most integer
---@param tx table|nil
---@return integer[] in the order of one.referrers
function store.count_referrers(one, key, most, tx)
  if #one.referrers == 0 then return {} end
  local parameters = statement.parameters()
  local at, list = statement.at_key(one, "t", key, parameters), {}
  for i, reference in ipairs(one.referrers) do
    list[i] = ("(SELECT count(*)::int FROM (SELECT 1 FROM %s f WHERE %s LIMIT %d) counted) AS n%d"):format(
      quote(reference.table), statement.join(reference, "f", "t"), most, i)
  end
  local sql = ("SELECT %s FROM %s t WHERE %s"):format(table.concat(list, ", "), quote(one.name), at)
  local rows = tx and tx:rows(sql, unpack(parameters.values)) or rows_or_none(pg.slow(sql, unpack(parameters.values)))
  local counts = {}
  for i = 1, #one.referrers do counts[i] = rows and rows[1] and rows[1]["n" .. i] or 0 end
  return counts
end

return store
