-- Refunds that nobody is at although they should be: their job was lost or thrown away. They are queued again.

local resume_refunds = require "flows.resume_refunds"
local log = require "log"

return { kind = "refund.resume", attempts = 3, timeout = 60, run = function()
  local resumed = resume_refunds.run()
  if resumed > 0 then log.info("refunds.resumed", { refunds = resumed }) end
  return true
end }
