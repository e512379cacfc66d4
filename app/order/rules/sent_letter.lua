-- What letters about goods say that are held back, on their way, arrived, or bought for good: which ones, and where to look.

local view = require "order.rules.view"

local letter = {}

-- Some units of an order's lines, as a letter lists them.
local function goods_of(rows, units)
  local by_position, list = {}, {}
  for _, row in ipairs(rows) do by_position[row.position] = row end
  for i, unit in ipairs(units) do
    local row = by_position[unit.position]
    list[i] = { name = row.product_name, label = unit.label or row.sku_label ~= "" and row.sku_label or nil, qty = unit.qty,
      image = row.image and { id = row.image.id } or nil }
  end
  return list
end

local function common(order, rows, units)
  return { name = order.orderer_name, number = order.number, url = "/orders/" .. order.number, goods = goods_of(rows,
    units) }
end

--- About a parcel: what is in it, and where it goes.
---@param order table  a row of order.store
---@param rows table[]  its lines
---@param units { position: integer, qty: integer }[]
---@return table
function letter.parcel(order, rows, units)
  local values = common(order, rows, units)
  values.recipient = view.masked(order.recipient_name, order.recipient_phone)
  values.address = { postcode = order.postcode, address1 = order.address1, address2 = order.address2 }
  return values
end

--- What is held back, or free again.
---@param say string|nil  why it is held
---@return table
function letter.held(order, rows, units, say)
  local values = common(order, rows, units)
  values.say = say
  return values
end

--- What was bought for good, and what came of it.
---@param earned integer  points; 0: none
---@return table
function letter.confirmed(order, rows, units, earned)
  local values = common(order, rows, units)
  values.earned, values.review_url = earned, order.member_id and "/my/reviews" or nil
  return values
end

--- What will be bought for good by itself, and when.
---@param at number
---@return table
function letter.confirm_soon(order, rows, units, at)
  local values = common(order, rows, units)
  values.confirm_at = at
  return values
end

return letter
