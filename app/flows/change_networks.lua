-- The list of networks that the back office may be used from. Nobody closes it on themselves.

local fault = require "shared.fault"
local record_audit = require "flows.record_audit"
local require_permission = require("flows.require_permission").run
local staff = require "staff"
local transaction = require("flows.store").transaction

local change_networks = {}

local function carry_out(ctx, action, network, change)
  local ok, refused = require_permission(ctx, "staff.write")
  if not ok then return nil, refused end
  return transaction(function(tx)
    local done, problem = change(tx)
    if not done then return nil, problem end
    if not staff.network.admits(tx, ctx:address()) then return nil, fault("staff.shuts_out", { address = ctx:address() }) end
    record_audit.run(ctx, action, { kind = "staff_network", id = network }, tx)
    return true
  end)
end

--- Adds a network to the list.
---@param ctx context
---@param typed string  "203.0.113.0/24", "203.0.113.7"
---@param note string
---@return true|nil
---@return fault|nil staff.forbidden | staff.network | staff.shuts_out (`address`)
function change_networks.add(ctx, typed, note)
  local network = staff.network.read(typed)
  if not network then return nil, fault("staff.network") end
  return carry_out(ctx, "staff.network_added", network, function(tx)
    staff.network.add(tx, network, note)
    return true
  end)
end

--- Takes a network off the list.
---@param ctx context
---@param network string
---@return true|nil
---@return fault|nil staff.forbidden | staff.not_found | staff.shuts_out
function change_networks.remove(ctx, network)
  return carry_out(ctx, "staff.network_removed", network, function(tx)
    if not staff.network.remove(tx, network) then return nil, fault("staff.not_found") end
    return true
  end)
end

return change_networks
