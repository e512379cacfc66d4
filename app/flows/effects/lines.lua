-- What one axis does to another: a payment pays the lines, its end lets them lapse, a late one brings them back.

local order = require "order"

local lines = {}

-- Points of a late payment are spent in the same transaction; were they not, they would come back soon.
local ASIDE = 15 * 60

-- What is still to be paid, and whether points that were set aside would pay it.
local function outstanding(subject)
  local missing, set_aside = subject.order.payable_amount, {}
  for _, payment in ipairs(subject.payments) do
    if payment.status == "paid" or payment.status == "partially_cancelled" then
      missing = missing - payment.amount
    elseif payment.provider == "points" and payment.status == "ready" then
      set_aside[#set_aside + 1] = payment
    end
  end
  return missing, set_aside
end

--- Once everything is paid the goods are the buyer's. Points that were set aside go last: when only they are missing.
function lines.pay_lines(_, subject)
  local missing, set_aside = outstanding(subject)
  if missing <= 0 then return subject:run { axis = "line", event = "pay" } end
  local points = set_aside[1]
  if points and points.amount == missing then return subject:run { axis = "payment", event = "spend", id = points.id } end
  return true
end

--- Nothing that could still pay is under way: the order is over.
function lines.lapse_lines(_, subject)
  local lapsed, refused = subject:run { axis = "line", event = "lapse" }
  if not lapsed and refused.code ~= "order.guarded" then return nil, refused end
  return true
end

-- Points that had gone back are set aside by a new attempt.
local function set_points_aside(subject)
  local last
  for _, payment in ipairs(subject.payments) do
    if payment.provider == "points" then last = payment end
  end
  if not last or last.status ~= "expired" and last.status ~= "failed" then return true end
  return subject:run { axis = "payment", event = "begin", row = { provider = "points", method = "points",
    amount = last.amount, tax_free_amount = last.tax_free_amount, vat_amount = last.vat_amount, currency = last.currency,
    channel = last.channel, expires_at = subject.now + ASIDE } }
end

--- An order that had lapsed waits again, if its goods and benefits are still there.
function lines.reopen_lines(_, subject)
  if order.count_units(subject.portions, "unpaid") == 0 then return true end
  local reopened, refused = subject:run { axis = "line", event = "reopen" }
  if not reopened then return nil, refused end
  return set_points_aside(subject)
end

--- No attempt outlives its order.
function lines.close_payments(_, subject)
  for _, payment in ipairs(subject.payments) do
    if payment.status == "ready" or payment.status == "requested" or payment.status == "waiting" then
      local closed, refused = subject:run { axis = "payment", event = "close", id = payment.id,
        set = { problem = "order_closed" } }
      if not closed then return nil, refused end
    end
  end
  return true
end

-- For staff, and for who ordered; by the first it is known for what a line is held.
local HOLD = { why = "결제 확인 필요", say = "결제를 확인하고 있어요." }

local function set_held(tx, subject, hold, is_meant)
  local positions = {}
  for _, line in ipairs(subject.lines) do
    if is_meant(line) then
      positions[#positions + 1] = line.position
      line.held, line.held_why = hold ~= nil, hold and hold.why or ""
    end
  end
  order.set_held(tx, subject.mall_id, subject.id, positions, hold)
  return true
end

--- What was to be sent stays until a person has seen to the payment.
function lines.hold_lines(tx, subject) return set_held(tx, subject, HOLD, function(line) return not line.held end) end

--- What staff hold for another reason they free themselves.
function lines.free_lines(tx, subject)
  return set_held(tx, subject, nil, function(line) return line.held and line.held_why == HOLD.why end)
end

return lines
