-- Whose order is it? A member's is shown to that member alone, whatever a session remembers; a guest's to who placed it here
-- or found it by its number and telephone.

local order = require "order"

local own_order = {}

--- The order of a number, if this visitor may see it.
---@param ctx context
---@param number string
---@return table|nil order a row of order.store
function own_order.run(ctx, number)
  local member, known = ctx.member, ctx.session:get("order " .. number)
  if not member and not known then return nil end
  local found = order.by_number(ctx.mall.id, number)
  if not found then return nil end
  if found.member_id then return member and member.id == found.member_id and found or nil end
  return known and found or nil
end

return own_order
