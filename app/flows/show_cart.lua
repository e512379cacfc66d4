-- The cart's page: priced lines, how much more makes shipping free, what stands in the way, and something to add.

local cart = require "cart"
local catalog = require "catalog"
local shipping = require "shipping"
local price_cart = require "flows.price_cart"

local function recommended(mall, lines)
  local held, list = {}, {}
  for _, line in ipairs(lines) do held[line.product_id] = true end
  for _, card in ipairs(catalog.remember(mall.id, "best", catalog.best, mall.id, 12)) do
    if not held[card.id] and not card.sold_out and #list < 4 then list[#list + 1] = card end
  end
  return list
end

local show_cart = {}

---@param mall mall
---@param cart_id string|nil
---@return table view
function show_cart.run(mall, cart_id)
  local priced = price_cart.shown(price_cart.run(mall, cart_id))
  return {
    lines = priced.lines, empty = #priced.lines == 0, totals = priced.totals, can_checkout = priced.can_checkout,
    free_shipping = shipping.free_shipping(priced.policy, priced.totals.goods - priced.totals.discount),
    shipping_notes = shipping.notes(priced.policy), problems = cart.problems(priced.lines),
    recommended = recommended(mall, priced.lines),
  }
end

return show_cart
