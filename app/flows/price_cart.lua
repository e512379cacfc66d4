-- What a cart costs: its lines at today's prices, with the shipping that a region asks for.

local cart = require "cart"
local shipping = require "shipping"
local quote = require "flows.quote"
local clock = require "shared.clock"

local price_cart = {}

---@param mall mall
---@param cart_id string|nil nil: no cart yet
---@param region "normal"|"jeju"|"island"|nil normal until an address is known
---@param tx table|nil
---@return {lines:table[], totals:table, policy:shipping.policy, can_checkout:boolean, input:quote.input}
function price_cart.run(mall, cart_id, region, tx)
  local policy = shipping.policy(mall)
  local input = { format = quote.FORMAT, currency = mall.currency, now = math.floor(clock.now()),
    region = region or "normal", shipping = policy, lines = cart_id and cart.lines(mall.id, cart_id, tx) or {} }
  local priced = quote.run(input)
  local totals = priced.totals
  totals.shipping_note = totals.shipping > 0 and shipping.surcharge_text(policy, input.region) or nil
  return { lines = priced.lines, totals = totals, policy = policy, can_checkout = cart.can_checkout(priced.lines),
    input = input }
end

return price_cart
