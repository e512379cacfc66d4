-- A guest finds an order by its number and the orderer's telephone; a member's orders are found by logging in. Tries are
-- counted in PostgreSQL, by address and by order number: Redis gone or a worker restarted, guessing stays as slow as it was.

local crypto = require "crypto"
local runtime = require "runtime"
local order = require "order"
local fault = require "shared.fault"
local attempts = require "flows.store"

local PER_ADDRESS, PER_NUMBER, WINDOW = 20, 5, 15 * 60

-- An address has few values: a plain hash of it would be no secret to who can read the table.
local key

local function disguise(ip)
  key = key or runtime.secret("attempt") or error("SECRET_KEY is not set: tries cannot be counted")
  return crypto.hex(crypto.hmac_sha256(key, ip))
end

local look_up_order = {}

---@param mall mall
---@param number string as typed
---@param phone string digits
---@param ip string
---@return {number:string}|nil
---@return fault|nil order.not_found | order.too_many_lookups (with `wait_minutes`, `retry_after` seconds)
function look_up_order.run(mall, number, phone, ip)
  local exact = order.read_number(number)
  local by_address, address_left = attempts.count(mall.id, "order.lookup.address", disguise(ip), WINDOW)
  local by_number, number_left = 0, 0
  if exact then by_number, number_left = attempts.count(mall.id, "order.lookup.number", exact, WINDOW) end
  if by_address > PER_ADDRESS or by_number > PER_NUMBER then
    local left = math.max(by_address > PER_ADDRESS and address_left or 0, by_number > PER_NUMBER and number_left or 0)
    local minutes = math.ceil(left / 60)
    return nil, fault("order.too_many_lookups", { wait_minutes = minutes, retry_after = minutes * 60 })
  end
  local found = exact and order.by_number(mall.id, exact)
  if not found or found.member_id or not crypto.equal(found.orderer_phone, phone) then
    return nil, fault("order.not_found")
  end
  return { number = found.number }
end

return look_up_order
