-- A product's page as it would be if the product went on sale now. It is put on sale, looked at, and the transaction is
-- rolled back: nobody else ever sees it, and nothing here has to know again how a page is put together.

local catalog = require "catalog"
local flow = require "flows.store"
local show_product = require "flows.show_product"

local preview_product = {}

---@param mall mall
---@param id string
---@param base_url string
---@return {product:table, related:table[], voices:table, page:table}|nil  nil where it cannot be sold yet
function preview_product.run(mall, id, base_url)
  local found
  flow.transaction(function(tx)
    found = catalog.editor.as_on_sale(tx, mall.id, id)
    return nil
  end)
  if not found then return nil end
  local view = show_product.view(mall, found, base_url)
  view.page.robots, view.page.jsonld = "noindex", nil
  return view
end

return preview_product
