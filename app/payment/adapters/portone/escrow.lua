-- The deliveries of an escrow by PortOne (V2): it is told once that the goods are on their way, and passes it on to the
-- provider behind it. Told again, after an answer that was lost, it is found to be known.

local api = require "payment.adapters.portone.api"
local clock = require "shared.clock"
local codes = require "payment.rules.portone.codes"
local reading = require "payment.rules.reading"
local text = require "text"

local escrow = {}

-- What the buyer says of the goods comes after the delivery: it is known in all of these.
local KNOWN = { REGISTERED = true, DELIVERED = true, CONFIRMED = true, REJECTED = true, REJECT_CONFIRMED = true }

local function telephone(given)
  local digits = (given or ""):gsub("%D", "")
  return #digits >= 8 and #digits <= 15 and digits or nil
end

-- They want an address in two lines; ours is one.
local function person(given)
  local address = reading.text(given.address, 200)
  return { name = reading.text(given.name, 60), phoneNumber = telephone(given.phone),
    zipcode = reading.text(given.postcode, 10),
    address = address and { addressLine1 = text.clip(address, 100, ""), addressLine2 = "", country = "KR" } or nil }
end

local function told_before(contract, attempt, number)
  local said, trouble = api.get(contract, api.of_store(contract, attempt.reference))
  if not said then return nil, trouble.outcome == "unknown" and trouble or nil end
  local given = reading.object(said.escrow)
  return KNOWN[given.status] and given.invoiceNumber == number
end

--- Tells that the goods of an escrow are on their way. request = { carrier, carrier_name, number, sent_at, sender = { name,
--- phone, postcode, address }, receiver = { … } }. Waits.
---@param contract payment.contract
---@param attempt table
---@param request table
---@return payment.result
function escrow.report_delivery(contract, attempt, request)
  local said, trouble = api.post(contract, api.path(attempt.reference, "/escrow/logistics"), { storeId = contract.store_id,
    sender = person(request.sender), receiver = person(request.receiver),
    logistics = { company = codes.carriers[request.carrier] or "ETC", invoiceNumber = request.number,
      sentAt = clock.iso(request.sent_at) } })
  if said then return reading.text(said.invoiceNumber, 40) and { outcome = "ok" } or api.unreadable() end
  if trouble.outcome ~= "declined" then return trouble end
  local is_known, unknown = told_before(contract, attempt, request.number)
  if is_known then return { outcome = "ok" } end
  return unknown or { outcome = "declined", code = trouble.code, message = trouble.message }
end

return escrow
