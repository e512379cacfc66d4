-- Shares of a whole amount: a discount over the lines of an order, a line's share over its units. Largest remainder; the
-- earlier one wins a tie; no line gives more than it may, and what it cannot give the others do. Shares always add up to
-- what was granted, so that what is taken back line by line, unit by unit, is exactly what was given.
--
--   allocate.lines(1000, { 3300, 3300, 3400 })        { 330, 330, 340 }, 1000
--   allocate.lines(5000, { 3000, 9000 }, { 0, 9000 }) { 0, 5000 }, 5000: the first may go no lower than it is
--   allocate.units(1000, 3, 1, 2)                     667: what the first two of three units bear (334 + 333)

local fraction = require "shared.fraction"
local money = require "shared.money"

local floor = math.floor

local allocate = {}

local function check(value, what, level)
  if type(value) ~= "number" or value ~= floor(value) or value < 0 or value > money.limit then
    error(what .. " is a whole number from 0, not " .. tostring(value), level + 1)
  end
  return value
end

-- One sharing without limits, among the lines that are still open.
local function share_out(amount, weights, open)
  local sum = 0
  for _, i in ipairs(open) do sum = sum + weights[i] end
  local shares, rests, left = {}, {}, amount
  for _, i in ipairs(open) do
    shares[i], rests[i] = fraction.of(amount, weights[i], sum)
    left = left - shares[i]
  end
  local order = { unpack(open) }
  table.sort(order, function(a, b)
    if rests[a] ~= rests[b] then return rests[a] > rests[b] end
    return a < b
  end)
  for k = 1, left do shares[order[k]] = shares[order[k]] + 1 end
  return shares
end

-- Lines that have something to bear a share with.
local function able(weights, caps)
  local open, room = {}, 0
  for i, weight in ipairs(weights) do
    local cap = math.min(caps and caps[i] or weight, weight)
    if cap > 0 then
      open[#open + 1] = i
      room = room + cap
    end
  end
  return open, room
end

--- Shares an amount over lines in proportion to what they come to. More than they can bear is not granted.
---@param amount integer
---@param weights integer[]   what each line comes to before this
---@param caps integer[]|nil  what each line can bear at most; all of it unless told
---@return integer[] shares   one for each line, 0 … cap
---@return integer granted    their sum: `amount`, or less where the lines cannot bear it
function allocate.lines(amount, weights, caps)
  check(amount, "an amount to share", 2)
  local total = 0
  for i, weight in ipairs(weights) do
    total = total + check(weight, "a line's amount", 2)
    if caps then check(caps[i], "a line's limit", 2) end
  end
  check(total, "the lines' sum", 2)
  local open, room = able(weights, caps)
  local granted, shares = math.min(amount, room), {}
  for i = 1, #weights do shares[i] = 0 end
  local left = granted
  -- Lines that would give more than they may give that, and the rest is shared anew among the others: so the outcome
  -- does not depend on which was looked at first.
  while left > 0 do
    local tried, still = share_out(left, weights, open), {}
    for _, i in ipairs(open) do
      local cap = math.min(caps and caps[i] or weights[i], weights[i])
      if tried[i] > cap then
        shares[i], left = cap, left - cap
      else
        still[#still + 1] = i
      end
    end
    if #still == #open then
      for _, i in ipairs(open) do shares[i] = tried[i] end
      left = 0
    end
    open = still
  end
  return shares, granted
end

--- What some of a line's units bear of its share: equal parts, the earlier units one more where it does not come out even.
---@param amount integer  the line's share
---@param qty integer     the line's units
---@param first integer   from which unit on, from 1
---@param count integer   how many
---@return integer
function allocate.units(amount, qty, first, count)
  check(amount, "a share", 2)
  check(first, "a unit", 2)
  check(count, "a count of units", 2)
  if check(qty, "a quantity", 2) < 1 or first < 1 or first + count - 1 > qty then
    error("a line has no such units: " .. first .. " and " .. count .. " of " .. qty, 2)
  end
  local rest = amount % qty
  local larger = math.max(0, math.min(rest, first + count - 1) - (first - 1))
  return (amount - rest) / qty * count + larger
end

return allocate
