-- What a cart costs: its lines at today's prices, with the shipping that a region asks for, and at the till with the coupon
-- and the points that were chosen. Of the carts that shoppers look at, some are kept as snapshots.

local cart = require "cart"
local shipping = require "shipping"
local snapshot = require "snapshot"
local quote = require "flows.quote"
local clock = require "shared.clock"

local price_cart = {}

-- All that pricing looks at, as it is right now.
local function gather(mall, cart_id, region, tx)
  return { format = 1, currency = mall.currency, now = math.floor(clock.now()), region = region or "normal",
    shipping = shipping.policy(mall), lines = cart_id and cart.lines(mall.id, cart_id, tx) or {} }
end

-- Coupons and points are a person's: only carts without them are kept.
local function kept(mall, input, priced)
  if #priced.lines > 0 and snapshot.is_due() then snapshot.keep(mall.id, input, priced) end
  return priced
end

local function told(priced, input)
  local totals = priced.totals
  totals.shipping_note = totals.shipping > 0 and shipping.surcharge_text(input.shipping, input.region) or nil
  priced.policy, priced.input, priced.can_checkout = input.shipping, input, cart.can_checkout(priced.lines)
  return priced
end

---@class priced_cart : quote.priced
---@field policy shipping.policy
---@field input quote.input
---@field can_checkout boolean

---@param mall mall
---@param cart_id string|nil nil: no cart yet
---@param region "normal"|"jeju"|"island"|nil normal until an address is known
---@return priced_cart
function price_cart.run(mall, cart_id, region)
  local input = gather(mall, cart_id, region)
  return told(kept(mall, input, quote.run(input)), input)
end

--- The same at the till. What is chosen may depend on what the goods come to.
---@param mall mall
---@param cart_id string|nil
---@param region "normal"|"jeju"|"island"|nil
---@param choose fun(goods: integer): coupon: table|nil, points: table|nil
---@return priced_cart
function price_cart.at_till(mall, cart_id, region, choose)
  local input = gather(mall, cart_id, region)
  local priced = quote.run(input)
  input.coupon, input.points = choose(priced.totals.goods)
  input.format = quote.format(input)
  if input.format > 1 then return told(quote.run(input), input) end
  return told(kept(mall, input, priced), input)
end

--- As a page shows it: what lines come to before a discount, which stands below them; no word of points where none are used.
---@param priced priced_cart
---@return priced_cart
function price_cart.shown(priced)
  for _, line in ipairs(priced.lines) do
    line.amount, line.gross, line.discount, line.tax_free = line.gross, nil, nil, nil
  end
  if priced.totals.points == 0 then priced.totals.points, priced.totals.charge = nil, nil end
  return priced
end

return price_cart
