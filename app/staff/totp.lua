-- One-time passwords: RFC 6238 over RFC 4226. Telephones know one way for certain: SHA-1, six digits, thirty seconds; SHA-1
-- is safe here, because an HMAC asks nothing of it that it has lost.

local bit = require "bit"
local crypto = require "crypto"
local text = require "text"

local byte, char, floor = string.byte, string.char, math.floor

local totp = {}

--- Seconds that a code is shown.
totp.PERIOD = 30
-- Codes before and after the present one that count: clocks differ, and people are slow.
local TOLERANCE = 1
-- How far a clock may be off that we can still tell its owner by how much.
local TOLD = 10

local hmacs = { SHA1 = crypto.hmac_sha1, SHA256 = crypto.hmac_sha256, SHA512 = crypto.hmac_sha512 }

local function counter(step)
  local high = floor(step / 2 ^ 32)
  local low = step - high * 2 ^ 32
  local function four(n)
    return char(floor(n / 2 ^ 24) % 256, floor(n / 2 ^ 16) % 256, floor(n / 2 ^ 8) % 256, n % 256)
  end
  return four(high) .. four(low)
end

--- The code of a counter.
---@param secret string
---@param step integer
---@param digits integer|nil        6
---@param algorithm "SHA1"|"SHA256"|"SHA512"|nil
---@return string
function totp.code(secret, step, digits, algorithm)
  local mac = hmacs[algorithm or "SHA1"](secret, counter(step))
  local at = bit.band(byte(mac, #mac), 0x0f) + 1
  local a, b, c, d = byte(mac, at, at + 3)
  local number = bit.band(a, 0x7f) * 2 ^ 24 + b * 2 ^ 16 + c * 2 ^ 8 + d
  digits = digits or 6
  return ("%0" .. digits .. "d"):format(number % 10 ^ digits)
end

--- The step of a moment.
---@param now number  epoch seconds
---@return integer
function totp.step_at(now) return floor(now / totp.PERIOD) end

--- A secret for a new telephone.
---@return string bytes
function totp.new_secret() return crypto.random(20) end

-- Every candidate is compared, whichever fits.
local function find(secret, typed, now, reach)
  local present, found = totp.step_at(now), nil
  for offset = -reach, reach do
    if crypto.equal(totp.code(secret, present + offset), typed) and (not found or math.abs(offset) < math.abs(found)) then
      found = offset
    end
  end
  return found, present
end

--- The step that a typed code belongs to, if it counts now.
---@param secret string
---@param typed string  six digits
---@param now number
---@return integer|nil step
---@return integer|nil offset  in steps: -1 is a clock that is slow, 1 one that is fast
function totp.match(secret, typed, now)
  local offset, present = find(secret, typed, now, TOLERANCE)
  if not offset then return nil end
  return present + offset, offset
end

--- By how many seconds the clock of the telephone is off on which a code that does not count was right; nil when it was on
--- none. Tells somebody who guesses no more than the code itself would, and they have few tries.
---@param secret string
---@param typed string
---@param now number
---@return integer|nil seconds  negative: slow
function totp.drift(secret, typed, now)
  local offset = find(secret, typed, now, TOLD)
  return offset and offset * totp.PERIOD
end

--- The secret as people type it: groups of four.
---@param secret string
---@return string
function totp.shown(secret)
  return (crypto.base32(secret):gsub("=+$", ""):gsub("(....)", "%1 "):gsub(" $", ""))
end

--- What the QR code says.
---@param secret string
---@param issuer string
---@param account string
---@return string
function totp.uri(secret, issuer, account)
  local shown_issuer = text.escape_url(issuer)
  return ("otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=6&period=%d"):format(shown_issuer,
    text.escape_url(account), (crypto.base32(secret):gsub("=+$", "")), shown_issuer, totp.PERIOD)
end

return totp
