-- Releases goods that are held for nothing.

local sweep_holds = require "flows.sweep_holds"

return {
  kind = "stock.sweep_holds", attempts = 3, timeout = 300,
  run = function()
    sweep_holds.run()
    return true
  end,
}
