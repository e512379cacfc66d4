-- Staff change who carries parcels: a new carrier, or other facts of one, with what changed in the log.

local shipment = require "shipment"
local editing = require "shared.editing"
local fault = require "shared.fault"
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run
local transaction = require("flows.store").transaction

local change_carrier = {}

local FIELDS = shipment.forms.carrier_fields

--- Adds a carrier.
---@param ctx context
---@param values table  of shipment.forms.new_carrier
---@return true|nil
---@return fault|nil web.invalid with its fields, staff.forbidden
function change_carrier.create(ctx, values)
  local allowed, refused = require_permission(ctx, "malls.write")
  if not allowed then return nil, refused end
  return transaction(function(tx)
    if not shipment.insert_carrier(tx, ctx.mall.id, values) then
      return nil, fault("web.invalid", { fields = { code = "다른 택배사가 쓰고 있는 코드예요." } })
    end
    record_audit(ctx, "carrier.create", { kind = "carrier", id = values.code, changes = editing.changes(FIELDS, {},
      values) }, tx)
    return true
  end)
end

--- Writes the facts of one.
---@param code string
---@param version integer|nil  that its form was opened at
---@return true|nil
---@return fault|nil form.stale, web.not_found, staff.forbidden
function change_carrier.run(ctx, code, values, version)
  local allowed, refused = require_permission(ctx, "malls.write")
  if not allowed then return nil, refused end
  return transaction(function(tx)
    local before = shipment.carrier(ctx.mall.id, code, tx)
    if not before then return nil, fault("web.not_found") end
    if before.version ~= version then return nil, editing.stale(before) end
    local changes = editing.changes(FIELDS, before, values)
    if not next(changes) then return true end
    shipment.write_carrier(tx, ctx.mall.id, code, version, values)
    record_audit(ctx, "carrier.change", { kind = "carrier", id = code, changes = changes }, tx)
    return true
  end)
end

return change_carrier
