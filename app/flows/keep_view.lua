-- Lists that staff save under a name, and throw away again.

local admin = require "admin"
local fault = require "shared.fault"
local record_audit = require("flows.record_audit").run
local transaction = require("flows.store").transaction

local keep_view = {}

---@param ctx context
---@param view { grid: string, name: string, query: string, shared: boolean }
---@return string|nil id
---@return fault|nil
function keep_view.keep(ctx, view)
  return transaction(function(tx)
    local id = admin.keep_view(ctx.mall.id, ctx.staff.id, view, tx)
    record_audit(ctx, "view.keep", { kind = "view", id = id, changes = { [view.grid] = { after = view.name } } }, tx)
    return id
  end)
end

---@param ctx context
---@param id string
---@return table|nil view  as it was
---@return fault|nil web.not_found
function keep_view.forget(ctx, id)
  return transaction(function(tx)
    local view = admin.forget_view(ctx.mall.id, ctx.staff.id, id, tx)
    if not view then return nil, fault("web.not_found") end
    record_audit(ctx, "view.forget", { kind = "view", id = id, changes = { [view.grid] = { before = view.name } } }, tx)
    return view
  end)
end

return keep_view
