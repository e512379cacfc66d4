-- What stands around every page of the back office: who is logged in, where they may go, and which mall they act on.

local admin = require "admin"

local furnish_admin = {}

---@param ctx context
---@param page table  the page object under construction
function furnish_admin.run(ctx, page)
  local staff = ctx.staff
  if not staff then return end
  page.frame = {
    staff = { name = staff.name, email = staff.email, role = staff.role_label or staff.role },
    menu = admin.menu(staff.can, function(route) return ctx:url(route) end, ctx.path),
  }
end

return furnish_admin
