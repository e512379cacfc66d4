-- A parcel's way: put together under a tracking number, sent, taken back, received. Each step moves the units in it on the
-- order's own axis and the parcel with them, in the transaction of whoever calls, who holds the order's lock
-- (flows/move_order). What was cancelled or returned meanwhile has left the order's count of units: a parcel carries what is
-- still there, and one of which nothing is left is withdrawn. What an exchange sends instead goes the same way without
-- moving units, which stay where they are until it arrives: its arrival ends the claim.

local claim = require "claim"
local order = require "order"
local shipment = require "shipment"
local fault = require "shared.fault"
local move_order = require "flows.move_order"
local report_escrow = require "flows.report_escrow"
local tell_orderer = require "flows.tell_orderer"

local ship = {}

--- How far an order has come, as parcels ask it.
---@param subject move.subject
---@return shipment.stand
function ship.stand(subject)
  return { lines = subject.lines, portions = subject.portions,
    claimed = function(position) return order.claimed(subject, position) end }
end

local function move(tx, subject, event, units, by)
  if #units == 0 then return true end
  return move_order.run(tx, subject, { axis = "line", event = event, lines = units }, by)
end

-- What a parcel's letter says of it.
local function tell(tx, subject, template, parcel, more)
  local found, lines = subject.order, order.lines(subject.mall_id, subject.id, tx)
  local values = order.sent_letter.parcel(found, lines, parcel.units)
  values.parcel = shipment.shown(parcel)
  local about = parcel.claim_id and order.find_row(subject.claims, parcel.claim_id)
  if about then values.exchange, values.url = true, values.url .. "/claims/" .. claim.view.nth(about.number) end
  for name, value in pairs(more or {}) do values[name] = value end
  tell_orderer.run(tx, { id = subject.mall_id }, template, found, values)
end

local function record(tx, subject, parcel, what, by, why)
  shipment.append(tx, subject.mall_id, parcel.id, { what = what, actor = by.actor, why = why })
end

local function find(tx, subject, seq)
  local parcel = shipment.parcel(tx, subject.mall_id, subject.id, seq)
  if not parcel then return nil, fault("shipment.gone") end
  return parcel
end

-- Moves what is left in a parcel of the order's own goods.
local function move_units(tx, subject, parcel, by, way)
  local units = shipment.still(parcel.units, subject.portions, way.state)
  if #units == 0 then return nil, fault("shipment.empty") end
  local moved, refused = move(tx, subject, way.event, units, by)
  if not moved then return nil, refused end
  shipment.keep_units(tx, subject.mall_id, parcel.id, units)
  return true
end

-- The claim whose goods a parcel carries follows it.
local function move_claim(tx, subject, parcel, by, event)
  if not event then return true end
  return move_order.run(tx, subject, { axis = "claim", event = event, id = parcel.claim_id }, by)
end

-- Moves what is left in a parcel, and the parcel with it.
local function step(tx, subject, seq, by, way)
  local parcel, gone = find(tx, subject, seq)
  if not parcel then return nil, gone end
  if parcel.status ~= way.from then return nil, fault("shipment.moved",
    { status = shipment.STATES[parcel.status].label }) end
  local moved, refused
  if parcel.claim_id then moved, refused = move_claim(tx, subject, parcel, by, way.claim)
  else moved, refused = move_units(tx, subject, parcel, by, way) end
  if not moved then return nil, refused end
  shipment.move(tx, subject.mall_id, parcel.id, way.from, way.to)
  record(tx, subject, parcel, way.what, by, by.cause)
  return shipment.parcel(tx, subject.mall_id, subject.id, seq)
end

--- The carrier and the number of a parcel as they are kept, or what is wrong with them.
---@param tx pg.tx
---@param mall_id string
---@param code string
---@param typed string
---@param kept string|nil  the carrier that a parcel has already: it may have gone out of use
---@return { carrier: string, number: string, name: string }|nil
---@return fault|nil web.invalid with the sentences of its fields
function ship.label(tx, mall_id, code, typed, kept)
  local carrier = shipment.carrier(mall_id, code, tx)
  if not carrier or not carrier.enabled and carrier.code ~= kept then
    return nil, fault("web.invalid", { fields = { carrier = "쓰고 있는 택배사를 골라 주세요." } })
  end
  local number, sentence = shipment.read_number(carrier, typed)
  if not number then return nil, fault("web.invalid", { fields = { number = sentence } }) end
  return { carrier = carrier.code, number = number, name = carrier.name }
end

--- Puts units into a parcel. What is paid and nobody has begun to prepare is prepared with it.
---@param tx pg.tx
---@param subject move.subject
---@param parcel { carrier: string, number: string, units: shipment.unit[]|nil }  units nil: all that can be sent
---@param by table
---@return table|nil parcel
---@return fault|nil shipment.nothing_to_send | shipment.too_many | order.…
function ship.register(tx, subject, parcel, by)
  local sendable = shipment.sendable(ship.stand(subject))
  local units, short = shipment.take(parcel.units or sendable, sendable)
  if not units then
    return nil, fault("shipment.too_many", { product = subject.lines[short.position].product_name, left = short.left })
  end
  if #units == 0 then return nil, fault("shipment.nothing_to_send") end
  local moved, refused = move(tx, subject, "prepare", shipment.unprepared(units, subject.portions), by)
  if not moved then return nil, refused end
  for _, unit in ipairs(units) do unit.from = "preparing" end
  moved, refused = move(tx, subject, "invoice", units, by)
  if not moved then return nil, refused end
  local made = shipment.insert(tx, subject.mall_id, { order_id = subject.id, carrier = parcel.carrier,
    number = parcel.number,
    units = units })
  record(tx, subject, made, "registered", by)
  return shipment.parcel(tx, subject.mall_id, subject.id, made.seq)
end

--- Puts what an exchange sends instead into a parcel of its own.
---@param tx pg.tx
---@param subject move.subject
---@param row table  the claim, inspected
---@param label { carrier: string, number: string }
---@param by table
---@return table|nil parcel
---@return fault|nil claim.exchange_sold_out | order.…
function ship.register_exchange(tx, subject, row, label, by)
  local moved, refused = move_order.run(tx, subject, { axis = "claim", event = "reship", id = row.id }, by)
  if not moved then return nil, refused end
  local units = {}
  for i, line in ipairs(row.lines) do units[i] = { position = line.position, qty = line.qty } end
  local made = shipment.insert(tx, subject.mall_id, { order_id = subject.id, carrier = label.carrier, number = label.number,
    units = units, claim_id = row.id })
  record(tx, subject, made, "registered", by)
  return shipment.parcel(tx, subject.mall_id, subject.id, made.seq)
end

--- The parcel of an exchange, if there is one that was not taken apart.
---@return table|nil
function ship.of_claim(tx, subject, claim_id)
  for _, parcel in ipairs(shipment.parcels(subject.mall_id, subject.id, tx)) do
    if parcel.claim_id == claim_id and parcel.status ~= "withdrawn" then return parcel end
  end
end

--- Sends a parcel, and tells whoever ordered.
---@return table|nil parcel
---@return fault|nil shipment.moved | shipment.empty | shipment.gone | order.…
function ship.dispatch(tx, subject, seq, by)
  local parcel, refused = step(tx, subject, seq, by,
    { from = "ready", to = "shipping", state = "ready", event = "dispatch", what = "dispatched" })
  if not parcel then return nil, refused end
  tell(tx, subject, "order/shipped", parcel, { at = subject.now })
  report_escrow.queue(tx, subject, seq)
  return parcel
end

--- Takes back a dispatch that was a mistake, while it is young; who was told of it is told so.
---@param by table  with its cause: why
---@return table|nil parcel
---@return fault|nil shipment.too_late | shipment.moved | …
function ship.recall(tx, subject, seq, by)
  local parcel, gone = find(tx, subject, seq)
  if not parcel then return nil, gone end
  if parcel.status == "shipping" and not shipment.can_recall(parcel, subject.now) then
    return nil, fault("shipment.too_late", { hours = shipment.RECALL_HOURS })
  end
  local back, refused = step(tx, subject, seq, by,
    { from = "shipping", to = "ready", state = "shipping", event = "recall", what = "recalled" })
  if not back then return nil, refused end
  tell(tx, subject, "order/recalled", back)
  return back
end

--- A parcel has arrived: the days for sending it back and for confirming begin.
---@return table|nil parcel
---@return fault|nil
function ship.deliver(tx, subject, seq, by)
  local parcel, refused = step(tx, subject, seq, by,
    { from = "shipping", to = "delivered", state = "shipping", event = "deliver", what = "delivered", claim = "complete" })
  if not parcel then return nil, refused end
  tell(tx, subject, "order/delivered", parcel, { at = subject.now })
  return parcel
end

--- Takes a parcel apart that has not been sent: its units are being prepared again.
---@return table|nil parcel
---@return fault|nil
function ship.withdraw(tx, subject, seq, by)
  local parcel, gone = find(tx, subject, seq)
  if not parcel then return nil, gone end
  if parcel.status ~= "ready" then return nil, fault("shipment.moved", { status = shipment.STATES[parcel.status].label }) end
  local moved, refused
  if parcel.claim_id then
    moved, refused = move_claim(tx, subject, parcel, { actor = by.actor, cause = by.cause, machine = true }, "unship")
  else
    moved, refused = move(tx, subject, "uninvoice", shipment.still(parcel.units, subject.portions, "ready"), by)
  end
  if not moved then return nil, refused end
  shipment.move(tx, subject.mall_id, parcel.id, "ready", "withdrawn")
  record(tx, subject, parcel, "withdrawn", by, by.cause)
  return parcel
end

--- Another number for a parcel, or another carrier. Who has been told of the first one is told of the second.
---@param label { carrier: string, number: string }
---@param by table  with its cause: why
---@return table|nil parcel
---@return fault|nil
function ship.renumber(tx, subject, seq, label, by)
  local parcel, gone = find(tx, subject, seq)
  if not parcel then return nil, gone end
  if parcel.status == "withdrawn" then return nil, fault("shipment.moved", { status = shipment.STATES.withdrawn.label }) end
  if parcel.carrier == label.carrier and parcel.number == label.number then return nil, fault("shipment.same") end
  shipment.renumber(tx, subject.mall_id, parcel.id, label.carrier, label.number)
  record(tx, subject, parcel, "renumbered", by, by.cause)
  parcel = shipment.parcel(tx, subject.mall_id, subject.id, seq)
  if parcel.status == "shipping" then tell(tx, subject, "order/shipped", parcel, { at = subject.now, changed = true }) end
  return parcel
end

return ship
