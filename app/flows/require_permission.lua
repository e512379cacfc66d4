-- Whether somebody may do what they ask for. The route has asked already; a flow asks again, so that a page which is wired
-- wrongly, or a second page for the same flow, opens nothing.

local fault = require "shared.fault"

local require_permission = {}

local function refuse(permission) return nil, fault("staff.forbidden", { permission = permission }) end

--- Asks for a permission of app/staff/permissions.lua. Who acts without a page (a command, a job) may: a shell has the
--- database anyway.
---@param who context|audit.actor
---@param permission string
---@return true|nil
---@return fault|nil staff.forbidden
function require_permission.run(who, permission)
  local actor = who.actor
  if actor and (actor:find "^shell:" or actor:find "^job:") or not actor and who.staff and who.staff.can(permission) then
    return true
  end
  return refuse(permission)
end

return require_permission
