-- A person decides about a payment that no rule could: what came is taken for the order's payment, goes back, or never came.

local payment = require "payment"
local queue = require "queue"
local fault = require "shared.fault"
local move_order = require "flows.move_order"
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run
local resolve_payment = require "flows.resolve_payment"
local transaction = require("flows.store").transaction

local work_payment = {}

local EVENTS = { accept = "accept", restore = "restore", dismiss = "dismiss" }

local function locked_row(subject, id)
  for _, row in ipairs(subject.payments) do
    if row.id == id then return row end
  end
end

local function decide(ctx, attempt, act, reason)
  return transaction(function(tx)
    local subject, gone = move_order.lock(tx, ctx.mall.id, attempt.order_id)
    if not subject then return nil, gone end
    if locked_row(subject, attempt.id).status ~= attempt.status then return nil, fault "form.stale" end
    local to, refused
    if act == "take_back" then
      to = "quarantined"
      queue.enqueue(tx, "payment.take_back", { mall_id = ctx.mall.id, payment_id = attempt.id },
        { mall_id = ctx.mall.id, unique = "take_back:" .. attempt.id, priority = 2 })
    else
      to, refused = move_order.run(tx, subject, { axis = "payment", event = EVENTS[act], id = attempt.id, note = reason },
        { actor = "staff " .. ctx.staff.email, cause = reason })
    end
    if not to then return nil, refused end
    record_audit(ctx, "payment." .. act, { kind = "payment", id = attempt.reference, why = reason,
      changes = { status = { before = attempt.status, after = to } } }, tx)
    return { status = to }
  end)
end

--- Carries a decision out.
---@param ctx context
---@param id string
---@param act "accept"|"restore"|"dismiss"|"take_back"|"ask"
---@param reason string
---@return { status: string }|nil
---@return fault|nil payment.reason | form.stale | order.… | stock.sold_out
function work_payment.run(ctx, id, act, reason)
  local allowed, refused = require_permission(ctx, "orders.write")
  if not allowed then return nil, refused end
  local attempt = payment.by_id(ctx.mall.id, id)
  if not attempt or not payment.acts(attempt)[act] then return nil, fault "form.stale" end
  if act == "ask" then return resolve_payment.run(ctx.mall.id, attempt.id) end
  if reason == "" then return nil, fault "payment.reason" end
  return decide(ctx, attempt, act, reason)
end

return work_payment
