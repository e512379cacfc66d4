-- What a cell of a file says that a bank or a provider lets one download: a text, an amount, a moment, the name of a column,
-- whichever way it is written there. Pure.

local clock = require "shared.clock"
local korean = require "shared.korean"

local cells = {}

--- A cell as a text.
---@param value string|number|boolean|nil
---@return string
function cells.text(value)
  if value == nil then return "" end
  if type(value) == "number" then return value % 1 == 0 and ("%d"):format(value) or ("%.10g"):format(value) end
  return korean.squeeze(korean.half_width(tostring(value)))
end

local text_of = cells.text

--- A column's name without its spaces and what stands in brackets.
---@param value string|number|boolean|nil
---@return string
function cells.name(value) return (text_of(value):gsub("%b()", ""):gsub("[%s/·,%[%]*:]", "")) end

local name_of = cells.name

--- How many columns a row has.
---@param row sheet.Row
---@return integer
function cells.width(row)
  local most = 0
  for column in pairs(row) do
    if type(column) == "number" and column > most then most = column end
  end
  return most
end

--- 2026.11.29 14:03:22, 2026-11-29, 20261129140322, or the days since 1900 that a spreadsheet counts.
---@param date string|number|boolean|nil
---@param time string|number|boolean|nil
---@return number|nil epoch
---@return boolean|nil timed  whether the hour is known
function cells.moment(date, time)
  if type(date) == "number" and date > 30000 and date < 80000 then
    return clock.at(1899, 12, 30) + math.floor(date * 86400 + 0.5), date % 1 ~= 0
  end
  local written = text_of(date)
  local year, month, day, rest = written:match "^(%d%d%d%d)[%.%-/]%s*(%d%d?)[%.%-/]%s*(%d%d?)%.?(.*)$"
  if not year then year, month, day, rest = written:match "^(%d%d%d%d)(%d%d)(%d%d)(.*)$" end
  if not year then return nil end
  year, month, day = tonumber(year), tonumber(month), tonumber(day)
  if month < 1 or month > 12 or day < 1 or day > 31 then return nil end
  local parts = clock.parts(clock.at(year, month, day))
  if parts.month ~= month then return nil end -- the 31st of a month of thirty days
  rest = rest .. " " .. (type(time) == "number" and time < 1 and ("%02d:%02d:%02d"):format(
    math.floor(time * 24 + 1e-9), math.floor(time * 1440 + 1e-9) % 60, math.floor(time * 86400 + 0.5) % 60) or text_of(time))
  local hour, min, sec = rest:match "(%d%d?):(%d%d):?(%d*)"
  if not hour then hour, min, sec = rest:match "^%s*(%d%d)(%d%d)(%d*)%s*$" end
  hour, min, sec = tonumber(hour or 0), tonumber(min or 0), tonumber(sec ~= "" and sec or 0) or 0
  if hour > 23 or min > 59 or sec > 59 then return nil end
  return clock.at(year, month, day, hour, min, sec), hour + min + sec > 0
end

--- nil: there is none; false: it is no amount.
---@param value string|number|boolean|nil
---@return integer|false|nil
function cells.amount(value)
  if type(value) == "number" then return value % 1 == 0 and math.abs(value) <= 1e12 and value or false end
  local written = text_of(value):gsub("[,%s원₩]", ""):gsub("^%+", "")
  if written == "" or written == "-" then return nil end
  written = written:gsub("%.0+$", "")
  if not written:find "^%-?%d+$" or #written > 13 then return false end
  return tonumber(written)
end

--- Whether a row is one of sums, as they stand below the others.
---@param row sheet.Row
---@return boolean
function cells.is_sum(row)
  for i = 1, cells.width(row) do
    local word = name_of(row[i])
    if word:find "^합계" or word:find "^총계" or word:find "^소계" or word == "총합" then return true end
  end
  return false
end

return cells
