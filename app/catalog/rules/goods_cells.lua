-- The cells of a line in a sheet of goods: what is true now, what was typed, and how both are said. Pure.

local money = require "shared.money"

local cells = {}

local PRICE_MOST, STOCK_MOST = 1000000000, 1000000

--- Fields that are yes or no.
cells.FLAGS = { active = true, tax_free = true }

---@param yes boolean
---@return "Y"|"N"
function cells.said(yes) return yes and "Y" or "N" end

--- What is true of a SKU now, as a line carries it.
---@param sku {price:integer, list_price:integer|nil, on_hand:integer, active:boolean, tax_free:boolean}
---@return string
function cells.base(sku)
  return ("%d/%s/%d/%s/%s"):format(sku.price, sku.list_price or "", sku.on_hand, cells.said(sku.active),
    cells.said(sku.tax_free))
end

--- What was true of a SKU when its line was downloaded; of sheets of before there were taxes in them nothing about those.
---@param written string
---@return table|nil
function cells.read_base(written)
  local price, list_price, on_hand, active, tax_free = written:match "^(%d+)/(%d*)/(%d+)/([YN])/?([YN]?)$"
  if not price then return nil end
  local base = { price = tonumber(price), list_price = tonumber(list_price), on_hand = tonumber(on_hand),
    active = active == "Y" }
  if tax_free ~= "" then base.tax_free = tax_free == "Y" end
  return base
end

local function whole(typed, most)
  local plain = typed:gsub(",", ""):gsub("원$", ""):gsub("개$", "")
  local value = plain:find("^%d+$") and #plain <= 10 and tonumber(plain)
  return value and value <= most and value or nil
end

local function yes_or_no(typed)
  local word = typed:upper()
  if word == "Y" or word == "TRUE" or word == "예" then return true end
  if word == "N" or word == "FALSE" or word == "아니요" then return false end
end

--- How what is typed into each field is read: the value; or nil or false, and what is wrong with it.
---@type table<string, fun(typed: string): any, string|nil>
cells.READ = {
  price = function(typed) return whole(typed, PRICE_MOST), "판매가는 0 이상의 숫자로 적어 주세요." end,
  list_price = function(typed)
    if typed == "" then return nil end
    return whole(typed, PRICE_MOST) or false, "정가는 숫자로 적거나 비워 주세요."
  end,
  on_hand = function(typed) return whole(typed, STOCK_MOST), "재고는 0 이상의 숫자로 적어 주세요." end,
  active = function(typed) return yes_or_no(typed), "판매에는 Y나 N을 적어 주세요." end,
  tax_free = function(typed) return yes_or_no(typed), "면세에는 Y나 N을 적어 주세요." end,
}

--- A value as people read it.
---@param field string
---@param value any
---@return string
function cells.show(field, value)
  if value == nil then return "없음" end
  if field == "active" then return value and "판매" or "판매 안 함" end
  if field == "tax_free" then return value and "면세" or "과세" end
  return money.group(value) .. (field == "on_hand" and "개" or "원")
end

return cells
