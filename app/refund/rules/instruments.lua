-- Over which of its instruments money goes back when an order was paid by several: what a mall sets. Pure.

local money = require "shared.money"

local instruments = {}

instruments.POLICIES = {
  { value = "card_first", label = "결제 수단 먼저, 적립금은 나중에" },
  { value = "points_first", label = "적립금 먼저" },
  { value = "proportional", label = "낸 비율대로" },
}

--- What can still go back over an instrument.
---@param one refund.instrument
---@return integer
function instruments.left(one) return math.max(0, one.captured - one.returned) end

local function in_turn(list, amount, points_first)
  local order = {}
  for i, one in ipairs(list) do order[i] = { one = one, late = (one.provider == "points") ~= points_first, at = i } end
  table.sort(order, function(a, b)
    if a.late ~= b.late then return b.late end
    return a.at < b.at
  end)
  local taken = {}
  for _, place in ipairs(order) do
    taken[place.at] = math.min(amount, instruments.left(place.one))
    amount = amount - taken[place.at]
  end
  return taken, amount
end

-- By what each has left to give back; none gets more than that, since the whole is no more than all have.
local function by_share(list, amount)
  local weights, most, taken = {}, 0, {}
  for i, one in ipairs(list) do
    weights[i] = instruments.left(one)
    most = most + weights[i]
  end
  if most == 0 then return taken, amount end
  for i, share in ipairs(money.allocate(money.won(math.min(amount, most)), weights)) do taken[i] = share.amount end
  return taken, amount - math.min(amount, most)
end

--- Splits an amount over the instruments of an order.
---@param policy "card_first"|"points_first"|"proportional"
---@param list refund.instrument[]
---@param amount integer
---@return { id: string, amount: integer }[]  those that get something, in the order of the list
---@return integer missing  what no instrument can give back
function instruments.split(policy, list, amount)
  local taken, missing
  if policy == "proportional" then taken, missing = by_share(list, amount)
  else taken, missing = in_turn(list, amount, policy == "points_first") end
  local parts = {}
  for i, one in ipairs(list) do
    if (taken[i] or 0) > 0 then parts[#parts + 1] = { id = one.id, amount = taken[i] } end
  end
  return parts, missing
end

return instruments
