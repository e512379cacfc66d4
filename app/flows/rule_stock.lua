-- Staff says how goods are sold: what of them is never promised, when to restock, how many days a lot must have left,
-- and which lot is not sold at all any more.

local fault = require "shared.fault"
local flow = require "flows.store"
local record_audit = require "flows.record_audit"
local require_permission = require "flows.require_permission"
local stock = require "stock"

local rule_stock = {}

local LABELS = { safety = "안전 재고", restock_at = "재입고 알림 기준", least_days = "남은 소비기한" }

local function differences(level, policy)
  local changes = {}
  for name, label in pairs(LABELS) do
    if level[name] ~= policy[name] then changes[label] = { before = level[name], after = policy[name] } end
  end
  return changes
end

--- Sets how a SKU is sold, or all SKUs of its product.
---@param ctx context
---@param sku { id: string, product_id: string, code: string }
---@param policy { safety: integer, restock_at: integer|nil, least_days: integer, all_options: boolean|nil }
---@return { skus: integer }|nil
---@return fault|nil
function rule_stock.set(ctx, sku, policy)
  local allowed, refused = require_permission.run(ctx, "products.write")
  if not allowed then return nil, refused end
  local mall_id = ctx.mall.id
  return flow.transaction(function(tx)
    local ids = policy.all_options and stock.of_product(tx, mall_id, sku.product_id) or { sku.id }
    local level = stock.lock_levels(tx, mall_id, ids)[sku.id]
    if not level then return nil, fault("stock.unknown") end
    stock.set_policy(tx, mall_id, ids, policy)
    record_audit.run(ctx, "stock.policy", { kind = "sku", id = sku.id, why = sku.code .. (#ids > 1 and " 외 모든 옵션" or ""),
      changes = differences(level, policy) }, tx)
    return { skus = #ids }
  end)
end

--- Stops the sale of a lot, or lets it be sold again.
---@param ctx context
---@param id string
---@param why string|nil  nil: it may be sold again
---@return table|nil lot  as it was
---@return fault|nil
function rule_stock.stop(ctx, id, why)
  local allowed, refused = require_permission.run(ctx, "products.write")
  if not allowed then return nil, refused end
  local mall_id = ctx.mall.id
  return flow.transaction(function(tx)
    local lot = stock.lots.find(mall_id, id, tx)
    if not lot then return nil, fault("stock.no_lot") end
    stock.lock_levels(tx, mall_id, { lot.sku_id })
    stock.lots.stop(tx, mall_id, id, why)
    stock.lots.judge(tx, mall_id, { lot.sku_id })
    record_audit.run(ctx, why and "stock.lot_stopped" or "stock.lot_resumed", { kind = "sku", id = lot.sku_id,
      why = stock.lot_rules.name(lot.code) .. (why and ": " .. why or "") }, tx)
    return lot
  end)
end

return rule_stock
