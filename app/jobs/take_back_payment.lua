-- Gives money back that a provider took and that must not stay.

local take_back_payment = require "flows.take_back_payment"

return {
  kind = "payment.take_back", args = { mall_id = "uuid", payment_id = "uuid" }, attempts = 12, timeout = 100,
  backoff = { base = 15, cap = 3600 },
  run = function(args, job) return take_back_payment.run(args.mall_id, args.payment_id, job.is_last) end,
}
