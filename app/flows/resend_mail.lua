-- Somebody wants a letter that was given up to be tried again.

local mail = require "mail"
local queue = require "queue"
local fault = require "shared.fault"
local record_audit = require "flows.record_audit"
local require_permission = require "flows.require_permission"
local transaction = require("flows.store").transaction

local resend_mail = {}

---@param ctx context
---@param id string
---@return true|nil
---@return fault|nil mail.gone
function resend_mail.run(ctx, id)
  local may, forbidden = require_permission.run(ctx, "mail.write")
  if not may then return nil, forbidden end
  return transaction(function(tx)
    local row = mail.requeue(tx, ctx.mall.id, id)
    if not row then return nil, fault "mail.gone" end
    queue.enqueue(tx, "mail.send", { mall_id = ctx.mall.id, id = id }, { mall_id = ctx.mall.id, unique = "mail:" .. id })
    record_audit.run(ctx, "mail.retry", { kind = "mail", id = id, whose = row.member_id }, tx)
    return true
  end)
end

return resend_mail
