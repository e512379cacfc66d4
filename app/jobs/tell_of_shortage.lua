-- Notices what runs short, and tells who buys in.

local log = require "log"
local watch_stock = require "flows.watch_stock"

return {
  kind = "stock.tell", attempts = 5, timeout = 300,
  run = function()
    local skus = watch_stock.tell_of_shortage()
    if skus > 0 then log.info("stock.shortage_told", { skus = skus }) end
    return true
  end,
}
