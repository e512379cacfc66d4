-- What stands around every page of the back office: who is logged in, where they may go, and which mall they act on.

local admin = require "admin"
local mall = require "mall"
local staff = require "staff"

local furnish_admin = {}

-- The malls that somebody has a role in.
local function malls_of(ctx)
  local list = {}
  for _, one in ipairs(mall.all()) do
    if staff.role_in(ctx.staff.roles, one.id) then
      list[#list + 1] = { id = one.id, name = one.name, active = one.id == ctx.mall.id }
    end
  end
  return list
end

---@param ctx context
---@param page table  the page object under construction
function furnish_admin.run(ctx, page)
  local person = ctx.staff
  if not person then return end
  page.frame = {
    staff = { name = person.name, email = person.email, role = person.role_label },
    mall = ctx.mall, malls = malls_of(ctx),
    menu = admin.menu(person.can, function(route) return ctx:url(route) end, ctx.path),
  }
end

return furnish_admin
