-- The public face of the back office's frame: what stands around every page of it.

local navigation = require "admin.navigation"
local rules = require "admin.rules"
local views = require "admin.view.store"

local admin = {}

--- The navigation of one person.
---@param may fun(permission: string): boolean
---@param url_of fun(route: string): string
---@param path string  what is open
---@return table[] groups
function admin.menu(may, url_of, path) return rules.menu(navigation, may, url_of, path) end

admin.views, admin.keep_view, admin.forget_view = views.list, views.keep, views.forget

return admin
