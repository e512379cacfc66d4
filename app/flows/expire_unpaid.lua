-- Orders that were not paid in time come to nothing, and their goods can be bought again. Each order is a transaction of its
-- own: one that cannot be expired holds up no other.

local log = require "log"
local order = require "order"
local move_order = require "flows.move_order"
local transaction = require("flows.store").transaction

local BY = { actor = "clock" }
local OPEN = { ready = true, requested = true, waiting = true }

-- The attempt that was waited for takes the lines along; where every attempt has failed already, they lapse by themselves.
local function expire(tx, found)
  local subject = move_order.lock(tx, found.mall_id, found.id)
  for _, payment in ipairs(subject.payments) do
    if OPEN[payment.status] and payment.provider ~= "points" then
      return move_order.run(tx, subject, { axis = "payment", event = "expire", id = payment.id }, BY)
    end
  end
  return move_order.run(tx, subject, { axis = "line", event = "lapse" }, BY)
end

local expire_unpaid = {}

--- Expires orders of which the time of every attempt is over.
---@param limit integer|nil at most so many, 500 by default
---@return integer expired
function expire_unpaid.run(limit)
  local expired = 0
  for _, found in ipairs(order.overdue(limit or 500)) do
    local done, fault = transaction(function(tx) return expire(tx, found) end)
    if done then
      expired = expired + 1
    elseif fault.code ~= "order.illegal_transition" and fault.code ~= "order.guarded" then
      log.warn("order.not_expired", { number = found.number, fault = tostring(fault) })
    end
  end
  return expired
end

return expire_unpaid
