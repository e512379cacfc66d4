-- What a picker offers in the place of a reference: rows of the table it leads to, found by what people call them.

local pg = require "pg"
local statement = require "relation.statement"

local quote = statement.quote

local store = {}

local function escaped(value) return (value:gsub("[%%_\\]", "\\%0")) end

-- The column that the picked value comes from.
local function source_of(reference, column_name)
  for i, name in ipairs(reference.columns) do
    if name == column_name then return reference.target_columns[i] end
  end
end

--- What may be picked: of the mall if the table is a mall's, with the words in its label or in the value itself.
---@param catalog relation.catalog
---@param column relation.column  has `picks`
---@param asked { words: string|nil, mall_id: string|nil, limit: integer }
---@return { value: string, label: string|nil }[]
function store.offers(catalog, column, asked)
  local reference = column.picks
  local target = catalog.by_name[reference.target]
  local source = target.by_name[source_of(reference, column.name)]
  local parameters = statement.parameters()
  local value = "t." .. quote(source.name) .. "::text"
  local label = target.label and "t." .. quote(target.label) .. "::text" or "NULL"
  local conditions = {}
  if asked.mall_id and target.mall and target.mall ~= source.name then
    conditions[1] = ("t.%s = %s::uuid"):format(quote(target.mall), parameters.add(asked.mall_id))
  end
  if asked.words and asked.words ~= "" then
    local words = parameters.add(escaped(asked.words))
    conditions[#conditions + 1] = ("(%s ILIKE '%%' || %s::text || '%%' OR %s ILIKE %s::text || '%%')"):format(label,
      words, value, words)
  end
  return pg.slow_rows(("SELECT DISTINCT left(%s, 80) AS label, %s AS value FROM %s t %s ORDER BY 1, 2 LIMIT %d"):format(
    label, value, quote(target.name), #conditions > 0 and "WHERE " .. table.concat(conditions, " AND ") or "", asked.limit),
    unpack(parameters.values))
end

--- What the row is called that a value leads to.
---@return string|nil
function store.label(catalog, column, value, mall_id)
  local reference = column.picks
  local target = catalog.by_name[reference.target]
  if not target.label then return nil end
  local source = target.by_name[source_of(reference, column.name)]
  local parameters = statement.parameters()
  local conditions = { ("t.%s::text = %s"):format(quote(source.name), parameters.add(value)) }
  if mall_id and target.mall and target.mall ~= source.name then
    conditions[2] = ("t.%s = %s::uuid"):format(quote(target.mall), parameters.add(mall_id))
  end
  local row = pg.slow_rows(("SELECT left(t.%s::text, 80) AS label FROM %s t WHERE %s LIMIT 1"):format(quote(target.label),
    quote(target.name), table.concat(conditions, " AND ")), unpack(parameters.values))[1]
  return row and row.label
end

return store
