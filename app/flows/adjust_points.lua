-- Staff put somebody's points right: the books and the log, or neither.

local points = require "points"
local policy_of = require("flows.show_points").policy
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run
local transaction = require("flows.store").transaction

local adjust_points = {}

---@param ctx context
---@param member_id string
---@param values {way:"add"|"take", amount:integer, reason:string, key:string}
---@return points.movement|nil
---@return fault|nil points.short | staff.forbidden
function adjust_points.run(ctx, member_id, values)
  local may, refused = require_permission(ctx, "points.write")
  if not may then return nil, refused end
  local amount = values.way == "take" and -values.amount or values.amount
  return transaction(function(tx)
    local moved, short = points.adjust(tx, { mall_id = ctx.mall.id, member_id = member_id, amount = amount,
      reason = values.reason, key = "staff " .. values.key, actor = "staff " .. ctx.staff.email,
        days = policy_of(ctx.mall).days })
    if not moved then return nil, short end
    record_audit(ctx, "point.change", { kind = "member", id = member_id, whose = member_id, why = values.reason,
      changes = { points = { 0, amount } } }, tx)
    return moved
  end)
end

return adjust_points
