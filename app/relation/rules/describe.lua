-- From rows of the database's own catalogue to tables with columns, keys and references, as everything else here speaks of
-- them.

local definition = require "relation.rules.definition"
local hidden = require "relation.rules.hidden"
local kind = require "relation.rules.kind"

local describe = {}

---@class relation.column
---@field name string
---@field type string            as PostgreSQL calls it: "character(3)"
---@field base string            "int8"; of an array its elements': "text"
---@field kind relation.kind
---@field length integer|nil     characters at most
---@field nullable boolean
---@field default string|nil     as PostgreSQL says it
---@field constant string|nil    the default as text, where it is a constant
---@field fixed boolean          nobody may write it: it is generated, or the application has no right to
---@field choices string[]|nil
---@field min number|nil
---@field max number|nil
---@field comment string
---@field hidden "secret"|"personal"|nil
---@field in_key boolean
---@field picks relation.reference|nil  the reference that a picker in this column's place fills in

---@class relation.reference
---@field name string
---@field table string           who refers
---@field columns string[]
---@field target string          to whom
---@field target_columns string[]
---@field on_delete "a"|"r"|"c"|"n"|"d"  as in pg_constraint

---@class relation.table
---@field name string
---@field comment string
---@field columns relation.column[]
---@field by_name table<string, relation.column>
---@field key string[]|nil       the primary key's columns; what has none cannot be edited
---@field uniques { name: string, columns: string[] }[]
---@field checks table<string, { columns: string[], definition: string }>
---@field references relation.reference[]
---@field referrers relation.reference[]
---@field mall string|nil        the column that says of which mall a row is
---@field label string|nil       the column that people know a row by
---@field counter string|nil      the column that counts the changes of a row, by which forms elsewhere see that it changed
---@field of_books boolean        the invariants reckon with it
---@field may_insert boolean
---@field may_update boolean
---@field may_delete boolean

---@class relation.catalog
---@field list relation.table[]
---@field by_name table<string, relation.table>
---@field version string

-- What others derive and nobody types, whatever the rights say; and the history of raw editing itself.
local derived = { product_sheet = true, product_listing = true, product_voice = true, mall_sheet = true,
  row_change = true, schema_migration = true }

-- What `sijang check` reckons with: a change by hand may break the books.
local books = { order = true, order_line = true, payment = true, order_portion = true, claim = true, claim_line = true,
  refund = true, stock = true, stock_hold = true, stock_lot = true, sku = true, shipping_policy = true,
  cart_line = true }

-- How people know a row, in the order of preference.
local labels = { "title", "name", "number", "code", "email", "slug", "host", "label", "kind" }

local function make_column(row)
  local column = { name = row.name, type = row.type, base = row.base, kind = kind.of(row.base), length = row.length,
    nullable = row.nullable, default = row.default, constant = definition.constant(row.default), choices = row.labels,
    comment = row.comment, fixed = row.generated or row.identity == "a", may_update = row.may_update, in_key = false,
    generated = row.generated }
  if row.identity == "d" then column.default = "nextval" end
  if row.generated then column.default, column.constant = nil, nil end
  if column.kind == "array" then column.base = row.base:sub(2) end
  if column.choices then column.kind = "choice" end
  return column
end

local function add_constraint(one, row, by_oid)
  if row.type == "p" then
    one.key = row.columns
    for _, name in ipairs(row.columns) do one.by_name[name].in_key = true end
    one.uniques[#one.uniques + 1] = { name = row.name, columns = row.columns }
  elseif row.type == "u" then
    one.uniques[#one.uniques + 1] = { name = row.name, columns = row.columns }
  elseif row.type == "f" then
    local reference = { name = row.name, table = one.name, columns = row.columns, target = by_oid[row.target].name,
      target_columns = row.target_columns, on_delete = row.on_delete }
    one.references[#one.references + 1] = reference
    local referrers = by_oid[row.target].referrers
    referrers[#referrers + 1] = reference
  else
    one.checks[row.name] = { columns = row.columns or {}, definition = row.definition }
    local column = row.columns and #row.columns == 1 and one.by_name[row.columns[1]]
    if column then
      local says = definition.check(row.definition, column.name)
      if says.choices and column.kind == "text" then column.kind, column.choices = "choice", says.choices end
      if column.kind == "text" then column.length = column.length or says.longest end
      if column.kind == "integer" then
        column.min, column.max = says.min or column.min, says.max or column.max
      end
    end
  end
end

local function find_label(one)
  for _, name in ipairs(labels) do
    local column = one.by_name[name]
    if column and column.hidden ~= "secret" and (column.kind == "text" or name == "kind") then return name end
  end
end

-- A picker stands for a reference in the place of its one column that is its own: (mall_id, brand_id) is picked at
-- brand_id. Where several columns could not be told apart by one pick, they are typed.
local function set_pickers(one)
  for _, reference in ipairs(one.references) do
    local own
    for _, name in ipairs(reference.columns) do
      if name ~= one.mall or #reference.columns == 1 then own = own and "several" or name end
    end
    local column = own and one.by_name[own]
    if column and not column.picks then column.picks = reference end
  end
end

--- Puts the catalogue together.
---@param tables table[]
---@param columns table[]
---@param constraints table[]
---@param indexes table[]
---@return relation.catalog
function describe.catalog(tables, columns, constraints, indexes)
  local catalog, by_oid = { list = {}, by_name = {} }, {}
  for i, row in ipairs(tables) do
    local one = { name = row.name, comment = row.comment, columns = {}, by_name = {}, uniques = {}, checks = {},
      references = {}, referrers = {},
      may_insert = row.may_insert, may_update = row.may_update, may_delete = row.may_delete }
    catalog.list[i], catalog.by_name[row.name], by_oid[row.oid] = one, one, one
  end
  for _, row in ipairs(columns) do
    local one = by_oid[row.oid]
    if one then
      local column = make_column(row)
      one.columns[#one.columns + 1], one.by_name[row.name] = column, column
    end
  end
  for _, row in ipairs(constraints) do
    if by_oid[row.oid] and (row.type ~= "f" or by_oid[row.target]) then add_constraint(by_oid[row.oid], row, by_oid) end
  end
  for _, row in ipairs(indexes) do
    local one = by_oid[row.oid]
    if one then one.uniques[#one.uniques + 1] = { name = row.name, columns = row.columns or {}, partial = row.predicate } end
  end
  for _, one in ipairs(catalog.list) do describe.settle(one) end
  return catalog
end

--- What follows from all that was read of a table. Only what can be taken back may be done: a ledger, which the application
--- may add to and not correct, is for reading.
---@param one relation.table
function describe.settle(one)
  one.mall = one.name == "mall" and "id" or one.by_name.mall_id and "mall_id" or nil
  one.of_books = books[one.name] or false
  local open = one.key ~= nil and not derived[one.name]
  one.may_delete = open and one.may_delete and one.may_insert
  one.may_update = open and one.may_update
  one.may_insert = one.may_delete and one.may_update
  for _, column in ipairs(one.columns) do
    column.hidden = hidden.of(one.name, column)
    if not column.may_update or column.hidden == "secret" or column.kind == "bytes" then column.fixed = true end
    column.may_update = nil
  end
  local version = one.by_name.version
  if version and version.kind == "integer" and not version.in_key and not version.fixed then
    one.counter, version.fixed = "version", true
  end
  one.label = find_label(one)
  set_pickers(one)
end

return describe
