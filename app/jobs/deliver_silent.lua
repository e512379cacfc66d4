-- Takes parcels for delivered of which nothing was heard for some days.

local deliver_silent = require "flows.deliver_silent"
local log = require "log"

return {
  kind = "shipment.deliver_silent", attempts = 3, timeout = 600,
  run = function()
    local parcels = deliver_silent.run()
    if parcels > 0 then log.info("shipment.delivered", { parcels = parcels }) end
    return true
  end,
}
