-- The public face of shipments: carriers, parcels with what is in them, and sheets of tracking numbers.

local carrier = require "shipment.rules.carrier"
local forms = require "shipment.forms"
local rules = require "shipment.rules"
local sheet = require "shipment.rules.sheet"
local view = require "shipment.rules.view"

local shipment = { forms = forms, sheet = sheet, STATES = view.STATES }

for _, part in ipairs { rules, view, require "shipment.store", require "shipment.carrier.store",
  require "shipment.due.store",
  require "shipment.sheet.store" } do
  for name, value in pairs(part) do shipment[name] = value end
end

shipment.carrier_finder, shipment.read_number, shipment.track = carrier.finder, carrier.read_number, carrier.track
shipment.show_number = carrier.show_number

--- The carriers that can be chosen, the usual one first.
---@param mall_id string
---@return carrier[]
function shipment.choices(mall_id)
  local list = {}
  for _, one in ipairs(shipment.carriers(mall_id)) do
    if one.enabled then list[#list + 1] = one end
  end
  return list
end

return shipment
