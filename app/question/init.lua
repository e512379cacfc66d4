-- The public face of questions about products.

local rules = require "question.rules"
local store = require "question.store"

local question = { author = rules.author, summary = rules.summary, view = rules.view }

for name, fn in pairs(store) do question[name] = fn end

return question
