-- A member's first page: how the latest orders stand, what they have with us, and what they looked at.

local coupon = require "coupon"
local order = require "order"
local points = require "points"
local show_goods = require "flows.show_goods"
local progress = require("flows.show_grade").progress

local RECENT_ORDERS = 3

local show_my = {}

---@param mall mall
---@param member shopper
---@param seen string[]  codes of products looked at lately, the last first
---@return table view
function show_my.run(mall, member, seen)
  local counts, states = order.counts(mall.id, member.id), {}
  for i, stage in ipairs(order.stages) do
    states[i] = { label = stage.label, count = 0 }
    for _, status in ipairs(stage.statuses) do states[i].count = states[i].count + (counts[status] or 0) end
  end
  local orders = {}
  for i, row in ipairs((order.of_member(mall.id, member.id, 0, RECENT_ORDERS, 0))) do
    orders[i] = order.brief(row)
  end
  return { name = member.name, grade = (progress(mall, member)), points = points.balance(mall.id, member.id),
    coupons = coupon.usable(mall.id, member.id), states = states, orders = orders,
    recent = show_goods.by_codes(mall, seen) }
end

return show_my
