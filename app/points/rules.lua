-- How points are earned, spent and lost. Pure arithmetic on whole points (one point is one won): which lots pay, how much
-- of an order points may pay, where points go when an order is undone.

local clock = require "shared.clock"
local fault = require "shared.fault"
local won = require("shared.money").won

local rules = {}

--- What a mall need not set. `share` is in percent of the goods; `notice_days`: how long before it a member is told that
--- points expire; `back_days`: how long points live at least that come back from an undone order.
rules.POLICY = {
  days = 365, join = 0, review = 0, unit = 10, least_balance = 1000, least_order = 10000, share = 50,
  notice_days = 30, back_days = 30,
}

--- Between what each may be set; the rest from 0 to ten million.
---@type table<string, { [1]: integer, [2]: integer }>
rules.BOUNDS = setmetatable({ days = { 1, 3650 }, unit = { 1, 10000 }, share = { 0, 100 }, notice_days = { 1, 180 },
  back_days = { 1, 365 } }, { __index = function() return { 0, 10000000 } end })

--- The policy of a mall: what it set, where that makes sense, and the house's for the rest.
---@param setting table|nil
---@return points.policy
function rules.policy(setting)
  local policy = {}
  for name, default in pairs(rules.POLICY) do
    local value, bounds = type(setting) == "table" and setting[name], rules.BOUNDS[name]
    local sound = type(value) == "number" and value == math.floor(value) and value >= bounds[1] and value <= bounds[2]
    policy[name] = sound and value or default
  end
  return policy
end

---@class points.policy
---@field days integer           how long points live
---@field join integer           given for joining; 0: nothing
---@field review integer         given for a review; 0: nothing
---@field unit integer           used in multiples of this
---@field least_balance integer  used only from this many on
---@field least_order integer    used only for goods of this many won
---@field share integer          of the goods, in percent
---@field notice_days integer
---@field back_days integer

--- The last second of a day in Seoul, so that a day that is named is a whole day.
---@param now number
---@param days integer
---@return number
function rules.expires_at(now, days) return clock.end_of_day(now, days) end

---@class points.lot
---@field id string
---@field remaining integer
---@field expires_at number

--- Which lots pay `amount`: what expires first is used first.
---@param lots points.lot[]  those that have not expired, in the order they expire
---@param amount integer
---@return {lot_id:string, amount:integer}[]|nil parts
---@return fault|nil points.short
function rules.take(lots, amount)
  local parts, left = {}, amount
  for _, lot in ipairs(lots) do
    if left == 0 then break end
    local taken = math.min(lot.remaining, left)
    if taken > 0 then parts[#parts + 1] = { lot_id = lot.id, amount = taken } end
    left = left - taken
  end
  if left > 0 then return nil, fault("points.short", { missing = left }) end
  return parts
end

--- Where points go that were used and come back: into the lots they came from, the longest-lived first; what would come
--- back into a lot that has expired meanwhile goes into a new one.
---@param parts {lot_id:string, amount:integer, expires_at:number}[]  out of each lot by this use, in the order of expiry
---@param amount integer
---@param now number
---@return {lot_id:string, amount:integer}[]|nil back
---@return integer|fault fresh  for a new lot, or why not: points.too_much_back
function rules.give_back(parts, amount, now)
  local back, fresh, left = {}, 0, amount
  for i = #parts, 1, -1 do
    local given = math.min(parts[i].amount, left)
    if given > 0 then
      if parts[i].expires_at > now then
        back[#back + 1] = { lot_id = parts[i].lot_id, amount = given }
      else
        fresh = fresh + given
      end
      left = left - given
    end
  end
  if left > 0 then return nil, fault("points.too_much_back", { excess = left }) end
  return back, fresh
end

--- How many points a member may use for these goods, and if none, why; a multiple of the unit.
---@param policy points.policy
---@param balance integer
---@param goods integer  won: the goods after discounts, without shipping
---@return integer most
---@return fault|nil points.none | points.least_balance | points.least_order
function rules.usable(policy, balance, goods)
  if balance <= 0 then return 0, fault("points.none") end
  if balance < policy.least_balance then
    return 0, fault("points.least_balance", { least = won(policy.least_balance):format() })
  end
  if goods < policy.least_order then
    return 0, fault("points.least_order", { least = won(policy.least_order):format() })
  end
  local most = math.min(balance, math.floor(goods * policy.share / 100))
  return most - most % policy.unit
end

--- Whether so many may be used; no points are always allowed.
---@param policy points.policy
---@param balance integer
---@param goods integer
---@param amount integer
---@return true|nil
---@return fault|nil those of `usable` | points.unit | points.too_many
function rules.check_use(policy, balance, goods, amount)
  if amount == 0 then return true end
  local most, refused = rules.usable(policy, balance, goods)
  if refused then return nil, refused end
  if amount < 0 or amount % policy.unit ~= 0 then return nil, fault("points.unit", { unit = policy.unit }) end
  if amount > most then return nil, fault("points.too_many", { most = won(most):format() }) end
  return true
end

--- What an order's use of points is known by: its first, and a further one where it lapsed and was paid late.
---@param order_id string
---@param nth integer
---@return string
function rules.use_key(order_id, nth) return nth == 1 and "use " .. order_id or ("use %s %d"):format(order_id, nth) end

--- What is known as taking that use back whole.
---@param order_id string
---@param nth integer
---@return string
function rules.release_key(order_id, nth) return ("release %s %d"):format(order_id, nth) end

--- What a purchase earns, rounded down: a shop never gives more than it said.
---@param goods integer   won that were paid for goods
---@param percent number  in tenths of a percent at the finest
---@return integer
function rules.earned(goods, percent) return math.floor(goods * math.floor(percent * 10 + 0.5) / 1000) end

local LABELS = { grant = "적립", use = "사용", refund = "사용 취소", expire = "소멸", adjust = "조정" }

---@param kind string
---@return string
function rules.label(kind) return LABELS[kind] end

return rules
