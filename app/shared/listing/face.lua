-- A list as its page shows it: heads with the addresses that sort by them, cells in words, what is asked with the addresses
-- that ask for less, and where the next page is. Pure: the rows and their number are given.

local clock = require "shared.clock"
local money = require "shared.money"
local asked = require "shared.listing.asked"
local filters = require "shared.listing.filters"

local face = {}

---@class listing.cell
---@field kind string
---@field label string            of its column, for narrow screens
---@field text string|nil         nil: nothing
---@field url string|nil
---@field note string|nil
---@field tone string|nil         badge
---@field at number|nil           date
---@field image table|nil         picture
---@field right true|nil          a figure: its end lines up with others'
---@field short true|nil          never broken into lines

-- Columns whose figures line up at the right.
local figures = { number = true, won = true }

local function cell_of(column, row)
  local value = row[column.name]
  if column.value then value = column.value(row) end
  local cell = { kind = column.kind, label = column.label, right = figures[column.kind],
    url = column.url and column.url(row), note = column.note and column.note(row), short = column.short }
  if value == nil or value == "" then return cell end
  if column.kind == "badge" then
    local state = column.states[value] or { label = tostring(value) }
    cell.text, cell.tone = state.label, state.tone or "plain"
  elseif column.kind == "date" then
    cell.text, cell.at = clock.iso(value):sub(1, 16):gsub("-", "."):gsub("T", " "), value
  elseif column.kind == "day" then
    cell.text, cell.at = clock.date(value), value
  elseif column.kind == "won" then
    cell.text = money.group(value) .. "원"
  elseif column.kind == "number" then
    cell.text = money.group(value)
  elseif column.kind == "picture" then
    cell.image, cell.text = value, value.alt or ""
  else
    cell.text = tostring(value)
  end
  return cell
end

--- What a cell is in a file: figures as figures, moments as text that sorts.
---@param column listing.column
---@param row table
---@return string|number
function face.plain(column, row)
  local value = row[column.name]
  if column.value then value = column.value(row) end
  if value == nil then return "" end
  if column.kind == "badge" then return column.states[value] and column.states[value].label or tostring(value) end
  if column.kind == "date" then return clock.iso(value):sub(1, 16):gsub("T", " "), nil end
  if column.kind == "day" then return clock.day(value) end
  if column.kind == "picture" then return value.alt or "" end
  return value
end

local function heads_of(ask)
  local heads = {}
  for i, column in ipairs(ask.shown) do
    local head = { label = column.label, right = figures[column.kind] }
    if column.sortable then
      local sorted = column == ask.column
      head.sorted = sorted and (ask.descending and "descending" or "ascending") or nil
      -- the first press shows the largest and newest first, where there is such a thing
      local first = (figures[column.kind] or column.kind == "date" or column.kind == "day") and "-" or ""
      local sign = first
      if sorted then sign = ask.descending and "" or "-" end
      head.url = ask:query { sort = sign .. column.name }
      if head.url == "" then head.url = "?" end
    end
    heads[i] = head
  end
  return heads
end

local function fields_of(ask)
  local fields = {}
  for i, filter in ipairs(ask.grid.filters) do
    local field = { name = filter.name, label = filter.label, kind = filter.kind, unit = filter.unit,
      placeholder = filter.placeholder, asked = ask.values[filter.name] ~= nil }
    local function typed(name) return ask.typed[name] and ask.typed[name][1] or "" end
    if filter.kind == "choice" then
      local chosen = {}
      for _, value in ipairs(ask.values[filter.name] or {}) do chosen[value] = true end
      field.options = {}
      for n, option in ipairs(ask.options[filter.name] or filter.options or {}) do
        field.options[n] = { value = option.value, label = option.label, chosen = chosen[option.value] or false }
      end
    elseif filter.kind == "date" or filter.kind == "number" then
      field.from, field.to = typed(filter.name .. "_from"), typed(filter.name .. "_to")
    else
      field.value = typed(filter.name)
    end
    fields[i] = field
  end
  return fields
end

local function chips_of(ask)
  local chips = {}
  for _, filter in ipairs(ask.grid.filters) do
    local value = ask.values[filter.name]
    if value ~= nil then
      local query = ask:query { without = filter.name }
      chips[#chips + 1] = { label = filter.label, url = query == "" and "?" or query,
        text = filters[filter.kind].say(filter, value, ask.options[filter.name] or filter.options or {}) }
    end
  end
  return chips
end

local function pager_of(ask, count, more)
  local last = math.max(1, math.ceil(math.min(count, asked.most) / ask.size))
  local function to(page) return ask:query { page = page } == "" and "?" or ask:query { page = page } end
  local first = (ask.page - 1) * ask.size + 1
  return { page = ask.page, pages = last, first = count > 0 and first or 0, last = math.min(first + ask.size - 1, count),
    prev_url = ask.page > 1 and to(ask.page - 1) or nil, next_url = more and ask.page < last and to(ask.page + 1) or nil,
    first_url = ask.page > 2 and to(1) or nil }
end

local function columns_of(ask)
  local shown, list = {}, {}
  for _, column in ipairs(ask.shown) do shown[column.name] = true end
  for i, column in ipairs(ask.grid.columns) do
    list[i] = { name = column.name, label = column.label, shown = shown[column.name] or false }
  end
  return list
end

-- What a form that changes one part of the address has to send along of the others.
local function kept_of(ask)
  local sort, kept = (ask.descending and "-" or "") .. ask.column.name, { asked = {} }
  if sort ~= ask.grid.sort then kept.sort = sort end
  if ask.size ~= ask.grid.sizes[1] then kept.size = ask.size end
  if ask.chosen then
    local names = {}
    for i, column in ipairs(ask.shown) do names[i] = column.name end
    kept.columns = table.concat(names, ".")
  end
  for _, filter in ipairs(ask.grid.filters) do
    for _, name in ipairs(ask.values[filter.name] ~= nil and filters[filter.kind].names(filter) or {}) do
      for _, value in ipairs(ask.typed[name] or {}) do kept.asked[#kept.asked + 1] = { name = name, value = value } end
    end
  end
  return kept
end

--- The list as its page shows it.
---@param ask listing.ask
---@param rows table[]    of ask:select, with the one that says that another page follows
---@param count integer   of ask:count
---@return table
function face.of(ask, rows, count)
  local more, lines = #rows > ask.size, {}
  for i = 1, math.min(#rows, ask.size) do
    local cells = {}
    for n, column in ipairs(ask.shown) do cells[n] = cell_of(column, rows[i]) end
    lines[i] = { id = ask.grid.id(rows[i]), cells = cells }
  end
  local narrowed = next(ask.values) ~= nil
  return {
    name = ask.grid.name, heads = heads_of(ask), rows = lines, filters = fields_of(ask), chips = chips_of(ask),
    problems = ask.problems, pager = pager_of(ask, count, more), narrowed = narrowed, kept = kept_of(ask),
    total = count > asked.most and money.group(asked.most) .. "건 이상" or money.group(count) .. "건",
    columns = columns_of(ask), query = ask:query(),
    empty = narrowed and { icon = "search", title = "조건에 맞는 것이 없어요", text = "조건을 줄이거나 바꿔 보세요.",
      action = { label = "조건 모두 지우기", url = "?" } } or ask.grid.empty,
  }
end

return face
