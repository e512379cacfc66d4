-- What the machine asks before something happens: each guard looks at the order as it stands, locked, and at the move, and
-- says yes or no; `says` is why not, for people. Pure: the moment is the subject's `now`, the database's clock.

local units = require "order.rules.units"

---@type table<string, { test: (fun(subject: move.subject, move: move.move, by: move.by): any), says: string }>
local guards = {}

local function any_in(subject, ...)
  for _, state in ipairs { ... } do
    if units.count(subject.portions, state) > 0 then return true end
  end
  return false
end

local PENDING = { ready = true, requested = true, approving = true, waiting = true }
local LIVE = { ready = true, requested = true, approving = true, waiting = true, paid = true, partially_cancelled = true }

local function of_points(payment) return payment.provider == "points" end

-- ── Payments ──

guards.order_waits = { says = "이 주문은 결제를 기다리고 있지 않아요.",
  test = function(subject) return any_in(subject, "awaiting_payment") end }

guards.order_lapsed_or_waits = { says = "이 주문은 결제를 기다리고 있지 않아요.",
  test = function(subject) return any_in(subject, "awaiting_payment", "unpaid") end }

guards.order_paid = { says = "결제된 주문이 아니에요.", test = function(subject) return subject.order.paid_at ~= nil end }

guards.no_other_attempt = { says = "먼저 시작한 결제가 끝나지 않았어요.", test = function(subject, move)
  for _, payment in ipairs(subject.payments) do
    if of_points(payment) == of_points(move.row) and LIVE[payment.status] then return false end
  end
  return true
end }

guards.asks_within = { says = "결제할 금액보다 많아요.", test = function(subject, move)
  local asked = move.row.amount
  for _, payment in ipairs(subject.payments) do
    if LIVE[payment.status] then asked = asked + payment.amount end
  end
  return asked <= subject.order.payable_amount
end }

guards.amount_matches = { says = "금액이 결제할 금액과 달라요.",
  test = function(_, move) return move.facts.amount == move.row.amount end }

guards.of_points = { says = "적립금 결제가 아니에요.", test = function(_, move) return of_points(move.row) end }

guards.of_provider = { says = "적립금은 결제사를 거치지 않아요.", test = function(_, move) return not of_points(move.row) end }

-- What the points of an order pay: those that are set aside, or those that were and are set aside anew when it reopens.
local function points_beside(subject, move)
  local last
  for _, payment in ipairs(subject.payments) do
    if of_points(payment) then last = payment end
  end
  if not last or last == move.row then return 0 end
  local comes_back = move.event == "reopen" and (last.status == "expired" or last.status == "failed")
  return (LIVE[last.status] or comes_back) and last.amount or 0
end

-- Points that were set aside are spent with it; what would leave the order half paid is not taken.
guards.completes = { says = "이것만으로는 주문 금액이 모두 결제되지 않아요.", test = function(subject, move)
  local paid = move.row.amount + points_beside(subject, move)
  for _, payment in ipairs(subject.payments) do
    local counts = payment.status == "paid" or payment.status == "partially_cancelled"
    if counts and not of_points(payment) and payment ~= move.row then paid = paid + payment.amount end
  end
  return paid >= subject.order.payable_amount
end }

guards.in_time = { says = "결제할 수 있는 시간이 지났어요.",
  test = function(subject, move) return subject.now <= move.row.expires_at end }

guards.past_expiry = { says = "아직 결제를 기다리는 시간이에요.",
  test = function(subject, move) return subject.now > move.row.expires_at end }

guards.some_stays = { says = "돌려줄 금액이 남은 금액보다 적어야 해요.",
  test = function(_, move) return move.facts.amount < move.row.captured_amount - move.row.returned_amount end }

guards.nothing_stays = { says = "돌려줄 금액이 남은 금액과 같아야 해요.",
  test = function(_, move) return move.facts.amount == move.row.captured_amount - move.row.returned_amount end }

guards.something_came = { says = "받은 돈이 없어요.", test = function(_, move)
  return (move.facts.captured or move.row.captured_amount - move.row.returned_amount) > 0
end }

guards.nothing_kept = { says = "받은 돈이 남아 있어요. 먼저 돌려줘야 해요.",
  test = function(_, move) return move.row.captured_amount == move.row.returned_amount end }

-- ── Lines ──

guards.paid_in_full = { says = "주문 금액이 모두 결제되지 않았어요.", test = function(subject)
  local paid = 0
  for _, payment in ipairs(subject.payments) do
    if payment.status == "paid" or payment.status == "partially_cancelled" then paid = paid + payment.amount end
  end
  return paid >= subject.order.payable_amount
end }

-- An attempt that failed still leaves its time to try again.
guards.nobody_pays = { says = "아직 결제를 기다리고 있어요.", test = function(subject)
  for _, payment in ipairs(subject.payments) do
    if payment.status == "approving" then return false end
    if (PENDING[payment.status] or payment.status == "failed") and subject.now <= payment.expires_at then return false end
    if PENDING[payment.status] and not of_points(payment) then return false end
  end
  return true
end }

guards.nobody_approves = { says = "결제가 되었는지 확인하고 있어요. 잠시 후 다시 시도해 주세요.", test = function(subject)
  for _, payment in ipairs(subject.payments) do
    if payment.status == "approving" then return false end
  end
  return true
end }

guards.not_held = { says = "배송을 보류한 상품이에요.", test = function(subject, move)
  for _, one in ipairs(move.lines) do
    if subject.lines[one.position].held then return false end
  end
  return true
end }

guards.unclaimed = { says = "취소·반품·교환을 요청한 상품이에요.", test = function(subject, move)
  local claimed = {}
  for _, one in ipairs(move.lines) do
    claimed[one.position] = claimed[one.position] or units.claimed(subject, one.position, move.facts.claim)
    local free = (subject.portions[one.position][one.from] or 0) - (claimed[one.position][one.from] or 0)
    if one.qty > free then return false end
  end
  return true
end }

guards.claimed = { says = "반품이나 교환을 요청하지 않은 상품이에요.", test = function(subject, move)
  local claim = units.find(subject.claims, move.facts.claim)
  if not claim then return false end
  for _, one in ipairs(move.lines) do
    local found
    for _, line in ipairs(claim.lines) do found = found or line.position == one.position and one.qty <= line.qty end
    if not found then return false end
  end
  return true
end }

-- ── Claims ──

local function is_kind(...)
  local kinds = {}
  for _, kind in ipairs { ... } do kinds[kind] = true end
  return function(_, move) return kinds[move.row.kind] or false end
end

guards.is_cancel = { says = "취소 요청이 아니에요.", test = is_kind "cancel" }
guards.is_return = { says = "반품 요청이 아니에요.", test = is_kind "return" }
guards.is_exchange = { says = "교환 요청이 아니에요.", test = is_kind "exchange" }
guards.comes_back = { says = "돌아올 상품이 없는 요청이에요.", test = is_kind("return", "exchange") }

guards.units_are_free = { says = "요청할 수 있는 수량보다 많아요.", test = function(subject, move)
  for _, line in ipairs(move.row.lines) do
    local portions = subject.portions[line.position]
    local free = portions and (portions[line.from_state] or 0) - (units.claimed(subject,
      line.position)[line.from_state] or 0) or 0
    if line.qty < 1 or line.qty > free then return false end
  end
  return #move.row.lines > 0
end }

guards.not_begun = { says = "상품 준비를 시작해서 확인이 필요해요.", test = function(subject, move)
  for _, line in ipairs(move.row.lines) do
    if line.from_state ~= "paid" and line.from_state ~= "awaiting_payment" then return false end
    if line.qty > (subject.portions[line.position][line.from_state] or 0) then return false end
  end
  return true
end }

-- ── Refunds ──

guards.within_captured = { says = "받은 금액보다 많이 돌려줄 수 없어요.", test = function(subject, move)
  local payment = units.find(subject.payments, move.row.payment_id)
  if not payment then return false end
  local promised = payment.returned_amount
  for _, refund in ipairs(subject.refunds) do
    if refund.payment_id == payment.id and refund.status ~= "completed" then promised = promised + refund.amount end
  end
  return move.row.amount >= 1 and promised + move.row.amount <= payment.captured_amount
end }

return guards
