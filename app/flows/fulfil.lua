-- What staff do with an order after it is paid: begin to prepare it, put it into parcels, send them, take that back, hold
-- it, mend where it goes. Each is one transaction under the order's lock, with what was done in the log; who acts on a page
-- that is older than what has happened since is told so, and nothing is done.

local order = require "order"
local shipment = require "shipment"
local fault = require "shared.fault"
local move_order = require "flows.move_order"
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run
local ship = require "flows.ship"
local tell_of_hold = require "flows.tell_of_hold"
local transaction = require("flows.store").transaction

local fulfil = {}

---@class fulfil.at   which order, and as it was when its page was opened
---@field number string
---@field seen integer|nil  the last event of its history by then; nil: whatever has happened since

--- Does `work` with the order locked, and writes down that it was done: work answers with what changed, for the log.
---@param ctx context
---@param at fulfil.at
---@param action string     of the log
---@param why string|nil
---@param work fun(tx: pg.tx, subject: move.subject, by: move.by): table|true|nil, fault|nil
---@return table|true|nil
---@return fault|nil
function fulfil.act(ctx, at, action, why, work)
  local allowed, refused = require_permission(ctx, "orders.write")
  if not allowed then return nil, refused end
  local found = order.by_number(ctx.mall.id, at.number)
  if not found then return nil, fault("order.not_found") end
  return transaction(function(tx)
    local subject, gone = move_order.lock(tx, ctx.mall.id, found.id)
    if not subject then return nil, gone end
    if at.seen and order.last_event(tx, ctx.mall.id, found.id) ~= at.seen then return nil, fault("order.moved") end
    local done, problem = work(tx, subject, { actor = "staff " .. ctx.staff.email, cause = why })
    if not done then return nil, problem end
    record_audit(ctx, action, { kind = "order", id = found.number, whose = found.member_id, why = why,
      changes = type(done) == "table" and done.changes or nil }, tx)
    return done
  end)
end

local function parcel_changes(parcel, before)
  return { changes = { ["배송 " .. parcel.seq] = { before = before and shipment.STATES[before].label,
    after = ("%s %s %s"):format(shipment.STATES[parcel.status].label, parcel.carrier_name, parcel.number) } },
      parcel = parcel }
end

--- Begins to prepare all that is paid: from now on the shopper cannot cancel by themselves, nor move where it goes.
---@param ctx context
---@param at fulfil.at
---@return table|nil
---@return fault|nil
function fulfil.prepare(ctx, at)
  return fulfil.act(ctx, at, "order.prepare", nil, function(tx, subject, by)
    local units = shipment.preparable(ship.stand(subject))
    if #units == 0 then return nil, fault("shipment.nothing_to_prepare") end
    local moved, refused = move_order.run(tx, subject, { axis = "line", event = "prepare", lines = units }, by)
    if not moved then return nil, refused end
    return { changes = { ["발주확인"] = { after = #units } } }
  end)
end

--- Puts units into a parcel, and sends it where that is asked for.
---@param values { carrier: string, number: string|nil, dispatch: boolean }
---@param units shipment.unit[]|nil  nil: all that can be sent
---@return table|nil
---@return fault|nil
function fulfil.register(ctx, at, values, units)
  return fulfil.act(ctx, at, "order.invoice", nil, function(tx, subject, by)
    local label, wrong = ship.label(tx, subject.mall_id, values.carrier, values.number or "")
    if not label then return nil, wrong end
    label.units = units
    local parcel, refused = ship.register(tx, subject, label, by)
    if parcel and values.dispatch then parcel, refused = ship.dispatch(tx, subject, parcel.seq, by) end
    if not parcel then return nil, refused end
    return parcel_changes(parcel)
  end)
end

---@type table<string, { action: string, before: string|nil }>
local STEPS = { dispatch = { action = "order.dispatch", before = "ready" }, recall = { action = "order.recall",
  before = "shipping" },
  deliver = { action = "order.deliver", before = "shipping" }, withdraw = { action = "order.withdraw_parcel",
    before = "ready" } }

--- Moves one parcel: sends it, takes that back, says that it arrived, or takes it apart.
---@param what "dispatch"|"recall"|"deliver"|"withdraw"
---@param seq integer
---@param why string|nil  for what takes something back
function fulfil.parcel(ctx, at, what, seq, why)
  return fulfil.act(ctx, at, STEPS[what].action, why, function(tx, subject, by)
    local parcel, refused = ship[what](tx, subject, seq, by)
    if not parcel then return nil, refused end
    if what == "withdraw" then parcel.status = "withdrawn" end
    return parcel_changes(parcel, STEPS[what].before)
  end)
end

--- Another number or another carrier for a parcel.
---@param values { carrier: string, number: string|nil, why: string }
function fulfil.renumber(ctx, at, seq, values)
  return fulfil.act(ctx, at, "order.renumber", values.why, function(tx, subject, by)
    local before = shipment.parcel(tx, subject.mall_id, subject.id, seq)
    local label, wrong = ship.label(tx, subject.mall_id, values.carrier, values.number or "", before and before.carrier)
    if not label then return nil, wrong end
    local parcel, refused = ship.renumber(tx, subject, seq, label, by)
    if not parcel then return nil, refused end
    return { changes = { ["배송 " .. seq] = { before = before.carrier_name .. " " .. before.number,
      after = parcel.carrier_name .. " " .. parcel.number } } }
  end)
end

--- Whether anything of an order can still be held back.
---@param stand { portions: table<integer, table<string, integer>> }
---@return boolean
function fulfil.is_holdable(stand)
  for _, portion in pairs(stand.portions) do
    if shipment.waiting(portion) > 0 then return true end
  end
  return false
end

-- Those lines of an order that can be held, or freed.
local function changing(subject, positions, is_hold)
  local wanted, list = {}, {}
  for _, position in ipairs(positions or {}) do wanted[position] = true end
  for _, line in ipairs(subject.lines) do
    local can = not is_hold or shipment.waiting(subject.portions[line.position]) > 0
    if can and line.held ~= is_hold and (not positions or wanted[line.position]) then list[#list + 1] = line end
  end
  return list
end

--- Holds lines back, or frees them (`why` nil), and tells whoever ordered: of all of them in one letter.
---@param positions integer[]|nil  nil: all that can be
---@param why string|nil  for staff
---@param say string|nil  why, for whoever ordered
function fulfil.hold(ctx, at, positions, why, say)
  return fulfil.act(ctx, at, why and "order.hold" or "order.free", why, function(tx, subject)
    local lines, list = changing(subject, positions, why ~= nil), {}
    for i, line in ipairs(lines) do list[i] = line.position end
    if #list == 0 then return nil, fault("shipment.nothing_to_hold") end
    local told
    if why then told = tell_of_hold.held(tx, subject, lines, say) else told = tell_of_hold.freed(tx, subject, lines) end
    order.set_held(tx, subject.mall_id, subject.id, list, why and { why = why, say = say, told = told } or nil)
    return { told = told, changes = { ["보류한 상품"] = { before = why and 0 or #list, after = why and #list or 0 },
      ["구매자에게 알린 말"] = say and { after = say } or nil } }
  end)
end

--- A note for the next one who works on it.
---@param number string
---@param note string
function fulfil.note(ctx, number, note)
  return fulfil.act(ctx, { number = number }, "order.note", nil, function(tx, subject)
    order.add_note(tx, subject.mall_id, subject.id, ctx.staff.email, note)
    return true
  end)
end

return fulfil
