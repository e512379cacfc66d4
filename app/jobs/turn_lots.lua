-- Takes lots that are past their day out of sale.

local log = require "log"
local watch_stock = require "flows.watch_stock"

return {
  kind = "stock.turn_lots", attempts = 5, timeout = 600,
  run = function()
    local skus = watch_stock.turn_lots()
    if skus > 0 then log.info("stock.lots_over", { skus = skus }) end
    return true
  end,
}
