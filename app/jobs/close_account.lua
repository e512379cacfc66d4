-- Tells a provider that an account is to take no more money.

local close_account = require "flows.close_account"

return {
  kind = "payment.close_account", args = { mall_id = "uuid", payment_id = "uuid" }, attempts = 8, timeout = 100,
  backoff = { base = 15, cap = 3600 },
  run = function(args) return close_account.run(args.mall_id, args.payment_id) end,
}
