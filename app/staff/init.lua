-- The public face of staff: who works in the back office, how they come in, and what they may do there.

local crypto = require "crypto"
local runtime = require "runtime"
local device = require "staff.device"
local failure = require "staff.failure"
local invite = require "staff.invite"
local network = require "staff.network"
local permissions = require "staff.permissions"
local recovery = require "staff.recovery"
local rules = require "staff.rules"
local session = require "staff.session"
local store = require "staff.store"
local totp = require "staff.totp"

local staff = { device = device, failure = failure, invite = invite, network = network, permissions = permissions,
  recovery = recovery, session = session, totp = totp }

--- The role of a link that makes no account: it sets the password of the one there is.
staff.NO_ROLE = "none"

---@class staff
---@field id string
---@field email string
---@field name string
---@field role string|nil  in the mall that is worked on; nil: none
---@field role_label string
---@field roles staff.role[]
---@field can fun(permission: string): boolean  in the mall that is worked on

--- Somebody who is in, as pages know them.
---@param row { staff_id: string, email: string, name: string, roles: staff.role[] }
---@param mall_id string
---@return staff
function staff.person(row, mall_id)
  local role = rules.role_in(row.roles, mall_id)
  return { id = row.staff_id, email = row.email, name = row.name, role = role, role_label = role and rules.label(role) or "",
    roles = row.roles, can = function(permission) return rules.may(row.roles, permission, mall_id) end }
end

local sealing

local function key()
  sealing = sealing or runtime.secret("staff.totp") or error("SECRET_KEY is not set: second factors cannot be sealed")
  return sealing
end

--- The secret that is offered while somebody sets a second factor up: the same for as long as their session and their last
--- factor are the same, so that a page that is drawn again shows the code that was photographed; nothing is stored.
---@param session_id string
---@param account staff.account
---@return string bytes 20
function staff.offered_secret(session_id, account)
  local before = account.totp_secret or ""
  return crypto.hmac_sha256(key(), table.concat({ "offer", session_id, account.id, before }, "\0")):sub(1, 20)
end

--- A second factor as it is stored: sealed for this account alone.
---@param account_id string
---@param secret string
---@return string
function staff.seal_secret(account_id, secret) return crypto.seal(key(), secret, account_id) end

--- The second factor of an account; nil when there is none. Raises when it was sealed by another SECRET_KEY.
---@param account staff.account
---@return string|nil
function staff.secret_of(account)
  if not account.totp_secret then return nil end
  local secret = crypto.open(key(), account.totp_secret, account.id)
  return secret or error("SECRET_KEY is another than when the second factor was set up")
end

staff.by_email, staff.by_id, staff.create, staff.list = store.by_email, store.by_id, store.create, store.list
staff.roles, staff.set_role, staff.owners, staff.set_status = store.roles, store.set_role, store.owners, store.set_status
staff.set_password, staff.set_totp, staff.clear_totp = store.set_password, store.set_totp, store.clear_totp
staff.use_step, staff.saw, staff.with_role = store.use_step, store.saw, store.with_role
staff.role_in, staff.is_role, staff.role_label, staff.may = rules.role_in, rules.is_role, rules.label, rules.may
staff.knows_permission, staff.describe_agent = rules.knows, require "staff.agent"

return staff
