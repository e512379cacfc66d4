-- What stands around every page: the shelves of the navigation with the one being looked at, the free-shipping line of the
-- header, how many goods are in the cart.

local catalog = require "catalog"
local shipping = require "shipping"

local furnish_page = {}

local function load(mall_id, active)
  local list = {}
  for i, category in ipairs(catalog.categories(mall_id)) do
    list[i] = { name = category.name, slug = category.slug, url = category.url, icon = category.icon,
      active = category.slug == active }
  end
  return { nav = { categories = list }, shipping_text = shipping.terms(shipping.policy(mall_id)).free_text }
end

---@param ctx context
---@param page table the page object under construction
function furnish_page.run(ctx, page)
  local mall_id, active = ctx.mall.id, page.category
  local around = catalog.remember(mall_id, "around " .. (active or ""), load, mall_id, active)
  page.nav, page.mall.shipping_text = around.nav, around.shipping_text
  page.cart_count = ctx.session:glance "cart_count" or 0
end

return furnish_page
