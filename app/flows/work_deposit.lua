-- A person decides about a deposit that no rule could: whose it is, that it goes back, or that it is none of ours. Who
-- decides upon what somebody else has decided meanwhile is told so.

local order = require "order"
local payment = require "payment"
local fault = require "shared.fault"
local move_order = require "flows.move_order"
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run
local transaction = require("flows.store").transaction

local work_deposit = {}

local function attempt_for(subject)
  local found
  for _, row in ipairs(subject.payments) do
    if row.provider == "bank" and (row.status == "waiting" or not found and (row.status == "expired"
      or row.status == "failed")) then
      found = row
    end
  end
  return found
end

-- Makes an attempt paid by this deposit. One that was given up goes through quarantine, where money that fits nothing is
-- written down.
local function take_in(tx, subject, row, deposit, reason, by)
  local facts = { amount = deposit.amount, captured = deposit.amount }
  local function run(event, set, who)
    return move_order.run(tx, subject, { axis = "payment", event = event, id = row.id, facts = facts, set = set }, who or by)
  end
  if deposit.amount == row.amount then return run(row.status == "waiting" and "deposit" or "reopen") end
  if reason == "" then
    return nil, fault("deposit.differs", { expected = row.amount, came = deposit.amount })
  end
  local problem = payment.verdict.off(row, deposit.amount)
  local set = { problem = problem, problem_text = payment.verdict.say(problem) }
  if row.status == "waiting" then return run("accept", set) end
  local held, refused = run("quarantine", set, { actor = by.actor, cause = by.cause })
  if not held then return nil, refused end
  return run "accept"
end

local function assign(tx, ctx, deposit, values)
  local exact = order.read_number(values.number or "")
  local found = exact and order.by_number(ctx.mall.id, exact)
  if not found then return nil, fault("order.not_found", { message = values.number }) end
  local subject, refused = move_order.lock(tx, ctx.mall.id, found.id)
  if not subject then return nil, refused end
  local locked = payment.deposits.get(ctx.mall.id, deposit.id, tx)
  if locked.version ~= values.version then return nil, fault "form.stale" end
  local row = attempt_for(subject)
  if not row then return nil, fault "deposit.no_transfer" end
  local by = { actor = "staff " .. ctx.staff.email, cause = "deposit", key = "deposit " .. deposit.id }
  local moved, illegal = take_in(tx, subject, row, deposit, values.reason, by)
  if not moved then return nil, illegal end
  payment.deposits.decide(tx, ctx.mall.id, deposit.id, { state = "assigned", reason = values.reason, actor = ctx.staff.email,
    order_id = found.id, payment_id = row.id })
  record_audit(ctx, "order.deposit", { kind = "order", id = found.number, why = values.reason ~= "" and values.reason or nil,
    changes = { deposit = { before = "", after = ("%d"):format(deposit.amount) } } }, tx)
  return { number = found.number }
end

-- What changes the deposit alone.
local function decide(state, needs_reason)
  return function(tx, ctx, deposit, values)
    local locked = payment.deposits.get(ctx.mall.id, deposit.id, tx)
    if locked.version ~= values.version then return nil, fault "form.stale" end
    if needs_reason and values.reason == "" then return nil, fault "deposit.reason" end
    local sealed = locked.sealed
    if state == "returning" then
      if values.bank == "" or values.account == "" or values.holder == "" then return nil, fault "deposit.account" end
      sealed = payment.seal.close(ctx.mall.id, deposit.id,
        { bank = values.bank, number = values.account, holder = values.holder })
    elseif state == "open" then
      sealed = nil
    end
    payment.deposits.decide(tx, ctx.mall.id, deposit.id, { state = state, sealed = sealed, actor = ctx.staff.email,
      reason = state == "open" and "" or values.reason ~= "" and values.reason or locked.reason })
    record_audit(ctx, "deposit." .. state, { kind = "deposit", id = deposit.id, why = values.reason ~= "" and values.reason
      or nil },
      tx)
    return {}
  end
end

local ACTS = { assign = assign, ["return"] = decide("returning", true), ignore = decide("ignored", true),
  returned = decide "returned", reopen = decide "open" }

--- Carries a decision out.
---@param ctx context
---@param id string
---@param act "assign"|"return"|"ignore"|"returned"|"reopen"
---@param values { version: integer, number: string, reason: string, bank: string, account: string, holder: string }
---@return { number: string|nil }|nil
---@return fault|nil deposit.… | form.stale | order.… | stock.sold_out
function work_deposit.run(ctx, id, act, values)
  local allowed, refused = require_permission(ctx, "orders.write")
  if not allowed then return nil, refused end
  local deposit = payment.deposits.get(ctx.mall.id, id)
  if not deposit then return nil, fault "deposit.gone" end
  if not payment.lanes.allows(deposit.state, act) then return nil, fault "form.stale" end
  return transaction(function(tx) return ACTS[act](tx, ctx, deposit, values) end)
end

return work_deposit
