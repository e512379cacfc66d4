-- The order that an address names, for who may see it; and the answer for who may not: to a member it does not exist, a
-- guest is led to where it can be looked for.

local order = require "order"
local fault = require "shared.fault"

local reach_order = {}

--- The order's row, for who may see it.
---@param ctx context
---@param number string
---@return table|nil
reach_order.find = order.reach

--- The answer for who may not see an order.
---@param ctx context
---@param number string  as it stands in the address
---@return integer|nil status, string[]|nil headers, string|nil body
function reach_order.turn_away(ctx, number)
  if ctx.member then return ctx:refuse(fault("order.not_found")) end
  return ctx:redirect("/orders/lookup?number=" .. (order.read_number(number) or ""))
end

---@param ctx context
---@param number string  as it stands in the address
---@return table|nil found  the order's row
---@return integer|nil status, string[]|nil headers, string|nil body  the answer where it is not theirs
function reach_order.run(ctx, number)
  local found = reach_order.find(ctx, number)
  if found then return found end
  return nil, reach_order.turn_away(ctx, number)
end

return reach_order
