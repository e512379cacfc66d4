-- The public face of stock: what orders do to it (hold, sell, give back …), what staff does, its lots, and what runs short.

local holds = require "stock.hold.store"
local lots = require "stock.lot.store"
local store = require "stock.store"
local rules = require "stock.rules"

local stock = { lots = lots }

for name, fn in pairs(store) do stock[name] = fn end
for name, fn in pairs(holds) do stock[name] = fn end

stock.reason, stock.delta, stock.label, stock.REASONS = rules.reason, rules.delta, rules.label, rules.REASONS

return stock
