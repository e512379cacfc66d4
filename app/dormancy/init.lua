-- The public face of dormancy.

local forms = require "dormancy.forms"
local rules = require "dormancy.rules"
local store = require "dormancy.store"

local dormancy = { policy = rules.policy, forms = forms }

for name, fn in pairs(store) do dormancy[name] = fn end

return dormancy
