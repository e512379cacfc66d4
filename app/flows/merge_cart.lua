-- At log-in the cart of the guest goes into the member's: the old mall lost members' carts with their sessions. It happens
-- once for each guest's cart, says what it did, and can be taken back: then both carts are exactly what they were.

local cart = require "cart"
local fault = require "shared.fault"
local transaction = require("flows.store").transaction

local merge_cart = {}

local function merge(tx, mall, member_id, guest_id)
  local cart_id = cart.of_member(mall.id, member_id, tx)
  if cart_id == guest_id or not cart.merge.lock(tx, mall.id, cart_id, guest_id)
    or cart.merge.is_merged(tx, mall.id, guest_id) then
    return {}
  end
  local lines, others = cart.merge.lines(tx, mall.id, cart_id, guest_id)
  if #lines == 0 then return {} end
  local plan = cart.merge.plan(lines, cart.MOST_LINES - others)
  local sku_ids = {}
  for i, line in ipairs(plan.lines) do sku_ids[i] = line.sku_id end
  local id = cart.merge.keep(tx, mall.id, cart_id, guest_id, sku_ids)
  cart.merge.put(tx, mall.id, cart_id, guest_id, plan.lines)
  return { id = id, notice = cart.merge.notice(plan) }
end

--- Puts a guest's cart into a member's.
---@param mall mall
---@param member_id string
---@param guest_id string|nil  the guest's cart
---@return { id: string|nil, notice: string|nil }  without an id nothing was merged
function merge_cart.run(mall, member_id, guest_id)
  if not guest_id then return {} end
  local done, problem = transaction(function(tx) return merge(tx, mall, member_id, guest_id) end)
  return done or error(problem, 0)
end

--- Takes a merge back.
---@param mall mall
---@param cart_id string|nil  of the member
---@param merge_id string
---@return { guest_id: string }|nil
---@return fault|nil cart.merge_over
function merge_cart.undo(mall, cart_id, merge_id)
  return transaction(function(tx)
    local guest_id = cart_id and cart.lock(tx, mall.id, cart_id) and cart.merge.undo(tx, mall.id, cart_id, merge_id)
    if not guest_id then return nil, fault("cart.merge_over") end
    return { guest_id = guest_id }
  end)
end

return merge_cart
