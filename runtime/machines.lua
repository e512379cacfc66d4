--- The order machines of two releases, for commands: the shop compares them, where there is one. A tree that serves
--- something
--- else has no orders.

local fs = require "fs"
local runtime = require "runtime"

local machines = {}

local function shop()
  if not fs.stat(runtime.root() .. "/app/flows/compare_machines.lua") then return nil end
  return require "flows.compare_machines"
end

--- Why a release must not judge the orders there are; nil when it may. See flows.compare_machines.
---@param after table
---@param before table|nil
---@return string|nil
function machines.objection(after, before)
  local found = shop()
  return found and found.objection(after, before)
end

--- What is another in the machine, a line each.
---@param before table
---@param after table
---@return string[]
function machines.changes(before, after)
  local found = shop()
  return found and found.changes(before, after) or {}
end

return machines
