-- What the buyer is told when something happened, by the outbox.

local order = require "order"
local tell_orderer = require "flows.tell_orderer"

local effects = {}

function effects.tell_paid(tx, subject)
  local rows = order.lines(subject.mall_id, subject.id, tx)
  tell_orderer.run(tx, subject.mall, "order/paid", subject.order,
    order.letter.paid(subject.order, rows, subject.now, order.was_deposited(subject.payments)))
  return true
end

return effects
