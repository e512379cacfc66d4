-- The buyer's side of what is sent: their order's page with its parcels, and what they can say about them.

local order = require "order"
local shipment = require "shipment"
local shipping = require "shipping"
local confirm_purchase = require "flows.confirm_purchase"
local money = require "shared.money"
local move_delivery = require "flows.move_delivery"
local report_escrow = require "flows.report_escrow"
local show_receipts = require "flows.show_receipts"

local receive_order = { group = money.group, confirm = confirm_purchase.run }

-- Of the units of a line those that have left the way it should go, and how far the others are.
local function parts_of(portion)
  local list = {}
  for i, part in ipairs(order.parts(portion)) do list[i] = { key = part.key, label = part.label, qty = part.qty } end
  return list
end

-- That what of a line has not left is held back, and why, in the words that are meant for the buyer.
local function held_of(row, portion)
  if not row.held or shipment.waiting(portion) == 0 then return nil end
  return { say = row.held_say ~= "" and row.held_say or nil }
end

--- An order as its page shows it, with its parcels, where each line stands, and what can be done.
---@param mall_id string
---@param found table  a row of order.store
---@return table view
function receive_order.show(mall_id, found)
  local lines = order.lines(mall_id, found.id)
  local axes = order.axes(mall_id, found.id)
  local view = order.view(found, lines, order.history(mall_id, found.id))
  local stand = { lines = lines, portions = axes.portions, claimed = function(position) return order.claimed(axes,
    position) end }
  local confirmable = {}
  for _, unit in ipairs(shipment.confirmable(stand)) do confirmable[unit.position] = true end
  for i, line in ipairs(view.lines) do
    line.position, line.parts = lines[i].position, parts_of(axes.portions[lines[i].position] or {})
    line.can_confirm = confirmable[lines[i].position] or nil
    line.held = held_of(lines[i], axes.portions[lines[i].position])
  end
  view.parcels = shipment.show_parcels(shipment.parcels(mall_id, found.id), lines)
  view.receipts = show_receipts.of_order(mall_id, found.id, axes.payments, found.cash_receipt ~= "none")
  for _, row in ipairs(axes.payments) do view.escrow = view.escrow or report_escrow.holds(row) or nil end
  view.can = { confirm = next(confirmable) ~= nil, points = found.member_id ~= nil,
    address = move_delivery.is_movable(axes) }
  return view
end

--- Whether where an order goes can still be changed.
---@param mall_id string
---@param order_id string
---@return boolean
function receive_order.is_movable(mall_id, order_id) return move_delivery.is_movable(order.axes(mall_id, order_id)) end

--- The buyer changes where it goes.
---@param mall mall
---@param order_id string
---@param values table  of order.forms.address
---@return true|nil
---@return fault|nil shipment.address_locked | web.invalid with its fields
function receive_order.move(mall, order_id, values)
  return move_delivery.by_shopper(mall, order_id, values, shipping.region(mall.id, values.postcode))
end

return receive_order
