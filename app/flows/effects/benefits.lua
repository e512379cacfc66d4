-- Coupons, points and budgets of an order: held while it waits to be paid, spent once it is, given back when it comes to
-- nothing. Points leave their account when they are held, so that nobody spends them twice; what an order's payment row of
-- points says of them is its own axis. An order without any costs no question.

local budget = require "budget"
local coupon = require "coupon"
local order = require "order"
local points = require "points"
local fault = require "shared.fault"

local effects = {}

local function has_coupon(subject) return subject.order.discount_amount > 0 end
local function has_budget(subject) return #(subject.order.promotions or {}) > 0 end

local function hold_coupons(tx, subject)
  for _, discount in ipairs(order.discounts(subject.mall_id, subject.id, tx)) do
    if discount.kind == "coupon"
      and not coupon.hold(tx, subject.mall_id, subject.order.member_id, discount.source_id, subject.id) then
      return nil, fault("coupon.gone")
    end
  end
  return true
end

-- The use under which an order holds points now; and how many it has had. An order that lapsed and was paid late holds them
-- a second time, which is another movement.
local function use_of(tx, subject, is_first)
  local uses = is_first and {} or points.uses(tx, subject.mall_id, subject.id)
  local last = uses[#uses]
  return last and last.back < last.amount and last or nil, #uses
end

local function hold_points(tx, subject, is_first)
  local held, before = use_of(tx, subject, is_first)
  if held then return true end
  return points.use(tx, { mall_id = subject.mall_id, member_id = subject.order.member_id,
    amount = subject.order.points_amount,
    reason = "주문 " .. subject.number, key = points.use_key(subject.id, before + 1), actor = "shop" })
end

--- Sets aside what an order is paid less by.
---@return true|nil
---@return fault|nil  coupon.gone | points.short
function effects.hold_benefits(tx, subject, move)
  local done, refused = true, nil
  if has_coupon(subject) then done, refused = hold_coupons(tx, subject) end
  if done and subject.order.points_amount > 0 then done, refused = hold_points(tx, subject, move.event == "place") end
  if not done then return nil, refused end
  return true
end

--- The order is paid: what it held is spent.
function effects.commit_benefits(tx, subject)
  if has_coupon(subject) then coupon.commit(tx, subject.mall_id, subject.id) end
  if has_budget(subject) then budget.commit(tx, subject.mall_id, subject.id) end
  return true
end

--- The order came to nothing: what it held is free again.
function effects.release_benefits(tx, subject)
  if has_coupon(subject) then coupon.release(tx, subject.mall_id, subject.id) end
  if subject.order.points_amount > 0 then
    local held, nth = use_of(tx, subject)
    if held then
      local back, refused = points.refund(tx, { mall_id = subject.mall_id, member_id = held.member_id,
        amount = held.amount - held.back, reason = "주문 취소 " .. subject.number, use_key = held.key,
        key = points.release_key(subject.id, nth), actor = "shop" })
      if not back then return nil, refused end
    end
  end
  if has_budget(subject) then budget.release(tx, subject.mall_id, subject.id) end
  return true
end

return effects
