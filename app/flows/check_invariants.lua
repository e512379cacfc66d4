-- Goes through every invariant and says what breaks it. Meant for a quiet mall: under way is not broken.

local invariants = require "invariants"
local order = require "order"

local check_invariants = {}

-- Which states mean paid, waiting for the deposit, and given back, read from the machine and not from a second list.
local function states()
  return { paid = order.states_after "sell_stock", waiting = order.states_after "reserve_stock",
    released = order.states_after "release_stock" }
end

local function broken_paths()
  local findings, after = {}, nil
  repeat
    local page = invariants.histories(after)
    for _, found in ipairs(page) do
      if not order.is_path(found.events) then
        findings[#findings + 1] = ("order %s: its history is not a path of the machine"):format(found.number)
      end
      after = found.id
    end
  until #page == 0 or #findings >= 20
  return findings
end

--- Asks all questions.
---@return {number:string, name:string, says:string, findings:string[]}[]
function check_invariants.run()
  local results, groups = {}, states()
  for _, invariant in ipairs(invariants.list) do
    local given = {}
    for i, group in ipairs(invariant.given or {}) do given[i] = groups[group] end
    results[#results + 1] = { number = invariant.number, name = invariant.name, says = invariant.says,
      findings = invariants.ask(invariant.name, unpack(given)) }
  end
  results[#results + 1] = { number = "I5", name = "history_is_a_path",
    says = "every order's history is a path of the machine", findings = broken_paths() }
  return results
end

return check_invariants
