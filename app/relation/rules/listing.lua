-- What an address asks of a list: its filters, its order and where the page begins; and back, for links that change one
-- thing and keep the rest. What the table does not have is left out.

local address = require "relation.rules.address"
local kind = require "relation.rules.kind"

local listing = {}

-- What may be asked of each kind of column, in the order in which it is offered.
local operators = { text = { "like", "is" }, choice = { "is" }, integer = { "is", "from", "to" },
  number = { "is", "from", "to" }, boolean = { "is" }, date = { "from", "to", "is" }, time = { "from", "to" },
  uuid = { "is" }, json = { "like" }, array = { "like" }, bytes = {}, other = { "like", "is" } }

local words = { is = "같음", like = "포함", from = "이상", to = "이하", null = "NULL", set = "NULL 아님" }

listing.words = words
--- What may be asked, in the order in which it is offered.
listing.operators = {}
for i, name in ipairs { "like", "is", "from", "to", "null", "set" } do
  listing.operators[i] = { name = name, label = words[name] }
end

local function allows(column, op)
  if op == "null" or op == "set" then return column.nullable end
  if column.hidden == "secret" then return false end
  for _, known in ipairs(operators[column.kind]) do
    if known == op then return true end
  end
  return false
end

local function all(value)
  if type(value) == "table" then return value end
  return value and { value } or {}
end

-- One filter as it stands in an address: "name:like:사과".
local function read_filter(one, written)
  local name, op, value = written:match("^([^:]+):(%l+):?(.*)$")
  local column = name and one.by_name[name]
  if not column or not allows(column, op) then return nil end
  if op == "null" or op == "set" then value = nil elseif value == "" or #value > 200 then return nil end
  return { column = name, op = op, value = value }
end

-- The filter that a form adds: a column, an operator and a value apart. A column without a word for how means its own.
local function read_form(one, args)
  local column = type(args.column) == "string" and one.by_name[args.column]
  if not column then return nil end
  local op = type(args.op) == "string" and args.op ~= "" and args.op or operators[column.kind][1]
  if not op or not allows(column, op) then op = operators[column.kind][1] end
  if not op then return nil end
  return read_filter(one, column.name .. ":" .. op .. ":" .. (type(args.value) == "string" and args.value or ""))
end

---@class relation.asking
---@field filters relation.filter[]
---@field order { column: string|nil, down: boolean|nil }
---@field after string[]|nil
---@field all boolean   every column
---@field every_mall boolean|nil

--- Reads an address's query.
---@param one relation.table
---@param args table<string, string|string[]>
---@return relation.asking
function listing.read(one, args)
  local asking = { filters = {}, order = {}, all = args.all == "1", every_mall = args.malls == "all" or nil }
  for _, written in ipairs(all(args.f)) do
    if #asking.filters < 10 then asking.filters[#asking.filters + 1] = read_filter(one, written) end
  end
  asking.filters[#asking.filters + 1] = read_form(one, args)
  local column = type(args.sort) == "string" and one.by_name[args.sort]
  if column and not column.hidden and kind.sorts(column.kind) then
    asking.order = { column = column.name, down = args.down == "1" or nil }
  end
  asking.after = address.read_key(args.after)
  return asking
end

--- The query that asks for the same, with changes.
---@param asking relation.asking
---@param changes { order: table|nil, after: string[]|nil, without: integer|nil, all: boolean|nil,
---  every_mall: boolean|nil }|nil
---@return { [1]: string, [2]: string }[]
function listing.query(asking, changes)
  changes = changes or {}
  local query = {}
  for i, filter in ipairs(asking.filters) do
    if i ~= changes.without then
      query[#query + 1] = { "f", filter.column .. ":" .. filter.op .. (filter.value and ":" .. filter.value or "") }
    end
  end
  local order = changes.order or asking.order
  if order.column then
    query[#query + 1] = { "sort", order.column }
    if order.down then query[#query + 1] = { "down", "1" } end
  end
  local every = changes.all
  if every == nil then every = asking.all end
  if every then query[#query + 1] = { "all", "1" } end
  local malls = changes.every_mall
  if malls == nil then malls = asking.every_mall end
  if malls then query[#query + 1] = { "malls", "all" } end
  if changes.after then query[#query + 1] = { "after", address.key(changes.after) } end
  return query
end

-- What tells rows apart at a glance comes first; what is long, hidden or the same everywhere is left to the row's own page.
local function weight(one, column)
  if column.name == one.label then return 1 end
  if column.hidden == "secret" or column.kind == "bytes" and not column.in_key then return nil end
  if column.name == one.mall and #one.columns > 2 then return nil end
  if column.picks then return 3 end
  if column.kind == "json" or column.kind == "array" then return nil end
  if column.in_key then return (column.kind == "uuid" and #one.key <= 2 and one.label) and 9 or 2 end
  if column.hidden then return 8 end
  if column.kind == "choice" or column.kind == "text" then return 4 end
  if column.kind == "integer" or column.kind == "number" then return 5 end
  if column.kind == "boolean" then return 6 end
  if column.kind == "time" or column.kind == "date" then return 7 end
  return 8
end

--- The columns that a list shows: a handful of telling ones, or all.
---@param one relation.table
---@param every boolean
---@return relation.column[]
function listing.columns(one, every)
  if every then return one.columns end
  local found = {}
  for i, column in ipairs(one.columns) do
    local heavy = weight(one, column)
    if heavy then found[#found + 1] = { column = column, weight = heavy, place = i } end
  end
  table.sort(found, function(a, b)
    if a.weight ~= b.weight then return a.weight < b.weight end
    return a.place < b.place
  end)
  local list = {}
  for i = 1, math.min(#found, 8) do list[i] = found[i] end
  table.sort(list, function(a, b)
    local first_a, first_b = a.weight == 1, b.weight == 1
    if first_a ~= first_b then return first_a end
    return a.place < b.place
  end)
  for i, each in ipairs(list) do list[i] = each.column end
  if #list == 0 then return one.columns end
  return list
end

--- What may be asked of a table's columns, for a form; what a list shows comes first.
---@param one relation.table
---@return { name: string, choices: string[]|nil, nullable: boolean }[]
function listing.askable(one)
  local list, shown, ordered = {}, {}, {}
  for i, column in ipairs(listing.columns(one, false)) do ordered[i], shown[column] = column, true end
  for _, column in ipairs(one.columns) do
    if not shown[column] then ordered[#ordered + 1] = column end
  end
  for _, column in ipairs(ordered) do
    if column.nullable or column.hidden ~= "secret" and #operators[column.kind] > 0 then
      list[#list + 1] = { name = column.name, choices = column.choices }
    end
  end
  return list
end

return listing
