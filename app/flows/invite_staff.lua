-- Invitations: somebody who may gives another a link, which works once and for a day. The first owner's link is printed by
-- the command that starts the mall, and is the only way to an account while there is none: nothing has a default password.

local fault = require "shared.fault"
local password = require "password"
local record_audit = require "flows.record_audit"
local require_permission = require("flows.require_permission").run
local send_mail = require "flows.send_mail"
local staff = require "staff"
local clock = require "shared.clock"
local transaction = require("flows.store").transaction

local invite_staff = {}

--- The path of a link, without the host.
---@param token string
---@return string
function invite_staff.path(token) return "/admin/join?token=" .. token end

-- The link as a letter, too: from a page, whose mall writes it. Who invites from a shell hands it over.
local function write_letter(who, tx, email, token, role)
  if not who.staff then return end
  local expires_at = clock.now() + staff.invite.SECONDS
  send_mail.run(tx, who.mall, "staff/invite", { email = email }, { by = who.staff.name, again = role == nil,
    role = role and staff.role_label(role) or "", url = invite_staff.path(token), expires_at = expires_at,
    base_url = who.base_url })
end

--- Invites somebody.
---@param who context|audit.actor
---@param wish { email: string, role: string, mall_id: string|nil }
---@return string|nil token
---@return fault|nil staff.forbidden | staff.email_taken
function invite_staff.run(who, wish)
  local ok, refused = require_permission(who, "staff.write")
  if not ok then return nil, refused end
  if staff.by_email(wish.email) then return nil, fault("staff.email_taken") end
  return transaction(function(tx)
    local token, id = staff.invite.create(tx, { email = wish.email, role = wish.role, mall_id = wish.mall_id,
      invited_by = who.actor or who.staff.email })
    write_letter(who, tx, wish.email, token, wish.role)
    record_audit.run(who, "staff.invite", { kind = "staff_invite", id = id,
      changes = { email = wish.email, role = wish.role, mall_id = wish.mall_id } }, tx)
    return token
  end)
end

--- The link to the first owner's account; nil when there is an owner. One that was made before leads nowhere from now on.
---@param who audit.actor
---@return string|nil token
function invite_staff.first_owner(who)
  if #staff.owners() > 0 then return nil end
  return (assert(transaction(function(tx)
    local token, id = staff.invite.create(tx, { role = "owner", invited_by = who.actor })
    record_audit.run(who, "staff.invite", { kind = "staff_invite", id = id, why = "첫 소유자",
      changes = { role = "owner" } }, tx)
    return token
  end)))
end

--- Takes an invitation back.
---@param who context|audit.actor
---@param id string
---@return staff.invite|nil
---@return fault|nil staff.forbidden | staff.not_found
function invite_staff.withdraw(who, id)
  local ok, refused = require_permission(who, "staff.write")
  if not ok then return nil, refused end
  return transaction(function(tx)
    local withdrawn = staff.invite.withdraw(tx, id)
    if not withdrawn then return nil, fault("staff.not_found") end
    record_audit.run(who, "staff.invite_withdrawn", { kind = "staff_invite", id = id }, tx)
    return withdrawn
  end)
end

--- A link with which somebody who is staff already sets another password; their second factor stays.
---@param who context|audit.actor
---@param id string
---@return string|nil token
---@return fault|nil staff.forbidden | staff.not_found
function invite_staff.password_link(who, id)
  local ok, refused = require_permission(who, "staff.write")
  if not ok then return nil, refused end
  return transaction(function(tx)
    local account = staff.by_id(id, tx)
    if not account or account.status ~= "active" then return nil, fault("staff.not_found") end
    local token = staff.invite.create(tx, { email = account.email, role = staff.NO_ROLE,
      invited_by = who.actor or who.staff.email })
    write_letter(who, tx, account.email, token)
    record_audit.run(who, "staff.password_link", { kind = "staff", id = id }, tx)
    return token
  end)
end

local function make_account(tx, invite, given)
  -- whoever finds the first owner's link after there is an owner is no owner
  if not invite.email and #staff.owners(tx) > 0 then return nil, fault("staff.link_over") end
  local id = staff.create(tx, { email = invite.email or given.email, name = given.name,
    password_hash = given.password_hash })
  if not id then return nil, fault("staff.email_taken") end
  staff.set_role(tx, id, invite.mall_id, invite.role)
  return id, "staff.join"
end

local function change_password(tx, account, given)
  if account.status ~= "active" then return nil, fault("staff.link_over") end
  staff.set_password(account.id, given.password_hash, tx)
  staff.session.revoke(account.id, {}, tx)
  return account.id, "staff.password"
end

local function carry_out(ctx, tx, invite, given)
  if not staff.invite.use(tx, invite.id) then return nil, fault("staff.link_over") end
  local id, done
  if invite.role == staff.NO_ROLE then
    id, done = change_password(tx, staff.by_email(invite.email), given)
  else
    id, done = make_account(tx, invite, given)
  end
  if not id then return nil, done end
  local who = { actor = (invite.email or given.email):lower(), staff_id = id, request = ctx }
  record_audit.run(who, done, { kind = "staff", id = id,
    changes = { role = invite.role, mall_id = invite.mall_id, invited_by = invite.invited_by } }, tx)
  return id
end

--- Makes the account of an invitation, or sets the password of the one there is, and leads to the second factor.
---@param ctx context
---@param token any
---@param given { email: string|nil, name: string, password: string }
---@return "code"|"enrol"|nil step
---@return fault|nil staff.link_over | staff.email_taken | staff.busy
function invite_staff.accept(ctx, token, given)
  local invite = staff.invite.find(token)
  if not invite or not invite.email and not given.email then return nil, fault("staff.link_over") end
  local hash, message = password.hash(given.password)
  if not hash then return nil, fault("staff.busy", { message = message }) end
  given.password_hash = hash
  local id, refused = transaction(function(tx) return carry_out(ctx, tx, invite, given) end)
  if not id then return nil, refused end
  local step = staff.by_id(id).totp_secret and "code" or "enrol"
  staff.session.step(ctx, step, id)
  return step
end

return invite_staff
