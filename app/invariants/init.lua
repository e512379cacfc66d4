-- The books under scrutiny: the invariants that hold whenever nothing is under way, each with its number in the house's
-- list, and the question that finds what breaks it.

local store = require "invariants.store"

local invariants = {}

--- The invariants that SQL alone can answer. `given` names which order states a question has to be told.
---@type {number: string, name: string, says: string, given: string[]|nil}[]
invariants.list = {
  { number = "I1", name = "order_adds_up", says = "lines + shipping - discounts = payable, on every order" },
  { number = "I1", name = "ledger_balances", says = "debit is credit, in every transaction of the books" },
  { number = "I1", name = "ledger_is_payments",
    says = "the books have what the payments have, and nobody owes what was paid" },
  { number = "I2", name = "paid_means_captured", says = "an order is paid exactly when its whole amount was",
    given = { "bought" } },
  { number = "I3", name = "stock_is_its_ledger", says = "stock is the sum of its entries, and never below nothing" },
  { number = "I3", name = "reserved_is_promised", says = "what is reserved is what waiting orders were promised" },
  { number = "I3", name = "reserved_is_held", says = "what is reserved is what orders hold" },
  { number = "I3", name = "lots_are_the_stock",
    says = "what is on hand is the sum of its lots, and a lot is the sum of its entries" },
  { number = "I4", name = "points_are_their_entries",
    says = "points are the sum of their entries, and never below nothing" },
  { number = "I5", name = "history_has_no_gap", says = "every order has a history, without a gap" },
  { number = "I5", name = "status_is_history", says = "everything stands where its history ends" },
  { number = "I5", name = "units_stay", says = "of every line as many units are there as were ordered" },
  { number = "I6", name = "consents_are_kept", says = "every order keeps the consents it was placed with" },
  { number = "I7", name = "one_effect_an_order",
    says = "an order moves each of its goods as often as its units went that way" },
  { number = "I7", name = "one_end_a_job", says = "a job ends once, and a slot of the schedule has one job" },
  { number = "I8", name = "nothing_hangs", says = "nothing is left half-way" },
  { number = "I8", name = "no_job_is_lost", says = "no job runs without a worker, no batch waits for jobs that are gone" },
  { number = "I9", name = "money_is_in_bounds", says = "every amount is a whole number from 0 to 10^12" },
}

invariants.ask = store.ask
invariants.histories = store.histories

return invariants
