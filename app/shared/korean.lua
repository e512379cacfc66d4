-- What Korean shoppers type, and how they expect to read it back: full-width digits and stray spaces in telephone
-- numbers, the shapes of the numbers by area code, postcodes, masked names.

local gsub, match, sub, byte, char, find, rep = string.gsub, string.match, string.sub, string.byte, string.char,
  string.find, string.rep

local korean = {}

--- Spaces of every kind that editors and keyboards produce (no-break, ideographic, zero width …) as plain ones.
---@param s string
---@return string
function korean.plain_spaces(s)
  if not find(s, "[\128-\255]") then return s end
  s = gsub(s, "\227\128\128", " ")           -- U+3000
  s = gsub(s, "\194\160", " ")               -- U+00A0
  s = gsub(s, "\226\128[\139\140\141]", "")  -- U+200B … U+200D
  return (gsub(gsub(s, "\226\128[\128-\138]", " "), "\239\187\191", ""))
end

--- Trims, and makes every run of spaces one.
---@param s string
---@return string
function korean.squeeze(s)
  return (match(gsub(korean.plain_spaces(s), "[ \t]+", " "), "^%s*(.-)%s*$"))
end

--- Full-width ASCII (０１２, －, ＠, Ａ) as ASCII.
---@param s string
---@return string
function korean.half_width(s)
  if not find(s, "\239") then return s end
  s = gsub(s, "\239\188([\129-\191])", function(c) return char(byte(c) - 0x60) end)
  return (gsub(s, "\239\189([\128-\158])", function(c) return char(byte(c) - 0x20) end))
end

--- The digits of a number that people write with hyphens, dots, spaces or brackets; nil when anything else is in it.
---@param s string
---@return string|nil
function korean.digits(s)
  s = gsub(korean.half_width(korean.plain_spaces(s)), "\226\128[\144-\149]", "-") -- hyphens and dashes
  s = gsub(gsub(s, "\226\136\146", "-"), "[%s%-.()]", "")
  return match(s, "^%d+$")
end

local area_codes = {
  ["031"] = true, ["032"] = true, ["033"] = true, ["041"] = true, ["042"] = true, ["043"] = true, ["044"] = true,
  ["051"] = true, ["052"] = true, ["053"] = true, ["054"] = true, ["055"] = true, ["061"] = true, ["062"] = true,
  ["063"] = true, ["064"] = true, ["070"] = true, ["080"] = true,
}

-- Cuts a number's digits where its hyphens go; nil when no Korean number looks like this.
local function cut_phone(digits)
  local n = #digits
  if match(digits, "^01[016789]") then
    if n == 11 or n == 10 and sub(digits, 3, 3) ~= "0" then
      return sub(digits, 1, 3), sub(digits, 4, n - 4), sub(digits, n - 3)
    end
  elseif match(digits, "^02[1-9]") then
    if n == 9 or n == 10 then return "02", sub(digits, 3, n - 4), sub(digits, n - 3) end
  elseif match(digits, "^050%d") then
    if n == 11 or n == 12 then return sub(digits, 1, 4), sub(digits, 5, n - 4), sub(digits, n - 3) end
  elseif area_codes[sub(digits, 1, 3)] then
    if n == 10 or n == 11 then return sub(digits, 1, 3), sub(digits, 4, n - 4), sub(digits, n - 3) end
  elseif match(digits, "^1[568]%d%d") then
    if n == 8 then return sub(digits, 1, 4), sub(digits, 5) end
  end
end

--- A telephone number as stored: its digits alone, +82 made 0. nil when it is no Korean number.
---@param s string
---@return string|nil
function korean.phone(s)
  s = gsub(korean.half_width(korean.plain_spaces(s)), "^%s*%+82[%s%-.]*%(?0?%)?", "0")
  local digits = korean.digits(s)
  return digits and cut_phone(digits) and digits
end

--- Whether a stored number is a mobile telephone's, which can get text messages.
---@param digits string
---@return boolean
function korean.is_mobile(digits) return match(digits, "^01[016789]") ~= nil end

--- 01012345678 → 010-1234-5678, 021234567 → 02-123-4567, 15881234 → 1588-1234; what is no number stays as it is.
---@param digits string
---@return string
function korean.show_phone(digits)
  local first, second, third = cut_phone(digits)
  if not first then return digits end
  return first .. "-" .. second .. (third and "-" .. third or "")
end

--- 010-1234-5678 → 010-****-5678
---@param digits string
---@return string
function korean.mask_phone(digits)
  local first, second, third = cut_phone(digits)
  if not first then return rep("*", #digits) end
  if not third then return first .. "-****" end
  return first .. "-" .. rep("*", #second) .. "-" .. third
end

local function characters(s)
  local list = {}
  for c in s:gmatch("[%z\1-\127\194-\244][\128-\191]*") do list[#list + 1] = c end
  return list
end

--- 김철수 → 김*수, 이산 → 이*, 남궁민수 → 남**수
---@param name string
---@return string
function korean.mask_name(name)
  local list = characters(name)
  local n = #list
  if n < 2 then return "*" end
  if n == 2 then return list[1] .. "*" end
  return list[1] .. rep("*", n - 2) .. list[n]
end

--- kim@example.kr → ki*@example.kr
---@param email string
---@return string
function korean.mask_email(email)
  local name, host = match(email, "^(.*)(@[^@]*)$")
  if not name then return rep("*", #email) end
  local seen = math.min(2, #name - 1)
  return sub(name, 1, seen) .. rep("*", #name - seen) .. host
end

--- A postcode of five digits, spaces and full-width digits allowed for; nil when it is none.
---@param s string
---@return string|nil
function korean.postcode(s)
  local digits = korean.digits(s)
  return digits and match(digits, "^%d%d%d%d%d$")
end

return korean
