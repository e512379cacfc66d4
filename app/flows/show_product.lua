-- A product's page: the catalogue's facts with the stock of the moment and the mall's shipping terms.

local catalog = require "catalog"
local shipping = require "shipping"

local function load(mall, slug, base_url)
  local found = catalog.product(mall.id, slug)
  if not found then return nil end
  local product, related = catalog.product_view(found, shipping.terms(shipping.policy(mall)))
  return { product = product, related = related, page = catalog.product_page(product, mall, base_url) }
end

local show_product = {}

---@param mall mall
---@param slug string
---@param base_url string
---@return {product:table, related:table[], page:table}|nil
function show_product.run(mall, slug, base_url)
  return catalog.remember(mall.id, "product " .. slug .. " " .. base_url, load, mall, slug, base_url)
end

return show_product
