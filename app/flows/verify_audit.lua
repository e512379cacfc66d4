-- Whether the log is what was written, asked by somebody in the back office: that is written down as well.

local audit = require "audit"
local record_audit = require "flows.record_audit"
local require_permission = require("flows.require_permission").run

local verify_audit = {}

---@param who context|audit.actor
---@param noted { seq: integer, hash: string }|nil  a head that was noted before
---@return audit.verdict|nil
---@return fault|nil staff.forbidden
function verify_audit.run(who, noted)
  local ok, refused = require_permission(who, "audit.read")
  if not ok then return nil, refused end
  local verdict = audit.verify(noted)
  record_audit.run(who, "audit.verify", { kind = "audit", changes = { sound = verdict.sound, entries = verdict.entries,
    head = verdict.head } })
  return verdict
end

return verify_audit
