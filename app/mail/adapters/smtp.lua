-- Any mail server: a relay of one's own, or a provider's.

local smtp = require "smtp"
local mime = require "mail.mime"
local fault = require "shared.fault"

local adapter = {}

-- Whatever the server says about us rather than about the message is worth another try once somebody has mended it.
local FAULTS = { refused = "mail.refused", unknown = "mail.unknown" }

---@param route mail.route
---@param message mail.message
---@return { id: string }|nil
---@return fault|nil
function adapter.send(route, message)
  local taken, why, code = smtp.send {
    -- the name we greet with
    url = route.url .. "/" .. message.from.address:match "@(.+)$", tls = route.tls ~= "off", user = route.user,
    password = route.password, from = message.from.address, to = message.to.address, message = mime.compose(message),
  }
  if taken then return { id = mime.message_id(message) } end
  return nil, fault(FAULTS[code] or "mail.unreachable", { message = ("%s: %s"):format(code, why),
    permanent = code == "refused" or nil })
end

return adapter
