-- Tells members that their accounts are about to become dormant.

local sleep_members = require "flows.sleep_members"
local log = require "log"

return {
  kind = "dormancy.tell", attempts = 5, timeout = 1800,
  run = function()
    log.info("dormancy.told", { members = sleep_members.tell() })
    return true
  end,
}
