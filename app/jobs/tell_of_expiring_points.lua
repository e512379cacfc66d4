-- Tells members which of their points are about to expire.

local expire_points = require "flows.expire_points"
local log = require "log"

return {
  kind = "points.tell", attempts = 5, timeout = 1800,
  run = function()
    log.info("points.told", { members = expire_points.tell() })
    return true
  end,
}
