-- Issues a cash receipt, finds out what came of it, takes it back when the money went back.

local tend_receipt = require "flows.tend_receipt"

return {
  kind = "receipt.tend", args = { mall_id = "uuid", payment_id = "uuid" }, attempts = 14, timeout = 120, concurrency = 4,
  backoff = { base = 30, cap = 7200 },
  run = function(args) return tend_receipt.run(args.mall_id, args.payment_id) end,
}
