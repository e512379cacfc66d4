-- What a cart costs: its lines at today's prices, with the shipping that a region asks for.

local cart = require "cart"
local shipping = require "shipping"

local price_cart = {}

---@param mall mall
---@param cart_id string|nil
---@param region "normal"|"jeju"|"island"|nil normal until an address is known
---@param tx table|nil
---@return {lines:table[], totals:table, policy:shipping.policy, can_checkout:boolean}
function price_cart.run(mall, cart_id, region, tx)
  local policy = shipping.policy(mall)
  local lines = cart.read(mall.id, cart_id, tx)
  local totals = cart.totals(lines, shipping.fee(policy, cart.goods(lines), region or "normal"))
  totals.shipping_note = totals.shipping > 0 and shipping.surcharge_text(policy, region or "normal") or nil
  return { lines = lines, totals = totals, policy = policy, can_checkout = cart.can_checkout(lines) }
end

return price_cart
