-- Toss Payments' lists: what they settle with the mall (정산), and what moved in a time (거래). Money that went back is
-- negative there. Pure.

local reading = require "payment.rules.reading"

local lists, read_text, signed = {}, reading.text, reading.signed

---@class payment.settlement
---@field transaction_id string    the payment's
---@field movement string          of the capture, or of one cancellation
---@field reference string
---@field kind "pay"|"cancel"
---@field method string|nil
---@field gross integer            negative of a cancellation, like the fees that come back with it
---@field fee integer              without its VAT
---@field fee_vat integer
---@field net integer
---@field sold_on string|nil       "2026-09-20"
---@field paid_on string|nil       when the mall gets it

--- One row; nil when it cannot be read.
---@param row table
---@return payment.settlement|nil
function lists.settlement(row)
  local gross, net = signed(row.amount), signed(row.payOutAmount)
  local fee, fee_vat = signed(row.supplyAmount) or signed(row.suppliedAmount), signed(row.vat)
  local key, movement, reference = read_text(row.paymentKey), read_text(row.transactionKey, 64), read_text(row.orderId, 64)
  if not (gross and net and fee and fee_vat and key and movement and reference) then return nil end
  return { transaction_id = key, movement = movement, reference = reference, kind = gross < 0 and "cancel" or "pay",
    method = read_text(row.method, 30), gross = gross, fee = fee, fee_vat = fee_vat, net = net,
    sold_on = read_text(row.soldDate, 10), paid_on = read_text(row.paidOutDate, 10) }
end

---@class payment.movement
---@field transaction_id string
---@field movement string
---@field reference string
---@field status string   the provider's
---@field amount integer
---@field at number|nil

---@param row table
---@return payment.movement|nil
function lists.movement(row)
  local amount, key, movement = signed(row.amount), read_text(row.paymentKey), read_text(row.transactionKey, 64)
  local reference = read_text(row.orderId, 64)
  if not (amount and key and movement and reference) then return nil end
  return { transaction_id = key, movement = movement, reference = reference, status = read_text(row.status, 30),
    amount = amount, at = reading.moment(row.transactionAt) }
end

return lists
