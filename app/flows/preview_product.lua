-- A product's page as it would be if the product went on sale now. It is put on sale, looked at, and the transaction is
-- rolled back: nobody else ever sees it, and nothing here has to know again how a page is put together.

local catalog = require "catalog"
local flow = require "flows.store"
local shipping = require "shipping"

local preview_product = {}

---@param mall mall
---@param id string
---@param base_url string
---@return {product:table, related:table[], page:table}|nil  nil where it cannot be sold yet
function preview_product.run(mall, id, base_url)
  local found
  flow.transaction(function(tx)
    found = catalog.editor.as_on_sale(tx, mall.id, id)
    return nil
  end)
  if not found then return nil end
  local product, related = catalog.product_view(found, shipping.terms(shipping.policy(mall)))
  local page = catalog.product_page(product, mall, base_url)
  page.robots, page.jsonld = "noindex", nil
  return { product = product, related = related, page = page }
end

return preview_product
