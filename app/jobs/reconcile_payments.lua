-- Has every attempt that nobody heard of for a while asked after, and every account that is to take no more closed.

local close_account = require "flows.close_account"
local reconcile_payments = require "flows.reconcile_payments"
local log = require "log"

return {
  kind = "payment.reconcile", attempts = 3, timeout = 120,
  run = function()
    local asked = reconcile_payments.ask()
    if asked > 0 then log.info("payment.asked_after", { attempts = asked }) end
    local left = close_account.all()
    if left > 0 then log.info("payment.accounts_left", { accounts = left }) end
    return true
  end,
}
