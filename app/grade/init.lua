-- The public face of grades: what a ladder means, and who stands where on it.

local rules = require "grade.rules"
local store = require "grade.store"

local grade = {}

for name, fn in pairs(rules) do grade[name] = fn end
for name, fn in pairs(store) do grade[name] = fn end

return grade
