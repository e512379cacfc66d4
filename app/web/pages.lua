-- The pages that belong to no feature of the shop.

local device = require "web.device"

local pages = {}

--- POST /device: remembers for a year which design a browser wants, and goes back to where it said so.
---@param ctx context
function pages.device(ctx)
  local fields = ctx.form_fields
  if fields.to == "pc" or fields.to == "mobile" then ctx:set_cookie(device.cookie, fields.to, 365 * 86400) end
  return ctx:redirect(ctx:local_url(fields.return_to, "/"))
end

return pages
