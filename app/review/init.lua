-- The public face of reviews.

local desk = require "review.desk.store"
local rules = require "review.rules"
local store = require "review.store"

local review = { author = rules.author, average = rules.average, sum = rules.sum, summary = rules.summary, view = rules.view,
  desk = desk }

for name, fn in pairs(store) do review[name] = fn end

return review
