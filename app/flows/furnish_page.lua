-- What stands around every page: the shelves of the navigation with the one being looked at, and how many goods are in
-- the cart.

local catalog = require "catalog"

local furnish_page = {}

local function load(mall_id, active)
  local list = {}
  for i, category in ipairs(catalog.categories(mall_id)) do
    list[i] = { name = category.name, slug = category.slug, url = category.url, icon = category.icon,
      active = category.slug == active }
  end
  return { categories = list }
end

---@param ctx context
---@param page table the page object under construction
function furnish_page.run(ctx, page)
  local mall_id, active = ctx.mall.id, page.category
  page.nav = catalog.remember(mall_id, "navigation " .. (active or ""), load, mall_id, active)
  page.cart_count = ctx.session:glance "cart_count" or 0
end

return furnish_page
