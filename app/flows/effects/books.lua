-- Each movement of money, into the books.

local order = require "order"
local fault = require "shared.fault"

local effects = {}

local entries = order.entries

local function book(tx, subject, what, list)
  order.book(tx, subject.mall_id, subject.id, what, list)
  return true
end

--- So much of a payment is here and has not gone back.
local function kept(payment) return payment.captured_amount - payment.returned_amount end

function effects.book_sale(tx, subject) return book(tx, subject, "sale", entries.sale(subject.order)) end

-- What came while nobody could place it was booked then.
function effects.book_capture(tx, subject, move)
  local suspended = move.from == "quarantined" and kept(move.before) or 0
  return book(tx, subject, "capture", entries.capture(move.row, suspended))
end

function effects.book_suspense(tx, subject, move)
  return book(tx, subject, "suspense", entries.suspense(move.row, kept(move.row) - kept(move.before)))
end

function effects.book_void(tx, subject, move)
  return book(tx, subject, "void", entries.void(move.row, kept(move.before) - kept(move.row)))
end

function effects.book_recall(tx, subject, move)
  return book(tx, subject, "recall", entries.recall(move.row, kept(move.before) - kept(move.row)))
end

function effects.book_refund(tx, subject, move)
  local payment = order.find_row(subject.payments, move.row.payment_id)
  if not payment then return nil, fault("order.not_found") end
  if move.row.breakdown.suspense then return book(tx, subject, "refund", entries.void(payment, move.row.amount)) end
  return book(tx, subject, "refund", entries.refund(payment, move.row))
end

return effects
