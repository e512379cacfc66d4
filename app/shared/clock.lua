-- The shop's time: moments are seconds since 1970 (UTC) as the database gives them, days and hours are Seoul's. Korea
-- has no summer time, so Seoul is UTC + 9 hours and the calendar is arithmetic. Only `now` asks the machine; rules
-- are given the moment they judge by.

local clock = require "clock"

local floor, format = math.floor, string.format
local offset = 9 * 3600

local seoul = {}

local weekdays = { "일", "월", "화", "수", "목", "금", "토" }
local english_days = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" }
local english_months = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" }

--- Seconds since 1970, with a fraction.
---@return number
function seoul.now() return clock.now() end

-- Days since 1970-01-01 of a date in the Gregorian calendar, and back (both after the usual shift of the year to
-- March).
local function day_number(year, month, day)
  if month <= 2 then year = year - 1 end
  local era = floor(year / 400)
  local year_of_era = year - era * 400
  local day_of_year = floor((153 * (month + (month > 2 and -3 or 9)) + 2) / 5) + day - 1
  return era * 146097 + year_of_era * 365 + floor(year_of_era / 4) - floor(year_of_era / 100) + day_of_year - 719468
end

local function civil(number)
  number = number + 719468
  local era = floor(number / 146097)
  local day_of_era = number - era * 146097
  local year_of_era = floor((day_of_era - floor(day_of_era / 1460) + floor(day_of_era / 36524)
    - floor(day_of_era / 146096)) / 365)
  local day_of_year = day_of_era - (365 * year_of_era + floor(year_of_era / 4) - floor(year_of_era / 100))
  local shifted = floor((5 * day_of_year + 2) / 153)
  local month = shifted < 10 and shifted + 3 or shifted - 9
  return year_of_era + era * 400 + (month <= 2 and 1 or 0), month, day_of_year - floor((153 * shifted + 2) / 5) + 1
end

local function split(epoch, shift)
  local seconds = floor(epoch) + shift
  local days = floor(seconds / 86400)
  local rest = seconds - days * 86400
  local year, month, day = civil(days)
  return year, month, day, floor(rest / 3600), floor(rest / 60) % 60, rest % 60, (days + 4) % 7 + 1
end

--- A moment on Seoul's calendar and clock; wday 1 is Sunday.
---@param epoch number
---@return { year: integer, month: integer, day: integer, hour: integer, min: integer, sec: integer, wday: integer }
function seoul.parts(epoch)
  local year, month, day, hour, min, sec, wday = split(epoch, offset)
  return { year = year, month = month, day = day, hour = hour, min = min, sec = sec, wday = wday }
end

--- The moment of a Seoul date and time.
---@param year integer
---@param month integer
---@param day integer  may lie outside the month: the 32nd of January is the 1st of February
---@param hour integer|nil
---@param min integer|nil
---@param sec integer|nil
---@return number epoch
function seoul.at(year, month, day, hour, min, sec)
  return (day_number(year, month, 1) + day - 1) * 86400 + (hour or 0) * 3600 + (min or 0) * 60 + (sec or 0) - offset
end

--- The first moment of the day, `days` later (or earlier), of the day this moment belongs to.
---@param epoch number
---@param days integer|nil
---@return number epoch
function seoul.start_of_day(epoch, days)
  local today = floor((floor(epoch) + offset) / 86400)
  return (today + (days or 0)) * 86400 - offset
end

--- The last whole second of that day: 23:59:59.
---@param epoch number
---@param days integer|nil
---@return number epoch
function seoul.end_of_day(epoch, days)
  return seoul.start_of_day(epoch, (days or 0) + 1) - 1
end

--- "2026-09-20": sortable, for files and HTML's datetime.
---@param epoch number
---@return string
function seoul.day(epoch)
  return format("%04d-%02d-%02d", split(epoch, offset))
end

--- "2026.09.20 (일)"
---@param epoch number
---@return string
function seoul.date(epoch)
  local year, month, day, _, _, _, wday = split(epoch, offset)
  return format("%04d.%02d.%02d (%s)", year, month, day, weekdays[wday])
end

--- "2026.09.20 (일) 14:00"
---@param epoch number
---@return string
function seoul.datetime(epoch)
  local year, month, day, hour, min, _, wday = split(epoch, offset)
  return format("%04d.%02d.%02d (%s) %02d:%02d", year, month, day, weekdays[wday], hour, min)
end

--- "2026-09-20T14:00:00+09:00" (RFC 3339)
---@param epoch number
---@return string
function seoul.iso(epoch)
  return format("%04d-%02d-%02dT%02d:%02d:%02d+09:00", split(epoch, offset))
end

--- "Sun, 20 Sep 2026 05:00:00 GMT" (RFC 9110), for headers and cookies.
---@param epoch number
---@return string
function seoul.http_date(epoch)
  local year, month, day, hour, min, sec, wday = split(epoch, 0)
  return format("%s, %02d %s %04d %02d:%02d:%02d GMT", english_days[wday], day, english_months[month], year, hour, min,
    sec)
end

return seoul
