-- What stands around every page of the back office: who is logged in, where they may go, and which mall they act on.

local admin = require "admin"
local offered_malls = require "flows.offered_malls"

local furnish_admin = {}

-- Where shoppers find the mall that is acted on: the back office may stand at another host name. A port that was asked for,
-- as in development, is theirs as well.
local function shop_of(ctx)
  local host = ctx.mall.canonical_host
  if not host then return "" end
  return ctx.scheme .. "://" .. host .. ((ctx.req:header "Host" or ""):match ":%d+$" or "")
end

---@param ctx context
---@param page table  the page object under construction
function furnish_admin.run(ctx, page)
  local person = ctx.staff
  if not person then return end
  page.frame = {
    staff = { name = person.name, email = person.email, role = person.role_label },
    mall = ctx.mall, malls = offered_malls.run(ctx), shop_url = shop_of(ctx),
    menu = admin.menu(person.can, function(route) return ctx:url(route) end, ctx.path),
  }
end

return furnish_admin
