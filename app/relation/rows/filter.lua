-- The conditions of a list: which mall, which values, and after which row. What a filter's text means depends on the kind of
-- its column.

local input = require "relation.rules.input"
local statement = require "relation.statement"

local quote, typed = statement.quote, statement.typed

local filter = {}

---@class relation.filter
---@field column string
---@field op "is"|"like"|"from"|"to"|"null"|"set"
---@field value string|nil

local NOT_ASKABLE = "고를 수 없는 칸이에요."

local function escaped(value) return (value:gsub("[%%_\\]", "\\%0")) end

-- "to 2026-11-29" means: all of that day.
local function before_end(column, value, parameters, name)
  if column.kind == "time" and value:find "^%d+%-%d+%-%d+$" then
    local day, sentence = input.read({ kind = "date", nullable = false }, value)
    if not day then return nil, sentence end
    return ("%s < ((%s::date + 1)::timestamp AT TIME ZONE 'Asia/Seoul')"):format(name, parameters.add(day))
  end
  local read, sentence = input.read(column, value)
  if not read then return nil, sentence end
  return ("%s <= %s"):format(name, typed(column, parameters.add(read)))
end

local function condition(one, asked, parameters)
  local column = one.by_name[asked.column]
  if not column then return nil, NOT_ASKABLE end
  local name = "t." .. quote(column.name)
  if asked.op == "null" then return name .. " IS NULL" end
  if asked.op == "set" then return name .. " IS NOT NULL" end
  if column.hidden == "secret" or column.kind == "bytes" then return nil, NOT_ASKABLE end
  if asked.op == "like" then
    return ("%s::text ILIKE '%%' || %s::text || '%%'"):format(name, parameters.add(escaped(asked.value)))
  end
  if column.kind == "json" or column.kind == "array" then return nil, "이 칸은 들어 있는 글자로만 찾을 수 있어요." end
  if asked.op == "to" then return before_end(column, asked.value, parameters, name) end
  -- any number may be looked for, also one that the column could not hold
  local unbounded = setmetatable({ min = false, max = false, nullable = false, length = false }, { __index = column })
  local read, sentence = input.read(unbounded, asked.value)
  if not read then return nil, sentence end
  return ("%s %s %s"):format(name, asked.op == "from" and ">=" or "=", typed(column, parameters.add(read)))
end

--- The conditions as SQL over `t`, and a sentence for each filter that means nothing.
---@param one relation.table
---@param asked { mall_id: string|nil, filters: relation.filter[]|nil }
---@param parameters table
---@return string[] conditions
---@return table<integer, string> problems  by the filter's place
function filter.conditions(one, asked, parameters)
  local list, problems = {}, {}
  if asked.mall_id and one.mall then
    local name = "t." .. quote(one.mall)
    local of_mall = ("%s = %s::uuid"):format(name, parameters.add(asked.mall_id))
    -- what belongs to no mall belongs to each of them
    list[1] = one.by_name[one.mall].nullable and ("(%s OR %s IS NULL)"):format(of_mall, name) or of_mall
  end
  for i, each in ipairs(asked.filters or {}) do
    local sql, sentence = condition(one, each, parameters)
    if sql then list[#list + 1] = sql else problems[i] = sentence end
  end
  return list, problems
end

--- That a row comes after another in the order of a list: by a column if there is one, what has no value last, then by key.
---@param one relation.table
---@param order { column: string|nil, down: boolean|nil }
---@param last { key: string[], value: string|nil }  the row before
---@param parameters table
---@return string
function filter.after(one, order, last, parameters)
  local names, values = {}, {}
  for i, name in ipairs(one.key) do
    local column = one.by_name[name]
    names[i] = "t." .. quote(name)
    values[i] = parameters.add(last.key[i]) .. "::" .. (column.kind == "text" and "text" or column.type)
  end
  local beyond = ("(%s) > (%s)"):format(table.concat(names, ", "), table.concat(values, ", "))
  if not order.column then return beyond end
  local name = "t." .. quote(order.column)
  if not last.value then return ("(%s IS NULL AND %s)"):format(name, beyond) end
  local column = one.by_name[order.column]
  local value = parameters.add(last.value) .. "::" .. (column.kind == "text" and "text" or column.type)
  return ("(%s %s %s OR %s IS NULL OR (%s = %s AND %s))"):format(name, order.down and "<" or ">", value, name, name,
    value, beyond)
end

return filter
