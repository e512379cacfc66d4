-- Machines for specs: the one of this tree, changed in a copy.

local machines = {}

--- A copy, whatever is in it.
---@generic T
---@param value T
---@return T
function machines.copy(value)
  if type(value) ~= "table" then return value end
  local out = {}
  for key, item in pairs(value) do out[key] = machines.copy(item) end
  return out
end

--- This tree's machine after a change.
---@param change fun(machine: table)
---@return table
function machines.changed(change)
  local made = machines.copy(require "order.machine")
  change(made)
  return made
end

return machines
