-- What a provider says of an attempt becomes what we hold true of it. The browser's return, a notice and the reconciler all
-- end here, with an answer that was read from the provider itself: under the order's lock whoever comes first moves the
-- attempt, and whoever comes second finds it moved. Money that does not fit is never called paid: it is put in quarantine,
-- told of, and given back where that needs nobody.

local json = require "json"
local log = require "log"
local payment = require "payment"
local queue = require "queue"
local alarm_staff = require "flows.alarm_staff"
local fault = require "shared.fault"
local move_order = require "flows.move_order"
local transaction = require("flows.store").transaction

local settle_payment = {}

---@class settle_payment.outcome
---@field status string        of the attempt, now
---@field action string        what the answer asked for
---@field problem string|nil

-- What the adapter learnt and is worth keeping; the token that opened the approval, and who claimed it, are of no more use.
local function learnt_of(result, problem)
  local details = { token = json.null, claim = json.null }
  for name, value in pairs(result.details or {}) do details[name] = value end
  for _, name in ipairs { "card", "receipt_url", "cash_receipt" } do details[name] = result[name] or details[name] end
  local account = result.account
  return { transaction_id = result.transaction_id, secret = result.secret, details = details, problem = problem,
    problem_text = problem and (result.message or payment.verdict.say(problem)),
    bank = account and account.bank, account_number = account and account.number,
    account_holder = account and account.holder,
    due_at = account and account.due_at, expires_at = account and account.due_at and account.due_at + payment.GRACE }
end

local function attempt_of(subject, id)
  for _, row in ipairs(subject.payments) do
    if row.id == id then return row end
  end
  error("the order has no such payment", 2)
end

local function move(tx, subject, id, event, by, facts)
  return move_order.run(tx, subject, { axis = "payment", event = event, id = id, facts = facts }, by)
end

-- What came goes back where that needs nobody; people hear of it in any case.
local function call_a_person(tx, given, subject, row, problem)
  local result, back = given.result, payment.verdict.goes_back(row.method) and problem ~= "recalled"
  if back then
    queue.enqueue(tx, "payment.take_back", { mall_id = given.mall.id, payment_id = row.id },
      { mall_id = given.mall.id, unique = "take_back:" .. row.id, priority = 2 })
  end
  alarm_staff.run(tx, given.mall, { kind = "payment", problem = problem, text = payment.verdict.say(problem),
    number = subject.number, payment_id = row.id, amount = result.captured or result.amount, goes_back = back })
end

-- An account at a provider takes money until it is told not to.
local function shut(tx, mall_id, row)
  queue.enqueue(tx, "payment.close_account", { mall_id = mall_id, payment_id = row.id },
    { mall_id = mall_id, unique = "close_account:" .. row.id })
end

-- Into quarantine, with whatever came in, and with who looks after it.
local function quarantine(tx, given, subject, row, problem)
  local result = given.result
  payment.note(tx, given.mall.id, row.id, learnt_of(result, problem))
  local moved, refused = move(tx, subject, row.id, row.status == "paid" and "recall" or "quarantine", given.by,
    { captured = result.state ~= "waiting" and (result.captured or result.amount) or 0 })
  if not moved then return nil, refused end
  log.warn("payment.quarantined", { reference = row.reference, problem = problem, provider = row.provider,
    expected = row.amount, told = result.captured or result.amount })
  call_a_person(tx, given, subject, row, problem)
  local is_left = row.method == "virtual_account" and result.state == "waiting" and row.status ~= "paid"
  if is_left then shut(tx, given.mall.id, row) end
  return { status = moved, action = "quarantine", problem = problem }
end

local function refuse(problem) return nil, fault("payment.unfit", { problem = problem }) end

local ACTIONS = {}

-- An attempt that was given up comes before those that were begun since, when it is the one that brought the money. They are
-- closed by that, whoever heard of it.
local function close_others(tx, subject, paid, by)
  local caused = { actor = by.actor, cause = by.cause, machine = true }
  for _, row in ipairs(subject.payments) do
    if row.id ~= paid.id and row.provider ~= "points"
      and (row.status == "ready" or row.status == "requested" or row.status == "waiting") then
      local closed, refused = move_order.run(tx, subject, { axis = "payment", event = "close", id = row.id,
        set = { problem = "replaced", problem_text = payment.verdict.say "replaced" } }, caused)
      if not closed then return refused end
      if row.status == "waiting" and row.provider ~= "bank" then shut(tx, subject.mall_id, row) end
    elseif row.id ~= paid.id and row.provider ~= "points" and row.status == "approving" then
      return fault "payment.busy"
    end
  end
end

-- The money is there: the attempt is paid, unless the answer is about something else.
local function take(event, wrong)
  return function(tx, given, subject, row)
    local problem = payment.verdict.mismatch(row, given.result, given.merchant)
    if problem then return refuse(problem == "amount_mismatch" and wrong
      and payment.verdict.off(row, given.result.captured or given.result.amount) or problem) end
    payment.note(tx, given.mall.id, row.id, learnt_of(given.result))
    local moved, refused = nil, event == "reopen" and close_others(tx, subject, row, given.by)
    if not refused then
      local amount = given.result.captured or given.result.amount
      moved, refused = move(tx, subject, row.id, event, given.by, { amount = amount, captured = amount })
    end
    if moved then return { status = moved, action = event } end
    -- the order waits no more: paid otherwise, cancelled, or its goods are somebody else's
    if event == "reopen" then return refuse(subject.order.status == "paid" and "duplicate" or "late_deposit") end
    if refused.code == "order.guarded" then return refuse "duplicate" end
    return nil, refused
  end
end

ACTIONS.approve, ACTIONS.deposit, ACTIONS.late = take "approve", take("deposit", true), take("reopen", true)

function ACTIONS.recalled() return refuse "recalled" end

function ACTIONS.issue(tx, given, subject, row)
  local problem = payment.verdict.mismatch(row, given.result, given.merchant)
  if problem then return refuse(problem) end
  payment.note(tx, given.mall.id, row.id, learnt_of(given.result))
  local moved, refused = move(tx, subject, row.id, "issue", given.by)
  if not moved then return nil, refused end
  return { status = moved, action = "issue" }
end

local function finish(event, fallback)
  return function(tx, given, subject, row)
    local problem = given.problem or fallback
    payment.note(tx, given.mall.id, row.id, learnt_of(given.result, problem))
    local moved, refused = move(tx, subject, row.id, event, given.by)
    if not moved then return nil, refused end
    return { status = moved, action = event, problem = problem }
  end
end

ACTIONS.decline, ACTIONS.close = finish("decline", "declined"), finish("close", "account_closed")
ACTIONS.void = finish("void", "returned_there")

-- Money came to an attempt that had been put aside before it did. What a bank took back and brings again is for a person.
function ACTIONS.more(tx, given, subject, row)
  local captured = given.result.captured or given.result.amount or 0
  if row.problem == "recalled" or captured <= row.captured_amount - row.returned_amount then
    return { status = row.status, action = "none" }
  end
  local moved, refused = move(tx, subject, row.id, "add", given.by, { captured = captured })
  if not moved then return nil, refused end
  log.warn("payment.quarantined", { reference = row.reference, problem = row.problem, provider = row.provider,
    expected = row.amount, told = captured })
  call_a_person(tx, given, subject, row, row.problem)
  return { status = moved, action = "more", problem = row.problem }
end

-- What a bank called back waits for its money again, and for a person.
function ACTIONS.shut(tx, given, _, row)
  if not payment.account_rules.is_left(row) then return { status = row.status, action = "none" } end
  shut(tx, given.mall.id, row)
  return { status = row.status, action = "shut" }
end

local function nothing(_, _, _, row) return { status = row.status, action = "none" } end
ACTIONS.none, ACTIONS.wait, ACTIONS.ask = nothing, nothing, nothing

local function carry_out(given, name)
  return transaction(function(tx)
    local subject, refused = move_order.lock(tx, given.mall.id, given.order_id)
    if not subject then return nil, refused end
    local row = attempt_of(subject, given.payment_id)
    if name then return quarantine(tx, given, subject, row, name) end
    local action = payment.verdict.action(row.status, given.result)
    local outcome, problem = ACTIONS[action](tx, given, subject, row)
    if outcome then outcome.asked = action end
    return outcome, problem
  end)
end

---@class settle_payment.given
---@field mall { id: string, code: string|nil }
---@field order_id string
---@field payment_id string
---@field result payment.result   as the provider told it to us
---@field merchant string|nil     whom our contract says we are
---@field by { actor: string, cause: string|nil }
---@field problem string|nil      how an end without money is called, where the answer does not say

--- Makes true what a provider says.
---@param given settle_payment.given
---@return settle_payment.outcome|nil
---@return fault|nil order.… | db.…
function settle_payment.run(given)
  local outcome, refused = carry_out(given)
  -- what was begun has been undone; what came in is written down by itself
  if not outcome and refused.code == "payment.unfit" then return carry_out(given, refused.problem) end
  return outcome, refused
end

return settle_payment
