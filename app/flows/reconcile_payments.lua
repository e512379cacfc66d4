-- Our books and the providers' are held against each other. Every few minutes each attempt that nobody heard of is asked
-- after; every night every payment on which money moved the day before is compared, what differs is written down, and the
-- owners are told of it.

local log = require "log"
local malls = require "mall"
local payment = require "payment"
local queue = require "queue"
local alarm_staff = require "flows.alarm_staff"
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run
local clock = require "shared.clock"
local fault = require "shared.fault"
local transaction = require("flows.store").transaction

local SILENCE, MOST, PIECE = 120, 500, 100

local reconcile_payments = {}

--- Has the attempts that were silent for two minutes asked after.
---@return integer asked
function reconcile_payments.ask()
  local silent = payment.silent(SILENCE, MOST)
  if #silent == 0 then return 0 end
  return (assert(transaction(function(tx)
    for _, one in ipairs(silent) do
      queue.enqueue(tx, "payment.resolve", { mall_id = one.mall_id, payment_id = one.id },
        { mall_id = one.mall_id, unique = "resolve:" .. one.id })
    end
    return #silent
  end)))
end

--- Queues the comparison of the day before for each mall that has contracts.
---@return integer malls
function reconcile_payments.begin_night()
  local day, with, count = clock.day(clock.start_of_day(payment.now(), -1)), {}, 0
  for _, contract in ipairs(payment.contracts()) do with[contract.mall] = true end
  assert(transaction(function(tx)
    for _, mall in ipairs(malls.all()) do
      if with[mall.code] then
        count = count + 1
        queue.enqueue(tx, "payment.compare", { mall_id = mall.id, day = day },
          { mall_id = mall.id, unique = "compare:" .. mall.id .. ":" .. day })
      end
    end
    return true
  end))
  return count
end

-- One payment: how many differences, and whether nobody answered.
local function compare(mall, run, payment_id)
  local attempt = payment.by_id(mall.id, payment_id)
  local contract, adapter = payment.adapter(mall, attempt)
  if not contract then return 0, true end
  local result = adapter.query(contract, attempt, attempt.asked_at)
  if result.outcome == "unknown" then return 0, true end
  local differences = payment.compare(attempt, result)
  for _, difference in ipairs(differences) do
    log.warn("payment.differs", { reference = attempt.reference, what = difference.what, ours = difference.ours,
      theirs = difference.theirs })
    payment.reconciliation.differs(mall.id, run, attempt.id, difference)
  end
  return #differences, false
end

--- Compares a day.
---@param mall_id string
---@param day string "2026-11-29"
---@return { compared: integer, unanswered: integer, differences: integer }
function reconcile_payments.night(mall_id, day)
  local mall, run, after = { id = mall_id }, payment.reconciliation.begin(mall_id, day), nil
  local sums = { compared = 0, unanswered = 0, differences = 0 }
  repeat
    local rows = payment.reconciliation.moved(mall_id, day, after, PIECE)
    for _, row in ipairs(rows) do
      local found, silent = compare(mall, run, row.id)
      sums.compared, sums.differences = sums.compared + 1, sums.differences + found
      if silent then sums.unanswered = sums.unanswered + 1 end
      after = row.id
    end
  until #rows < PIECE
  assert(transaction(function(tx)
    payment.reconciliation.finish(tx, mall_id, run, sums.compared, sums.unanswered)
    if sums.differences > 0 then
      alarm_staff.run(tx, mall,
        { text = ("%s 결제를 결제사와 맞춰 보니 다른 점이 %d가지 있어요"):format(day, sums.differences),
        url = "/admin/reconciliation" })
    end
    return true
  end))
  return sums
end

--- Somebody says how a difference was settled.
---@param ctx context
---@param about { reconciliation_id: string, payment_id: string, what: string, note: string }
---@return true|nil
---@return fault|nil form.stale
function reconcile_payments.settle(ctx, about)
  local allowed, refused = require_permission(ctx, "orders.write")
  if not allowed then return nil, refused end
  return transaction(function(tx)
    local settled = payment.reconciliation.settle(tx, ctx.mall.id, about.reconciliation_id, about.payment_id, about.what,
      ctx.staff.email, about.note)
    if not settled then return nil, fault "form.stale" end
    record_audit(ctx, "payment.difference", { kind = "payment", id = about.payment_id, why = about.note }, tx)
    return true
  end)
end

return reconcile_payments
