-- Goes through every invariant and says what breaks it. Meant for a quiet mall: under way is not broken.

local invariants = require "invariants"
local order = require "order"
local pinned_machine = require "flows.pinned_machine"

local check_invariants = {}

-- What is wrong with one order's history: it is no path of the machine, or the order is not called what follows from it.
local function broken(found)
  local at = order.follow(found.events, pinned_machine.of(found))
  if not at then return ("order %s: its history is not a path of the machine it follows"):format(found.number) end
  local payments = {}
  for id, status in pairs(at.payment) do payments[#payments + 1] = { status = status, method = found.methods[id] } end
  local name = order.label(at.line, payments)
  if name ~= found.status then return ("order %s is called %s instead of %s"):format(found.number, found.status, name) end
end

local function broken_paths()
  local findings, after = {}, nil
  repeat
    local page = invariants.histories(after)
    for _, found in ipairs(page) do
      findings[#findings + 1] = broken(found)
      after = found.id
    end
  until #page == 0 or #findings >= 20
  return findings
end

--- Asks all questions.
---@return {number:string, name:string, says:string, findings:string[]}[]
function check_invariants.run()
  -- which statuses mean bought is read from the rules, not from a second list
  local results, groups = {}, { bought = order.bought() }
  for _, invariant in ipairs(invariants.list) do
    local given = {}
    for i, group in ipairs(invariant.given or {}) do given[i] = groups[group] end
    results[#results + 1] = { number = invariant.number, name = invariant.name, says = invariant.says,
      findings = invariants.ask(invariant, unpack(given)) }
  end
  results[#results + 1] = { number = "I5", name = "history_is_a_path",
    says = "every order's history is a path of the machine it follows, and the order is called what follows",
      findings = broken_paths() }
  return results
end

return check_invariants
