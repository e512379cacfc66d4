-- Sends a message that somebody wrote down. A mail server may be away for hours: twenty attempts, up to two hours apart, are
-- most of a day.

local deliver_mail = require "flows.deliver_mail"

return { kind = "mail.send", args = { mall_id = "uuid", id = "uuid" }, attempts = 20, timeout = 110, concurrency = 8,
  backoff = { base = 10, cap = 7200 }, run = deliver_mail.run }
