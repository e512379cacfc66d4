-- Who joins is given points, where the mall does that.

local points = require "points"
local policy_of = require("flows.show_points").policy

local welcome_points = {}

--- Gives them once, in the transaction in which somebody becomes a member.
---@param tx table
---@param mall mall
---@param member_id string
---@return integer given
function welcome_points.run(tx, mall, member_id)
  local policy = policy_of(mall)
  if policy.join > 0 then
    points.grant(tx, { mall_id = mall.id, member_id = member_id, amount = policy.join, days = policy.days,
      reason = "가입을 축하해요", key = "join " .. member_id })
  end
  return policy.join
end

return welcome_points
