-- Sends a message that somebody wrote down.

local deliver_mail = require "flows.deliver_mail"

return { kind = "mail.send", run = deliver_mail.run, attempts = 12, timeout = 110, concurrency = 4 }
