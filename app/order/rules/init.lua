-- The small sums and words around an order. Pure: the moment and the random bytes are given.

local clock = require "shared.clock"
local korean = require "shared.korean"

local rules = {}

--- A deposit made in time may be reported a few minutes late, in seconds.
rules.GRACE = 10 * 60

-- No I, L, O, U: what is read over the telephone must not be mistaken.
local LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

--- "261123-7K2M9QX": the day, and 35 random bits that nobody guesses.
---@param now number
---@param random string at least seven bytes
---@return string
function rules.number(now, random)
  local day, letters = clock.parts(now), {}
  for i = 1, 7 do
    local at = random:byte(i) % 32 + 1
    letters[i] = LETTERS:sub(at, at)
  end
  return ("%02d%02d%02d-%s"):format(day.year % 100, day.month, day.day, table.concat(letters))
end

--- An order number as somebody typed it: small letters, spaces, a missing hyphen, O for 0.
---@param text string
---@return string|nil
function rules.read_number(text)
  local plain = korean.half_width(text):upper():gsub("[%s%-]", ""):gsub("O", "0"):gsub("[IL]", "1")
  local day, rest = plain:match("^(%d%d%d%d%d%d)([0-9A-Z]+)$")
  if not day or #rest ~= 7 then return nil end
  return day .. "-" .. rest
end

--- A claim's number as somebody typed it: an order's with which claim of it, "261123-7K2M9QX-C1".
---@param text string
---@return string|nil
function rules.read_claim_number(text)
  local head, nth = korean.half_width(text):upper():match "^(.-)[%s%-]*C%s*(%d%d?%d?)%s*$"
  local number = head and rules.read_number(head)
  return number and ("%s-C%d"):format(number, tonumber(nth))
end

--- The last moment of the third day (or what the mall says) in Seoul: D+3 23:59:59.
---@param now number
---@param days integer
---@return number
function rules.due_at(now, days) return clock.end_of_day(now, days) end

return rules
