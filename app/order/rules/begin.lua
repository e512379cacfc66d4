-- How things of an order begin: with which event, under which number, and what the order is called then. Pure.

local engine = require "order.rules.engine"
local label = require "order.rules.label"
local payment_axis = require "order.machine.payment"

local begin = {}

--- The event an attempt to pay begins with: a bank transfer knows its account at once, everything else waits for its window.
---@param row {method:string}
---@return string
function begin.event(row) return row.method == "bank_transfer" and "announce" or "begin" end

--- What an order is called when it has just been placed.
---@param payments {method:string}[]
---@return string
function begin.status(payments)
  local started = {}
  for i, row in ipairs(payments) do
    started[i] = { method = row.method, status = engine.transition(payment_axis, nil, begin.event(row)).to }
  end
  return label.derive({ { awaiting_payment = 1 } }, started)
end

--- The columns of what begins, with the number it has within its order.
---@param axis "payment"|"claim"|"refund"
---@param subject move.subject
---@param values table<string, any>
---@return table<string, any>
function begin.numbered(axis, subject, values)
  local row = {}
  for name, value in pairs(values) do row[name] = value end
  if axis == "payment" then
    row.seq = #subject.payments + 1
    row.reference = subject.number .. "-" .. row.seq
  elseif axis == "claim" then
    row.number = subject.number .. "-C" .. #subject.claims + 1
  else
    row.seq = #subject.refunds + 1
  end
  return row
end

return begin
