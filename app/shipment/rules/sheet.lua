-- A sheet of tracking numbers that somebody uploaded: which parcels it means, and what is wrong with it, line by line. Its
-- columns are found by what they are called, so that the sheet of a carrier's own program can be sent as it is. Pure.

local sheet_row = require "shipment.rules.sheet_row"
local columns = require "shared.columns"
local korean = require "shared.korean"

local sheet = { refusal = sheet_row.refusal }

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

--- The numbers that stand in a sheet, each once, as they are kept: what has to be asked of the database before it is read.
---@param rows sheet.Row[]
---@param plain fun(value: any): string
---@param read_number fun(typed: string): string|nil  of orders, or of claims
---@return string[]
function sheet.numbers(rows, plain, read_number)
  local head, at = find_head(rows, plain)
  local list, seen = {}, {}
  for i = (head or #rows) + 1, #rows do
    local number = read_number(plain(rows[i][at.order]))
    if number and not seen[number] then list[#list + 1], seen[number] = number, true end
  end
  return list
end

-- Lines of one order that contradict each other: two numbers for all of it, or one line of it twice in a parcel. What an
-- exchange sends has one number.
local function contradiction(row, earlier)
  for _, other in ipairs(earlier) do
    local same_parcel = other.carrier == row.carrier and other.number == row.number
    if other.position == row.position and same_parcel then
      return ("%d번째 줄과 같은 내용이에요."):format(other.line)
    end
    if row.claim_number and not same_parcel then
      return ("%d번째 줄과 송장번호가 달라요. 한 교환의 상품은 모두 함께 보내요."):format(other.line)
    end
    if (not other.position or not row.position) and not same_parcel then
      return ("%d번째 줄과 송장번호가 달라요. 나누어 보내려면 SKU 코드와 수량을 줄마다 적어 주세요."):format(other.line)
    end
  end
end

-- Lines of an exchange that were left without a number while others have one.
local function left_out(plan, unnumbered, by_whole, complain)
  for _, one in ipairs(unnumbered) do
    local sent = by_whole[one.claim_number]
    if sent then
      complain(one.line, "number", ("%d번째 줄과 같은 송장번호를 적어 주세요. 한 교환의 상품은 모두 함께 보내요."):format(sent[1].line))
    end
  end
  table.sort(plan.problems, function(a, b) return a.line < b.line end)
end

--- What a sheet means.
---@param rows sheet.Row[]
---@param given shipment.sheet.given
---@return { rows: shipment.sheet.row[], problems: shipment.sheet.problem[] }
function sheet.read(rows, given)
  local plan, by_whole, unnumbered = { rows = {}, problems = {} }, {}, {}
  local head, at = find_head(rows, given.plain)
  if not head then
    plan.problems[1] = { line = rows[1] and rows[1].line or 1,
      text = #rows == 0 and "빈 파일이에요." or "‘주문번호’와 ‘송장번호’ 열이 없어요. 첫 줄에 열 이름을 적어 주세요." }
    return plan
  end
  local function complain(line, name, sentence)
    plan.problems[#plan.problems + 1] = { line = line, column = at[name] and columns.letter(at[name]),
      title = sheet.TITLES[name][1], text = sentence }
  end
  for i = head + 1, #rows do
    local row, cells = rows[i], {}
    for name in pairs(sheet.TITLES) do cells[name] = at[name] and given.plain(row[at[name]]) or "" end
    local function complain_here(name, sentence) complain(row.line, name, sentence) end
    -- what is not sent yet has no number: a list of all there is can be sent back half filled in
    if korean.squeeze(cells.number) ~= "" or cells.carrier ~= "" and cells.order == "" then
      local read = sheet_row.read(cells, given, complain_here)
      local whole = read and (read.claim_number or read.order_number)
      local earlier = read and by_whole[whole] or {}
      local clash = read and contradiction(read, earlier)
      if clash then
        complain_here("number", clash)
      elseif read then
        read.line, plan.rows[#plan.rows + 1] = row.line, read
        earlier[#earlier + 1], by_whole[whole] = read, earlier
      end
    else
      local claim_number = given.read_claim(cells.order)
      if claim_number then unnumbered[#unnumbered + 1] = { line = row.line, claim_number = claim_number } end
    end
    if given.pause and i % AT_ONCE == 0 then given.pause() end
  end
  left_out(plan, unnumbered, by_whole, complain)
  return plan
end

--- Rows by parcel: what goes to one order with one number travels together, but for what an exchange sends.
---@param rows shipment.sheet.row[]
---@return { order_number: string, claim_number: string|nil, carrier: string, number: string, units: table[]|nil,
---  lines: integer[] }[]
function sheet.parcels(rows)
  local list, by_key = {}, {}
  for _, row in ipairs(rows) do
    local key = (row.claim_number or row.order_number) .. " " .. row.carrier .. " " .. row.number
    local parcel = by_key[key]
    if not parcel then
      parcel = { order_number = row.order_number, claim_number = row.claim_number, carrier = row.carrier,
        number = row.number, lines = {}, units = row.position and {} or nil }
      list[#list + 1], by_key[key] = parcel, parcel
    end
    parcel.lines[#parcel.lines + 1] = row.line
    if not row.position then parcel.units = nil end
    if parcel.units then parcel.units[#parcel.units + 1] = { position = row.position, qty = row.qty } end
  end
  return list
end

return sheet
