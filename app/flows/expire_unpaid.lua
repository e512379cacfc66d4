-- Orders whose deposit did not come in time are cancelled, and their goods can be bought again. Each order is a
-- transaction of its own: one that cannot be expired holds up no other.

local log = require "log"
local order = require "order"
local move_order = require "flows.move_order"
local transaction = require("flows.store").transaction

local function expire(tx, found)
  local locked = order.lock(tx, found.mall_id, found.id)
  local subject = { mall_id = found.mall_id, id = found.id, status = locked.status, due_at = locked.due_at,
    lines = order.lines(found.mall_id, found.id, tx) }
  return move_order.carry_out(tx, subject, "expire", "clock", order.now(tx))
end

local expire_unpaid = {}

--- Expires what is overdue by more than the grace.
---@param limit integer|nil at most so many, 500 by default
---@return integer expired
function expire_unpaid.run(limit)
  local expired = 0
  for _, found in ipairs(order.overdue(order.GRACE, limit or 500)) do
    local status, fault = transaction(function(tx) return expire(tx, found) end)
    if status then
      expired = expired + 1
    elseif fault.code ~= "order.illegal_transition" then
      log.warn("order.not_expired", { number = found.number, fault = tostring(fault) })
    end
  end
  return expired
end

return expire_unpaid
