-- What a provider's JSON says is read with suspicion: a null is nothing, an amount is a whole number that money can be, a
-- text is short and has no control characters, an address is one we would send a shopper to. Whoever misses something that
-- an answer has to have takes the whole answer for unreadable. Pure.

local clock = require "shared.clock"
local money = require "shared.money"
local text = require "text"

local reading = {}

--- The table that a member is, or an empty one.
---@param value any
---@return table
function reading.object(value) return type(value) == "table" and value or {} end

--- A text that is not empty, at most `most` characters (200).
---@param value any
---@param most integer|nil
---@return string|nil
function reading.text(value, most)
  if type(value) ~= "string" then return nil end
  value = text.clip((value:gsub("%c", " ")), most or 200, "")
  return value ~= "" and value or nil
end

--- An amount of won from 0 up.
---@param value any
---@return integer|nil
function reading.amount(value)
  if type(value) ~= "number" or value % 1 ~= 0 or value < 0 or value > money.limit then return nil end
  return value
end

--- An amount that may be negative, as money that goes back is in lists.
---@param value any
---@return integer|nil
function reading.signed(value)
  if type(value) ~= "number" then return nil end
  local amount = reading.amount(math.abs(value))
  return amount and value
end

--- A moment: "2026-09-20T14:00:00+09:00" or with a space, with a fraction or without; Seoul's unless it names a zone.
---@param value any
---@return number|nil epoch
function reading.moment(value)
  if type(value) ~= "string" then return nil end
  local year, month, day, hour, min, sec, rest = value:match "^(%d%d%d%d)%-(%d%d)%-(%d%d)[T ](%d%d):(%d%d):(%d%d)(.*)$"
  if not year then return nil end
  local seoul = clock.at(tonumber(year), tonumber(month), tonumber(day), tonumber(hour), tonumber(min), tonumber(sec))
  rest = rest:gsub("^%.%d+", "")
  if rest == "" or rest == "+09:00" or rest == "+0900" then return seoul end
  if rest == "Z" then return seoul + 9 * 3600 end
  local sign, hours, minutes = rest:match "^([+-])(%d%d):?(%d%d)$"
  if not sign then return nil end
  local offset = (hours * 60 + minutes) * 60
  return seoul + 9 * 3600 - (sign == "+" and offset or -offset)
end

local function origin(url) return url:match "^https?://[%w.:%-%[%]]+" end

--- Where a provider wants the shopper: at its own domains, encrypted, or where its API is.
---@param value any
---@param base string        the API's address
---@param domains string[]   "kakaopay.com" stands for what is below it, too
---@return string|nil url
function reading.address(value, base, domains)
  if type(value) ~= "string" or #value > 2000 or value:find "[%c%s\\\"'<>]" then return nil end
  local there = origin(value)
  local after = there and value:sub(#there + 1, #there + 1)
  -- nothing but a path may follow the host: a name and a password in front of another host would
  if not there or not (after == "" or after == "/" or after == "?" or after == "#") then return nil end
  if there == origin(base) then return value end
  local host = there:lower():match "^https://([%w.%-]+)$"
  for _, domain in ipairs(domains) do
    if host and (host == domain or host:sub(-#domain - 1) == "." .. domain) then return value end
  end
end

--- What state money is in once it came.
---@param captured integer
---@param cancelled integer
---@return "paid"|"partially_cancelled"|"cancelled"
function reading.state(captured, cancelled)
  if cancelled == 0 then return "paid" end
  return cancelled == captured and "cancelled" or "partially_cancelled"
end

return reading
