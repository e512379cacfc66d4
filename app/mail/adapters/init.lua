-- Who carries mail away, chosen by MAIL_URL. Every adapter has one face:
--
--   send(route, message, doubtful) → { id =, source = } | nil, fault                                            may wait
--
-- `doubtful`: an attempt before may have been the one, so who can look it up does so first. A fault is mail.unreachable
-- (surely not sent: another attempt is worth it), mail.unknown (perhaps sent), mail.refused (never to be sent: permanent).

local runtime = require "runtime"
local address = require "mail.rules.address"
local fault = require "shared.fault"

local adapters = {}

local drivers = { mailbox = require "mail.adapters.mailbox", mandrill = require "mail.adapters.mandrill",
  smtp = require "mail.adapters.smtp" }

--- How mail leaves: what MAIL_URL says; in development, without one, into the mailbox at /dev/mail.
---@return mail.route|nil
---@return fault|nil mail.unset
function adapters.route()
  local given = runtime.setting "MAIL_URL" or runtime.development() and "dev:"
  if not given then return nil, fault("mail.unset", { message = "MAIL_URL is not set: mail stays queued" }) end
  local route, problem = address.route(given)
  if not route then return nil, fault("mail.unset", { message = "MAIL_URL: " .. problem }) end
  if route.driver == "mailbox" and not runtime.development() then
    return nil, fault("mail.unset", { message = "MAIL_URL is dev:, and nobody reads that mailbox in production" })
  end
  return route
end

--- Why mail does not leave as things are set; nil when it does.
---@return string|nil sentence
function adapters.problem()
  local route, unset = adapters.route()
  if not route then return unset.message end
  local from = runtime.setting "MAIL_FROM"
  if from and not address.parse(from) then return "MAIL_FROM is neither an address nor a name with one: Name <address>" end
  if not from and not runtime.development() then
    return "MAIL_FROM is not set: only malls with a sender of their own send mail"
  end
end

--- Sends a message.
---@param message mail.message
---@param doubtful boolean
---@return { provider: string, id: string|nil, source: string|nil }|nil
---@return fault|nil
function adapters.send(message, doubtful)
  local route, unset = adapters.route()
  if not route then return nil, unset end
  local taken, refused = drivers[route.driver].send(route, message, doubtful)
  if not taken then return nil, refused end
  taken.provider = route.driver
  return taken
end

return adapters
