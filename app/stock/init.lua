-- The public face of stock: what orders do to it (hold, sell, give back …), what staff does, its lots, and what runs short.

local alarm = require "stock.alarm.store"
local holds = require "stock.hold.store"
local lot_rules = require "stock.lot.rules"
local lots = require "stock.lot.store"
local store = require "stock.store"
local rules = require "stock.rules"

local stock = { lots = lots, lot_rules = lot_rules, alarm = alarm }

for name, fn in pairs(store) do stock[name] = fn end
for name, fn in pairs(holds) do stock[name] = fn end

stock.reason, stock.delta, stock.label, stock.REASONS = rules.reason, rules.delta, rules.label, rules.REASONS

return stock
