-- Staff moves stock: what came in, what broke, what was counted. Never below what orders are promised; each move has its
-- reason and who did it, in the ledger and in the log.

local fault = require "shared.fault"
local flow = require "flows.store"
local record_audit = require "flows.record_audit"
local require_permission = require "flows.require_permission"
local stock = require "stock"

local adjust_stock = {}

--- Moves one SKU's stock.
---@param ctx context
---@param asked {sku_id:string, reason:string, quantity:integer, note:string|nil}
---@return {on_hand:integer, delta:integer}|nil
---@return fault|nil
function adjust_stock.run(ctx, asked)
  local allowed, refused = require_permission.run(ctx, "products.write")
  if not allowed then return nil, refused end
  local mall_id = ctx.mall.id
  local reason = stock.reason(asked.reason) or error("there is no reason called " .. tostring(asked.reason), 2)
  return flow.transaction(function(tx)
    local level = stock.lock_levels(tx, mall_id, { asked.sku_id })[asked.sku_id]
    if not level then return nil, fault("stock.unknown") end
    local delta = stock.delta(reason, asked.quantity, level.on_hand)
    if delta == 0 then return nil, fault("stock.same") end
    local on_hand = level.on_hand + delta
    if on_hand < level.reserved then
      return nil, fault("stock.below_reserved", { code = "재고", reserved = level.reserved })
    end
    stock.adjust(tx, mall_id, { { sku_id = asked.sku_id, delta = delta } },
      { kind = reason.kind, reason = reason.name, note = asked.note or "", actor = ctx.staff.email })
    record_audit.run(ctx, "stock.adjust", { kind = "sku", id = asked.sku_id, why = reason.label .. " " .. (asked.note or ""),
      changes = { on_hand = { before = level.on_hand, after = on_hand } } }, tx)
    return { on_hand = on_hand, delta = delta }
  end)
end

return adjust_stock
