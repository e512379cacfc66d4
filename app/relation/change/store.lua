-- Writing rows of any table, each time with what was there before and after. What rows hold passes through here as the
-- database's own JSON and is not looked into: nothing can be lost on the way back.

local pg = require "pg"
local answer = require "relation.answer"
local statement = require "relation.statement"

local quote, names_of = statement.quote, statement.names

local store = {}

-- How long somebody else's lock is waited for.
local PATIENCE = "SET LOCAL lock_timeout = '2s'"

local function run(tx, sql, values) return answer.rows_or_refusal(tx:query(sql, unpack(values))) end

local function first(tx, sql, values) return answer.rows(tx:query(sql, unpack(values)))[1] end

--- Before all else in a transaction.
function store.begin(tx) tx:rows(PATIENCE) end

local function secrets_of(one)
  local list = {}
  for _, column in ipairs(one.columns) do
    if column.hidden == "secret" then list[#list + 1] = column.name end
  end
  return pg.array(list)
end

--- A row as JSON without its secrets. (A column of type json comes back with other white space; jsonb has none of its own.)
---@return string|nil
function store.snapshot(tx, one, key)
  local parameters = statement.parameters()
  local secrets = parameters.add(secrets_of(one))
  local found = first(tx, ("SELECT (to_jsonb(t) - %s::text[])::text AS row FROM %s t WHERE %s"):format(secrets,
    quote(one.name), statement.at_key(one, "t", key, parameters)), parameters.values)
  return found and found.row
end

local function assignments(one, values, parameters)
  local names, sources = {}, {}
  for _, column in ipairs(one.columns) do
    local value = values[column.name]
    if value ~= nil then
      names[#names + 1] = column.name
      sources[#sources + 1] = statement.typed(column, parameters.add(value))
    end
  end
  return names, sources
end

--- Inserts a row of texts by column name; what is absent gets its default.
---@param values table<string, string|userdata>
---@return string[]|nil key
---@return relation.refusal|nil
function store.insert(tx, one, values)
  local parameters = statement.parameters()
  local names, sources = assignments(one, values, parameters)
  local what = #names == 0 and "DEFAULT VALUES"
    or ("(%s) VALUES (%s)"):format(names_of(names), table.concat(sources, ", "))
  local sql = ("INSERT INTO %s AS t %s RETURNING %s AS key"):format(quote(one.name), what, statement.key(one, "t"))
  local rows, refused = run(tx, sql, parameters.values)
  if not rows then return nil, refused end
  return rows[1].key
end

-- Whoever has the row open in a form of its own is to see that it has changed.
local function count_up(one, list)
  local name = one.counter and quote(one.counter)
  if name then list[#list + 1] = ("%s = t.%s + 1"):format(name, name) end
end

--- Sets columns of a row to texts.
---@return boolean|nil done
---@return relation.refusal|nil
function store.update(tx, one, key, values)
  local parameters = statement.parameters()
  local names, sources = assignments(one, values, parameters)
  for i, name in ipairs(names) do sources[i] = quote(name) .. " = " .. sources[i] end
  count_up(one, sources)
  local rows, refused = run(tx, ("UPDATE %s AS t SET %s WHERE %s"):format(quote(one.name), table.concat(sources, ", "),
    statement.at_key(one, "t", key, parameters)), parameters.values)
  if not rows then return nil, refused end
  return rows.affected == 1
end

---@return boolean|nil done
---@return relation.refusal|nil
function store.delete(tx, one, key)
  local parameters = statement.parameters()
  local rows, refused = run(tx, ("DELETE FROM %s AS t WHERE %s"):format(quote(one.name),
    statement.at_key(one, "t", key, parameters)), parameters.values)
  if not rows then return nil, refused end
  return rows.affected == 1
end

--- The keys of rows that refer to a row.
---@param reference relation.reference
---@param child relation.table
---@return string[][]
function store.referring(tx, one, key, reference, child, most)
  local parameters = statement.parameters()
  local at = statement.at_key(one, "t", key, parameters)
  local keys = {}
  for i, row in ipairs(tx:rows(("SELECT %s AS key FROM %s f, %s t WHERE %s AND %s ORDER BY 1 LIMIT %d"):format(
    statement.key(child, "f"), quote(child.name), quote(one.name), at, statement.join(reference, "f", "t"), most),
    unpack(parameters.values))) do
    keys[i] = row.key
  end
  return keys
end

--- The columns in which a row differs now from what a change left there.
---@param after string   JSON
---@param columns string[]  to look at
---@return string[]|nil  nil: there is no such row
function store.moved_since(tx, one, key, after, columns)
  local parameters = statement.parameters()
  local left, looked_at = parameters.add(after), parameters.add(pg.array(columns))
  local found = first(tx, ([[SELECT ARRAY(SELECT e.key FROM jsonb_each(to_jsonb(jsonb_populate_record(t, %s::jsonb))) e
      WHERE e.key = ANY (%s::text[]) AND e.value IS DISTINCT FROM to_jsonb(t) -> e.key ORDER BY e.key) AS moved
    FROM %s t WHERE %s FOR UPDATE OF t]]):format(left, looked_at, quote(one.name),
    statement.at_key(one, "t", key, parameters)), parameters.values)
  return found and found.moved
end

--- Gives columns of a row the values that JSON has for them.
---@param columns string[]
---@return boolean|nil done
---@return relation.refusal|nil
function store.put_back(tx, one, key, before, columns)
  local parameters = statement.parameters()
  local source = parameters.add(before)
  local list = {}
  for i, name in ipairs(columns) do list[i] = ("%s = b.%s"):format(quote(name), quote(name)) end
  count_up(one, list)
  local sql = ("UPDATE %s AS t SET %s FROM jsonb_populate_record(NULL::%s, %s::jsonb) b WHERE %s"):format(quote(one.name),
    table.concat(list, ", "), quote(one.name), source, statement.at_key(one, "t", key, parameters))
  local rows, refused = run(tx, sql, parameters.values)
  if not rows then return nil, refused end
  return rows.affected == 1
end

--- Inserts a row from JSON; columns that came later get their defaults.
---@param columns string[]
---@return boolean|nil done
---@return relation.refusal|nil
function store.restore(tx, one, before, columns)
  local name = quote(one.name)
  local rows, refused = run(tx, ([[INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE
    SELECT %s FROM jsonb_populate_record(NULL::%s, $1::jsonb) b]]):format(name, names_of(columns), names_of(columns, "b."),
    name), { before })
  if not rows then return nil, refused end
  return rows.affected == 1
end

return store
