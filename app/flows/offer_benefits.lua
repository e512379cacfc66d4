-- What a member may pay less by at the till: coupons, the one that saves most in front, and points. Guests have neither.

local coupon = require "coupon"
local malls = require "mall"
local points = require "points"
local clock = require "shared.clock"

local offer_benefits = {}

-- More than anybody picks from; what expires first comes first.
local MOST = 100

---@class benefits
---@field coupons coupon.row[]
---@field balance integer
---@field policy points.policy

---@param mall mall
---@param member {id:string}|nil
---@return benefits|nil  nil: a guest
function offer_benefits.of(mall, member)
  if not member then return nil end
  return { coupons = coupon.offered(mall.id, member.id, MOST), balance = points.balance(mall.id, member.id),
    policy = points.policy(malls.settings(mall.id).points) }
end

--- Who has chosen no coupon yet is given the best; who wants none is given none.
---@param benefits benefits|nil
---@param chosen {coupon:string|nil, points:integer|nil}  coupon: nil: not chosen yet; "": none
---@return fun(goods: integer): coupon.row|nil, table|nil
function offer_benefits.choice(benefits, chosen)
  return function(goods)
    if not benefits then return nil end
    local wanted = chosen.coupon
    if wanted == nil then
      local best = coupon.offers(benefits.coupons, goods, clock.now())[1]
      wanted = best and best.saving > 0 and best.id or ""
    end
    local row
    for _, one in ipairs(benefits.coupons) do
      if one.id == wanted then row = one end
    end
    local asked = tonumber(chosen.points) or 0
    return row, asked > 0 and { asked = asked, balance = benefits.balance, policy = benefits.policy } or nil
  end
end

---@class benefits.view
---@field coupons table[]   as coupon.offers gives them
---@field chosen string     id of the coupon that is taken; "": none
---@field saving integer
---@field points {balance:integer, most:integer, used:integer, unit:integer}

--- As a form shows them.
---@param benefits benefits|nil
---@param priced priced_cart
---@return benefits.view|nil
---@return fault|nil why  no points can be used
function offer_benefits.view(benefits, priced)
  if not benefits then return nil end
  local totals, taken = priced.totals, priced.discounts[1]
  local most, why = points.usable(benefits.policy, benefits.balance, totals.goods - totals.discount)
  return { coupons = coupon.offers(benefits.coupons, totals.goods, clock.now()), chosen = taken and taken.source_id or "",
    saving = totals.discount,
    points = { balance = benefits.balance, most = most, used = totals.points, unit = benefits.policy.unit } }, why
end

return offer_benefits
