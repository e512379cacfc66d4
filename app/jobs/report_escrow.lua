-- Tells an escrow that the goods are on their way: it keeps the money until they have arrived.

local report_escrow = require "flows.report_escrow"

return { kind = "payment.report_escrow", args = { mall_id = "uuid", payment_id = "uuid", seq = "integer" }, attempts = 10,
  timeout = 100, backoff = { base = 30, cap = 7200 },
  run = function(args) return report_escrow.run(args.mall_id, args.payment_id, args.seq) end }
