-- Editing categories, for the flow that does it.

local fault = require "shared.fault"
local former = require "catalog.former.store"
local store = require "catalog.category.store"

local category = {}

category.lock, category.order, category.all, category.products = store.lock, store.order, store.all, store.products

local LABELS = { slug = "주소", name = "이름", description = "소개", hidden = "숨김" }

local function taken() return nil, fault("catalog.taken", { fields = { slug = "다른 분류가 쓰고 있는 주소예요." } }) end

---@param values table of forms.category
---@return string|nil id
---@return fault|nil
function category.create(tx, mall_id, values)
  if store.is_taken(tx, mall_id, values.slug) then return taken() end
  return store.insert(tx, mall_id, values)
end

--- Changes a category that is locked.
---@return catalog.changes|nil
---@return fault|nil
function category.change(tx, mall_id, found, values)
  if store.is_taken(tx, mall_id, values.slug, found.id) then return taken() end
  local changes = {}
  for name, label in pairs(LABELS) do
    if found[name] ~= values[name] then changes[label] = { before = found[name], after = values[name] } end
  end
  if next(changes) == nil then return changes end
  store.change(tx, mall_id, found.id, values)
  if found.slug ~= values.slug then former.leave(tx, mall_id, "category", found.slug, values.slug, found.id) end
  return changes
end

return category
