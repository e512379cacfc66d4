-- Somebody sends a letter to themselves, to see it where mail is read. It says that it is a test.

local preview_letter = require "flows.preview_letter"
local record_audit = require "flows.record_audit"
local require_permission = require "flows.require_permission"
local send_mail = require "flows.send_mail"
local transaction = require("flows.store").transaction

local test_letter = {}

---@param ctx context
---@param name string
---@param about string|nil  what it is about, if anything real
---@return string|nil id
---@return fault|nil
function test_letter.run(ctx, name, about)
  local may, forbidden = require_permission.run(ctx, "mail.write")
  if not may then return nil, forbidden end
  local values, refused = preview_letter.values(ctx, name, about)
  if not values then return nil, refused end
  values.is_test = true
  return transaction(function(tx)
    local id = send_mail.run(tx, ctx.mall, name, { email = ctx.staff.email, name = ctx.staff.name }, values)
    record_audit.run(ctx, "mail.test", { kind = "mail", id = id, changes = { letter = name } }, tx)
    return id
  end)
end

return test_letter
