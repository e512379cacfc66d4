-- Whose an order is: a member's is shown to that member alone, whatever a session remembers; a guest's to the session that
-- placed it or that knows its number and telephone. Whether a number exists is nobody else's business: to a member it does
-- not, a guest is led to where it can be looked for.

local order = require "order"
local fault = require "shared.fault"

local reach_order = {}

---@param ctx context
---@param number string  as it stands in the address
---@return table|nil found  the order's row
---@return integer|nil status, string[]|nil headers, string|nil body  the answer where it is not theirs
function reach_order.run(ctx, number)
  local member, known = ctx.member, ctx.session:get("order " .. number)
  local found = (member or known) and order.by_number(ctx.mall.id, number)
  if found and found.member_id then
    if member and member.id == found.member_id then return found end
    found = nil
  end
  if found and known then return found end
  if member then return nil, ctx:refuse(fault("order.not_found")) end
  return nil, ctx:redirect("/orders/lookup?number=" .. (order.read_number(number) or ""))
end

return reach_order
