-- What hung on a member who leaves: addresses, wishes, letters and what was edited of them by hand go at once, points and
-- coupons end. What they wrote of goods stays under the first letter of a name; what they asked us is kept as long as the
-- law wants (member.KEPT).

local address = require "address"
local coupon = require "coupon"
local dormancy = require "dormancy"
local mail = require "mail"
local points = require "points"
local relation = require "relation"
local wish = require "wish"

local forget_belongings = {}

---@param tx table
---@param mall mall
---@param member_id string
function forget_belongings.run(tx, mall, member_id)
  address.forget(tx, mall.id, member_id)
  dormancy.forget(tx, mall.id, member_id)
  wish.forget(tx, mall.id, member_id)
  mail.forget(tx, mall.id, member_id)
  relation.forget_of(tx, mall.id, member_id)
  coupon.end_all(tx, mall.id, member_id, "회원 탈퇴")
  points.give_up(tx, { mall_id = mall.id, member_id = member_id, reason = "회원 탈퇴", key = "withdrawal " .. member_id,
    actor = "shopper" })
end

return forget_belongings
