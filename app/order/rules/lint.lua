-- What is wrong with a machine: states nobody reaches or leaves, two answers to one event, words for people that are
-- missing, guards and effects that nobody knows. Pure; a release whose machine is unsound is not built.

local engine = require "order.rules.engine"
local guards = require "order.rules.guards"

local lint = {}

local ACTORS = { shopper = true, member = true, staff = true, clock = true, provider = true, machine = true }

local function written(text) return type(text) == "string" and text ~= "" end

local function name_of(axis, transition)
  local froms = engine.froms(transition)
  return ("%s %s from %s"):format(axis.key, tostring(transition.on), #froms > 0 and table.concat(froms, ", ") or "nothing")
end

local function lint_who(name, transition, problems)
  if type(transition.who) ~= "table" or #transition.who == 0 then
    problems[#problems + 1] = name .. " may be caused by nobody"
    return
  end
  local staff = false
  for _, actor in ipairs(transition.who) do
    if not ACTORS[actor] then problems[#problems + 1] = name .. " knows an unknown actor: " .. tostring(actor) end
    staff = staff or actor == "staff"
  end
  if staff and not transition.permission then problems[#problems + 1] = name .. " asks staff for no permission" end
end

local function lint_transition(axis, transition, known, effects, problems)
  local name = name_of(axis, transition)
  if not known[transition.to] then problems[#problems + 1] = name .. " leads to an unknown state" end
  for _, from in ipairs(engine.froms(transition)) do
    if not known[from] then
      problems[#problems + 1] = name .. " starts at an unknown state"
    elseif known[from].final then
      problems[#problems + 1] = name .. " leaves a final state"
    end
  end
  if not written(transition.say) or not written(transition.label) then problems[#problems + 1] = name ..
    " is not put in words" end
  lint_who(name, transition, problems)
  for _, guard in ipairs(transition.guards or {}) do
    if not guards[guard] then problems[#problems + 1] = name .. " has an unknown guard: " .. guard end
  end
  for _, effect in ipairs(transition.effects or {}) do
    if effects and not effects[effect] then problems[#problems + 1] = name .. " has an effect that nobody carries out: " ..
      effect end
  end
end

local function lint_reach(axis, problems)
  local reached, leaves = {}, {}
  for _, transition in ipairs(axis.transitions) do
    local froms = engine.froms(transition)
    if #froms == 0 then reached[transition.to] = true end
    for _, from in ipairs(froms) do
      if from ~= transition.to then leaves[from] = true end
    end
  end
  if not next(reached) then problems[#problems + 1] = axis.key .. " never begins" end
  for _ = 1, #axis.states do
    for _, transition in ipairs(axis.transitions) do
      for _, from in ipairs(engine.froms(transition)) do
        if reached[from] then reached[transition.to] = true end
      end
    end
  end
  for _, state in ipairs(axis.states) do
    local name = axis.key .. " " .. state.key
    if not reached[state.key] then problems[#problems + 1] = name .. " is never reached" end
    if not state.final and not state.rest and not leaves[state.key] then problems[#problems + 1] = name .. " is a dead end"
      end
  end
end

local function lint_axis(axis, effects, problems)
  local known, seen = {}, {}
  for _, state in ipairs(axis.states) do
    if known[state.key] then problems[#problems + 1] = axis.key .. " " .. state.key .. " stands twice" end
    if not written(state.say) or not written(state.label) then
      problems[#problems + 1] = axis.key .. " " .. state.key .. " is not put in words"
    end
    known[state.key] = state
  end
  for _, transition in ipairs(axis.transitions) do
    lint_transition(axis, transition, known, effects, problems)
    local froms = engine.froms(transition)
    for _, from in ipairs(#froms > 0 and froms or { "nothing" }) do
      local key = ("%s %s from %s"):format(axis.key, transition.on, from)
      if seen[key] then problems[#problems + 1] = "two answers to " .. key end
      seen[key] = true
    end
  end
  lint_reach(axis, problems)
end

-- The words that a machine says its code knows are those that it knows.
local function lint_words(kind, words, known, problems)
  local listed = {}
  for _, word in ipairs(words) do
    listed[word] = true
    if not known[word] then problems[#problems + 1] = ("words name the %s %s, which nobody knows"):format(kind, word) end
  end
  local missing = {}
  for word in pairs(known) do
    if not listed[word] then missing[#missing + 1] = ("words leave out the %s %s"):format(kind, word) end
  end
  table.sort(missing)
  for _, problem in ipairs(missing) do problems[#problems + 1] = problem end
end

--- What is wrong with a machine.
---@param machine table
---@param effects table<string, function>|nil  those that somebody carries out; nil: not asked
---@return string[] problems  none when it is sound
function lint.problems(machine, effects)
  local problems = {}
  if machine.words then lint_words("guard", machine.words.guards, guards, problems) end
  if machine.words and effects then lint_words("effect", machine.words.effects, effects, problems) end
  for _, name in ipairs(machine.axes) do lint_axis(machine[name], effects, problems) end
  return problems
end

return lint
