-- The way back from a provider's window. The provider's page posts to us from another site, so the browser leaves our
-- cookies at home; and a telephone may come back in another browser than the one it left by. What the address itself says
-- is therefore all that is known, and it is signed: which attempt of the order, and that we said so.
--
--   /pay/261129-7K2M9QX/return/inicis/1-Jx3…

local crypto = require "crypto"
local runtime = require "runtime"

local ticket = {}

local key
local function signature(mall_id, reference)
  key = key or runtime.secret "payment" or error "SECRET_KEY is not set: ways back cannot be signed"
  return crypto.base64url(crypto.hmac_sha256(key, mall_id .. "\0" .. reference):sub(1, 16))
end

--- What stands in the address.
---@param mall_id string
---@param reference string  of the attempt: 261129-7K2M9QX-1
---@return string
function ticket.of(mall_id, reference) return reference:match "(%d+)$" .. "-" .. signature(mall_id, reference) end

--- The attempt's reference that an address speaks of; nil when it is not ours.
---@param mall_id string
---@param number string
---@param given string
---@return string|nil reference
function ticket.read(mall_id, number, given)
  local seq, signed = given:match "^(%d%d?%d?)%-([%w_-]+)$"
  if not seq or #signed ~= 22 then return nil end
  local reference = number .. "-" .. seq
  return crypto.equal(signature(mall_id, reference), signed) and reference or nil
end

return ticket
