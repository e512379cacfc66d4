-- A number from 0 to 1. Not math.random, which begins with the same numbers in every process, and whose jitter therefore
-- brings everybody back at the same moment.

local crypto = require "crypto"

---@return number
return function()
  local a, b, c = crypto.random(3):byte(1, 3)
  return (a * 65536 + b * 256 + c) / 16777215
end
