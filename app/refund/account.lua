-- The account that a shopper has money sent back to. It is sealed at rest and belongs to one order: put beside another, it
-- does not open. Pages see its last four digits.

local crypto = require "crypto"
local json = require "json"
local runtime = require "runtime"
local banks = require "refund.rules.banks"

local account = {}

---@class refund.account
---@field bank_code string
---@field bank string
---@field number string  digits
---@field holder string

local function key() return runtime.secret "refund_account" or error "SECRET_KEY is not set: no account can be kept" end

local function of_order(mall_id, order_id) return "refund_account:" .. mall_id .. ":" .. order_id end

---@param mall_id string
---@param order_id string
---@param given { bank_code: string, number: string, holder: string }
---@return string sealed
function account.seal(mall_id, order_id, given)
  return crypto.seal(key(), json.encode { bank_code = given.bank_code, number = given.number, holder = given.holder },
    of_order(mall_id, order_id))
end

--- Opens one; nil when there is none, or when SECRET_KEY is another one now.
---@param mall_id string
---@param order_id string
---@param sealed string|nil
---@return refund.account|nil
function account.open(mall_id, order_id, sealed)
  local opened = sealed and crypto.open(key(), sealed, of_order(mall_id, order_id))
  if not opened then return nil end
  local found = json.decode(opened)
  found.bank = banks.label(found.bank_code)
  return found
end

--- As a page shows it.
---@param found refund.account|nil
---@return { bank: string, number: string, holder: string }|nil
function account.masked(found)
  return found and { bank = found.bank, number = banks.mask(found.number), holder = found.holder } or nil
end

return account
