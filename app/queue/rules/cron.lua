-- Times like a crontab's: "minute hour day-of-month month day-of-week", in Korean time. `*`, numbers, lists, ranges and
-- steps, names of months and days, L for the last day of the month, 0 and 7 for Sunday. Where both days are restricted,
-- either will do, as everywhere since Vixie's cron. Korea keeps one time all year: no slot is missing, and none comes twice.

local seoul = require "shared.clock"

local cron = {}

local MONTHS = { JAN = 1, FEB = 2, MAR = 3, APR = 4, MAY = 5, JUN = 6, JUL = 7, AUG = 8, SEP = 9, OCT = 10, NOV = 11,
  DEC = 12 }
local DAYS = { SUN = 0, MON = 1, TUE = 2, WED = 3, THU = 4, FRI = 5, SAT = 6 }

local FIELDS = {
  { name = "minute", low = 0, high = 59 },
  { name = "hour", low = 0, high = 23 },
  { name = "day of the month", low = 1, high = 31, last = true },
  { name = "month", low = 1, high = 12, names = MONTHS },
  { name = "day of the week", low = 0, high = 7, names = DAYS },
}

-- Every date of the calendar comes up within so many days: February 29th around a century that is no leap year.
local HORIZON = 366 * 8 + 1

local function number(text, field)
  local value = field.names and field.names[text:upper()] or (text:find "^%d%d?$" and tonumber(text))
  return value and value >= field.low and value <= field.high and value or nil
end

local function read_part(part, field, into)
  if field.last and part:upper() == "L" then
    into.last = true
    return true
  end
  local range, step = part:match "^([^/]+)/?(.*)$"
  if not range or (part:find("/", 1, true) and not step:find "^[1-9]%d?$") then return false end
  local low, high
  if range == "*" then
    low, high = field.low, field.high
  else
    local first, last = range:match "^(%w+)%-(%w+)$"
    low = number(first or range, field)
    high = first and number(last, field) or not first and (step ~= "" and field.high or low) or nil
  end
  if not low or not high or low > high then return false end
  for value = low, high, tonumber(step) or 1 do into[value] = true end
  return true
end

local function read_field(text, field)
  local set = { any = text == "*" }
  for part in (text .. ","):gmatch "([^,]*)," do
    if not read_part(part, field, set) then return nil, ("'%s' is no %s"):format(text, field.name) end
  end
  return set
end

---@class cron
---@field minutes integer[]  in order
---@field hours integer[]
---@field days table
---@field months table
---@field weekdays table

local function in_order(set, low, high)
  local list = {}
  for value = low, high do
    if set[value] then list[#list + 1] = value end
  end
  return list
end

--- Reads a crontab's time.
---@param text string
---@return cron|nil
---@return string|nil problem
function cron.parse(text)
  local words, sets = {}, {}
  for word in text:gmatch "%S+" do words[#words + 1] = word end
  if #words ~= #FIELDS then return nil, ("'%s' has %d fields and not 5"):format(text, #words) end
  for i, field in ipairs(FIELDS) do
    local set, problem = read_field(words[i], field)
    if not set then return nil, problem end
    sets[i] = set
  end
  local minutes, hours, days, months, weekdays = unpack(sets)
  weekdays[0] = weekdays[0] or weekdays[7]
  return { minutes = in_order(minutes, 0, 59), hours = in_order(hours, 0, 23), days = days, months = months,
    weekdays = weekdays }
end

local function is_day(spec, day, next_day)
  if not spec.months[day.month] then return false end
  local of_month = spec.days[day.day] or (spec.days.last and next_day.day == 1) or false
  local of_week = spec.weekdays[day.wday - 1] or false
  if spec.days.any or spec.weekdays.any then return of_month and of_week end
  return of_month or of_week
end

-- Calls fn with each slot in order until it returns something.
local function walk(spec, after, days, fn)
  local midnight = seoul.start_of_day(after)
  for _ = 1, days do
    local following = midnight + 86400
    if is_day(spec, seoul.parts(midnight), seoul.parts(following)) then
      for _, hour in ipairs(spec.hours) do
        for _, minute in ipairs(spec.minutes) do
          local slot = midnight + hour * 3600 + minute * 60
          local found = slot > after and fn(slot)
          if found then return found end
        end
      end
    end
    midnight = following
  end
end

--- The first slot after a moment; nil for a day that never comes, February 30th.
---@param spec cron
---@param after number  epoch seconds
---@return number|nil
function cron.next(spec, after)
  return walk(spec, after, HORIZON, function(slot) return slot end)
end

--- The slots after a moment up to another, the newest `most` of them, in order.
---@param spec cron
---@param after number
---@param upto number
---@param most integer
---@return number[]
function cron.slots(spec, after, upto, most)
  local found = {}
  walk(spec, after, math.floor((upto - after) / 86400) + 2, function(slot)
    if slot > upto then return true end
    found[#found + 1] = slot
    if #found > most then table.remove(found, 1) end
  end)
  return found
end

-- Slots younger than this (seconds) are simply due, whoever looks late: a worker that starts, a database that was slow.
local GRACE = 120

--- Which slots of an entry run now, and which are written down as missed: those beyond the grace. Of these the newest runs
--- if the entry wants so (`missed = "once"`) and none is due anyway.
---@param spec cron
---@param missed "once"|"skip"
---@param last number|nil  the newest slot that is written down; nil for an entry that is new
---@param now number
---@return number[] run
---@return number[] gone
function cron.due(spec, missed, last, now)
  local run, gone = {}, {}
  for _, slot in ipairs(cron.slots(spec, last or now - 60, now, 50)) do
    table.insert(slot > now - GRACE and run or gone, slot)
  end
  if missed == "once" and not run[1] then run[1] = table.remove(gone) end
  return run, gone
end

return cron
