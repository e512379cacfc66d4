-- What lists and searches know of a product (a row of product_listing), made of what is known of it.

local card = require "catalog.rules.card"
local grams = require "catalog.rules.grams"

local entry = {}

---@class catalog.entry.product
---@field name string
---@field brand string
---@field category string
---@field tags string[]
---@field labels string[]   of all values of its options
---@field skus {price:integer, list_price:integer|nil}[]  those on sale, one at least
---@field rank integer

-- The cheapest variant speaks for the product.
local function lead(skus)
  local best
  for _, sku in ipairs(skus) do
    if not best or sku.price < best.price then best = sku end
  end
  return best
end

local function searched(product)
  local fields = { { text = product.name, initials = true }, { text = product.brand, initials = true },
    { text = product.category } }
  for _, tag in ipairs(product.tags) do fields[#fields + 1] = { text = tag, initials = true } end
  for _, label in ipairs(product.labels) do fields[#fields + 1] = { text = label } end
  return fields
end

---@param mall_id string
---@param product catalog.entry.product
---@return {price:integer, discount:integer, name_key:string, grams:integer[]}
function entry.of(mall_id, product)
  local sku = lead(product.skus)
  return { price = sku.price, discount = card.discount(sku.price, sku.list_price) or 0, name_key = grams.key(product.name),
    grams = grams.of_document(mall_id, searched(product), product.rank) }
end

return entry
