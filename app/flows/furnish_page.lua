-- What stands around every page: the shelves of the navigation with the one being looked at, who is logged in, and how
-- many goods are in the cart.

local furnish_page = {}

local function navigation(mall, active)
  local list = {}
  for i, shelf in ipairs(mall.shelves) do
    list[i] = { name = shelf.name, slug = shelf.slug, url = "/c/" .. shelf.slug, icon = shelf.icon,
      active = shelf.slug == active }
  end
  return { categories = list }
end

-- The same table for as long as the mall is the same: pages that are kept drawn tell by it that nothing has changed.
local made = setmetatable({}, { __mode = "k" })

local function navigation_of(mall, active)
  local of_mall = made[mall]
  if not of_mall then
    of_mall = {}
    made[mall] = of_mall
  end
  local nav = of_mall[active or ""]
  if not nav then
    nav = navigation(mall, active)
    of_mall[active or ""] = nav
  end
  return nav
end

-- A page that can be shown while the database is away is shown without its shopper's name.
local function glance_at_member(ctx)
  local ok, member = pcall(function() return ctx.member end)
  if ok then return member end
  if type(member) == "table" and member.code == "db.unavailable" then return nil end
  error(member, 0)
end

---@param ctx context
---@param page table the page object under construction
function furnish_page.run(ctx, page)
  page.nav = navigation_of(ctx.mall, page.category)
  local member = glance_at_member(ctx)
  page.member = member
  page.cart_count = member and member.cart_count or ctx.session:glance "cart_count" or 0
end

return furnish_page
