-- Whether a history is one that the machine allows: of a payment, a claim or a refund each step starts where the one before
-- ended; of a line, units leave only where there are any, and none comes or goes. Pure.

local engine = require "order.rules.engine"

local path = {}

local function is_known(axis, event)
  local transition = engine.transition(axis, event.from_status, event.event)
  return transition ~= nil and transition.to == event.to_status
end

local function step_units(units, event)
  if type(event.qty) ~= "number" or event.qty < 1 then return false end
  local from, to = event.from_status, event.to_status
  if from == nil then
    if next(units) then return false end
  else
    units[from] = (units[from] or 0) - event.qty
    if units[from] < 0 then return false end
  end
  units[to] = (units[to] or 0) + event.qty
  return true
end

--- Where everything stands at the end of a history; nil: it is no path of the machine.
---@param machine table
---@param history order.event[]
---@return { payment: table<string, string>, claim: table<string, string>, refund: table<string, string>,
---  line: table<string, table<string, integer>> }|nil
function path.follow(machine, history)
  local at = { payment = {}, line = {}, claim = {}, refund = {} }
  for _, event in ipairs(history) do
    local axis, subject = machine[event.axis], event.subject
    if not axis or not at[event.axis] or not is_known(axis, event) then return nil end
    if event.axis == "line" then
      at.line[subject] = at.line[subject] or {}
      if not step_units(at.line[subject], event) then return nil end
    else
      if at[event.axis][subject] ~= event.from_status then return nil end
      at[event.axis][subject] = event.to_status
    end
  end
  return at
end

---@param machine table
---@param history order.event[]
---@return boolean
function path.is(machine, history) return #history > 0 and path.follow(machine, history) ~= nil end

return path
