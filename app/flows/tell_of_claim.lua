-- Letters about claims: that one was received, what was decided, how it ended, that money has gone back. They leave in the
-- transaction of what they tell of.

local claim = require "claim"
local order = require "order"
local refund = require "refund"
local tell_orderer = require "flows.tell_orderer"

local tell_of_claim = {}

local function goods_of(subject, row)
  local list = {}
  for i, one in ipairs(row.lines) do
    local line = subject.lines[one.position]
    list[i] = { name = line.product_name, label = line.sku_label ~= "" and line.sku_label or nil, qty = one.qty }
  end
  return list
end

local function rows_of(breakdown)
  local list = {}
  for i, row in ipairs(breakdown.rows) do list[i] = { label = row.label, amount = row.amount, note = row.note } end
  return list
end

local function values_of(subject, row, breakdown)
  return { name = subject.order.orderer_name, number = row.number, order_number = subject.number,
    what = claim.view.kind(row.kind), cancelled = row.kind == "cancel", goods = goods_of(subject, row),
    reason = claim.reason_label(row.reason), answer = row.answer ~= "" and row.answer or nil,
    url = "/orders/" .. subject.number .. "/claims/" .. claim.view.nth(row.number),
    rows = breakdown and rows_of(breakdown), total = breakdown and breakdown.total,
    by_shopper = (row.collection or {}).how == "self" }
end

--- Tells of a claim.
---@param tx table
---@param subject move.subject
---@param row table
---@param what "received"|"approved"|"rejected"|"converted"|"completed"|"withdrawn"
---@param breakdown table|nil
function tell_of_claim.run(tx, subject, row, what, breakdown)
  tell_orderer.run(tx, subject.mall, "claim/" .. what, subject.order, values_of(subject, row, breakdown))
  return true
end

--- Tells of what a claim was moved to. Of a cancellation that needs nobody's approval the end alone is told, and who takes
--- a claim back knows it.
---@param tx table
---@param subject move.subject
---@param move move.move
---@param by move.by
function tell_of_claim.moved(tx, subject, move, by)
  local row = move.row
  if move.facts.silent then return true end
  if move.event == "request" then return tell_of_claim.run(tx, subject, row, "received", move.facts.breakdown) end
  if move.event == "withdraw" then
    return not by.actor:find "^staff" or tell_of_claim.run(tx, subject, row, "withdrawn")
  end
  if move.event == "approve" and row.kind == "cancel" then return true end
  local kept = row.kind ~= "exchange" and row.quote and row.quote.rows and row.quote or nil
  return tell_of_claim.run(tx, subject, row, move.to == "rejected" and "rejected" or "approved", move.to ~= "rejected"
    and kept or nil)
end

--- Tells that a refund is done.
---@param tx table
---@param subject move.subject
---@param row table
function tell_of_claim.refunded(tx, subject, row)
  local payment = order.find_row(subject.payments, row.payment_id)
  local about = order.find_row(subject.claims, row.claim_id)
  tell_orderer.run(tx, subject.mall, "claim/refunded", subject.order, { name = subject.order.orderer_name,
    order_number = subject.number, amount = row.amount, method = refund.view.method(payment.method),
      points = payment.method == "points",
    by_account = payment.method == "bank_transfer" or payment.method == "virtual_account", reason = row.reason,
    url = "/orders/" .. subject.number .. (about and "/claims/" .. claim.view.nth(about.number) or "") })
  return true
end

return tell_of_claim
