-- Throws away what nobody will ask for again: drafts of orders with the names and addresses in them, carts that were left,
-- counts of tries.

local cart = require "cart"
local checkout = require "checkout"
local attempts = require "flows.store"

local sweep = {}

local DRAFT_HOURS, CART_DAYS = 24, 60

---@return {drafts:integer, carts:integer, attempts:integer} thrown away
function sweep.run()
  return { drafts = checkout.sweep(DRAFT_HOURS), carts = cart.sweep(CART_DAYS), attempts = attempts.sweep_attempts() }
end

return sweep
