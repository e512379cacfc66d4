-- Somebody stops letters to an address by hand, or lets them go there again.

local korean = require "shared.korean"
local mail = require "mail"
local fault = require "shared.fault"
local record_audit = require "flows.record_audit"
local require_permission = require "flows.require_permission"
local transaction = require("flows.store").transaction

local change_suppression = {}

local function change(ctx, work)
  local may, forbidden = require_permission.run(ctx, "mail.write")
  if not may then return nil, forbidden end
  return transaction(work)
end

---@param ctx context
---@param email string
---@return true|nil
---@return fault|nil
function change_suppression.add(ctx, email)
  return change(ctx, function(tx)
    mail.suppress(tx, ctx.mall.id, email, "manual", "")
    record_audit.run(ctx, "mail.suppress", { kind = "mail_suppression", id = korean.mask_email(email) }, tx)
    return true
  end)
end

---@param ctx context
---@param digest string
---@param why string
---@return true|nil
---@return fault|nil mail.gone
function change_suppression.remove(ctx, digest, why)
  return change(ctx, function(tx)
    local removed = mail.unsuppress(tx, ctx.mall.id, digest)
    if not removed then return nil, fault "mail.gone" end
    record_audit.run(ctx, "mail.unsuppress", { kind = "mail_suppression", id = korean.mask_email(removed.address), why = why,
      changes = { reason = { removed.reason, "" } } }, tx)
    return true
  end)
end

return change_suppression
