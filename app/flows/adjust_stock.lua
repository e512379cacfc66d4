-- Staff moves stock: what came in and in which lot, what broke, what was counted. Never below what orders are promised; each
-- move has its reason and who did it, in the ledger and in the log.

local fault = require "shared.fault"
local flow = require "flows.store"
local record_audit = require "flows.record_audit"
local require_permission = require "flows.require_permission"
local stock = require "stock"

local adjust_stock = {}

-- The lot that was chosen, or that what came in goes into; nil: wherever.
local function lot_of(tx, mall_id, asked, level, adds)
  if asked.lot_id then
    local lot = stock.lots.find(mall_id, asked.lot_id, tx)
    if not lot or lot.sku_id ~= asked.sku_id then return nil, fault("stock.no_lot") end
    return { lot_id = lot.id, qty = lot.qty, name = stock.lot_rules.name(lot.code) }
  end
  local code = adds and stock.lot_rules.code(asked.lot_code, asked.best_before)
  if not code then
    if adds and asked.reason == "receive" and level.keeps_lots then return nil, fault("stock.lot_needed") end
    return {}
  end
  local there = level.keeps_lots and stock.lots.by_code(tx, mall_id, asked.sku_id, code)
  if there and asked.best_before and there.best_before ~= asked.best_before then
    return nil, fault("stock.lot_date", { lot = code, best_before = there.best_before or "없음" })
  end
  if not level.keeps_lots then stock.lots.begin(tx, mall_id, asked.sku_id, level.on_hand) end
  return { lot = { code = code, best_before = asked.best_before } }
end

local function adjust(ctx, tx, asked, reason)
  local mall_id = ctx.mall.id
  local level = stock.lock_levels(tx, mall_id, { asked.sku_id })[asked.sku_id]
  if not level then return nil, fault("stock.unknown") end
  local lot, refused = lot_of(tx, mall_id, asked, level, reason.how == "add")
  if not lot then return nil, refused end
  local delta = stock.delta(reason, asked.quantity, lot.qty or level.on_hand)
  if delta == 0 then return nil, fault("stock.same") end
  if lot.qty and lot.qty + delta < 0 then return nil, fault("stock.lot_short", { lot = lot.name, qty = lot.qty }) end
  local on_hand = level.on_hand + delta
  if on_hand < level.reserved then return nil, fault("stock.below_reserved", { code = "재고", reserved = level.reserved }) end
  stock.adjust(tx, mall_id, { { sku_id = asked.sku_id, delta = delta, lot_id = lot.lot_id, lot = lot.lot } },
    { kind = reason.kind, reason = reason.name, note = asked.note or "", actor = ctx.staff.email })
  record_audit.run(ctx, "stock.adjust", { kind = "sku", id = asked.sku_id, why = reason.label .. " " .. (asked.note or ""),
    changes = { on_hand = { before = level.on_hand, after = on_hand } } }, tx)
  return { on_hand = on_hand, delta = delta }
end

--- Moves one SKU's stock.
---@param ctx context
---@param asked {sku_id:string, reason:string, quantity:integer, note:string|nil, lot_id:string|nil, lot_code:string|nil,
---  best_before:string|nil}  lot_id: what is meant is this lot; lot_code, best_before: of what comes in
---@return {on_hand:integer, delta:integer}|nil
---@return fault|nil
function adjust_stock.run(ctx, asked)
  local allowed, refused = require_permission.run(ctx, "products.write")
  if not allowed then return nil, refused end
  local reason = stock.reason(asked.reason) or error("there is no reason called " .. tostring(asked.reason), 2)
  return flow.transaction(function(tx) return adjust(ctx, tx, asked, reason) end)
end

return adjust_stock
