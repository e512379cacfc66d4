-- What staff does to a member's account. Each is asked for with its permission, and done in one transaction with its entry
-- in the log.

local member = require "member"
local session = require "session"
local fault = require "shared.fault"
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run
local reset_password = require "flows.reset_password"
local transaction = require("flows.store").transaction

local manage_member = {}

-- Runs `change(tx, found)` for who may; it returns what changed, by field, for the log.
local function carry_out(ctx, id, action, why, change)
  local may, refused = require_permission(ctx, "members.write")
  if not may then return nil, refused end
  return transaction(function(tx)
    local found = member.by_id(ctx.mall.id, id, tx)
    if not found or found.status == "withdrawn" then return nil, fault("member.not_found") end
    local changes = change(tx, found)
    record_audit(ctx, action, { kind = "member", id = id, whose = id, why = why, changes = changes }, tx)
    return found
  end)
end

--- Shuts a member out at once, wherever they are logged in.
---@param ctx context
---@param id string
---@param why string
---@return member|nil
---@return fault|nil staff.forbidden | member.not_found
function manage_member.block(ctx, id, why)
  return carry_out(ctx, id, "member.block", why, function(tx, found)
    member.block(tx, ctx.mall.id, id, why)
    member.token.revoke(tx, ctx.mall.id, id)
    session.revoke_all(ctx.mall.id, id, nil, tx)
    return { blocked = { before = found.blocked_why, after = why } }
  end)
end

--- Lets them in again.
---@return member|nil
---@return fault|nil staff.forbidden | member.not_found
function manage_member.unblock(ctx, id)
  return carry_out(ctx, id, "member.unblock", nil, function(tx, found)
    member.block(tx, ctx.mall.id, id, nil)
    return { blocked = { before = found.blocked_why, after = nil } }
  end)
end

--- Mails the link by which a new password is set, as if the member had asked for it.
---@return member|nil
---@return fault|nil staff.forbidden | member.not_found
function manage_member.send_reset(ctx, id)
  return carry_out(ctx, id, "member.send_reset", nil, function(tx, found)
    reset_password.remind(tx, ctx.mall, found, ctx.base_url)
  end)
end

--- Ends all sessions of a member: a telephone that was lost.
---@return member|nil
---@return fault|nil staff.forbidden | member.not_found
function manage_member.log_out(ctx, id)
  return carry_out(ctx, id, "member.log_out", nil, function(tx) session.revoke_all(ctx.mall.id, id, nil, tx) end)
end

--- Notes something for the next one who talks to them.
---@return member|nil
---@return fault|nil staff.forbidden | member.not_found
function manage_member.note(ctx, id, note)
  return carry_out(ctx, id, "member.note", nil, function(tx)
    member.desk.note(tx, ctx.mall.id, id, ctx.staff.name, note)
  end)
end

return manage_member
