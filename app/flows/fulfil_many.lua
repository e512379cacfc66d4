-- One thing done to many orders: each by itself, so that one that cannot be holds up no other.

local order = require "order"
local shipment = require "shipment"
local fault = require "shared.fault"
local fulfil = require "flows.fulfil"
local require_permission = require("flows.require_permission").run
local ship = require "flows.ship"

local fulfil_many = {}

---@class fulfil_many.row  what would happen to one of the orders that were chosen
---@field number string
---@field row table|nil      of order.office.store; nil: this mall has no such order
---@field count integer      of units, or of parcels
---@field possible boolean

local COUNTED = { prepare = "preparable", dispatch = "ready_parcels", deliver = "shipping_parcels" }

--- What it would do, order by order; nothing is changed.
---@param mall_id string
---@param what "prepare"|"dispatch"|"deliver"
---@param numbers string[]
---@return fulfil_many.row[]
function fulfil_many.preview(mall_id, what, numbers)
  local by_number, list = {}, {}
  for _, row in ipairs(order.work(mall_id, numbers)) do by_number[row.number] = row end
  for i, number in ipairs(numbers) do
    local row = by_number[number]
    local count = row and row[COUNTED[what]] or 0
    list[i] = { number = number, row = row, count = count, possible = count > 0 }
  end
  return list
end

---@type table<string, { state: string, step: function, nothing: fun(): fault }>
local BULK = {
  dispatch = { state = "ready", step = ship.dispatch,
    nothing = function() return fault("shipment.nothing_to_dispatch") end },
  deliver = { state = "shipping", step = ship.deliver,
    nothing = function() return fault("shipment.nothing_to_deliver") end },
}

local function all_parcels(ctx, number, what)
  return fulfil.act(ctx, { number = number }, "order." .. what, nil, function(tx, subject, by)
    local done = 0
    for _, parcel in ipairs(shipment.parcels(subject.mall_id, subject.id, tx)) do
      if parcel.status == BULK[what].state then
        local moved, refused = BULK[what].step(tx, subject, parcel.seq, by)
        if not moved then return nil, refused end
        done = done + 1
      end
    end
    if done == 0 then return nil, BULK[what].nothing() end
    return { changes = { ["배송"] = { after = done } } }
  end)
end

--- Does it.
---@param ctx context
---@param what "prepare"|"dispatch"|"deliver"
---@param numbers string[]
---@return { done: string[], refused: { number: string, fault: fault }[] }|nil
---@return fault|nil
function fulfil_many.run(ctx, what, numbers)
  local allowed, refused = require_permission(ctx, "orders.write")
  if not allowed then return nil, refused end
  local outcome = { done = {}, refused = {} }
  for _, number in ipairs(numbers) do
    local done, problem
    if what == "prepare" then done, problem = fulfil.prepare(ctx, { number = number }) else
      done, problem = all_parcels(ctx, number, what)
    end
    if done then outcome.done[#outcome.done + 1] = number else
      outcome.refused[#outcome.refused + 1] = { number = number, fault = problem }
    end
  end
  return outcome
end

return fulfil_many
