-- Looks again for the payments of rows that providers settled before we knew them.

local log = require "log"
local rematch_settlements = require "flows.rematch_settlements"

return {
  kind = "settlement.rematch", attempts = 5, timeout = 600, backoff = { base = 60, cap = 3600 },
  run = function()
    local done, refused = rematch_settlements.all()
    if not done then return nil, refused end
    log.info("settlement.rematched", done)
    return true
  end,
}
