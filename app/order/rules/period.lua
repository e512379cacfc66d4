-- The periods by which a member looks through their orders.

local clock = require "shared.clock"

local period = {}

period.ALL = { { key = "1m", label = "1개월", months = 1 }, { key = "3m", label = "3개월", months = 3 },
  { key = "6m", label = "6개월", months = 6 }, { key = "1y", label = "1년", months = 12 }, { key = "all", label = "전체" } }

--- What is shown unless somebody chooses.
period.USUAL = "3m"

--- The period of a key; an unknown one is the usual.
---@param key any
---@return {key:string, label:string, months:integer|nil}
function period.of(key)
  local usual
  for _, one in ipairs(period.ALL) do
    if one.key == key then return one end
    if one.key == period.USUAL then usual = one end
  end
  return usual
end

--- Its first moment: the beginning of the day so many months ago.
---@param one {months:integer|nil}
---@param now number
---@return number  0: since ever
function period.since(one, now)
  if not one.months then return 0 end
  local day = clock.parts(now)
  local months = day.year * 12 + day.month - 1 - one.months
  -- the 31st of a month that has 30 days is its last
  local last = clock.parts(clock.at(math.floor(months / 12), months % 12 + 2, 0)).day
  return clock.at(math.floor(months / 12), months % 12 + 1, math.min(day.day, last))
end

return period
