-- A sheet of prices and stock that somebody downloaded, edited and sent back: what it would change, and what is wrong with
-- it, line by line. Each line carries what was true when it was downloaded, so that nobody's change in between is lost.

local columns = require "shared.columns"
local cells = require "catalog.rules.goods_cells"
local text = require "text"

local rules = {}

local AT_ONCE = 500

--- A price that falls by more than so much of a hundred is asked about.
rules.DROP = 50

---@class catalog.bulk.column
---@field title string
---@field field string|nil   of a SKU, where the column can be edited
---@field kind string        of xlsx.Column
---@field width integer
---@field hidden boolean|nil

---@type catalog.bulk.column[]
rules.COLUMNS = {
  { title = "SKU 코드", kind = "text", width = 20 }, { title = "상품", kind = "text", width = 40 },
  { title = "옵션", kind = "text", width = 20 }, { title = "판매가", field = "price", kind = "won", width = 12 },
  { title = "정가", field = "list_price", kind = "won", width = 12 },
  { title = "재고", field = "on_hand", kind = "number", width = 10 },
  { title = "판매", field = "active", kind = "text", width = 8 },
  { title = "면세", field = "tax_free", kind = "text", width = 8 },
  { title = "기준", kind = "text", width = 24, hidden = true },
}

local CODE, BASE = "SKU 코드", "기준"
local titles = {}
for _, column in ipairs(rules.COLUMNS) do titles[column.field or column.title] = column.title end

--- What an editable field is called.
---@param field string
---@return string
function rules.title(field) return titles[field] end

--- A SKU's line.
function rules.line(sku)
  return { sku.code, sku.product, sku.label, sku.price, sku.list_price or "", sku.on_hand, cells.said(sku.active),
    cells.said(sku.tax_free), cells.base(sku) }
end

rules.show = cells.show

--- Where the columns are, by what their first line says.
---@param head sheet.Row
---@param plain fun(value: any): string
---@return table<string, integer>|nil by title
---@return string|nil sentence
local function places(head, plain)
  local at = columns.titles(head, plain)
  for _, needed in ipairs { CODE, BASE } do
    if not at[needed] then
      return nil, ("첫 줄에 ‘%s’ 열이 없어요. 목록을 내려받아 그 파일을 고쳐 주세요."):format(needed)
    end
  end
  return at
end

-- What is wrong with a line's new values together.
local function contradiction(sku, changed)
  local function final(field)
    local change = changed[field]
    if change then return change.new end
    return sku[field]
  end
  local price, list_price = final "price", final "list_price"
  if list_price and list_price <= price then
    return changed.list_price and "list_price" or "price", "정가는 판매가보다 커야 해요. 할인하지 않으면 비워 두세요."
  end
  if changed.on_hand and changed.on_hand.new < sku.reserved then
    return "on_hand", ("주문에 예약된 %d개보다 적게 둘 수 없어요."):format(sku.reserved)
  end
end

local function falls(field, old, new) return field == "price" and new * 100 < old * (100 - rules.DROP) end

local function is_conflict(field, base, sku)
  if base[field] == sku[field] then return nil end
  return ("내려받은 뒤에 %s 바뀌었어요 (지금 %s). 목록을 다시 내려받아 주세요.")
    :format(text.particle(titles[field], "이/가"), rules.show(field, sku[field]))
end

-- All lines of a product say the same of its tax: it is the product's.
local function is_at_odds(row, sku, value, taxes)
  local first = taxes[sku.product_id]
  if first and first.value ~= value then
    return ("같은 상품의 %d번째 줄과 달라요. 면세는 상품마다 하나로 적어 주세요."):format(first.line)
  end
  taxes[sku.product_id] = first or { line = row.line, value = value }
end

local function read_line(row, at, sku, plain, taxes, complain)
  local base = cells.read_base(plain(row[at[BASE]]))
  if not base then return complain(BASE, "기준 값이 지워졌거나 달라졌어요. 목록을 다시 내려받아 주세요.") end
  local changed, fine = {}, true
  for field, read in pairs(cells.READ) do
    local place = at[titles[field]]
    local value, sentence = base[field], nil
    if place then value, sentence = read(plain(row[place])) end
    local unread = place and (value == nil and field ~= "list_price" or value == false and not cells.FLAGS[field])
    if place and not unread and field == "tax_free" then sentence = is_at_odds(row, sku, value, taxes) end
    if unread or place and field == "tax_free" and sentence then
      complain(titles[field], sentence)
      fine = false
    elseif value ~= base[field] then
      local conflict = is_conflict(field, base, sku)
      if conflict then
        complain(titles[field], conflict)
        fine = false
      end
      changed[field] = { sku_id = sku.id, product_id = sku.product_id, code = sku.code, name = sku.product, field = field,
        old = sku[field], new = value, line = row.line, drop = falls(field, base[field], value) or nil }
    end
  end
  if not fine then return end
  local field, problem = contradiction(sku, changed)
  if problem then return complain(titles[field], problem) end
  return changed
end

---@class catalog.bulk.change
---@field sku_id string
---@field product_id string
---@field code string
---@field name string
---@field field "price"|"list_price"|"on_hand"|"active"|"tax_free"
---@field old any
---@field new any
---@field line integer
---@field drop boolean|nil  a price that falls suspiciously far

---@class catalog.bulk.problem
---@field line integer
---@field column string|nil  "D"
---@field title string|nil
---@field text string

--- What a sheet would change.
---@param rows sheet.Row[]
---@param skus table<string, table>        as they are now, by code
---@param plain fun(value: any): string   a cell as text
---@param pause fun()|nil                  called now and then: a long sheet is read in stretches
---@return {changes:catalog.bulk.change[], problems:catalog.bulk.problem[], lines:integer}
function rules.plan(rows, skus, plain, pause)
  local plan = { changes = {}, problems = {}, lines = 0 }
  local function complain(line, column, title, sentence)
    plan.problems[#plan.problems + 1] = { line = line, column = column, title = title, text = sentence }
  end
  if #rows == 0 then
    complain(1, nil, nil, "빈 파일이에요.")
    return plan
  end
  local at, missing = places(rows[1], plain)
  if not at then
    complain(rows[1].line, nil, nil, missing)
    return plan
  end
  local seen, taxes = {}, {}
  for i = 2, #rows do
    local row = rows[i]
    local code = plain(row[at[CODE]])
    local sku = skus[code]
    local function complain_here(title, sentence)
      complain(row.line, at[title] and columns.letter(at[title]), title, sentence)
    end
    if not sku then
      complain_here(CODE, code == "" and "SKU 코드가 비어 있어요." or ("‘%s’ SKU가 없어요."):format(code))
    elseif seen[code] then
      complain_here(CODE, ("‘%s’ SKU가 %d번째 줄에도 있어요."):format(code, seen[code]))
    else
      seen[code] = row.line
      for _, change in pairs(read_line(row, at, sku, plain, taxes, complain_here) or {}) do
        plan.changes[#plan.changes + 1] = change
      end
    end
    plan.lines = plan.lines + 1
    if pause and plan.lines % AT_ONCE == 0 then pause() end
  end
  table.sort(plan.changes, function(a, b) return a.line < b.line or a.line == b.line and a.field < b.field end)
  table.sort(plan.problems, function(a, b)
    return a.line < b.line or a.line == b.line and (a.column or "") < (b.column or "")
  end)
  return plan
end

--- What takes changes back.
---@param changes catalog.bulk.change[]
---@return catalog.bulk.change[]
function rules.inverse(changes)
  local list = {}
  for i, change in ipairs(changes) do
    list[i] = { sku_id = change.sku_id, product_id = change.product_id, code = change.code, name = change.name,
      field = change.field, old = change.new, new = change.old, line = change.line }
  end
  return list
end

return rules
