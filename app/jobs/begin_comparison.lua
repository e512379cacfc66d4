-- Queues the nightly comparison with the providers, mall by mall.

local reconcile_payments = require "flows.reconcile_payments"

return { kind = "payment.begin_comparison", attempts = 5, timeout = 60, run = function()
  reconcile_payments.begin_night()
  return true
end }
