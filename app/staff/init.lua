-- The public face of staff: who works in the back office, how they come in, and what they may do there.

local rules = require "staff.rules"
local session = require "staff.session"
local store = require "staff.store"

local staff = { session = session }

---@class staff
---@field id string
---@field email string
---@field name string
---@field role string|nil  in the mall that is worked on; nil: none
---@field role_label string
---@field roles staff.role[]
---@field can fun(permission: string): boolean  in the mall that is worked on

--- Somebody who is in, as pages know them.
---@param row { staff_id: string, email: string, name: string, roles: staff.role[] }
---@param mall_id string
---@return staff
function staff.person(row, mall_id)
  local role = rules.role_in(row.roles, mall_id)
  return { id = row.staff_id, email = row.email, name = row.name, role = role, role_label = role and rules.label(role) or "",
    roles = row.roles, can = function(permission) return rules.may(row.roles, permission, mall_id) end }
end

staff.role_in = rules.role_in

return staff
