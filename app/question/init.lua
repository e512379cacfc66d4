-- The public face of questions about products.

local desk = require "question.desk.store"
local rules = require "question.rules"
local store = require "question.store"

local question = { author = rules.author, summary = rules.summary, view = rules.view, desk = desk }

for name, fn in pairs(store) do question[name] = fn end

return question
