-- The public face of the checkout: the draft, the words, the digest of what was confirmed.

local store = require "checkout.store"
local rules = require "checkout.rules"

local checkout = {}

for name, fn in pairs(store) do checkout[name] = fn end
for name, fn in pairs(rules) do checkout[name] = fn end

return checkout
