-- Whose cart is meant: a member's own, wherever they look at it from, or the one that a guest's session remembers.

local crypto = require "crypto"
local cart = require "cart"

local visitor_cart = {}

--- The cart of who asks; nil: there is none yet.
---@param ctx context
---@return string|nil cart_id
function visitor_cart.find(ctx)
  local member = ctx.member
  if member then return member.cart_id end
  return ctx.session:get "cart_id"
end

--- The cart of who asks, to put something into.
---@param ctx context
---@return string cart_id
function visitor_cart.claim(ctx)
  local member = ctx.member
  if not member then return ctx.session:get "cart_id" or ctx.session:claim("cart_id", crypto.uuid7()) end
  member.cart_id = member.cart_id or cart.of_member(ctx.mall.id, member.id)
  return member.cart_id
end

--- Remembers how many goods the cart holds, for the header of the next pages: a member's are counted when the member is
--- recognized.
---@param ctx context
---@param count integer
function visitor_cart.counted(ctx, count)
  if ctx.member then
    ctx.member.cart_count = count
  elseif ctx.session:get "cart_count" ~= count then
    ctx.session:set("cart_count", count)
  end
end

return visitor_cart
