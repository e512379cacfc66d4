-- Reminds shoppers of deposits that are due.

local log = require "log"
local remind_of_deposits = require "flows.remind_of_deposits"

return {
  kind = "payment.remind", attempts = 3, timeout = 600,
  run = function()
    local reminded = remind_of_deposits.run()
    if reminded > 0 then log.info("payment.reminded", { orders = reminded }) end
    return true
  end,
}
