-- The public face of 1:1 inquiries.

local desk = require "inquiry.desk.store"
local rules = require "inquiry.rules"
local store = require "inquiry.store"

local inquiry = { TOPICS = rules.TOPICS, topic = rules.topic, state = rules.state, desk = desk }

for name, fn in pairs(store) do inquiry[name] = fn end

return inquiry
