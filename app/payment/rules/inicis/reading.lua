-- Reading what Inicis sends: forms in UTF-8 or CP949, amounts, moments, numbers of cards.

local text = require "text"
local clock = require "shared.clock"

local reading = {}

--- Text as UTF-8: what is not is taken for CP949.
---@param bytes string
---@return string
function reading.utf8(bytes)
  if text.valid(bytes) then return bytes end
  return text.from_cp949(bytes, true)
end

local function plain(escaped)
  return (escaped:gsub("+", " "):gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

--- Names and values of "a=1&b=2", with or without escapes. A name that comes twice has its first value.
---@param body string
---@return table<string, string>
function reading.form(body)
  local fields = {}
  for name, value in body:gmatch "([^=&]+)=([^&]*)" do
    name = plain(name)
    if fields[name] == nil then fields[name] = reading.utf8(plain(value)) end
  end
  return fields
end

--- A text that is there: not empty, and no longer than `most` bytes.
---@param value any
---@param most integer|nil
---@return string|nil
function reading.text(value, most)
  if type(value) ~= "string" or value == "" or #value > (most or 200) then return nil end
  return value
end

--- Whole won, of digits alone.
---@param value any
---@return integer|nil
function reading.amount(value)
  if type(value) == "number" and value == math.floor(value) then value = ("%.0f"):format(value) end
  if type(value) ~= "string" or #value > 13 or not value:find "^%d+$" then return nil end
  return tonumber(value)
end

--- A moment of "20261129" and "1405" or "140509"; the end of that day where the time is missing.
---@param day any
---@param time any
---@return number|nil
function reading.moment(day, time)
  if type(day) ~= "string" then return nil end
  local year, month, date = day:match "^(%d%d%d%d)(%d%d)(%d%d)$"
  if not year then return nil end
  local hour, minute, second = "23", "59", "59"
  if type(time) == "string" and time:find "^%d%d%d%d" then hour, minute, second = time:match "^(%d%d)(%d%d)(%d?%d?)" end
  return clock.at(tonumber(year), tonumber(month), tonumber(date), tonumber(hour), tonumber(minute), tonumber(second) or 0)
end

--- "20261129140509" of a moment, in Korea.
---@param now number
---@return string
function reading.stamp(now)
  local at = clock.parts(now)
  return ("%04d%02d%02d%02d%02d%02d"):format(at.year, at.month, at.day, at.hour, at.min, at.sec)
end

--- A moment's milliseconds, as the windows want them.
---@param now number
---@return string
function reading.milliseconds(now) return ("%.0f"):format(math.floor(now * 1000)) end

--- A card's number with no more of it than may be kept: the issuer's six digits and the last four.
---@param number any
---@return string|nil
function reading.card_number(number)
  number = reading.text(number, 30)
  if not number then return nil end
  local digits = number:gsub("[%s%-]", "")
  if not digits:find "^[%d%*]+$" then return nil end
  if digits:find "%*" and not digits:find "%d%d%d%d%d%d%d%d%d" then return digits end
  return digits:sub(1, 6) .. ("*"):rep(math.max(0, #digits - 10)) .. digits:sub(-4)
end

return reading
