-- The personal data of a row is shown to somebody who says why: written down before it is shown.

local record_audit = require "flows.record_audit"
local require_permission = require "flows.require_permission"

local open_row = {}

-- The member that a row is about.
local function whose(one, cells)
  local column = one.name == "member" and "id" or "member_id"
  return cells[column] and cells[column].text
end

---@param ctx context
---@param one relation.table
---@param row relation.row
---@param why string
---@return true|nil
---@return fault|nil staff.forbidden
function open_row.run(ctx, one, row, why)
  local may, forbidden = require_permission.run(ctx, "members.unmask")
  if not may then return nil, forbidden end
  record_audit.run(ctx, "table.unmask", { kind = one.name, id = table.concat(row.key, ","), why = why,
    whose = whose(one, row.cells) })
  return true
end

return open_row
