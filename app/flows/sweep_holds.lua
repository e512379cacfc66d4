-- Goods that an order holds though it waits for no payment any more, or though there is no such order, can be bought again.
-- Orders give their goods back themselves when they come to nothing: what is found here is somebody's mistake, and is
-- logged as one.

local log = require "log"
local move_order = require "flows.move_order"
local stock = require "stock"
local transaction = require("flows.store").transaction

-- A hold is looked at when it should have ended so long ago: an order has a while to be expired.
local LATE, PAGE = 15 * 60, 200

-- What the order still waits to be paid for, by SKU.
local function waiting(subject)
  local units = {}
  for position, line in ipairs(subject and subject.lines or {}) do
    local qty = subject.portions[position].awaiting_payment or 0
    units[line.sku_id] = (units[line.sku_id] or 0) + qty
  end
  return units
end

local function sweep(tx, found)
  local subject = move_order.lock(tx, found.mall_id, found.order_id)
  local wanted, lines = waiting(subject), {}
  for _, hold in ipairs(stock.of_order(tx, found.mall_id, found.order_id)) do
    local qty = hold.qty - (wanted[hold.sku_id] or 0)
    if qty > 0 then lines[#lines + 1] = { sku_id = hold.sku_id, qty = qty } end
  end
  if #lines > 0 then stock.release(tx, found.mall_id, found.order_id, lines) end
  return { skus = #lines }
end

local sweep_holds = {}

--- Releases what nobody waits for.
---@return integer orders  that held something for nothing
function sweep_holds.run()
  local count = 0
  for _, found in ipairs(stock.overdue(LATE, PAGE)) do
    local swept, refused = transaction(function(tx) return sweep(tx, found) end)
    if not swept then
      log.warn("stock.not_swept", { order = found.order_id, fault = tostring(refused) })
    elseif swept.skus > 0 then
      count = count + 1
      log.warn("stock.held_for_nothing", { order = found.order_id, skus = swept.skus })
    end
  end
  return count
end

return sweep_holds
