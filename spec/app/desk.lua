--- Somebody of the staff, as far as a flow looks: for specs of flows that the back office's pages call.

local office = require "spec.app.office"
local respond = require "web.respond"

--- A context of a merchandiser, or of who may only what is named.
---@param mall mall
---@param permissions table<string, boolean>|nil
---@return table ctx
return function(mall, permissions)
  local id, email = office.account("merchandiser", { mall_id = mall.id })
  local function can(permission)
    if permissions then return permissions[permission] or false end
    return permission == "products.read" or permission == "products.write"
  end
  return { mall = mall, staff = { id = id, email = email, name = "김상품", role = "merchandiser", can = can },
    sentence = function(_, refused) return respond.sentence(refused) end,
    agent = function() return "spec" end, req = { id = function() return "r1" end, ip = function() return "127.0.0.1" end } }
end
