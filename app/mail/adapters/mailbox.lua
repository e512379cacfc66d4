-- The development mailbox: nothing leaves, and /dev/mail shows what would have.

local mime = require "mail.mime"

local mailbox = {}

---@param _ mail.route
---@param message mail.message
---@return { source: string }
function mailbox.send(_, message)
  return { source = mime.compose(message) }
end

return mailbox
