-- What of a discount still holds when goods have gone, by what was agreed on when it was given:
--
--   keep          each unit keeps what it was given; who goes takes theirs along
--   reprice       as if only what is left had been bought; the difference is reclaimed
--   prorate       below the threshold the discount shrinks with what is left: amount × left ÷ threshold
--   reclaim_gift  a gift below its threshold is paid for, or comes back
--
-- A coupon is kept while its condition holds; then its share of what stays is owed, and the member has the coupon again.
--
-- `terms` are data: least_order (also called threshold) is what has to be bought; for reprice also percent with
-- most, amount,
-- tiers = { { from, percent | amount }, … }, or every with free: of each so many units the cheapest are free. A discount
-- whose terms say none of these is kept as it was frozen.

local fraction = require "shared.fraction"
local units = require "refund.rules.units"

local discounts = {}

local function threshold_of(terms) return terms.threshold or terms.least_order or 0 end

-- What a discount looks at: the lines that it gave something, or all where it gave nothing by line.
local function sums(order, discount, gone)
  local all = next(discount.shares) == nil
  local found = { kept = 0, counted = 0, kept_shares = 0, seller_shares = 0, everything = 0 }
  for _, line in ipairs(order.lines) do
    local left = gone[line.position]
    found.everything = found.everything + units.counted(line, left) * line.unit_price
    if all or discount.shares[line.position] then
      found.kept = found.kept + (line.qty - #left) * line.unit_price
      found.counted = found.counted + units.counted(line, left) * line.unit_price
      found.kept_shares = found.kept_shares + units.kept_shares(discount, line, left)
      found.seller_shares = found.seller_shares + units.seller_shares(discount, line, left)
    end
  end
  return found
end

-- What is bought counts by what the discount was for, unless it says that everything does.
local function bought(discount, found) return discount.terms.of == "order" and found.everything or found.counted end

local function part(amount, numerator, denominator, mode)
  local quotient, rest = fraction.of(amount, numerator, denominator)
  return quotient + fraction.rounding[mode](rest, denominator, quotient)
end

local function percent_of(amount, terms)
  local off = part(amount, terms.percent, 100, terms.rounding or "half_up")
  return terms.most and math.min(off, terms.most) or off
end

local function tier_of(tiers, amount)
  local best
  for _, tier in ipairs(tiers) do
    if amount >= tier.from and (not best or tier.from > best.from) then best = tier end
  end
  return best
end

-- Of each `every` units the `free` cheapest cost nothing.
local function cheapest(order, discount, gone)
  local prices = {}
  for _, line in ipairs(order.lines) do
    if discount.shares[line.position] then
      for _ = 1, units.counted(line, gone[line.position]) do prices[#prices + 1] = line.unit_price end
    end
  end
  table.sort(prices)
  local sum = 0
  for i = 1, math.floor(#prices / discount.terms.every) * (discount.terms.free or 1) do sum = sum + prices[i] end
  return sum
end

-- What the discount would be if only this had been bought; nil where its terms do not tell.
local function repriced(order, discount, gone, found)
  local terms, amount = discount.terms, bought(discount, found)
  if amount < threshold_of(terms) then return 0 end
  if terms.tiers then
    local tier = tier_of(terms.tiers, amount)
    return tier and (tier.amount or percent_of(found.counted, tier)) or 0
  end
  if terms.percent then return percent_of(found.counted, terms) end
  if terms.every then return cheapest(order, discount, gone) end
  return terms.amount
end

local POLICIES = {}

function POLICIES.keep(_, _, _, found) return found.kept_shares end

function POLICIES.reprice(order, discount, gone, found)
  local allowed = repriced(order, discount, gone, found)
  if not allowed then return found.kept_shares end
  return math.min(allowed, discount.amount) - found.seller_shares, allowed < discount.amount
end

function POLICIES.prorate(_, discount, _, found)
  local threshold, left = threshold_of(discount.terms), bought(discount, found)
  local allowed = discount.amount
  -- what is reclaimed is rounded down, for the shopper: what holds, up
  if left < threshold then allowed = part(discount.amount, left, threshold, "up") end
  return allowed - found.seller_shares, left < threshold
end

function POLICIES.reclaim_gift(_, discount, _, found)
  if found.everything - found.counted >= threshold_of(discount.terms) then return found.kept_shares end
  return 0, true
end

local function coupon(_, discount, _, found)
  local least = threshold_of(discount.terms)
  local measured = discount.terms.of == "lines" and found.counted or found.everything
  if measured >= least then return found.kept_shares end
  return 0, true
end

--- What of a discount holds for what is kept, and whether its condition is no longer met.
---@param order refund.order
---@param discount refund.discount
---@param gone table<integer, string[]>
---@return integer amount  0 … what the kept goods cost
---@return boolean lost
function discounts.holds(order, discount, gone)
  local found = sums(order, discount, gone)
  local policy = discount.kind == "coupon" and coupon or POLICIES[discount.policy] or error("refund: no policy "
    .. tostring(discount.policy))
  local amount, lost = policy(order, discount, gone, found)
  return math.max(0, math.min(amount, found.kept)), lost or false
end

--- Whether an order has no more of a coupon: nothing of it is left.
---@param discount refund.discount
---@param stands refund.standing
---@param at integer  where the discount stands among the order's
---@return boolean
function discounts.is_freed(discount, stands, at)
  return discount.kind == "coupon" and (stands.kept == 0 or stands.discounts[at].lost)
end

return discounts
