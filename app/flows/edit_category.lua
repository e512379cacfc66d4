-- Somebody in the back office makes, changes or orders categories. Lists, searches and the navigation follow in the same
-- transaction: a category's name is part of what its products are found by.

local catalog = require "catalog"
local fault = require "shared.fault"
local flow = require "flows.store"
local record_audit = require "flows.record_audit"
local require_permission = require "flows.require_permission"

local shelves = catalog.shelves

local edit_category = {}

local function log(ctx, tx, action, id, name, changes)
  record_audit.run(ctx, action, { kind = "category", id = id, why = name, changes = changes }, tx)
end

---@param ctx context
---@param values table of forms.new
---@return string|nil id
---@return fault|nil  "catalog.taken", "staff.forbidden"
function edit_category.create(ctx, values)
  local allowed, refused = require_permission.run(ctx, "products.write")
  if not allowed then return nil, refused end
  return flow.transaction(function(tx)
    local id, taken = shelves.create(tx, ctx.mall.id, values)
    if not id then return nil, taken end
    log(ctx, tx, "category.create", id, values.name, { ["이름"] = { after = values.name } })
    return id
  end)
end

---@param values table of forms.category
---@return {changed:boolean}|nil
---@return fault|nil  "catalog.gone", "catalog.changed", "catalog.taken", "staff.forbidden"
function edit_category.run(ctx, id, values)
  local allowed, refused = require_permission.run(ctx, "products.write")
  if not allowed then return nil, refused end
  local mall_id = ctx.mall.id
  return flow.transaction(function(tx)
    local found = shelves.lock(tx, mall_id, id)
    if not found then return nil, fault("catalog.gone") end
    if found.version ~= values.version then return nil, fault("catalog.changed", { version = found.version }) end
    local changes, taken = shelves.change(tx, mall_id, found, values)
    if not changes then return nil, taken end
    if next(changes) == nil then return { changed = false } end
    if found.name ~= values.name then
      local ids = shelves.products(tx, mall_id, id)
      if #ids > 0 then catalog.put_on_shelf(tx, mall_id, ids) end
    end
    log(ctx, tx, "category.change", id, values.name, changes)
    return { changed = true }
  end)
end

--- Puts them in this order.
---@param ids string[]
---@return true|nil
---@return fault|nil
function edit_category.order(ctx, ids)
  local allowed, refused = require_permission.run(ctx, "products.write")
  if not allowed then return nil, refused end
  return flow.transaction(function(tx)
    shelves.order(tx, ctx.mall.id, ids)
    log(ctx, tx, "category.change", "", "순서", { ["순서"] = { after = #ids } })
    return true
  end)
end

return edit_category
