-- One lot with the orders that were given goods of it: whom a recall concerns.

local order = require "order"
local stock = require "stock"

local show_lot = {}

-- So many orders are shown; more than that are counted.
local MOST = 200

--- A lot as its page shows it.
---@param mall_id string
---@param id string
---@return table|nil
function show_lot.run(mall_id, id)
  local row = stock.lots.find(mall_id, id)
  if not row then return nil end
  local lot, orders = stock.lot_rules.view(row), {}
  for i, one in ipairs(stock.lots.orders(mall_id, id, MOST)) do
    orders[i] = { number = one.number, url = "/admin/orders/" .. one.number, placed_at = one.placed_at, qty = one.qty,
      badge = order.badge(one.status) }
  end
  lot.sku_id, lot.sold_to = row.sku_id, orders
  return lot
end

return show_lot
