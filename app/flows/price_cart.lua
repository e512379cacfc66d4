-- What a cart costs: its lines at today's prices, with the shipping that a region asks for. Of the carts that shoppers
-- look at, some are kept as snapshots.

local cart = require "cart"
local shipping = require "shipping"
local snapshot = require "snapshot"
local quote = require "flows.quote"
local clock = require "shared.clock"

local price_cart = {}

---@param mall mall
---@param cart_id string|nil nil: no cart yet
---@param region "normal"|"jeju"|"island"|nil normal until an address is known
---@param tx table|nil
---@return {lines:table[], totals:table, policy:shipping.policy, can_checkout:boolean}
function price_cart.run(mall, cart_id, region, tx)
  local policy = shipping.policy(mall)
  local input = { format = quote.FORMAT, currency = mall.currency, now = math.floor(clock.now()),
    region = region or "normal", shipping = policy, lines = cart_id and cart.lines(mall.id, cart_id, tx) or {} }
  local priced = quote.run(input)
  local totals = priced.totals
  if not tx and #priced.lines > 0 and snapshot.is_due() then snapshot.keep(mall.id, input, priced) end
  totals.shipping_note = totals.shipping > 0 and shipping.surcharge_text(policy, input.region) or nil
  return { lines = priced.lines, totals = totals, policy = policy, can_checkout = cart.can_checkout(priced.lines) }
end

return price_cart
