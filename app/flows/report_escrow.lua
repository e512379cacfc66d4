-- Where an order was paid into an escrow, its provider is told once that the goods are on their way. Who has no way to be
-- told is told by staff: the order's page says so.

local log = require "log"
local malls = require "mall"
local order = require "order"
local payment = require "payment"
local queue = require "queue"
local shipment = require "shipment"
local alarm_staff = require "flows.alarm_staff"
local clock = require "shared.clock"
local fault = require "shared.fault"
local transaction = require("flows.store").transaction

local report_escrow = {}

local KEPT = { paid = true, partially_cancelled = true }

local function details_of(row) return type(row.details) == "table" and row.details or {} end

--- Whether a payment lies in an escrow.
---@param row table
---@return boolean
function report_escrow.holds(row) return details_of(row).escrow == true and KEPT[row.status] == true end

--- Has the provider told, in the transaction that sends a parcel. The first one is what counts.
---@param tx pg.tx
---@param subject move.subject
---@param seq integer  of the parcel
function report_escrow.queue(tx, subject, seq)
  for _, row in ipairs(subject.payments) do
    if report_escrow.holds(row) and not details_of(row).escrow_reported_at then
      queue.enqueue(tx, "payment.report_escrow", { mall_id = subject.mall_id, payment_id = row.id, seq = seq },
        { mall_id = subject.mall_id, unique = "escrow:" .. row.id })
    end
  end
end

local function postcode_in(address) return address:match "%f[%d](%d%d%d%d%d)%f[%D]" or "" end

local function request_of(mall, found, parcel, lines)
  local footer, shown = mall.footer, shipment.show_parcels({ parcel }, lines)[1]
  return { carrier = parcel.carrier, carrier_name = shown.carrier, number = parcel.number, sent_at = parcel.dispatched_at,
    sender = { name = mall.name, phone = (footer.phone:gsub("%D", "")), postcode = postcode_in(footer.address),
      address = footer.address },
    receiver = { name = found.recipient_name, phone = found.recipient_phone, postcode = found.postcode,
      address = ("%s %s"):format(found.address1, found.address2) } }
end

local function parcel_of(mall_id, order_id, seq)
  for _, one in ipairs(shipment.parcels(mall_id, order_id)) do
    if one.seq == seq and one.dispatched_at then return one end
  end
end

-- What a person has to enter at the provider.
local function hand_over(mall, attempt, code)
  log.warn("escrow.by_hand", { reference = attempt.reference, code = code })
  return transaction(function(tx)
    alarm_staff.run(tx, mall, { text = "구매안전서비스 결제의 배송 정보를 결제사 화면에 직접 등록해 주세요",
      number = attempt.number, payment_id = attempt.id })
    return true
  end)
end

--- Tells a provider of a parcel.
---@param mall_id string
---@param payment_id string
---@param seq integer
---@return true|nil
---@return fault|nil payment.unknown: to be tried again
function report_escrow.run(mall_id, payment_id, seq)
  local attempt = payment.by_id(mall_id, payment_id)
  if not attempt or not report_escrow.holds(attempt) or attempt.details.escrow_reported_at then return true end
  local parcel = parcel_of(mall_id, attempt.order_id, seq)
  -- what was called back is told of when it goes again
  if not parcel then return true end
  local mall = malls.of_id(mall_id)
  local contract, adapter = payment.adapter(mall, attempt)
  if not contract or not adapter.report_delivery then return hand_over(mall, attempt, "no_way") end
  local request = request_of(mall, order.by_number(mall_id, attempt.number), parcel, order.lines(mall_id, attempt.order_id))
  local result = adapter.report_delivery(contract, attempt, request, clock.now())
  if result.outcome == "unknown" then return nil, fault("payment.unknown", { message = result.code }) end
  if result.outcome == "declined" then return hand_over(mall, attempt, result.code) end
  return transaction(function(tx)
    payment.note(tx, mall_id, attempt.id, { details = { escrow_reported_at = clock.now() } })
    return true
  end)
end

return report_escrow
