-- Follows what a provider told.

local handle_notice = require "flows.handle_notice"

return {
  kind = "payment.notice", args = { mall_id = "uuid", notice_id = "uuid" }, attempts = 30, timeout = 100, concurrency = 8,
  backoff = { base = 5, cap = 1800 },
  run = function(args)
    local outcome, refused = handle_notice.run(args.mall_id, args.notice_id)
    return outcome and true or nil, refused
  end,
}
