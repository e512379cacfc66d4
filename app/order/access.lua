-- Whose an order is: the member's whose it is, whatever a session remembers; a guest's who placed it here or found it by its
-- number and telephone. Whether a number exists is nobody else's business.

local store = require "order.store"

local access = {}

--- The order of this number, if whoever asks may see it.
---@param ctx context
---@param number string
---@return table|nil  a row of order.store
function access.reach(ctx, number)
  local member, known = ctx.member, ctx.session:get("order " .. number)
  if not member and not known then return nil end
  local found = store.by_number(ctx.mall.id, number)
  if not found then return nil end
  if found.member_id then return member and member.id == found.member_id and found or nil end
  return known and found or nil
end

--- Who acts, as the history of orders has it.
---@param ctx context
---@return "member"|"shopper"
function access.actor(ctx) return ctx.member and "member" or "shopper" end

return access
