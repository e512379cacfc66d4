-- Cancels orders whose deposit is overdue.

local expire_unpaid = require "flows.expire_unpaid"
local log = require "log"

return {
  kind = "order.expire_unpaid",
  attempts = 3,
  timeout = 300,
  run = function()
    local expired = expire_unpaid.run()
    if expired > 0 then log.info("orders.expired", { orders = expired }) end
    return true
  end,
}
