-- The books under scrutiny: the invariants that hold whenever nothing is under way, each with its number in the house's
-- list, and the question that finds what breaks it.

local questions = require "invariants.questions"
local store = require "invariants.store"

local invariants = {}

--- The invariants that SQL alone can answer. `given` names which order states a question has to be told.
---@type invariants.question[]
invariants.list = questions

invariants.ask = store.ask
invariants.histories = store.histories

return invariants
