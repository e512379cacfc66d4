-- A member moves to another address: asked for with the password, proved by a link to the new address, told to the old one.

local member = require "member"
local korean = require "shared.korean"
local clock = require "shared.clock"
local fault = require "shared.fault"
local prove = require("flows.reset_password").prove
local send_mail = require "flows.send_mail"
local slow_down = require "flows.slow_down"
local transaction = require("flows.store").transaction

local change_email = {}

local DAY = 86400

--- Mails a link to the new address. One that is somebody's gets a letter that says so, and the member who asks is not told.
---@param mall mall
---@param member_id string
---@param values { email: string, current_password: string }
---@param where { ip: string, base_url: string }
---@return true|nil
---@return fault|nil member.wrong | member.too_many_tries | member.busy
function change_email.ask(mall, member_id, values, where)
  local found, refused = prove(mall, member_id, values.current_password)
  if not found then return nil, refused end
  local go_on, wait = slow_down.run(mall.id, "member.mail", where.ip, values.email)
  if not go_on then return nil, wait end
  return transaction(function(tx)
    local owner = member.by_email(mall.id, values.email, tx)
    if owner then
      send_mail.run(tx, mall, "member/known", { email = values.email, name = owner.name, member_id = owner.id },
        { name = owner.name, url = "/login", reset_url = "/login/forgot", base_url = where.base_url })
      return true
    end
    local secret, expires_at = member.token.issue(tx, mall.id,
      { member_id = member_id, purpose = "email", seconds = DAY, email = values.email })
    send_mail.run(tx, mall, "member/email", { email = values.email, name = found.name, member_id = member_id },
      { name = found.name, url = "/my/email/confirm?t=" .. secret, expires_at = expires_at, base_url = where.base_url })
    return true
  end)
end

--- The new address is proved: it is the member's from now on.
---@param mall mall
---@param member_id string  who is logged in: a link is worth nothing to anybody else
---@param secret string
---@param base_url string
---@return { email: string }|nil
---@return fault|nil member.link_over | member.email_taken
function change_email.confirm(mall, member_id, secret, base_url)
  return transaction(function(tx)
    local token = member.token.use(tx, mall.id, secret, "email")
    if not token or token.member_id ~= member_id then return nil, fault("member.link_over") end
    local found = member.by_id(mall.id, member_id, tx)
    if not member.set_email(tx, mall.id, member_id, token.email) then return nil, fault("member.email_taken") end
    member.token.revoke(tx, mall.id, member_id)
    send_mail.run(tx, mall, "member/email_changed", { email = found.email, name = found.name, member_id = member_id },
      { name = found.name, old_email = korean.mask_email(found.email), new_email = korean.mask_email(token.email),
        at = clock.now(), base_url = base_url })
    return { email = token.email }
  end)
end

return change_email
