-- Where money goes back to, as it is kept: bank, number and holder sealed under SECRET_KEY, for one deposit alone, and shown
-- but for its end.

local crypto = require "crypto"
local json = require "json"
local runtime = require "runtime"

local seal = {}

local function key() return runtime.secret "refund_account" or error "SECRET_KEY is not set: accounts cannot be sealed" end

local function binding(mall_id, id) return "deposit:" .. mall_id .. ":" .. id end

---@param mall_id string
---@param id string
---@param account { bank: string, number: string, holder: string }
---@return string bytes
function seal.close(mall_id, id, account) return crypto.seal(key(), json.encode(account), binding(mall_id, id)) end

---@param mall_id string
---@param id string
---@param sealed string|nil
---@return { bank: string, number: string, holder: string }|nil
function seal.open(mall_id, id, sealed)
  local plain = sealed and crypto.open(key(), sealed, binding(mall_id, id))
  return plain and json.decode(plain) or nil
end

return seal
