-- The order that an address names, for who may see it; and the answer for who may not: to a member it does not exist, a
-- guest is led to where it can be looked for.

local order = require "order"
local fault = require "shared.fault"

local reach_order = {}

---@param ctx context
---@param number string  as it stands in the address
---@return table|nil found  the order's row
---@return integer|nil status, string[]|nil headers, string|nil body  the answer where it is not theirs
function reach_order.run(ctx, number)
  local found = order.reach(ctx, number)
  if found then return found end
  if ctx.member then return nil, ctx:refuse(fault("order.not_found")) end
  return nil, ctx:redirect("/orders/lookup?number=" .. (order.read_number(number) or ""))
end

return reach_order
