-- The malls that somebody of the staff has a role in.

local mall = require "mall"
local staff = require "staff"

local offered_malls = {}

---@param ctx context
---@return { id: string, name: string, active: boolean }[]  active: the one that is acted on
function offered_malls.run(ctx)
  local list = {}
  for _, one in ipairs(mall.all()) do
    if staff.role_in(ctx.staff.roles, one.id) then
      list[#list + 1] = { id = one.id, name = one.name, active = one.id == ctx.mall.id }
    end
  end
  return list
end

return offered_malls
