-- The public face of the checkout: the draft, the words, the promise that is confirmed, the taxes in what is paid.

local store = require "checkout.store"
local rules = require "checkout.rules"

local checkout = { tax = require "checkout.rules.tax", promise = require "checkout.promise",
  changes = require("checkout.rules.changes").between }

for name, fn in pairs(store) do checkout[name] = fn end
for name, fn in pairs(rules) do checkout[name] = fn end

return checkout
