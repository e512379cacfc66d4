-- All questions, by what they ask about.

local GROUPS = { "money", "goods", "benefits", "history", "effects", "bounds" }

local all = {}
for _, group in ipairs(GROUPS) do
  for _, question in ipairs(require("invariants.questions." .. group)) do all[#all + 1] = question end
end
table.sort(all, function(a, b) return a.number .. a.name < b.number .. b.name end)

return all
