-- Somebody in the back office changes a product: nobody's change is lost under another's, lists and searches follow in the
-- same transaction, and the log says what was before and after.

local catalog = require "catalog"
local fault = require "shared.fault"
local flow = require "flows.store"
local record_audit = require "flows.record_audit"
local require_permission = require "flows.require_permission"
local stock = require "stock"

local editor = catalog.editor

local edit_product = {}

local function log(ctx, tx, action, product, changes)
  record_audit.run(ctx, action, { kind = "product", id = product.id, why = product.name, changes = changes }, tx)
end

-- Carries `change(tx, mall_id, product)` out on the product that was seen at this version.
local function edit(ctx, id, version, change)
  local allowed, refused = require_permission.run(ctx, "products.write")
  if not allowed then return nil, refused end
  local mall_id = ctx.mall.id
  return flow.transaction(function(tx)
    local product = editor.lock(tx, mall_id, id)
    if not product then return nil, fault("catalog.gone") end
    if product.version ~= version then return nil, fault("catalog.changed", { version = product.version }) end
    local changes, why = change(tx, mall_id, product)
    if not changes then return nil, why end
    if next(changes) == nil then return { changed = false, product = product } end
    editor.count_up(tx, mall_id, id)
    catalog.put_on_shelf(tx, mall_id, { id })
    log(ctx, tx, "product.change", product, changes)
    return { changed = true, product = product }
  end)
end

local simple = { facts = editor.facts, status = editor.status, description = editor.description, notice = editor.notice,
  pictures = editor.pictures }

--- Changes one part of a product: "facts", "status", "description", "notice" or "pictures".
---@param ctx context
---@param part string
---@param id string
---@param version integer  that was seen
---@param values table     of the part's form
---@return {changed:boolean, product:table}|nil  the product as it was before
---@return fault|nil  "catalog.gone", "catalog.changed", "catalog.taken", "catalog.not_ready", "staff.forbidden"
function edit_product.run(ctx, part, id, version, values)
  local change = simple[part] or error("a product has no part called " .. tostring(part), 2)
  return edit(ctx, id, version, function(tx, mall_id, product) return change(tx, mall_id, product, values) end)
end

--- Gives it other options; see editor.options.
---@param options catalog.option[]
---@return {changed:boolean, product:table}|nil
---@return fault|nil
function edit_product.options(ctx, id, version, options)
  return edit(ctx, id, version, function(tx, mall_id, product)
    local changes, added = editor.options(tx, mall_id, product, options)
    if #added > 0 then stock.open(tx, mall_id, added) end
    return changes
  end)
end

-- Stock that was typed into the table moves by what was typed less what was shown: what was sold meanwhile stays sold.
local function move_stock(ctx, tx, mall_id, product, lines, changes)
  local moves, ids, codes = {}, {}, {}
  for _, sku in ipairs(product.skus) do codes[sku.id] = sku.code end
  for _, line in ipairs(lines) do
    local delta = line.stock and line.stock_was and line.stock - line.stock_was or 0
    if delta ~= 0 then moves[#moves + 1], ids[#ids + 1] = { sku_id = line.id, delta = delta }, line.id end
  end
  if #moves == 0 then return changes end
  local levels = stock.lock_levels(tx, mall_id, ids)
  for _, one in ipairs(moves) do
    local level = levels[one.sku_id]
    local on_hand = level.on_hand + one.delta
    if on_hand < level.reserved then
      return nil, fault("stock.below_reserved", { code = codes[one.sku_id], reserved = level.reserved })
    end
    changes[codes[one.sku_id] .. " 재고"] = { before = level.on_hand, after = on_hand }
  end
  local reason = stock.reason "correct"
  stock.adjust(tx, mall_id, moves, { kind = reason.kind, reason = reason.name, note = "상품 편집", actor = ctx.staff.email })
  return changes
end

--- Changes the table of SKUs.
---@param lines table[]  of forms.sku, each with its id; `stock` and `stock_was` move what is on hand
---@return {changed:boolean, product:table}|nil
---@return fault|nil
function edit_product.skus(ctx, id, version, lines)
  return edit(ctx, id, version, function(tx, mall_id, product)
    local changes, refused = editor.skus(tx, mall_id, product, lines)
    if not changes then return nil, refused end
    return move_stock(ctx, tx, mall_id, product, lines, changes)
  end)
end

--- Makes a product: a draft with its SKUs and what of them is in stock.
---@param values table  of forms.new
---@param options catalog.option[]
---@return {id:string, code:string}|nil
---@return fault|nil
function edit_product.create(ctx, values, options)
  local allowed, refused = require_permission.run(ctx, "products.write")
  if not allowed then return nil, refused end
  local mall_id = ctx.mall.id
  return flow.transaction(function(tx)
    local made, taken = editor.create(tx, mall_id, values)
    if not made then return nil, taken end
    local skus, moves, ids = editor.begin_skus(tx, mall_id, made, options, values.price), {}, {}
    stock.open(tx, mall_id, skus)
    for i, sku in ipairs(skus) do moves[i], ids[i] = { sku_id = sku.id, delta = values.stock }, sku.id end
    if values.stock > 0 then
      stock.lock_levels(tx, mall_id, ids)
      stock.adjust(tx, mall_id, moves, { kind = "receive", reason = "receive", note = "상품 등록", actor = ctx.staff.email })
    end
    log(ctx, tx, "product.create", { id = made.id, name = values.name }, { ["상품명"] = { after = values.name } })
    return made
  end)
end

--- Makes a draft that is like a product.
---@return {id:string, code:string}|nil
---@return fault|nil
function edit_product.duplicate(ctx, id)
  local allowed, refused = require_permission.run(ctx, "products.write")
  if not allowed then return nil, refused end
  local mall_id = ctx.mall.id
  return flow.transaction(function(tx)
    local product = editor.lock(tx, mall_id, id)
    if not product then return nil, fault("catalog.gone") end
    local made = editor.duplicate(tx, mall_id, product)
    stock.open(tx, mall_id, made.skus)
    log(ctx, tx, "product.create", { id = made.id, name = product.name }, { ["복사한 상품"] = { after = product.code } })
    return made
  end)
end

return edit_product
