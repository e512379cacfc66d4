-- Texts of SQL about a table that the catalogue described. Identifiers come from the catalogue alone and are quoted; what
-- people typed is in the parameters alone, each with a cast.

local statement = {}

--- An identifier as SQL.
---@param name string
---@return string
function statement.quote(name) return '"' .. name:gsub('"', '""') .. '"' end

local quote = statement.quote

--- A list of parameters that grows with the text that names them.
---@return { values: any[], add: fun(value: any): string }
function statement.parameters()
  local list = { values = {} }
  function list.add(value)
    local n = #list.values + 1
    list.values[n] = value
    return "$" .. n
  end
  return list
end

--- A column's value as text, as it is shown and typed: times in Seoul, whole numbers with all their digits, few bytes in
--- hex. Of a secret, and of many bytes, how many there are.
---@param column relation.column
---@param alias string      of its table
---@param longest integer|nil  characters at most
---@return string
function statement.shown(column, alias, longest)
  local name = alias .. "." .. quote(column.name)
  local length = ("octet_length(%s)::text"):format(column.kind == "bytes" and name or name .. "::text")
  if column.hidden == "secret" then return length end
  if column.kind == "bytes" then
    return ("CASE WHEN octet_length(%s) <= 64 THEN encode(%s, 'hex') ELSE %s || ' bytes' END"):format(name, name, length)
  end
  local shown = name .. "::text"
  if column.kind == "time" then
    local in_seoul = ("to_char(%s AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD HH24:MI:SS.US')"):format(name)
    shown = ("CASE WHEN isfinite(%s) THEN %s ELSE %s END"):format(name, in_seoul, shown)
  elseif column.kind == "array" then
    shown = "to_jsonb(" .. name .. ")::text"
  elseif column.base == "jsonb" and not longest then
    shown = "jsonb_pretty(" .. name .. ")"
  end
  return longest and ("left(%s, %d)"):format(shown, longest) or shown
end

--- A parameter as a value of a column's type. Too long a text is refused by the database, not cut.
---@param column relation.column
---@param parameter string  "$1"
---@return string
function statement.typed(column, parameter)
  if column.kind == "time" then return "(" .. parameter .. "::timestamp AT TIME ZONE 'Asia/Seoul')" end
  if column.kind == "array" then
    return ("CASE WHEN %s::jsonb IS NOT NULL THEN ARRAY(SELECT e.v FROM jsonb_array_elements_text(%s::jsonb) "
      .. "WITH ORDINALITY e (v, n) ORDER BY e.n)::%s END"):format(parameter, parameter, column.type)
  end
  if column.kind == "text" or column.kind == "choice" and column.base:find "^[tvb]" then return parameter .. "::text" end
  return parameter .. "::" .. column.type
end

-- A key's part as it stands in addresses: a secret as its digest.
local function key_part(column, alias)
  local name = alias .. "." .. quote(column.name) .. "::text"
  return column.hidden == "secret" and "encode(sha256(convert_to(" .. name .. ", 'UTF8')), 'hex')" or name
end

--- The primary key as one text[].
---@param one relation.table
---@param alias string
---@return string
function statement.key(one, alias)
  local parts = {}
  for i, name in ipairs(one.key) do parts[i] = key_part(one.by_name[name], alias) end
  return "ARRAY[" .. table.concat(parts, ", ") .. "]"
end

--- The condition that a row has this key.
---@param one relation.table
---@param alias string
---@param key string[]
---@param parameters table
---@return string
function statement.at_key(one, alias, key, parameters)
  local parts = {}
  for i, name in ipairs(one.key) do
    local column, parameter = one.by_name[name], parameters.add(key[i])
    parts[i] = column.hidden == "secret" and key_part(column, alias) .. " = " .. parameter .. "::text"
      or ("%s.%s = %s::%s"):format(alias, quote(name), parameter, column.kind == "text" and "text" or column.type)
  end
  return table.concat(parts, " AND ")
end

--- Names as a list.
---@param names string[]
---@param prefix string|nil
---@return string
function statement.names(names, prefix)
  local list = {}
  for i, name in ipairs(names) do list[i] = (prefix or "") .. quote(name) end
  return table.concat(list, ", ")
end

--- The condition that two rows are tied by a reference.
---@param reference relation.reference
---@param from string  the alias of who refers
---@param to string    the alias of whom it refers to
---@return string
function statement.join(reference, from, to)
  local parts = {}
  for i, name in ipairs(reference.columns) do
    parts[i] = ("%s.%s = %s.%s"):format(to, quote(reference.target_columns[i]), from, quote(name))
  end
  return table.concat(parts, " AND ")
end

--- What the row that a reference leads to is called by people; nil where they have no word for it.
---@param reference relation.reference
---@param target relation.table
---@param from string
---@return string|nil
function statement.label(reference, target, from)
  if not target.label then return nil end
  return ("(SELECT left(r.%s::text, 80) FROM %s r WHERE %s)"):format(quote(target.label), quote(target.name),
    statement.join(reference, from, "r"))
end

return statement
