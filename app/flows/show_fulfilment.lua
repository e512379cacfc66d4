-- The page of one order in the back office: what was bought and paid, in which parcels it goes, what is claimed, what
-- happened,
-- and what can be done now, as far as whoever looks may do it.

local order = require "order"
local shipment = require "shipment"
local shipping = require "shipping"
local confirm_purchase = require "flows.confirm_purchase"
local fulfil = require "flows.fulfil"
local move_delivery = require "flows.move_delivery"
local pinned_machine = require "flows.pinned_machine"
local record_audit = require("flows.record_audit").run
local report_escrow = require "flows.report_escrow"
local show_receipts = require "flows.show_receipts"
local show_money = require "flows.show_money"
local require_permission = require("flows.require_permission").run
local fault = require "shared.fault"

local show_fulfilment = { forms = shipment.forms, read_units = shipment.read_units }

--- All that is wrong with a form, in one line.
---@param fields table<string, string>
---@return string
function show_fulfilment.sentence(fields)
  local names, list = {}, {}
  for name in pairs(fields) do names[#names + 1] = name end
  table.sort(names)
  for i, name in ipairs(names) do list[i] = fields[name] end
  return table.concat(list, " ")
end

local ACTORS = { clock = "자동", member = "회원", shopper = "구매자" }

local function actor_of(written) return written:match "^staff (.+)$" or ACTORS[written] or written end

local function changes_of(mall_id, order_id)
  local list = shipment.show_changes(shipment.changes(mall_id, order_id))
  for _, change in ipairs(list) do change.who = actor_of(change.actor) end
  return list
end

-- The parcels with what can be done with each.
local function parcels_of(parcels, lines, may_write, now)
  local list = shipment.show_parcels(parcels, lines)
  local by_seq = {}
  for _, parcel in ipairs(parcels) do by_seq[parcel.seq] = parcel end
  for _, shown in ipairs(list) do
    local parcel = by_seq[shown.seq]
    shown.carrier_code, shown.plain_number, shown.state = parcel.carrier, parcel.number, shipment.STATES[parcel.status]
    shown.can = { dispatch = may_write and parcel.status == "ready", withdraw = may_write and parcel.status == "ready",
      deliver = may_write and parcel.status == "shipping", recall = may_write and shipment.can_recall(parcel, now),
      renumber = may_write and parcel.status ~= "withdrawn" }
  end
  return list
end

-- What of each line can still be put into a parcel.
local function sendable_of(stand, lines)
  local list = {}
  for i, unit in ipairs(shipment.sendable(stand)) do
    local line = lines[unit.position]
    list[i] = { position = unit.position, qty = unit.qty, name = line.product_name,
      label = line.sku_label ~= "" and line.sku_label or nil }
  end
  return list
end

local function choices(mall_id)
  local list = {}
  for i, one in ipairs(shipment.choices(mall_id)) do list[i] = { value = one.code, label = one.name } end
  return list
end

---@class show_fulfilment.more
---@field open boolean|nil    its people as they are
---@field errors table<string, string>|nil  of the form that asks why
---@field problem string|nil  why nothing was done
---@field hold { why: string|nil, say: string|nil, chosen: table<integer, true> }|nil  what was sent to hold lines

--- The page.
---@param ctx context
---@param found table  a row of order.store
---@param more show_fulfilment.more|nil
---@param status integer|nil
function show_fulfilment.page(ctx, found, more, status)
  more = more or {}
  local mall_id, can = ctx.mall.id, ctx.staff.can
  local lines, history = order.lines(mall_id, found.id), order.history(mall_id, found.id)
  local axes, follows = order.axes(mall_id, found.id), pinned_machine.of(found)
  local stand = { lines = lines, portions = axes.portions, claimed = function(position) return order.claimed(axes,
    position) end }
  local shown = order.desk(found, lines, history, more.open or false)
  local ways, may_write = order.ways(axes.portions, can, follows), can "orders.write"
  shown.lines, shown.seen = order.office_lines(lines, axes.portions), history[#history] and history[#history].seq or 0
  shown.payments, shown.claims, shown.refunds = order.office_payments(axes.payments), order.office_claims(axes.claims),
    order.office_refunds(axes.refunds)
  for i, row in ipairs(axes.payments) do
    shown.payments[i].receipt_url = show_receipts.slip(row)
    shown.payments[i].escrow = report_escrow.holds(row) and (row.details.escrow_reported_at and "told" or "untold") or nil
  end
  shown.receipts = found.cash_receipt ~= "none" and show_receipts.cash(mall_id, found.id) or {}
  shown.parcels = parcels_of(shipment.parcels(mall_id, found.id), lines, may_write, axes.now)
  shown.sendable, shown.changes = sendable_of(stand, lines), changes_of(mall_id, found.id)
  shown.notes, shown.movable = order.notes(mall_id, found.id), move_delivery.is_movable(axes)
  shown.pictures, shown.money = order.pictures(axes, follows), show_money.of(mall_id, found.id)
  local held, holdable = 0, 0
  for _, line in ipairs(lines) do if line.held then held = held + 1 else holdable = holdable + 1 end end
  local preparable = shipment.preparable(stand)
  return ctx:render("order/detail", {
    order = shown, carriers = choices(mall_id), problem = more.problem,
    can = { prepare = ways.prepare and #preparable > 0 and ways.prepare or nil, register = may_write and #shown.sendable > 0,
      confirm = ways.confirm and #shipment.confirmable(stand) > 0 and ways.confirm or nil,
      hold = may_write and holdable > 0 and fulfil.is_holdable(axes), free = may_write and held > 0,
      address = may_write and can "members.unmask" and shown.movable },
    may = { write = may_write, unmask = can "members.unmask" },
    hold = more.hold or { chosen = {} }, form = { values = {}, errors = more.errors or {} },
    page = { title = "주문 " .. found.number, crumbs = { { name = "주문", url = "/admin/orders" }, { name = found.number } } },
  }, status)
end

--- Staff confirm a purchase for its buyer.
---@param ctx context
---@param at fulfil.at
---@return table|nil
---@return fault|nil
function show_fulfilment.confirm(ctx, at)
  local allowed, refused = require_permission(ctx, "orders.write")
  if not allowed then return nil, refused end
  local found = order.by_number(ctx.mall.id, at.number)
  if not found then return nil, fault("order.not_found") end
  return confirm_purchase.run(ctx.mall, found.id, nil, "staff " .. ctx.staff.email, function(tx, done)
    record_audit(ctx, "order.confirm", { kind = "order", id = found.number, whose = found.member_id,
      changes = { ["구매확정"] = { after = done.qty } } }, tx)
  end)
end

--- Mends where an order goes; another region costs otherwise and is refused.
---@param ctx context
---@param at fulfil.at
---@param values table
function show_fulfilment.move_address(ctx, at, values)
  return move_delivery.run(ctx, at, values, shipping.region(ctx.mall.id, values.postcode), "배송지 고치기")
end

return show_fulfilment
