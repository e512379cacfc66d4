-- What the end of a claim and of a refund mean to the order's units and payments.

local order = require "order"

local effects = {}

local EVENTS = { ["return"] = "return", exchange = "exchange" }

-- A cancellation of what was not paid yet gives up what was set aside; of what was paid, what was sold.
local function event_of(claim, line)
  return EVENTS[claim.kind] or (line.from_state == "awaiting_payment" and "call_off" or "cancel")
end

function effects.settle_claim(_, subject, move)
  local by_event, events = {}, {}
  for _, line in ipairs(move.row.lines) do
    local event = event_of(move.row, line)
    if not by_event[event] then by_event[event], events[#events + 1] = {}, event end
    table.insert(by_event[event], { position = line.position, qty = line.qty })
  end
  for _, event in ipairs(events) do
    local moved, refused = subject:run { axis = "line", event = event, lines = by_event[event],
      facts = { claim = move.row.id } }
    if not moved then return nil, refused end
  end
  return true
end

function effects.return_money(_, subject, move)
  local payment, amount = order.find_row(subject.payments, move.row.payment_id), move.row.amount
  local left = payment.captured_amount - payment.returned_amount - amount
  return subject:run { axis = "payment", event = left == 0 and "return_rest" or "return_part", id = payment.id,
    facts = { amount = amount }, set = { returned_amount = payment.returned_amount + amount } }
end

return effects
