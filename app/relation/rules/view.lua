-- Rows as a page shows them: each value with what kind of thing it is, what it leads to, and what of it is hidden.

local address = require "relation.rules.address"
local hidden = require "relation.rules.hidden"
local input = require "relation.rules.input"
local kind = require "relation.rules.kind"
local listing = require "relation.rules.listing"

local view = {}

---@class relation.shown
---@field text string|nil   nil: NULL
---@field kind string       "figure", "code", "secret", "masked", or "text"
---@field url string|nil    of the row that it refers to
---@field key_text string|nil  beside a label: the value itself

-- Kinds that are shown as they are written.
local keyed = { text = true, choice = true, integer = true, number = true, date = true, uuid = true, bytes = true,
  other = true }

-- How a cell's value stands in the key of a row that it refers to; nil when that cannot be told from what is shown.
local function key_value(column, cell)
  if not cell or not cell.text or column.hidden or not keyed[column.kind] then return nil end
  if column.kind == "bytes" then return cell.text:find "^%x+$" and "\\x" .. cell.text or nil end
  return cell.text
end

--- The address of the row that a reference of a row leads to.
---@param catalog relation.catalog
---@param one relation.table
---@param reference relation.reference
---@param cells table<string, relation.cell>
---@return string|nil
function view.target_url(catalog, one, reference, cells)
  local target = catalog.by_name[reference.target]
  if not target or not target.key or #target.key ~= #reference.target_columns then return nil end
  local by_target = {}
  for i, name in ipairs(reference.columns) do
    by_target[reference.target_columns[i]] = key_value(one.by_name[name], cells[name])
  end
  local key = {}
  for i, name in ipairs(target.key) do
    key[i] = by_target[name]
    if not key[i] then return nil end
  end
  return address.row(target.name, key)
end

local figures = { integer = true, number = true }
local codes = { uuid = true, json = true, array = true, bytes = true }

--- One value.
---@param column relation.column
---@param cell relation.cell
---@param unmasked boolean|nil
---@return relation.shown
function view.value(column, cell, unmasked)
  if cell.text == nil then return { kind = "null" } end
  if column.hidden == "secret" then return { kind = "secret", text = hidden.secret(tonumber(cell.text) or 0) } end
  if column.hidden == "personal" and not unmasked then
    return { kind = "masked", text = cell.text == "" and "" or hidden.mask(cell.text) }
  end
  if column.kind == "integer" then return { kind = "figure", text = input.grouped(cell.text) } end
  if column.kind == "time" then return { kind = "text", text = (cell.text:gsub("%.000000$", "")) } end
  return { kind = figures[column.kind] and "figure" or codes[column.kind] and "code" or "text", text = cell.text }
end

local function labelled(catalog, one, column, row, shown)
  local reference = column.picks
  if not reference or shown.kind == "null" then return shown end
  shown.url = view.target_url(catalog, one, reference, row.cells)
  local target = catalog.by_name[reference.target]
  local label = row.cells[column.name].label
  if label and label ~= "" then
    local label_column = target.by_name[target.label]
    shown.key_text, shown.kind = shown.text, "text"
    shown.text = label_column.hidden and hidden.mask(label) or label
  end
  return shown
end

--- One value of a row, with what it refers to.
---@param catalog relation.catalog
---@param one relation.table
---@param column relation.column
---@param row relation.row
---@param unmasked boolean|nil
---@return relation.shown
function view.cell(catalog, one, column, row, unmasked)
  return labelled(catalog, one, column, row, view.value(column, row.cells[column.name], unmasked))
end

--- What a row is called: its label, or its key.
---@param one relation.table
---@param row relation.row
---@return string
function view.title(one, row)
  local cell = one.label and row.cells[one.label]
  if cell and cell.text and cell.text ~= "" then return view.value(one.by_name[one.label], cell).text end
  local parts = {}
  for i, name in ipairs(one.key or {}) do
    if name ~= one.mall or #one.key == 1 then parts[#parts + 1] = one.by_name[name].hidden and "•••" or row.key[i] end
  end
  return table.concat(parts, ", ")
end

-- All words that may stand in one column or another, to be offered while somebody types.
local function words_of(askable)
  local list = { "true", "false" }
  for _, column in ipairs(askable) do
    for _, word in ipairs(column.choices or {}) do list[#list + 1] = word end
  end
  return list
end

--- A list as a page shows it.
---@param catalog relation.catalog
---@param one relation.table
---@param asking relation.asking
---@param page { rows: relation.row[], more: boolean, problems: table<integer, string> }
---@return table
function view.list(catalog, one, asking, page)
  local columns, heads, rows = listing.columns(one, asking.all), {}, {}
  for i, column in ipairs(columns) do
    local sorted = asking.order.column == column.name
    heads[i] = { name = column.name, right = figures[column.kind] or nil,
      sorted = sorted and (asking.order.down and "down" or "up") or nil,
      url = not column.hidden and kind.sorts(column.kind) and address.of(one.name, nil,
        listing.query(asking, { order = { column = column.name, down = sorted and not asking.order.down or nil } })) or nil }
  end
  for i, row in ipairs(page.rows) do
    local cells = {}
    for n, column in ipairs(columns) do
      cells[n] = view.cell(catalog, one, column, row)
      cells[n].label = column.name
    end
    rows[i] = { url = row.key and address.row(one.name, row.key), title = view.title(one, row), cells = cells }
  end
  local filters = {}
  for i, filter in ipairs(asking.filters) do
    filters[i] = { text = filter.column .. " " .. listing.words[filter.op] .. (filter.value and " " .. filter.value or ""),
      url = address.of(one.name, nil, listing.query(asking, { without = i })), problem = page.problems[i] }
  end
  local last, asked, next_url = page.rows[#page.rows], listing.askable(one), nil
  if page.more and last.key then next_url = address.of(one.name, nil, listing.query(asking, { after = last.key })) end
  return { operators = listing.operators, words = words_of(asked), heads = heads, rows = rows, filters = filters,
    askable = asked, query = listing.query(asking), next_url = next_url,
    first_url = asking.after and address.of(one.name, nil, listing.query(asking)) or nil,
    all_url = address.of(one.name, nil, listing.query(asking, { all = not asking.all })), all = asking.all }
end

--- The filters that list what refers to a row; nil when one of its values cannot stand in an address.
---@param one relation.table
---@param reference relation.reference  to `one`
---@param cells table<string, relation.cell>
---@return relation.filter[]|nil
function view.filters_to(one, reference, cells)
  local filters = {}
  for i, name in ipairs(reference.columns) do
    local column = one.by_name[reference.target_columns[i]]
    local value = key_value(column, cells[column.name])
    if not value or column.kind == "bytes" then return nil end
    filters[i] = { column = name, op = "is", value = value }
  end
  return filters
end

--- What a picker offers, as a page shows it: of a person only what tells one from another.
---@param catalog relation.catalog
---@param column relation.column
---@param offers { value: string, label: string|nil }[]
---@return { value: string, label: string }[]
function view.offers(catalog, column, offers)
  local target = catalog.by_name[column.picks.target]
  local label = target.label and target.by_name[target.label]
  local list = {}
  for i, offer in ipairs(offers) do
    local shown = offer.label and offer.label ~= "" and offer.label or offer.value
    list[i] = { value = offer.value, label = label and label.hidden and hidden.mask(shown) or shown }
  end
  return list
end

return view
