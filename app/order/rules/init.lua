-- The engine that runs order/machine.lua, and the small sums and words around an order. Pure: the moment, the random
-- bytes and the machine are given.

local fault = require "shared.fault"
local clock = require "shared.clock"
local korean = require "shared.korean"

local rules = {}

---@param machine table
---@param key string
---@return {key:string, label:string, say:string, final:boolean|nil}
function rules.state(machine, key)
  for _, state in ipairs(machine.states) do
    if state.key == key then return state end
  end
  error("no such order state: " .. tostring(key), 2)
end

local GUARDS = {
  --- A few minutes of grace: a deposit made in time may be reported late.
  past_due = function(facts) return facts.now > facts.due_at + rules.GRACE end,
}

rules.GRACE = 10 * 60

--- The transition that `event` causes from `status`, or why there is none.
---@param machine table
---@param status string|nil nil: the order does not exist yet
---@param event string
---@param facts {now:number, due_at:number}|nil what the guards judge by
---@return table|nil transition
---@return fault|nil order.illegal_transition | order.not_yet
function rules.transition(machine, status, event, facts)
  for _, transition in ipairs(machine.transitions) do
    if transition.on == event and transition.from == status then
      for _, guard in ipairs(transition.guards or {}) do
        if not GUARDS[guard](facts) then return nil, fault("order.not_yet", { event = event, status = status }) end
      end
      return transition
    end
  end
  return nil, fault("order.illegal_transition", { event = event, status = status })
end

local function lint_transition(machine, transition, known, problems)
  local name = ("%s from %s"):format(transition.on, transition.from or "nothing")
  if not known[transition.to] then problems[#problems + 1] = name .. " leads to an unknown state" end
  if transition.from and not known[transition.from] then problems[#problems + 1] = name .. " starts at an unknown state" end
  if transition.from and known[transition.from] and known[transition.from].final then
    problems[#problems + 1] = name .. " leaves a final state"
  end
  if not transition.from and transition.to ~= machine.begin then
    problems[#problems + 1] = name .. " does not begin at the beginning"
  end
  for _, guard in ipairs(transition.guards or {}) do
    if not GUARDS[guard] then problems[#problems + 1] = name .. " has an unknown guard: " .. guard end
  end
end

--- What is wrong with a machine: unknown states and guards, two answers to one event, dead ends, states never reached.
---@param machine table
---@return string[] problems none when it is sound
function rules.lint(machine)
  local known, reached, leaves, seen, problems = {}, { [machine.begin] = true }, {}, {}, {}
  for _, state in ipairs(machine.states) do
    if known[state.key] then problems[#problems + 1] = state.key .. " stands twice" end
    known[state.key] = state
  end
  for _, transition in ipairs(machine.transitions) do
    lint_transition(machine, transition, known, problems)
    local key = (transition.from or "") .. " " .. transition.on
    if seen[key] then problems[#problems + 1] = "two answers to " .. key end
    seen[key] = true
    if transition.from then leaves[transition.from] = true end
  end
  for _ = 1, #machine.states do
    for _, transition in ipairs(machine.transitions) do
      if transition.from and reached[transition.from] then reached[transition.to] = true end
    end
  end
  for _, state in ipairs(machine.states) do
    if not reached[state.key] then problems[#problems + 1] = state.key .. " is never reached" end
    if not state.final and not leaves[state.key] then problems[#problems + 1] = state.key .. " is a dead end" end
  end
  return problems
end

--- The states that transitions with this effect lead to.
---@param machine table
---@param effect string
---@return string[]
function rules.states_after(machine, effect)
  local list = {}
  for _, transition in ipairs(machine.transitions) do
    for _, one in ipairs(transition.effects or {}) do
      if one == effect then list[#list + 1] = transition.to end
    end
  end
  return list
end

--- Is this history a path of the machine, from its beginning?
---@param machine table
---@param history {event:string, from_status:string|nil, to_status:string}[]
---@return boolean
function rules.is_path(machine, history)
  local status
  for _, step in ipairs(history) do
    local found = false
    for _, transition in ipairs(machine.transitions) do
      found = found or (transition.on == step.event and transition.from == status and step.from_status == status
        and transition.to == step.to_status)
    end
    if not found then return false end
    status = step.to_status
  end
  return status ~= nil
end

-- No I, L, O, U: what is read over the telephone must not be mistaken.
local LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

--- "261123-7K2M9QX": the day, and 35 random bits that nobody guesses.
---@param now number
---@param random string at least seven bytes
---@return string
function rules.number(now, random)
  local day, letters = clock.parts(now), {}
  for i = 1, 7 do
    local at = random:byte(i) % 32 + 1
    letters[i] = LETTERS:sub(at, at)
  end
  return ("%02d%02d%02d-%s"):format(day.year % 100, day.month, day.day, table.concat(letters))
end

--- An order number as somebody typed it: small letters, spaces, a missing hyphen, O for 0.
---@param text string
---@return string|nil
function rules.read_number(text)
  local plain = korean.half_width(text):upper():gsub("[%s%-]", ""):gsub("O", "0"):gsub("[IL]", "1")
  local day, rest = plain:match("^(%d%d%d%d%d%d)([0-9A-Z]+)$")
  if not day or #rest ~= 7 then return nil end
  return day .. "-" .. rest
end

--- The last moment of the third day (or what the mall says) in Seoul: D+3 23:59:59.
---@param now number
---@param days integer
---@return number
function rules.due_at(now, days) return clock.end_of_day(now, days) end

return rules
