-- A row of a sheet of tracking numbers: which parcel it means, of an order's own goods or of what an exchange sends instead,
-- or what is wrong with it. Pure.

local carriers = require "shipment.rules.carrier"

local sheet_row = {}

---@class shipment.sheet.row
---@field line integer           of the file
---@field order_number string
---@field claim_number string|nil  of what an exchange sends, which goes as one
---@field carrier string         its code
---@field number string
---@field position integer|nil   nil: all that can be sent
---@field qty integer|nil

---@class shipment.sheet.exchange
---@field order_number string
---@field kind string
---@field status string
---@field carrier string|nil
---@field sent string|nil  the number of its parcel
---@field lines { position: integer, sku_code: string, qty: integer }[]

---@class shipment.sheet.given
---@field orders table<string, { lines: { position: integer, sku_code: string }[] }>  by number
---@field exchanges table<string, shipment.sheet.exchange>  by the claim's number
---@field refuse fun(found: shipment.sheet.exchange, label: { carrier: string, number: string }): string|nil  why not
---@field read_claim fun(typed: string): string|nil  the number of a claim
---@field find_carrier fun(written: string): carrier|nil
---@field carrier carrier|nil  where a line names none
---@field read_number fun(typed: string): string|nil  of orders
---@field plain fun(value: any): string
---@field pause fun()|nil

local function read_count(typed)
  local digits = typed:gsub(",", ""):gsub("개$", "")
  return digits:find "^%d+$" and #digits <= 4 and tonumber(digits) or nil
end

-- Which line of its order, or of its exchange, a row is about: by its number, or by what lies in it.
local function read_position(cells, found, complain)
  local whole = found.kind and "교환" or "주문"
  if cells.line ~= "" then
    local position = read_count(cells.line)
    for _, line in ipairs(found.lines) do
      if line.position == position then return position end
    end
    return complain("line", whole .. "에 없는 줄이에요.")
  end
  if cells.sku == "" then return nil, true end
  for _, line in ipairs(found.lines) do
    if line.sku_code == cells.sku then return line.position end
  end
  -- a program's own code of the goods says nothing where the order has one line only
  if #found.lines == 1 then return found.lines[1].position end
  return complain("sku", ("이 %s에 없는 SKU예요."):format(whole))
end

-- With whom it goes and under which number.
local function read_label(cells, given, complain)
  local carrier = cells.carrier == "" and given.carrier or given.find_carrier(cells.carrier)
  if not carrier then
    return complain("carrier", cells.carrier == "" and "택배사가 비어 있어요." or ("‘%s’ 택배사를 모르겠어요."):format(cells.carrier))
  end
  local invoice, sentence = carriers.read_number(carrier, cells.number)
  if not invoice then return complain("number", sentence) end
  return { carrier = carrier.code, number = invoice }
end

-- What an exchange sends goes in one parcel, all of it: a row names it or a line of it.
local function read_exchange(claim_number, cells, given, complain)
  local found = given.exchanges[claim_number]
  if not found then return complain("order", ("‘%s’ 교환이 없어요."):format(cells.order)) end
  local label = read_label(cells, given, complain)
  if not label then return nil end
  local sentence = given.refuse(found, label)
  if sentence then return complain("order", sentence) end
  local position, fine = read_position(cells, found, complain)
  if not position and not fine then return nil end
  for _, line in ipairs(found.lines) do
    if line.position == position and cells.qty ~= "" and read_count(cells.qty) ~= line.qty then
      return complain("qty", ("교환 상품은 나누어 보낼 수 없어요. %d개를 모두 보내 주세요."):format(line.qty))
    end
  end
  return { order_number = found.order_number, claim_number = claim_number, carrier = label.carrier, number = label.number,
    position = position }
end

--- What a row means; nil once it has complained.
---@param cells table<string, string>  by what the sheet's columns are for
---@param given shipment.sheet.given
---@param complain fun(cell: string, sentence: string)
---@return shipment.sheet.row|nil
function sheet_row.read(cells, given, complain)
  local claim_number = given.read_claim(cells.order)
  if claim_number then return read_exchange(claim_number, cells, given, complain) end
  local number = given.read_number(cells.order)
  local found = number and given.orders[number]
  if not found then
    return complain("order", cells.order == "" and "주문번호가 비어 있어요." or ("‘%s’ 주문이 없어요."):format(cells.order))
  end
  local label = read_label(cells, given, complain)
  if not label then return nil end
  local position, fine = read_position(cells, found, complain)
  if not position and not fine then return nil end
  local qty
  if position and cells.qty ~= "" then
    qty = read_count(cells.qty)
    if not qty or qty == 0 then return complain("qty", "수량은 1 이상의 숫자로 적어 주세요.") end
  end
  return { order_number = number, carrier = label.carrier, number = label.number, position = position, qty = qty }
end

--- Why what an exchange sends cannot go under a label: the code of a fault. Nil when it can, and when it does already.
---@param found { kind: string, status: string, carrier: string|nil, sent: string|nil }  a claim; of its parcel, if there
---  is one, the carrier and the number
---@param label { carrier: string, number: string }
---@return string|nil code
function sheet_row.refusal(found, label)
  if found.kind ~= "exchange" then return "shipment.not_exchange" end
  if found.sent then
    return (found.sent ~= label.number or found.carrier ~= label.carrier) and "shipment.exchange_sent" or nil
  end
  return found.status ~= "inspected" and "shipment.exchange_waits" or nil
end

return sheet_row
