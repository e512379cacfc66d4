-- On what terms goods go back: what carriage costs, and until when. What a mall does not set is as here. Pure.

local clock = require "shared.clock"

local terms = {}

--- return_fee: one way; exchange_fee: there and back. days: 청약철회 after delivery, for whoever changed their mind;
--- defect_days: for goods that are not what was promised (전자상거래법 제17조: three months). refund_order: see
--- refund.rules.instruments.
terms.POLICY = { return_fee = 3000, exchange_fee = 6000, days = 7, defect_days = 90, refund_order = "card_first" }

--- Between what each may be set: what the law gives is the least.
terms.BOUNDS = { return_fee = { 0, 1000000 }, exchange_fee = { 0, 1000000 }, days = { 7, 90 }, defect_days = { 90, 365 } }
local ORDERS = { card_first = true, points_first = true, proportional = true }

--- The policy of a mall: what it set, where that makes sense.
---@param setting table|nil
---@param return_fee integer|nil  the mall's fee for one way, where it set no more than that
---@return claim.policy
function terms.policy(setting, return_fee)
  local policy = {}
  setting = type(setting) == "table" and setting or {}
  for name, default in pairs(terms.POLICY) do policy[name] = default end
  if type(return_fee) == "number" then policy.return_fee, policy.exchange_fee = return_fee, 2 * return_fee end
  for name, bounds in pairs(terms.BOUNDS) do
    local value = setting[name]
    if type(value) == "number" and value == math.floor(value) and value >= bounds[1] and value <= bounds[2] then
      policy[name] = value
    end
  end
  if ORDERS[setting.refund_order] then policy.refund_order = setting.refund_order end
  return policy
end

---@class claim.policy
---@field return_fee integer
---@field exchange_fee integer
---@field days integer
---@field defect_days integer
---@field refund_order "card_first"|"points_first"|"proportional"

--- What is taken for carriage: nothing where it is the shop's fault, or where nothing was sent.
---@param policy claim.policy
---@param kind "cancel"|"return"|"exchange"
---@param fault "buyer"|"seller"
---@param surcharge integer  what the order's region costs more, one way
---@return integer
function terms.fee(policy, kind, fault, surcharge)
  if fault == "seller" or kind == "cancel" then return 0 end
  if kind == "return" then return policy.return_fee + surcharge end
  return policy.exchange_fee + 2 * surcharge
end

--- The last moment at which goods may be sent back.
---@param policy claim.policy
---@param fault "buyer"|"seller"
---@param delivered_at number
---@return number
function terms.until_when(policy, fault, delivered_at)
  return clock.end_of_day(delivered_at, fault == "seller" and policy.defect_days or policy.days)
end

return terms
