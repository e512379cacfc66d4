-- Keeps what lists and searches know in step with what was edited: whoever changes a product, its variants, its brand's or
-- its category's name calls `put` in the same transaction. Pages follow by the triggers of product_sheet.

local json = require "json"
local clock = require "shared.clock"
local entry = require "catalog.rules.entry"
local store = require "catalog.shelf.store"

local shelf = {}

local function row_of(mall_id, product)
  local made = entry.of(mall_id, product)
  return { product_id = product.id, category_id = product.category_id, brand_id = product.brand_id, rank = product.rank,
    price = made.price, discount = made.discount, published_at = clock.iso(product.published_at), name_key = made.name_key,
    tags = json.array(product.tags), grams = json.array(made.grams) }
end

-- So many are reckoned between two words with the database: meanwhile others have their turn.
local AT_ONCE = 100

local function put(tx, mall_id, ids)
  local rows, off = {}, {}
  for _, id in ipairs(ids) do off[id] = true end
  for i, product in ipairs(store.products(tx, mall_id, ids)) do
    rows[i], off[product.id] = row_of(mall_id, product), nil
  end
  local gone = {}
  for id in pairs(off) do gone[#gone + 1] = id end
  if #gone > 0 then store.remove(tx, mall_id, gone) end
  if #rows > 0 then store.put(tx, mall_id, rows) end
end

--- Brings these products' entries up to date; what is not on sale has none.
---@param tx table
---@param mall_id string
---@param ids string[]
function shelf.put(tx, mall_id, ids)
  for from = 1, #ids, AT_ONCE do put(tx, mall_id, { unpack(ids, from, math.min(from + AT_ONCE - 1, #ids)) }) end
end

--- Brings entries up to date after a row of some table was written by hand: those of the products that it says something of.
---@param tx table
---@param table_name string
---@param states string[]  the row as JSON, as it was and as it is
function shelf.follow(tx, table_name, states)
  for _, one in ipairs(store.touched(tx, table_name, states)) do shelf.put(tx, one.mall_id, one.ids) end
end

return shelf
