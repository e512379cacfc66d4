-- Sends one message that was written down. Only one attempt at a time has it; what came of each is on its row.

local crypto = require "crypto"
local log = require "log"
local mail = require "mail"
local malls = require "mall"
local fault = require "shared.fault"

local deliver_mail = {}

-- The message, ready to go; or why it never will be.
local function compose(row)
  local mall = malls.of_id(row.mall_id)
  local values = mail.values(row)
  if not values then return nil, fault("mail.sealed", { permanent = true, message = "what it says cannot be opened" }) end
  local from = mail.sender(mall, malls.settings(row.mall_id))
  if not from then return nil, fault("mail.unset", { message = "MAIL_FROM is not set: mail stays queued" }) end
  local ok, message = pcall(mail.message, row, mall, from, values)
  -- another release may draw it
  if not ok then return nil, fault("mail.not_drawn", { message = tostring(message) }) end
  return message
end

-- Nobody took it up, so it is done, or somebody is at it.
local function passed_over(args)
  local known = mail.state(args.mall_id, args.id)
  if not known or known.state == "sent" or known.state == "suppressed" then return true end
  return nil, fault("mail.busy", { snooze = math.ceil(known.wait or 0) + 1 })
end

--- Sends it, if it is not sent yet.
---@param args { mall_id: string, id: string }
---@param job { is_last: boolean }  whether the job is given up if this attempt fails
---@return true|nil
---@return fault|nil  permanent: there is no use in trying again; snooze: it is not this one's turn
function deliver_mail.run(args, job)
  local row = mail.claim(args.mall_id, args.id, crypto.uuid7(), mail.CLAIM)
  if not row then return passed_over(args) end
  local stopped = mail.stopped(row)
  if stopped then
    mail.finish(row, { state = "suppressed", error = stopped })
    return true
  end
  local message, refused = compose(row)
  local taken
  if message then taken, refused = mail.send(message, row.doubtful) end
  local subject = message and message.subject
  if taken then
    mail.finish(row, { state = "sent", provider = taken.provider, provider_id = taken.id, source = taken.source,
      subject = subject })
    return true
  end
  if refused.code == "mail.unset" then refused.snooze = 60 end
  local last = refused.permanent or job.is_last and not refused.snooze
  mail.fail(row, { last = last, doubtful = refused.code == "mail.unknown" or row.doubtful and not refused.permanent,
    error = tostring(refused.message or refused.code), subject = subject })
  log.warn("mail.not_sent", { mail = row.id, template = row.template, attempt = row.attempts, last = last,
    reason = tostring(refused) })
  return nil, refused
end

return deliver_mail
