-- The public face of points: the rules, the ways they move, and what a member sees of them.

local forms = require "points.forms"
local ledger = require "points.ledger"
local rules = require "points.rules"
local store = require "points.store"

local points = { policy = rules.policy, usable = rules.usable, check_use = rules.check_use, earned = rules.earned,
  label = rules.label, forms = forms, use_key = rules.use_key, release_key = rules.release_key, uses = store.uses }

for name, fn in pairs(ledger) do points[name] = fn end

points.given, points.setting, points.balance_in = store.given, store.setting, store.balance_in
points.balance, points.expiring, points.history = store.balance, store.expiring, store.history
points.overdue, points.unnoticed, points.notice = store.overdue, store.unnoticed, store.notice

return points
