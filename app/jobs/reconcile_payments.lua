-- Has every attempt that nobody heard of for a while asked after.

local reconcile_payments = require "flows.reconcile_payments"
local log = require "log"

return {
  kind = "payment.reconcile", attempts = 3, timeout = 120,
  run = function()
    local asked = reconcile_payments.ask()
    if asked > 0 then log.info("payment.asked_after", { attempts = asked }) end
    return true
  end,
}
