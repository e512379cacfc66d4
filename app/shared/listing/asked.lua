-- What somebody asked of a list, read from an address, and the SQL and the addresses that come of it.

local text = require "text"
local filters = require "shared.listing.filters"

local asked = {}

--- So many rows are counted and can be leafed through; of more a page says "or more".
asked.most = 10000
--- So many rows are exported at most.
asked.most_exported = 20000

---@class listing.ask
---@field grid listing
---@field values table<string, any>        by filter
---@field options table<string, table[]>   by choice
---@field typed table<string, string[]>    of the filters' fields, as it was
---@field problems string[]                what could not be read
---@field column listing.column            sorted by
---@field descending boolean
---@field page integer
---@field size integer
---@field shown listing.column[]           in the order of the declaration
---@field chosen boolean                   the columns are not the usual ones
local methods = {}
methods.__index = methods

local function list_of(sent)
  if type(sent) == "table" then return sent end
  return { sent }
end

local function read_filters(ask, args)
  for _, filter in ipairs(ask.grid.filters) do
    local kind = filters[filter.kind]
    for _, name in ipairs(kind.names(filter)) do
      if args[name] ~= nil then ask.typed[name] = list_of(args[name]) end
    end
    local value, problem = kind.read(filter, ask.typed, ask.options[filter.name] or filter.options or {})
    ask.values[filter.name] = value
    if problem then ask.problems[#ask.problems + 1] = problem end
  end
end

local function read_sort(ask, sent)
  local function find(written)
    local sign, name = written:match("^(%-?)([%l%d_]+)$")
    local column = name and ask.grid.by_name[name]
    return column and column.sortable and column or nil, sign == "-"
  end
  local column, descending = find(type(sent) == "string" and sent or "")
  if not column then column, descending = find(ask.grid.sort) end
  ask.column, ask.descending = column, descending
end

local function read_columns(ask, sent)
  local wanted = {}
  for _, part in ipairs(list_of(sent)) do
    for name in part:gmatch("[%l%d_]+") do wanted[name] = true end
  end
  local function take(wants)
    local shown = {}
    for _, column in ipairs(ask.grid.columns) do
      if wants(column) then shown[#shown + 1] = column end
    end
    return shown
  end
  ask.shown = take(function(column) return wanted[column.name] end)
  ask.chosen = #ask.shown > 0
  if not ask.chosen then ask.shown = take(function(column) return not column.hidden end) end
end

local function read_count(sent, least, most, default)
  local n = type(sent) == "string" and #sent < 8 and sent:match("^%d+$") and tonumber(sent)
  return n and n >= least and n <= most and n or default
end

---@param grid listing
---@param args table<string, string|string[]>
---@param options table<string, table[]>
---@return listing.ask
function asked.read(grid, args, options)
  local ask = setmetatable({ grid = grid, values = {}, options = options, typed = {}, problems = {} }, methods)
  read_filters(ask, args)
  read_sort(ask, args.sort)
  read_columns(ask, args.columns)
  ask.size = grid.sizes[1]
  for _, size in ipairs(grid.sizes) do
    if args.size == tostring(size) then ask.size = size end
  end
  ask.page = read_count(args.page, 1, math.ceil(asked.most / ask.size), 1)
  return ask
end

-- The statement narrowed by what was asked, and its parameters: the base's own and then the filters'. Where the conditions
-- do not belong at the end, the base says so with {filters}.
local function narrowed(ask, base, ...)
  local args = { n = select("#", ...), ... }
  local function add(value)
    args.n = args.n + 1
    args[args.n] = value
    return "$" .. args.n
  end
  local conditions = {}
  for _, filter in ipairs(ask.grid.filters) do
    local value = ask.values[filter.name]
    if value ~= nil then conditions[#conditions + 1] = " AND " .. filters[filter.kind].sql(filter, value, add) end
  end
  local all = table.concat(conditions)
  local from, to = base:find("{filters}", 1, true)
  return from and base:sub(1, from - 1) .. all .. base:sub(to + 1) or base .. all, args, add
end

local function ordered(ask)
  local direction = ask.descending and " DESC" or ""
  return " ORDER BY " .. ask.column.sql .. direction .. (ask.column.nullable and " NULLS LAST" or "") .. ", " .. ask.grid.key
    .. direction
end

--- The statement for the rows of the page, and one more to know whether another page follows.
---@param base string  SELECT … FROM … WHERE … to which conditions can be added with AND
---@param ... any      its own parameters, $1 …
---@return string sql
---@return table args  with n: for unpack(args, 1, args.n)
function methods:select(base, ...)
  local sql, args, add = narrowed(self, base, ...)
  local limit = add(self.size + 1)
  return sql .. ordered(self) .. " LIMIT " .. limit .. " OFFSET " .. add((self.page - 1) * self.size), args
end

--- The statement that counts the rows of all pages, up to `asked.most` and one: { count }.
---@param base string
---@param ... any
---@return string sql
---@return table args
function methods:count(base, ...)
  local sql, args, add = narrowed(self, base, ...)
  return "SELECT count(*) AS count FROM (" .. sql .. " LIMIT " .. add(asked.most + 1) .. ") AS counted", args
end

--- The statement for the rows of all pages, for a file.
---@param base string
---@param ... any
---@return string sql
---@return table args
function methods:all(base, ...)
  local sql, args, add = narrowed(self, base, ...)
  return sql .. ordered(self) .. " LIMIT " .. add(asked.most_exported), args
end

local function add_part(parts, name, value) parts[#parts + 1] = name .. "=" .. text.escape_url(tostring(value)) end

--- The query of an address that asks for the same, but for some changes; what is usual is left out. "" when all is.
---@param changes { sort: string|nil, page: integer|nil, without: string|nil }|nil  without: a filter that is no longer asked
---@return string query  "?…"
function methods:query(changes)
  changes = changes or {}
  local parts = {}
  for _, filter in ipairs(self.grid.filters) do
    if self.values[filter.name] ~= nil and changes.without ~= filter.name then
      for _, name in ipairs(filters[filter.kind].names(filter)) do
        for _, value in ipairs(self.typed[name] or {}) do
          if value ~= "" then add_part(parts, name, value) end
        end
      end
    end
  end
  local sort = changes.sort or (self.descending and "-" or "") .. self.column.name
  if sort ~= self.grid.sort then add_part(parts, "sort", sort) end
  if self.chosen then
    local names = {}
    for i, column in ipairs(self.shown) do names[i] = column.name end
    add_part(parts, "columns", table.concat(names, "."))
  end
  if self.size ~= self.grid.sizes[1] then add_part(parts, "size", self.size) end
  if (changes.page or 1) > 1 then add_part(parts, "page", changes.page) end
  return #parts > 0 and "?" .. table.concat(parts, "&") or ""
end

return asked
