-- Parcels of which nothing was heard for some days have arrived: nobody asks carriers, and buyers seldom write that all is
-- well.

local log = require "log"
local malls = require "mall"
local shipment = require "shipment"
local move_order = require "flows.move_order"
local ship = require "flows.ship"
local transaction = require("flows.store").transaction

local deliver_silent = {}

--- Says of each that it was delivered; each is a transaction of its own.
---@param limit integer|nil  of each mall, 500 by default
---@return integer parcels
function deliver_silent.run(limit)
  local done = 0
  for _, mall in ipairs(malls.all()) do
    local terms = shipment.terms(malls.settings(mall.id).fulfilment)
    for _, due in ipairs(shipment.silent(mall.id, terms.deliver_days, limit or 500)) do
      local parcel, refused = transaction(function(tx)
        local subject, gone = move_order.lock(tx, mall.id, due.order_id)
        if not subject then return nil, gone end
        return ship.deliver(tx, subject, due.seq, { actor = "clock", cause = ("보낸 지 %d일이 지났어요"):format(terms.deliver_days) })
      end)
      if parcel then done = done + 1 else
        log.info("shipment.not_delivered", { order = due.order_id, parcel = due.seq, fault = tostring(refused) })
      end
    end
  end
  return done
end

return deliver_silent
