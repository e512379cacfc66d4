-- Throws away old drafts, carts, sessions, counts, snapshots of prices and traces of jobs.

local flow = require "flows.sweep"
local log = require "log"

return {
  kind = "sweep",
  attempts = 3,
  timeout = 600,
  run = function()
    log.info("swept", flow.run())
    return true
  end,
}
