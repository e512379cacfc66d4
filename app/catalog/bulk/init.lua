-- Sheets of prices and stock, for the flow that carries them out: the catalogue's half of a change.

local fault = require "shared.fault"
local rules = require "catalog.bulk.rules"
local store = require "catalog.bulk.store"

local bulk = {}

bulk.rules, bulk.find, bulk.lock, bulk.insert, bulk.finish = rules, store.find, store.lock, store.insert, store.finish
bulk.by_code, bulk.lock_products, bulk.MOST = store.by_code, store.lock_products, store.MOST

local function ids_of(changes, name)
  local ids, seen = {}, {}
  for _, change in ipairs(changes) do
    if not seen[change[name]] then ids[#ids + 1], seen[change[name]] = change[name], true end
  end
  table.sort(ids)
  return ids
end

--- The products and the SKUs that changes are about, each once.
---@param changes catalog.bulk.change[]
---@return string[] product_ids
---@return string[] sku_ids
function bulk.subjects(changes) return ids_of(changes, "product_id"), ids_of(changes, "sku_id") end

-- What is new of products, once each: their lines agree.
local function taxes_of(changes)
  local rows, seen = {}, {}
  for _, change in ipairs(changes) do
    if change.field == "tax_free" and not seen[change.product_id] then
      rows[#rows + 1], seen[change.product_id] = { id = change.product_id, tax_free = change.new }, true
    end
  end
  return rows
end

--- Writes new prices, what is sold and what is free of VAT, where still stands what was seen.
---@param tx table
---@param mall_id string
---@param changes catalog.bulk.change[]
---@return true|nil
---@return fault|nil  "goods.moved"
function bulk.write(tx, mall_id, changes)
  local _, sku_ids = bulk.subjects(changes)
  local skus, touched = store.current(tx, mall_id, sku_ids), {}
  for _, change in ipairs(changes) do
    local sku = skus[change.sku_id]
    if change.field ~= "on_hand" then
      if sku[change.field] ~= change.old then
        return nil, fault("goods.moved", { code = change.code, now = rules.show(change.field, sku[change.field]) })
      end
      touched[sku.id] = sku
    end
  end
  for _, change in ipairs(changes) do
    if change.field ~= "on_hand" then touched[change.sku_id][change.field] = change.new end
  end
  local rows = {}
  for _, sku in pairs(touched) do
    -- the half of a line that the sheet did not touch may have become another
    if sku.list_price and sku.list_price <= sku.price then
      return nil, fault("goods.moved", { code = sku.code, now = "정가 " .. rules.show("list_price", sku.list_price) })
    end
    rows[#rows + 1] = sku
  end
  if #rows > 0 then store.write(tx, mall_id, rows) end
  local taxes = taxes_of(changes)
  if #taxes > 0 then store.write_taxes(tx, mall_id, taxes) end
  return true
end

return bulk
