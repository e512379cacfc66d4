-- Cancels orders whose deposit is overdue.

local expire_unpaid = require "flows.expire_unpaid"
local log = require "log"

local job = {}

function job.run()
  local expired = expire_unpaid.run()
  if expired > 0 then log.info("orders.expired", { orders = expired }) end
end

return job
