-- The public face of members: their accounts, the links mailed to them, what they agreed to, the
-- grades there are, and the rules of all that.

local store = require "member.store"
local rules = require "member.rules"

local member = { token = require "member.token.store", consent = require "member.consent.store",
  import = require "member.import.store", desk = require "member.desk.store", grid = require "member.desk.grid",
  grades = require "member.grades", grade_label = require "member.grade_label" }

for name, fn in pairs(store) do member[name] = fn end
for name, value in pairs(rules) do member[name] = value end

for name, fn in pairs(require "member.import.rules") do member.import[name] = fn end
for name, fn in pairs(require "member.desk.rules") do member.desk[name] = fn end

return member
