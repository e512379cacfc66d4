-- Prices and stock by the sheet: read without changing anything, carried out whole or not at all, and taken back.

local catalog = require "catalog"
local fault = require "shared.fault"
local flow = require "flows.store"
local record_audit = require "flows.record_audit"
local require_permission = require "flows.require_permission"
local sheet = require "shared.sheet"
local stock = require "stock"
local task = require "task"

local bulk = catalog.bulk

local change_goods = {}

local COLUMNS_MOST = 64

--- Reads a file that was uploaded: what it would change is kept, where nothing is wrong with it.
---@param ctx context
---@param sent request.File
---@return {id:string|nil, problems:table[], lines:integer, changes:table[]}|nil  id: nil where nothing was kept
---@return fault|nil
function change_goods.read(ctx, sent)
  local allowed, refused = require_permission.run(ctx, "products.write")
  if not allowed then return nil, refused end
  local mall_id = ctx.mall.id
  local rows, wrong = sheet.read(sent.path, { rows = bulk.MOST + 1, columns = COLUMNS_MOST })
  if not rows then return nil, wrong end
  local plan = bulk.rules.plan(rows, bulk.by_code(mall_id), sheet.text, function() task.sleep(0) end)
  if #plan.problems > 0 or #plan.changes == 0 then return plan end
  plan.id = flow.transaction(function(tx)
    return bulk.insert(tx, mall_id, { file_name = sent.filename:sub(-200), actor = ctx.staff.email, changes = plan.changes,
      row_count = plan.lines })
  end)
  return plan
end

-- Stock moves from what was seen to what is wanted; where `by_difference`, by as much from wherever it is now.
local function move_stock(ctx, tx, changes, reason_name, by_difference)
  local moves, ids, mall_id = {}, {}, ctx.mall.id
  for _, change in ipairs(changes) do
    if change.field == "on_hand" then ids[#ids + 1] = change.sku_id end
  end
  if #ids == 0 then return true end
  table.sort(ids)
  local levels = stock.lock_levels(tx, mall_id, ids)
  for _, change in ipairs(changes) do
    local level = change.field == "on_hand" and levels[change.sku_id]
    if level then
      if not by_difference and level.on_hand ~= change.old then
        return nil, fault("goods.moved", { code = change.code, now = bulk.rules.show("on_hand", level.on_hand) })
      end
      local delta = change.new - change.old
      if level.on_hand + delta < level.reserved then
        return nil, fault("stock.below_reserved", { code = change.code, reserved = level.reserved })
      end
      moves[#moves + 1] = { sku_id = change.sku_id, delta = delta }
    end
  end
  local reason = stock.reason(reason_name)
  stock.adjust(tx, mall_id, moves, { kind = reason.kind, reason = reason.name, note = "", actor = ctx.staff.email })
  return true
end

-- All of it, or a fault: the transaction is the caller's.
local function carry(ctx, tx, found, reason_name)
  local mall_id, changes = ctx.mall.id, found.changes
  local product_ids = bulk.subjects(changes)
  bulk.lock_products(tx, mall_id, product_ids)
  local fine, moved = bulk.write(tx, mall_id, changes)
  if not fine then return nil, moved end
  fine, moved = move_stock(ctx, tx, changes, reason_name, reason_name == "undo")
  if not fine then return nil, moved end
  catalog.put_on_shelf(tx, mall_id, product_ids)
  bulk.finish(tx, mall_id, found.id)
  return true
end

local function log(ctx, tx, action, found)
  record_audit.run(ctx, action, { kind = "goods_sheet", id = found.id, why = found.file_name,
    changes = { ["바뀐 값"] = { after = #found.changes } } }, tx)
  return { id = found.id, count = #found.changes }
end

--- Carries out what a sheet was seen to change, if nothing of it has changed since.
---@param ctx context
---@param id string
---@return {id:string, count:integer}|nil
---@return fault|nil  "goods.gone", "goods.moved", "stock.below_reserved"
function change_goods.carry_out(ctx, id)
  local allowed, refused = require_permission.run(ctx, "products.write")
  if not allowed then return nil, refused end
  return flow.transaction(function(tx)
    local found = bulk.lock(tx, ctx.mall.id, id)
    if not found or found.status ~= "read" then return nil, fault("goods.gone") end
    local done, wrong = carry(ctx, tx, found, "sheet")
    if not done then return nil, wrong end
    return log(ctx, tx, "goods.sheet", found)
  end)
end

--- Takes back what a sheet has changed: prices only where they are still what it made them, stock by as much as it moved it.
---@return {id:string, count:integer}|nil
---@return fault|nil
function change_goods.undo(ctx, id)
  local allowed, refused = require_permission.run(ctx, "products.write")
  if not allowed then return nil, refused end
  return flow.transaction(function(tx)
    local found = bulk.lock(tx, ctx.mall.id, id)
    if not found or found.status ~= "done" or found.undone then return nil, fault("goods.gone") end
    local back = { file_name = found.file_name, actor = ctx.staff.email, changes = bulk.rules.inverse(found.changes),
      row_count = found.row_count, undoes = id }
    back.id = bulk.insert(tx, ctx.mall.id, back)
    local done, wrong = carry(ctx, tx, back, "undo")
    if not done then return nil, wrong end
    return log(ctx, tx, "goods.undo", back)
  end)
end

return change_goods
