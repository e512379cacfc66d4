-- Takes points away whose time is over.

local expire_points = require "flows.expire_points"
local log = require "log"

return {
  kind = "points.expire", attempts = 5, timeout = 1800,
  run = function()
    log.info("points.expired", { members = expire_points.run() })
    return true
  end,
}
