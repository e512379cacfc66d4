-- The public face of the back office's frame: what stands around every page of it.

local navigation = require "admin.navigation"
local rules = require "admin.rules"

local admin = {}

--- The navigation of one person.
---@param may fun(permission: string): boolean
---@param url_of fun(route: string): string
---@param path string  what is open
---@return table[] groups
function admin.menu(may, url_of, path) return rules.menu(navigation, may, url_of, path) end

return admin
