-- Counting the units of an order: how many stand where, and which of them somebody wants undone. Pure.

local line_axis = require "order.machine.line"
local claim_axis = require "order.machine.claim"

local units = {}

local closed, place = {}, {}
for _, state in ipairs(claim_axis.states) do closed[state.key] = state.final or false end
for i, state in ipairs(line_axis.states) do place[state.key] = i end

--- The row with this id.
---@param rows {id:string}[]
---@param id string|nil
---@return table|nil
function units.find(rows, id)
  for _, row in ipairs(rows) do
    if row.id == id then return row end
  end
end

--- How many units of all lines stand in a state.
---@param portions table<integer, table<string, integer>>
---@param state string
---@return integer
function units.count(portions, state)
  local count = 0
  for _, portion in pairs(portions) do count = count + (portion[state] or 0) end
  return count
end

--- How many of each state, over all lines.
---@param portions table<integer, table<string, integer>>
---@return table<string, integer>
function units.totals(portions)
  local totals = {}
  for _, portion in pairs(portions) do
    for state, qty in pairs(portion) do totals[state] = (totals[state] or 0) + qty end
  end
  return totals
end

--- Whether a claim still waits for its end.
---@param claim {status:string}
---@return boolean
function units.is_open(claim) return not closed[claim.status] end

-- Units that were asked for stand where they stood then, or, when they have moved on since, in the next state that has any.
local function sit(claimed, portions, from, qty)
  for i = place[from], #line_axis.states do
    local state = line_axis.states[i].key
    local free = (portions[state] or 0) - (claimed[state] or 0)
    local here = math.min(free, qty)
    if here > 0 then claimed[state], qty = (claimed[state] or 0) + here, qty - here end
  end
end

--- How many units of a line are under an open claim, by where they stand.
---@param subject move.subject
---@param position integer
---@param except string|nil  the id of a claim that does not count
---@return table<string, integer>
function units.claimed(subject, position, except)
  local claimed = {}
  for _, claim in ipairs(subject.claims) do
    if claim.id ~= except and units.is_open(claim) then
      for _, line in ipairs(claim.lines) do
        if line.position == position then sit(claimed, subject.portions[position], line.from_state, line.qty) end
      end
    end
  end
  return claimed
end

return units
