-- What somebody of the staff changes about their own account: the password, and where they are logged in. Who they are is
-- asked of nobody else: it takes no permission.

local fault = require "shared.fault"
local password = require "password"
local record_audit = require "flows.record_audit"
local staff = require "staff"
local warn_staff = require "flows.warn_staff"
local transaction = require("flows.store").transaction

local change_own_account = {}

--- Changes the password; all other sessions end.
---@param ctx context
---@param current string
---@param new string
---@return true|nil
---@return fault|nil staff.wrong | staff.locked | staff.busy
function change_own_account.password(ctx, current, new)
  local account = staff.by_id(ctx.staff.id)
  local subject = { "account", account.email }
  local count, left = staff.failure.take(subject)
  if not count then return nil, warn_staff.locked(left) end
  local matches, message = password.verify(current, account.password_hash)
  if matches == nil then return nil, fault("staff.busy", { message = message }) end
  if not matches then
    warn_staff.failed(ctx, account, subject, count, "staff.wrong")
    return nil, fault("staff.wrong")
  end
  staff.failure.clear(subject)
  local hash, busy = password.hash(new)
  if not hash then return nil, fault("staff.busy", { message = busy }) end
  return transaction(function(tx)
    staff.set_password(account.id, hash, tx)
    local ended = staff.session.revoke(account.id, { but = ctx.session.row.id }, tx)
    record_audit.run(ctx, "staff.password", { kind = "staff", id = account.id, changes = { sessions = ended } }, tx)
    return true
  end)
end

--- Ends one of one's other sessions, or all of them.
---@param ctx context
---@param session_id string|nil
---@return true|nil
---@return fault|nil
function change_own_account.revoke(ctx, session_id)
  return transaction(function(tx)
    local ended = staff.session.revoke(ctx.staff.id, { id = session_id, but = ctx.session.row.id }, tx)
    record_audit.run(ctx, "staff.revoke", { kind = "staff", id = ctx.staff.id, changes = { sessions = ended } }, tx)
    return true
  end)
end

--- Chooses the mall to work on.
---@param ctx context
---@param mall_id string
---@return true|nil
---@return fault|nil staff.forbidden
function change_own_account.choose_mall(ctx, mall_id)
  if not staff.role_in(ctx.staff.roles, mall_id) then return nil, fault("staff.forbidden") end
  staff.session.choose_mall(ctx.session.row.id, mall_id)
  return true
end

return change_own_account
