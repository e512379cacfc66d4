-- Tells a provider that an account is to take no more money.

local take_back_payment = require "flows.take_back_payment"

return {
  kind = "payment.close_account", args = { mall_id = "uuid", payment_id = "uuid" }, attempts = 8, timeout = 100,
  backoff = { base = 15, cap = 3600 },
  run = function(args) return take_back_payment.close_account(args.mall_id, args.payment_id) end,
}
