-- The public face of the cart.

local store = require "cart.store"
local rules = require "cart.rules"

local cart = { merge = require "cart.merge.store" }

for name, fn in pairs(store) do cart[name] = fn end
for name, fn in pairs(rules) do cart[name] = fn end
for name, fn in pairs(require "cart.merge.rules") do cart.merge[name] = fn end

--- The lines of a cart as a page shows them and an order takes them.
---@param mall_id string
---@param cart_id string|nil nil: no cart yet
---@param tx table|nil
---@return table[]
function cart.read(mall_id, cart_id, tx)
  local lines = {}
  if cart_id then
    for i, row in ipairs(store.lines(mall_id, cart_id, tx)) do lines[i] = rules.line(row) end
  end
  return lines
end

return cart
