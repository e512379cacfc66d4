-- Exact fractions of whole numbers, and the ways to round what is left over. A double holds the inputs but not always
-- their product, which is then worked out in 64-bit integers.

local ffi = require "ffi"
local floor, tonumber = math.floor, tonumber

local fraction = {}

--- a · b ÷ c exactly: quotient and remainder. 0 ≤ a, b ≤ 10^12, 1 ≤ c ≤ 10^12, all whole; the quotient is to stay
--- below 2^53.
---@param a number
---@param b number
---@param c number
---@return number quotient
---@return number remainder
function fraction.of(a, b, c)
  local product = a * b
  if product <= 9007199254740992 then -- 2^53: everything here is exact
    local rest = product % c
    return (product - rest) / c, rest
  end
  -- b in two halves: each partial product then fits 63 bits
  local a64, c64 = ffi.cast("int64_t", a), ffi.cast("int64_t", c)
  local top = a64 * ffi.cast("int64_t", floor(b / 2 ^ 20))
  local bottom = (top % c64) * 1048576LL + a64 * ffi.cast("int64_t", b % 2 ^ 20)
  return tonumber(top / c64) * 2 ^ 20 + tonumber(bottom / c64), tonumber(bottom % c64)
end

--- What each way of rounding adds to the quotient: fn(remainder, divisor, quotient) → 0 or 1.
fraction.rounding = {
  down = function() return 0 end,
  up = function(rest) return rest > 0 and 1 or 0 end,
  half_up = function(rest, divisor) return rest * 2 >= divisor and 1 or 0 end,
  half_even = function(rest, divisor, quotient)
    if rest * 2 == divisor then return quotient % 2 end
    return rest * 2 > divisor and 1 or 0
  end,
}

return fraction
