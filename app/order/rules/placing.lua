-- What an order keeps of what was chosen. A product may be called otherwise tomorrow, or cost something else: a line says
-- for itself what was bought.

local placing = {}

--- The rows of an order's lines, by position.
---@param lines cart.rules.line[]  with discount, tax_free and perishable where a quote has reckoned them
---@return table[]  of order.placement
function placing.new_lines(lines)
  local rows = {}
  for i, line in ipairs(lines) do
    local product = line.product
    rows[i] = { position = i, sku_id = line.sku_id, product_id = line.product_id, sku_code = line.sku_code,
      product_name = product.name, product_slug = product.slug, brand_name = product.brand, sku_label = line.sku_label or "",
      media_id = product.image and product.image.id, media_alt = product.image and product.image.alt or "",
      unit_price = line.unit_price, list_price = line.list_price, qty = line.qty, discount_amount = line.discount or 0,
      amount = line.amount, tax_free = line.tax_free or false, perishable = line.perishable or false }
  end
  return rows
end

return placing
