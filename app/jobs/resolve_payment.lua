-- Asks a provider what became of an attempt.

local resolve_payment = require "flows.resolve_payment"

return {
  kind = "payment.resolve", args = { mall_id = "uuid", payment_id = "uuid" }, attempts = 40, timeout = 100, concurrency = 8,
  backoff = { base = 10, cap = 600 },
  run = function(args)
    local outcome, refused = resolve_payment.run(args.mall_id, args.payment_id)
    return outcome and true or nil, refused
  end,
}
