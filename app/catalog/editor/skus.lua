-- The SKUs of a product that is edited: the table of prices, and what becomes of it when options change.

local json = require "json"
local fault = require "shared.fault"
local matrix = require "catalog.editor.matrix"
local store = require "catalog.editor.store"

local skus = {}

local COLUMNS = { "code", "price", "list_price", "max_qty", "active", "weight_g", "unit_label", "unit_size",
  "unit_quantity" }
-- What the log calls them.
local LABELS = { code = "코드", price = "판매가", list_price = "정가", max_qty = "최대 수량", active = "판매", weight_g = "무게",
  unit_label = "단위", unit_size = "기준량", unit_quantity = "내용량" }

-- Of all SKUs the one that is most like these values: what its neighbour costs a new one will probably cost.
local function nearest(list, values)
  local best, most = nil, -1
  for _, sku in ipairs(list) do
    local same = 0
    for _, label in ipairs(values) do
      for _, other in ipairs(sku.options) do same = same + (label == other and 1 or 0) end
    end
    if same > most then best, most = sku, same end
  end
  return best
end

-- Codes PRODUCT-1, PRODUCT-2 … that no SKU of the mall has.
local function fresh_codes(tx, mall_id, product_code, count)
  local stem, codes, asked = product_code:upper(), {}, {}
  for i = 1, count + 200 do asked[i] = stem .. "-" .. i end
  local owners = store.owners_of_codes(tx, mall_id, asked)
  for _, code in ipairs(asked) do
    if not owners[code] and #codes < count then codes[#codes + 1] = code end
  end
  return codes
end

local function row_of(code, added, like)
  local row = { code = code, label = added.label, options = json.array(added.options), position = added.position,
    active = true, price = 0, max_qty = 99 }
  for _, name in ipairs { "price", "list_price", "max_qty", "weight_g", "unit_label", "unit_size", "unit_quantity" } do
    if like and like[name] ~= nil then row[name] = like[name] end
  end
  return row
end

local function add(tx, mall_id, product, added, like_of)
  local rows, codes = {}, fresh_codes(tx, mall_id, product.code, #added)
  for i, one in ipairs(added) do rows[i] = row_of(codes[i], one, like_of(one)) end
  if #rows == 0 then return {} end
  local made = store.add_skus(tx, mall_id, product.id, rows)
  for _, sku in ipairs(made) do sku.product_id = product.id end
  return made
end

local function words(options)
  local list = {}
  for i, option in ipairs(options) do list[i] = option.name .. ": " .. table.concat(option.labels, ", ") end
  return table.concat(list, " / ")
end

-- All columns of a SKU as it is, but for these.
local function with(sku, changes)
  local row = { id = sku.id, position = changes.position or sku.position }
  for _, name in ipairs(COLUMNS) do row[name] = sku[name] end
  row.active = changes.active
  return row
end

--- Gives a product these options. New combinations become SKUs at their neighbour's price and without stock; those that have
--- no place any more are taken off sale, or thrown away where nobody ever had them.
---@param options catalog.option[]
---@return catalog.changes changes
---@return {id:string, code:string, product_id:string}[] added  SKUs that have no stock yet
function skus.set_options(tx, mall_id, product, options)
  local before, after = words(product.options), words(options)
  if before == after and #product.skus > 0 then return {}, {} end
  local plan = matrix.plan(options, product.skus)
  store.set_options(tx, mall_id, product.id, options)
  local changed, gone = {}, {}
  -- What comes back is sold again; what was there stays off sale where somebody took it off.
  local there = {}
  for _, kept in ipairs(matrix.plan(product.options, product.skus).kept) do there[kept.sku] = true end
  for i, kept in ipairs(plan.kept) do
    changed[i] = with(kept.sku, { position = kept.position, active = not there[kept.sku] or kept.sku.active })
  end
  for _, sku in ipairs(plan.gone) do
    if sku.used then changed[#changed + 1] = with(sku, { active = false }) else gone[#gone + 1] = sku.id end
  end
  if #gone > 0 then store.remove_skus(tx, mall_id, gone) end
  if #changed > 0 then store.change_skus(tx, mall_id, changed) end
  local added = add(tx, mall_id, product, plan.added, function(one) return nearest(product.skus, one.options) end)
  return { ["옵션"] = { before = before, after = after } }, added
end

--- A first SKU, or one for each combination, of a product that is new.
---@return {id:string, code:string, product_id:string}[]
function skus.begin(tx, mall_id, product, options, price)
  store.set_options(tx, mall_id, product.id, options)
  return add(tx, mall_id, product, matrix.plan(options, {}).added, function() return { price = price } end)
end

--- SKUs for a copy of a product.
---@return {id:string, code:string, product_id:string}[]
function skus.copy(tx, mall_id, id, code, product)
  store.set_options(tx, mall_id, id, product.options)
  return add(tx, mall_id, { id = id, code = code }, matrix.plan(product.options, {}).added,
    function(one) return nearest(product.skus, one.options) end)
end

local function check_codes(tx, mall_id, lines)
  local codes, seen = {}, {}
  for i, line in ipairs(lines) do
    if seen[line.code] then return nil, fault("catalog.taken", { code_of = line.id, code_text = "SKU 코드가 두 번 있어요." }) end
    codes[i], seen[line.code] = line.code, true
  end
  local owners = store.owners_of_codes(tx, mall_id, codes)
  for _, line in ipairs(lines) do
    if owners[line.code] and owners[line.code] ~= line.id then
      return nil, fault("catalog.taken", { code_of = line.id, code_text = "다른 상품이 쓰고 있는 SKU 코드예요." })
    end
  end
  return true
end

--- The table of SKUs as it was typed.
---@param lines table[]  of forms.sku, each with its id
---@return catalog.changes|nil
---@return fault|nil
function skus.save(tx, mall_id, product, lines)
  local free, taken = check_codes(tx, mall_id, lines)
  if not free then return nil, taken end
  local by_id, changes, rows = {}, {}, {}
  for _, sku in ipairs(product.skus) do by_id[sku.id] = sku end
  local on_sale = 0
  for _, line in ipairs(lines) do
    local sku = by_id[line.id]
    local row, differs = { id = sku.id, position = sku.position }, false
    for _, name in ipairs(COLUMNS) do
      local value = line[name]
      if name == "unit_label" and value == "" then value = nil end
      row[name] = value
      if value ~= sku[name] then
        changes[sku.code .. " " .. LABELS[name]], differs = { before = sku[name], after = value }, true
      end
    end
    if row.active then on_sale = on_sale + 1 end
    if differs then rows[#rows + 1] = row end
  end
  if on_sale == 0 and product.status == "on_sale" then return nil, fault("catalog.not_ready", { missing = "판매할 옵션" }) end
  if #rows > 0 then store.change_skus(tx, mall_id, rows) end
  return changes
end

return skus
