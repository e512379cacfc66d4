-- A member's first page: how the latest orders stand, what they have with us, and what they looked at.

local coupon = require "coupon"
local order = require "order"
local points = require "points"
local show_goods = require "flows.show_goods"
local progress = require("flows.show_grade").progress

local RECENT_ORDERS = 3

local show_my = {}

--- How many of a member's orders stand at which stage, with where those are listed.
---@param mall_id string
---@param member_id string
---@param query string  of the list beside the stage: "period=3m"
---@param chosen string|nil  the stage that is looked at
---@return { label: string, count: integer, url: string, active: boolean }[]
function show_my.stages(mall_id, member_id, query, chosen)
  local counts, list = order.counts(mall_id, member_id), {}
  for i, stage in ipairs(order.stages) do
    list[i] = { label = stage.label, count = 0, url = ("/my/orders?%s&stage=%s"):format(query, stage.key),
      active = stage.key == chosen }
    for _, status in ipairs(stage.statuses) do list[i].count = list[i].count + (counts[status] or 0) end
  end
  return list
end

---@param mall mall
---@param member shopper
---@param seen string[]  codes of products looked at lately, the last first
---@return table view
function show_my.run(mall, member, seen)
  local states = show_my.stages(mall.id, member.id, "period=all")
  local orders = {}
  for i, row in ipairs((order.of_member(mall.id, member.id, 0, RECENT_ORDERS, 0))) do
    orders[i] = order.brief(row)
  end
  return { name = member.name, grade = (progress(mall, member)), points = points.balance(mall.id, member.id),
    coupons = coupon.usable(mall.id, member.id), states = states, orders = orders,
    recent = show_goods.by_codes(mall, seen) }
end

return show_my
