-- Compares the payments of a day with the provider's.

local log = require "log"
local reconcile_payments = require "flows.reconcile_payments"

return {
  kind = "payment.compare", args = { mall_id = "uuid", day = "string" }, attempts = 5, timeout = 3600, concurrency = 2,
  backoff = { base = 60, cap = 3600 },
  run = function(args)
    log.info("payment.compared", reconcile_payments.night(args.mall_id, args.day))
    return true
  end,
}
