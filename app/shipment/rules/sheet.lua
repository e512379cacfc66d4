-- A sheet of tracking numbers that somebody uploaded: which parcels it means, and what is wrong with it, line by line. Its
-- columns are found by what they are called, so that the sheet of a carrier's own program can be sent as it is. Pure.

local carriers = require "shipment.rules.carrier"
local columns = require "shared.columns"
local korean = require "shared.korean"

local sheet = {}

--- The columns by what they may be called, ours first. Without a line or a SKU all that is left of the order is meant.
sheet.TITLES = {
  order = { "주문번호", "고객주문번호", "주문NO", "쇼핑몰주문번호", "주문코드", "관리번호" },
  carrier = { "택배사", "택배사명", "택배회사", "배송사", "배송업체", "운송사", "택배사코드" },
  number = { "송장번호", "운송장번호", "운송장", "송장", "등기번호", "운송장NO", "송장NO" },
  line = { "줄", "주문줄", "상품순번" },
  sku = { "SKU 코드", "SKU", "상품코드", "옵션코드", "품목코드" },
  qty = { "보낼 수량", "수량", "발송수량", "출고수량" },
}

-- A head stands in one of the first lines: programs put a title above it.
local HEAD_WITHIN, AT_ONCE = 10, 500

---@class shipment.sheet.row
---@field line integer           of the file
---@field order_number string
---@field carrier string         its code
---@field number string
---@field position integer|nil   nil: all that can be sent
---@field qty integer|nil

---@class shipment.sheet.problem
---@field line integer
---@field column string|nil  "D"
---@field title string|nil
---@field text string

local function find_head(rows, plain)
  for i = 1, math.min(#rows, HEAD_WITHIN) do
    local at = columns.find(rows[i], sheet.TITLES, plain)
    if at.order and at.number then return i, at end
  end
end

-- The numbers that stand in a sheet, each once, as they are kept: what has to be asked of the database before it is read.
---@param rows sheet.Row[]
---@param plain fun(value: any): string
---@param read_number fun(typed: string): string|nil  of orders
---@return string[]
function sheet.orders(rows, plain, read_number)
  local head, at = find_head(rows, plain)
  local list, seen = {}, {}
  for i = (head or #rows) + 1, #rows do
    local number = read_number(plain(rows[i][at.order]))
    if number and not seen[number] then list[#list + 1], seen[number] = number, true end
  end
  return list
end

local function read_count(typed)
  local digits = typed:gsub(",", ""):gsub("개$", "")
  return digits:find "^%d+$" and #digits <= 4 and tonumber(digits) or nil
end

-- Which line of its order a row is about: by its number, or by what lies in it.
local function read_position(cells, found, complain)
  if cells.line ~= "" then
    local position = read_count(cells.line)
    for _, line in ipairs(found.lines) do
      if line.position == position then return position end
    end
    return complain("line", "주문에 없는 줄이에요.")
  end
  if cells.sku == "" then return nil, true end
  for _, line in ipairs(found.lines) do
    if line.sku_code == cells.sku then return line.position end
  end
  -- a program's own code of the goods says nothing where the order has one line only
  if #found.lines == 1 then return found.lines[1].position end
  return complain("sku", "이 주문에 없는 SKU예요.")
end

local function read_row(cells, given, complain)
  local number = given.read_number(cells.order)
  local found = number and given.orders[number]
  if not found then
    return complain("order", cells.order == "" and "주문번호가 비어 있어요." or ("‘%s’ 주문이 없어요."):format(cells.order))
  end
  local carrier = cells.carrier == "" and given.carrier or given.find_carrier(cells.carrier)
  if not carrier then
    return complain("carrier", cells.carrier == "" and "택배사가 비어 있어요." or ("‘%s’ 택배사를 모르겠어요."):format(cells.carrier))
  end
  local invoice, sentence = carriers.read_number(carrier, cells.number)
  if not invoice then return complain("number", sentence) end
  local position, fine = read_position(cells, found, complain)
  if not position and not fine then return nil end
  local qty
  if position and cells.qty ~= "" then
    qty = read_count(cells.qty)
    if not qty or qty == 0 then return complain("qty", "수량은 1 이상의 숫자로 적어 주세요.") end
  end
  return { order_number = number, carrier = carrier.code, number = invoice, position = position, qty = qty }
end

-- Lines of one order that contradict each other: two numbers for all of it, or one line of it twice in a parcel.
local function contradiction(row, earlier)
  for _, other in ipairs(earlier) do
    local same_parcel = other.carrier == row.carrier and other.number == row.number
    if other.position == row.position and same_parcel then
      return ("%d번째 줄과 같은 내용이에요."):format(other.line)
    end
    if (not other.position or not row.position) and not same_parcel then
      return ("%d번째 줄과 송장번호가 달라요. 나누어 보내려면 SKU 코드와 수량을 줄마다 적어 주세요."):format(other.line)
    end
  end
end

---@class shipment.sheet.given
---@field orders table<string, { lines: { position: integer, sku_code: string }[] }>  by number
---@field find_carrier fun(written: string): carrier|nil
---@field carrier carrier|nil  where a line names none
---@field read_number fun(typed: string): string|nil  of orders
---@field plain fun(value: any): string
---@field pause fun()|nil

--- What a sheet means.
---@param rows sheet.Row[]
---@param given shipment.sheet.given
---@return { rows: shipment.sheet.row[], problems: shipment.sheet.problem[] }
function sheet.read(rows, given)
  local plan, by_order = { rows = {}, problems = {} }, {}
  local head, at = find_head(rows, given.plain)
  if not head then
    plan.problems[1] = { line = rows[1] and rows[1].line or 1,
      text = #rows == 0 and "빈 파일이에요." or "‘주문번호’와 ‘송장번호’ 열이 없어요. 첫 줄에 열 이름을 적어 주세요." }
    return plan
  end
  for i = head + 1, #rows do
    local row, cells = rows[i], {}
    for name in pairs(sheet.TITLES) do cells[name] = at[name] and given.plain(row[at[name]]) or "" end
    local function complain(name, sentence)
      plan.problems[#plan.problems + 1] = { line = row.line, column = at[name] and columns.letter(at[name]),
        title = sheet.TITLES[name][1], text = sentence }
    end
    -- what is not sent yet has no number: a list of all there is can be sent back half filled in
    if korean.squeeze(cells.number) ~= "" or cells.carrier ~= "" and cells.order == "" then
      local read = read_row(cells, given, complain)
      local earlier = read and by_order[read.order_number] or {}
      local clash = read and contradiction(read, earlier)
      if clash then
        complain("number", clash)
      elseif read then
        read.line, plan.rows[#plan.rows + 1] = row.line, read
        earlier[#earlier + 1], by_order[read.order_number] = read, earlier
      end
    end
    if given.pause and i % AT_ONCE == 0 then given.pause() end
  end
  return plan
end

--- Rows by parcel: what goes to one order with one number travels together.
---@param rows shipment.sheet.row[]
---@return { order_number: string, carrier: string, number: string, units: table[]|nil, lines: integer[] }[]
function sheet.parcels(rows)
  local list, by_key = {}, {}
  for _, row in ipairs(rows) do
    local key = row.order_number .. " " .. row.carrier .. " " .. row.number
    local parcel = by_key[key]
    if not parcel then
      parcel = { order_number = row.order_number, carrier = row.carrier, number = row.number, lines = {},
        units = row.position and {} or nil }
      list[#list + 1], by_key[key] = parcel, parcel
    end
    parcel.lines[#parcel.lines + 1] = row.line
    if not row.position then parcel.units = nil end
    if parcel.units then parcel.units[#parcel.units + 1] = { position = row.position, qty = row.qty } end
  end
  return list
end

return sheet
