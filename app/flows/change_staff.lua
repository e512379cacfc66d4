-- What an owner changes about others' accounts. Each is asked for with its permission, done in one transaction with its
-- entry in the log, and refused when it would leave the installation without an owner.

local fault = require "shared.fault"
local record_audit = require "flows.record_audit"
local require_permission = require("flows.require_permission").run
local staff = require "staff"
local transaction = require("flows.store").transaction

local change_staff = {}

-- Two who take each other's role wait for each other here.
local function remains_owned(tx, without)
  for _, owner in ipairs(staff.owners(tx)) do
    if owner.id ~= without then return true end
  end
  return false
end

-- Runs `change(tx, account)` for who may; it returns what changed, by field, for the log.
local function carry_out(who, id, action, why, change)
  local ok, refused = require_permission(who, "staff.write")
  if not ok then return nil, refused end
  return transaction(function(tx)
    local owned_by_others = remains_owned(tx, id)
    local account = staff.by_id(id, tx)
    if not account then return nil, fault("staff.not_found") end
    local changes, problem = change(tx, account, owned_by_others)
    if not changes then return nil, problem end
    record_audit.run(who, action, { kind = "staff", id = id, why = why, changes = changes }, tx)
    return account
  end)
end

local function is_oneself(who, id) return who.staff ~= nil and who.staff.id == id end

local function role_in(tx, id, mall_id)
  for _, one in ipairs(staff.roles(id, tx)) do
    if one.mall_id == mall_id then return one.role end
  end
end

--- Gives a role in a mall (nil: in all), or takes it (role nil).
---@param who context|audit.actor
---@param id string
---@param mall_id string|nil
---@param role string|nil
---@return staff.account|nil
---@return fault|nil staff.forbidden | staff.not_found | staff.last_owner
function change_staff.set_role(who, id, mall_id, role)
  return carry_out(who, id, "staff.role", nil, function(tx, _, owned_by_others)
    local before = role_in(tx, id, mall_id)
    local gives_up = before == "owner" and mall_id == nil and role ~= "owner"
    if gives_up and not owned_by_others then return nil, fault("staff.last_owner") end
    staff.set_role(tx, id, mall_id, role)
    return { role = { before = before, after = role }, mall_id = mall_id }
  end)
end

--- Closes an account: its sessions end at once.
---@param who context|audit.actor
---@param id string
---@param why string|nil
---@return staff.account|nil
---@return fault|nil staff.forbidden | staff.not_found | staff.last_owner | staff.oneself
function change_staff.disable(who, id, why)
  if is_oneself(who, id) then return nil, fault("staff.oneself") end
  return carry_out(who, id, "staff.disable", why, function(tx, account, owned_by_others)
    if not owned_by_others then return nil, fault("staff.last_owner") end
    staff.set_status(tx, id, "disabled")
    staff.session.revoke(id, {}, tx)
    return { status = { before = account.status, after = "disabled" } }
  end)
end

--- Opens an account again.
---@param who context|audit.actor
---@param id string
---@return staff.account|nil
---@return fault|nil staff.forbidden | staff.not_found
function change_staff.enable(who, id)
  return carry_out(who, id, "staff.enable", nil, function(tx, account)
    staff.set_status(tx, id, "active")
    return { status = { before = account.status, after = "active" } }
  end)
end

--- Takes somebody's second factor and recovery codes away, after a telephone was lost: they set another up with their
--- password within a day. Their sessions end, and their browsers are no longer known.
---@param who context|audit.actor
---@param id string
---@param why string|nil
---@return staff.account|nil
---@return fault|nil staff.forbidden | staff.not_found | staff.oneself
function change_staff.reset_totp(who, id, why)
  if is_oneself(who, id) then return nil, fault("staff.oneself") end
  return carry_out(who, id, "staff.reset_totp", why, function(tx, account)
    staff.clear_totp(tx, id)
    staff.session.revoke(id, {}, tx)
    staff.device.forget(tx, id)
    return { second_factor = { before = account.totp_secret ~= nil, after = false } }
  end)
end

--- Ends somebody's sessions, or one of them.
---@param who context|audit.actor
---@param id string
---@param session_id string|nil
---@return staff.account|nil
---@return fault|nil staff.forbidden | staff.not_found
function change_staff.revoke(who, id, session_id)
  return carry_out(who, id, "staff.revoke", nil, function(tx)
    return { sessions = staff.session.revoke(id, { id = session_id }, tx) }
  end)
end

return change_staff
