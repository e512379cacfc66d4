-- Whether an address is among addresses and networks ("203.238.37.15", "117.52.3.80/29"): where an unsigned notice comes
-- from is all there is to know of who sent it. IPv4; of IPv6 an address alone. Pure.

local network = {}

local function number_of(address)
  local a, b, c, d = address:match "^(%d+)%.(%d+)%.(%d+)%.(%d+)$"
  if not a then return nil end
  a, b, c, d = tonumber(a), tonumber(b), tonumber(c), tonumber(d)
  if a > 255 or b > 255 or c > 255 or d > 255 then return nil end
  return ((a * 256 + b) * 256 + c) * 256 + d
end

local function within(number, entry)
  local base, bits = entry:match "^([%d%.]+)/(%d+)$"
  local start = base and number_of(base)
  bits = tonumber(bits)
  if not start or not bits or bits > 32 then return false end
  local size = 2 ^ (32 - bits)
  return math.floor(number / size) == math.floor(start / size)
end

---@param address string
---@param list string[]
---@return boolean
function network.contains(address, list)
  address = address:gsub("^::ffff:", "")
  local number = number_of(address)
  for _, entry in ipairs(list) do
    if entry == address or number and within(number, entry) then return true end
  end
  return false
end

return network
