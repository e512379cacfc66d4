-- What may happen, asked of the machine's data: which transition an event takes from a state, which units it moves, who may
-- cause it and whether its guards agree. Pure; flows.move_order carries out what this allows.

local fault = require "shared.fault"
local guards = require "order.rules.guards"

local engine = {}

---@class machine.state
---@field key string
---@field label string
---@field say string
---@field final boolean|nil  nothing leaves it
---@field rest boolean|nil   it may stay so for ever, though something can still happen

---@class machine.transition
---@field on string
---@field from string|string[]|nil  none: here something begins
---@field to string
---@field who string[]
---@field permission string|nil     what staff needs
---@field guards string[]|nil
---@field effects string[]|nil
---@field label string
---@field say string

---@class machine.axis
---@field key string
---@field label string
---@field of string
---@field states machine.state[]
---@field transitions machine.transition[]

--- The states a transition starts from; none: here something begins.
---@param transition machine.transition
---@return string[]
function engine.froms(transition)
  local from = transition.from
  if from == nil then return {} end
  return type(from) == "table" and from or { from }
end

---@param transition machine.transition
---@param state string|nil
---@return boolean
local function starts_at(transition, state)
  if transition.from == nil or state == nil then return transition.from == state end
  if type(transition.from) == "string" then return transition.from == state end
  for _, from in ipairs(transition.from) do
    if from == state then return true end
  end
  return false
end

--- A state by its key, and how many-th it is.
---@param axis machine.axis
---@param key string
---@return machine.state
---@return integer
function engine.state(axis, key)
  for i, state in ipairs(axis.states) do
    if state.key == key then return state, i end
  end
  error(("no such state on the axis %s: %s"):format(axis.key, tostring(key)), 2)
end

--- The transition that an event takes from a state.
---@param axis machine.axis
---@param state string|nil  nil: it does not exist yet
---@param event string
---@return machine.transition|nil
function engine.transition(axis, state, event)
  for _, transition in ipairs(axis.transitions) do
    if transition.on == event and starts_at(transition, state) then return transition end
  end
end

--- All that can happen in a state.
---@param axis machine.axis
---@param state string|nil
---@return machine.transition[]
function engine.ways(axis, state)
  local list = {}
  for _, transition in ipairs(axis.transitions) do
    if starts_at(transition, state) then list[#list + 1] = transition end
  end
  return list
end

--- Why an event cannot happen in a state.
---@param axis machine.axis
---@param state string|nil
---@param event string
---@return fault
function engine.illegal(axis, state, event)
  local label = state and engine.state(axis, state).label or "없음"
  return fault("order.illegal_transition", { axis = axis.key, event = event, status = state, label = label })
end

-- "staff hana@shop.kr" → "staff"
local function kind_of(actor) return actor:match "^%S+" end

--- Whether somebody may cause a transition.
---@param transition machine.transition
---@param by move.by
---@return boolean
function engine.may(transition, by)
  local kind = kind_of(by.actor)
  for _, one in ipairs(transition.who) do
    if one == kind or one == "machine" and by.machine then return true end
  end
  return false
end

--- Asks whether a move may be made: by whom, and in the eyes of its guards.
---@param transition machine.transition
---@param subject move.subject
---@param move move.move
---@param by move.by
---@return true|nil
---@return fault|nil order.not_allowed | order.guarded, with `says`: why, in words
function engine.judge(transition, subject, move, by)
  if not engine.may(transition, by) then
    return nil, fault("order.not_allowed", { axis = move.axis, event = move.event, actor = kind_of(by.actor) })
  end
  for _, name in ipairs(transition.guards or {}) do
    local guard = guards[name] or error("no such guard: " .. name)
    if not guard.test(subject, move, by) then
      return nil, fault("order.guarded", { axis = move.axis, event = move.event, guard = name, says = guard.says })
    end
  end
  return true
end

-- The states an event starts from on the axis, in the order of the states: what has come least far goes first.
local function ordered_froms(axis, event)
  local list = {}
  for _, state in ipairs(axis.states) do
    local transition = engine.transition(axis, state.key, event)
    if transition then list[#list + 1] = { state = state.key, transition = transition } end
  end
  return list
end

-- Takes so many units of one line from where they stand. -> how many could not be found
local function take(groups, portions, froms, asked)
  local left = asked.qty
  for _, from in ipairs(froms) do
    local there = portions[from.state] or 0
    local qty = math.min(there, left or there)
    if qty > 0 and (asked.from == nil or asked.from == from.state) then
      local group = groups[from.transition]
      if not group then
        group = { transition = from.transition, lines = {} }
        groups[from.transition], groups[#groups + 1] = group, group
      end
      group.lines[#group.lines + 1] = { position = asked.position, from = from.state, to = from.transition.to, qty = qty }
      if left then left = left - qty end
    end
  end
  return left or 0
end

--- Which units an event moves: those that were asked for, or all that stand where it starts. Several transitions may share
--- an event; each has a group of its own.
---@param axis machine.axis
---@param subject move.subject
---@param event string
---@param lines {position:integer, qty:integer|nil, from:string|nil}[]|nil
---@return {transition: machine.transition, lines: move.units[]}[]|nil
---@return fault|nil order.illegal_transition
function engine.plan(axis, subject, event, lines)
  local froms, groups, asked = ordered_froms(axis, event), {}, lines
  if not asked then
    asked = {}
    for position in ipairs(subject.lines) do asked[position] = { position = position } end
  end
  local seen = {}
  for _, one in ipairs(asked) do
    local portions = subject.portions[one.position]
    if not portions or seen[one.position] or one.qty and (one.qty < 1 or one.qty % 1 ~= 0) then
      error("a move names each line of the order once, with a whole number of units", 3)
    end
    seen[one.position] = true
    if take(groups, portions, froms, one) > 0 then return nil, engine.illegal(axis, next(portions), event) end
  end
  if #groups == 0 then
    local first = subject.portions[1]
    return nil, engine.illegal(axis, first and next(first), event)
  end
  return groups
end

return engine
