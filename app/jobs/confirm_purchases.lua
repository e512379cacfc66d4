-- Confirms purchases that nobody objected to in time.

local confirm_purchase = require "flows.confirm_purchase"
local log = require "log"

return {
  kind = "order.confirm", attempts = 3, timeout = 600,
  run = function()
    local orders = confirm_purchase.by_time()
    if orders > 0 then log.info("orders.confirmed", { orders = orders }) end
    return true
  end,
}
