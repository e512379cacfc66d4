-- A cash receipt follows the money: whenever some of it came or went, a job sees to the receipt that the buyer asked for.
-- Providers are asked there, outside of any transaction.

local queue = require "queue"

local effects = {}

--- Has the receipt of a payment seen to.
function effects.tend_receipt(tx, subject, move)
  if (subject.order.cash_receipt or "none") == "none" then return true end
  local payment_id = move.axis == "refund" and move.row.payment_id or move.row.id
  -- what happens while a job is under way needs a job of its own
  queue.enqueue(tx, "receipt.tend", { mall_id = subject.mall_id, payment_id = payment_id },
    { mall_id = subject.mall_id, unique = ("receipt:%s:%s:%s"):format(payment_id, move.event, move.row.id), delay = 2 })
  return true
end

return effects
