-- Puts the accounts of members to sleep who have not been seen for long.

local sleep_members = require "flows.sleep_members"
local log = require "log"

return {
  kind = "dormancy.sleep", attempts = 5, timeout = 1800,
  run = function()
    log.info("dormancy.asleep", { members = sleep_members.run() })
    return true
  end,
}
