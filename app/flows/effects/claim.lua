-- What the end of a claim and of a refund mean: units go where they belong, what was paid for them goes back, coupons are
-- the member's again, the payments know what they gave back.

local claim = require "claim"
local coupon = require "coupon"
local order = require "order"
local refund = require "refund"
local ask_refund = require "flows.ask_refund"
local claim_terms = require "flows.claim_terms"
local quote_claim = require "flows.quote_claim"
local tell_of_claim = require "flows.tell_of_claim"

local effects = {}

local EVENTS = { ["return"] = "return", exchange = "exchange" }

-- A cancellation of what was not paid yet gives up what was set aside; of what was paid, what was sold.
local function event_of(row, line)
  return EVENTS[row.kind] or (line.from_state == "awaiting_payment" and "call_off" or "cancel")
end

local function move_lines(subject, row)
  local by_event, events = {}, {}
  for _, line in ipairs(row.lines) do
    local event = event_of(row, line)
    if not by_event[event] then by_event[event], events[#events + 1] = {}, event end
    table.insert(by_event[event], { position = line.position, qty = line.qty })
  end
  for _, event in ipairs(events) do
    local moved, refused = subject:run { axis = "line", event = event, lines = by_event[event], facts = { claim = row.id } }
    if not moved then return nil, refused end
  end
  return true
end

-- What goes back for nothing is booked as well: the goods are the shop's again, and what they cost was owed for carriage.
local function book_nothing(tx, subject, breakdown)
  order.book(tx, subject.mall_id, subject.id, "claim", order.entries.refund({ provider = "none" },
    { amount = 0, breakdown = breakdown }))
end

local function ask(tx, subject, row, found, instruments)
  local policy = claim_terms.policy(subject.mall_id, tx).refund_order
  local parts, missing = refund.split(policy, instruments, found.amount)
  if missing > 0 then error("refund: no payment of order " .. subject.number .. " can give back " .. missing) end
  local breakdown = refund.view.breakdown(found)
  if #parts == 0 then book_nothing(tx, subject, breakdown) end
  for i, part in ipairs(refund.tax(instruments, parts, found.tax_free_owed)) do
    local asked, refused = ask_refund.run(tx, subject, { payment_id = part.id, claim_id = row.id, amount = part.amount,
      tax_free_amount = part.tax_free, vat_amount = part.vat, reason = claim.reason_label(row.reason),
      breakdown = i == 1 and breakdown or refund.view.companion(breakdown) })
    if not asked then return nil, refused end
  end
  return breakdown
end

-- The coupons of these discounts are the member's again.
local function give_coupons_back(tx, subject, row, account, restored)
  local ids = {}
  for _, id in ipairs(restored) do ids[#ids + 1] = order.find_row(account.discounts, id).source_id end
  if #ids == 0 then return end
  coupon.restore(tx, subject.mall_id, { claim_id = row.id, ids = ids,
    days = row.fault == "seller" and coupon.BACK_DAYS or 0 })
end

--- The end of a claim. The sum is reckoned before anything moves, from what is committed and locked.
function effects.settle_claim(tx, subject, move)
  local row = move.row
  if row.kind == "exchange" then return move_lines(subject, row) end
  local account = claim.account(subject.mall_id, subject.id, tx)
  local found, instruments = quote_claim.run(account,
    { lines = row.lines, kind = row.kind, fault = row.fault, fee = row.fee_amount }, { except = row.id })
  local moved, refused = move_lines(subject, row)
  if not moved then return nil, refused end
  give_coupons_back(tx, subject, row, account, found.restored)
  -- what nobody has paid yet leaves nothing to be booked; what a coupon took off whole does
  if #instruments == 0 and subject.order.payable_amount > 0 then return true end
  local breakdown, problem = ask(tx, subject, row, found, instruments)
  if not breakdown then return nil, problem end
  if found.fee ~= row.fee_amount then claim.charge(tx, subject.mall_id, row.id, found.fee) end
  claim.keep(tx, subject.mall_id, row.id, breakdown, row.converted_from)
  return tell_of_claim.run(tx, subject, row, row.kind == "cancel" and "approved" or "completed", breakdown)
end

--- What a payment gave back is written on it.
function effects.return_money(_, subject, move)
  local payment, amount = order.find_row(subject.payments, move.row.payment_id), move.row.amount
  local left = payment.captured_amount - payment.returned_amount - amount
  return subject:run { axis = "payment", event = left == 0 and "return_rest" or "return_part", id = payment.id,
    facts = { amount = amount } }
end

--- Whoever asked is told how it stands.
function effects.tell_of_claim(tx, subject, move, by)
  return tell_of_claim.moved(tx, subject, move, by)
end

--- Money has gone back.
function effects.tell_refunded(tx, subject, move)
  return tell_of_claim.refunded(tx, subject, move.row)
end

return effects
