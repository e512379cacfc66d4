-- Gives money back over the payment that brought it. A provider that is away is asked for most of a day; one that refuses
-- leaves it to the refunds desk.

local execute_refund = require "flows.execute_refund"

return { kind = "refund.execute", args = { mall_id = "uuid", id = "uuid" }, attempts = 14, timeout = 120, concurrency = 4,
  backoff = { base = 20, cap = 7200 }, run = function(args) return execute_refund.run(args.mall_id, args.id) end }
