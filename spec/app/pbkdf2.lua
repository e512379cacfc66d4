-- PBKDF2 with HMAC-SHA256 in a few lines, to make what Django would have stored.

local bit = require "bit"
local crypto = require "crypto"

---@param plain string
---@param salt string
---@param iterations integer
---@return string 32 bytes
return function(plain, salt, iterations)
  local block = crypto.hmac_sha256(plain, salt .. "\0\0\0\1")
  local sum = { block:byte(1, 32) }
  for _ = 2, iterations do
    block = crypto.hmac_sha256(plain, block)
    for i = 1, 32 do sum[i] = bit.bxor(sum[i], block:byte(i)) end
  end
  return string.char(unpack(sum))
end
