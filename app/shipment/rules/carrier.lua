-- Carriers: which one somebody means, whether a tracking number can be one of theirs, and where it can be looked at. Pure.

local korean = require "shared.korean"

local carrier = {}

---@class carrier
---@field code string
---@field name string
---@field aliases string          divided by commas
---@field url string              with {no}; "": it cannot be followed
---@field number_least integer
---@field number_most integer
---@field number_letters boolean
---@field enabled boolean

-- As people write it: "CJ 대한통운", "cj대한통운".
local function key(name) return (korean.half_width(name):upper():gsub("[%s%.%-_()]", "")) end

--- Finds carriers by their code, their name or what else they are called.
---@param carriers carrier[]
---@return fun(written: string): carrier|nil
function carrier.finder(carriers)
  local by_name = {}
  for _, one in ipairs(carriers) do
    by_name[key(one.code)], by_name[key(one.name)] = one, one
  end
  for _, one in ipairs(carriers) do
    for alias in one.aliases:gmatch "[^,]+" do by_name[key(alias)] = by_name[key(alias)] or one end
  end
  return function(written) return by_name[key(written)] end
end

local function bounds(one)
  if one.number_least == one.number_most then return ("%d자리"):format(one.number_most) end
  return ("%d~%d자리"):format(one.number_least, one.number_most)
end

--- A tracking number as it is kept: without the spaces and hyphens that people read it by.
---@param one carrier
---@param written string
---@return string|nil number
---@return string|nil sentence
function carrier.read_number(one, written)
  local number = korean.half_width(written):upper():gsub("[%s%-]", "")
  if number == "" then
    if one.number_least == 0 then return "" end
    return nil, "송장번호를 입력해 주세요."
  end
  -- spreadsheets show a long number as 6.12E+11, and it is gone
  if number:find "^%d%.?%d*E%+?%d+$" then return nil, "송장번호가 숫자로 줄어들었어요. 열을 텍스트로 바꾸고 다시 적어 주세요." end
  if number:find(one.number_letters and "[^%dA-Z]" or "%D") then
    return nil, one.number_letters and "송장번호에는 영문과 숫자만 쓸 수 있어요." or "송장번호에는 숫자만 쓸 수 있어요."
  end
  if #number < one.number_least or #number > one.number_most then
    return nil, ("%s 송장번호는 %s예요."):format(one.name, bounds(one))
  end
  return number
end

--- Where a parcel can be followed; nil where it cannot.
---@param url string
---@param number string
---@return string|nil
function carrier.track(url, number)
  if url == "" or number == "" then return nil end
  local from, to = url:find("{no}", 1, true)
  return from and url:sub(1, from - 1) .. number .. url:sub(to + 1) or nil
end

--- A number as people read it out: four digits at a time.
---@param number string
---@return string
function carrier.show_number(number)
  if not number:find "^%d+$" or #number < 9 then return number end
  return (number:gsub("%d%d%d%d", "%0-"):gsub("%-$", ""))
end

return carrier
