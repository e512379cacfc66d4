-- The public face of stock.

local store = require "stock.store"
local rules = require "stock.rules"

local stock = setmetatable({}, { __index = store })

stock.reason, stock.delta, stock.label, stock.REASONS = rules.reason, rules.delta, rules.label, rules.REASONS

return stock
