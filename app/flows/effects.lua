-- What the machine's events do beyond moving a state, by the names that app/order/machine uses. An effect is
-- `effect(tx, subject, move, by)`: it works in the caller's transaction, sees the order as it stands after the move, may
-- move on with `subject:run(spec)`, and says `nil, fault` when it cannot be: then nothing of the whole must stay.

local effects = {}

for _, room in ipairs {
  require "flows.effects.lines", require "flows.effects.stock", require "flows.effects.benefits",
  require "flows.effects.books", require "flows.effects.claim", require "flows.effects.exchange",
  require "flows.effects.letters", require "flows.effects.receipts", require "flows.effects.rewards",
} do
  for name, effect in pairs(room) do
    if effects[name] then error("two effects are called " .. name) end
    effects[name] = effect
  end
end

return effects
