-- A product's page: the catalogue's facts with the stock of the moment and the mall's shipping terms.

local catalog = require "catalog"
local shipping = require "shipping"

local function load(mall, slug)
  local found = catalog.product(mall.id, slug)
  if not found then return nil end
  local product, related = catalog.product_view(found, shipping.terms(shipping.policy(mall.id)))
  return { product = product, related = related, updated_at = found.product.updated_at }
end

local show_product = {}

---@param mall mall
---@param slug string
---@return {product:table, related:table[], updated_at:number}|nil
function show_product.run(mall, slug) return catalog.remember(mall.id, "product " .. slug, load, mall, slug) end

return show_product
