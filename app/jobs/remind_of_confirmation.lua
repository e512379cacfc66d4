-- Tells buyers that their purchase will be confirmed by itself.

local confirm_purchase = require "flows.confirm_purchase"
local log = require "log"

return {
  kind = "order.remind_of_confirmation", attempts = 3, timeout = 600,
  run = function()
    local orders = confirm_purchase.remind()
    if orders > 0 then log.info("orders.reminded", { orders = orders }) end
    return true
  end,
}
