-- Lists of the back office, declared as data: which columns there are, what they may be sorted by, and what they may be
-- narrowed by. What somebody asked for stands in the page's address and is read against the declaration: a name that is not
-- declared means nothing, and a value reaches SQL only as a parameter. `ask:select(sql, …)` makes the statement.
--
--   local grid = listing.new {
--     name = "orders", key = "o.id", sort = "-placed_at",
--     columns = { { name = "number", label = "주문번호", sql = "o.number", kind = "link", sortable = true }, … },
--     filters = { { name = "status", label = "상태", kind = "choice", sql = "o.status", options = { … } }, … },
--   }
--   local ask = grid:read(ctx.args)
--   local sql, args = ask:select('SELECT … FROM "order" o WHERE o.mall_id = $1', mall_id)

local asked = require "shared.listing.asked"
local filters = require "shared.listing.filters"

local listing = {}

---@class listing.column
---@field name string             of the row's field, and in addresses
---@field label string
---@field kind "text"|"number"|"won"|"date"|"day"|"badge"|"link"|"picture"
---@field sql string|nil          what it is sorted by; required where sortable
---@field sortable boolean|nil
---@field nullable boolean|nil    rows without a value come last, whichever way they are sorted
---@field short true|nil         never broken into lines
---@field hidden boolean|nil      shown only to who chooses it
---@field value (fun(row: table): any)|nil  what stands in the cell, where it is not row[name]; masks what is personal
---@field url (fun(row: table): string|nil)|nil  where the cell leads
---@field note (fun(row: table): string|nil)|nil a second, quieter line
---@field states table<string, { label: string, tone: string|nil }>|nil  badge: by value

---@class listing.filter
---@field name string             in addresses; a range has name_from and name_to
---@field label string
---@field kind "text"|"choice"|"date"|"number"|"flag"
---@field sql string|(string|listing.place)[]  text: where it is looked for
---@field among string[]|nil       text: statements that each give some of what `sql` may be; {exact} {starts} {upper}
---  {email} {digits} {tail} {ends} stand for what was typed
---@field options { value: string, label: string }[]|nil  choice; may be given when the list is read
---@field type string|nil         choice: of the column, where it is not text ("uuid", "integer")
---@field unit string|nil         number
---@field placeholder string|nil

---@class listing.place
---@field sql string
---@field digits boolean|nil      a telephone: only digits count
---@field exact boolean|nil
---@field prefix boolean|nil

---@class listing.bulk
---@field label string
---@field url string              gets the chosen rows' ids as `id`, and shows what would happen
---@field permission string|nil

---@class listing
---@field name string             names its saved views and its exported files
---@field key string              SQL of what makes the order complete: a unique column
---@field id (fun(row: table): string)  of a row, for choosing it
---@field sort string             "placed_at", "-placed_at"
---@field columns listing.column[]
---@field filters listing.filter[]
---@field bulk listing.bulk[]
---@field views { label: string, query: string }[]  that everybody has
---@field sizes integer[]         rows a page may have; the first one is usual
---@field empty { icon: string|nil, title: string, text: string|nil, action: table|nil }
---@field by_name table<string, listing.column>
local methods = {}
methods.__index = methods

local column_kinds = { text = true, number = true, won = true, date = true, day = true, badge = true, link = true,
  picture = true }

local function check_name(name, what, seen)
  if type(name) ~= "string" or not name:find("^%l[%l%d_]*$") then
    error(("a %s has no proper name: %s"):format(what, tostring(name)), 4)
  end
  if seen[name] then error(("the %s %s is declared twice"):format(what, name), 4) end
  seen[name] = true
end

local reserved = { sort = true, page = true, size = true, columns = true, export = true, view = true, id = true,
  csrf = true }

local function check(grid)
  local seen = {}
  for _, column in ipairs(grid.columns) do
    check_name(column.name, "column", seen)
    if not column_kinds[column.kind] then error("the column " .. column.name .. " is of no known kind", 3) end
    if column.sortable and not column.sql then error("the column " .. column.name .. " is sorted by nothing", 3) end
    if column.kind == "badge" and not column.states then error("the column " .. column.name .. " has no states", 3) end
    grid.by_name[column.name] = column
  end
  seen = {}
  for _, filter in ipairs(grid.filters) do
    check_name(filter.name, "filter", seen)
    if reserved[filter.name] then error("a filter cannot be called " .. filter.name, 3) end
    if not filters[filter.kind] then error("the filter " .. filter.name .. " is of no known kind", 3) end
    if not filter.sql then error("the filter " .. filter.name .. " narrows nothing", 3) end
  end
  local sorted = grid.by_name[(grid.sort:gsub("^%-", ""))]
  if not sorted or not sorted.sortable then error("a list is sorted by a column that can be sorted by", 3) end
end

--- Declares a list. Raises where the declaration does not hold.
---@param declared table  see listing; filters, bulk, views and sizes may be left out
---@return listing
function listing.new(declared)
  local grid = setmetatable({ filters = {}, bulk = {}, views = {}, sizes = { 50, 20, 100, 200 }, by_name = {},
    id = function(row) return row.id end, empty = { title = "아직 아무것도 없어요" } }, methods)
  for key, value in pairs(declared) do grid[key] = value end
  for _, field in ipairs { "name", "key", "sort", "columns" } do
    if not grid[field] then error("a list needs " .. field, 2) end
  end
  check(grid)
  return grid
end

--- Reads what an address asks for. What cannot be read is left out and said in `ask.problems`.
---@param args table<string, string|string[]>
---@param options table<string, { value: string, label: string }[]>|nil  of choices that only the database knows
---@return listing.ask
function methods:read(args, options) return asked.read(self, args, options or {}) end

return listing
