-- What stands around every page of the back office: who is logged in, where they may go, and which mall they act on.

local admin = require "admin"
local offered_malls = require "flows.offered_malls"

local furnish_admin = {}

---@param ctx context
---@param page table  the page object under construction
function furnish_admin.run(ctx, page)
  local person = ctx.staff
  if not person then return end
  page.frame = {
    staff = { name = person.name, email = person.email, role = person.role_label },
    mall = ctx.mall, malls = offered_malls.run(ctx),
    menu = admin.menu(person.can, function(route) return ctx:url(route) end, ctx.path),
  }
end

return furnish_admin
