-- What staff does about refunds that no machine can finish: approve one that was only reckoned, try again, send it to an
-- account by hand, and note that it was sent.

local order = require "order"
local refund = require "refund"
local fault = require "shared.fault"
local ask_refund = require "flows.ask_refund"
local move_order = require "flows.move_order"
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run
local transaction = require("flows.store").transaction

local work_refund = {}

-- `work(tx, subject, row, by)` moves it; its answer is what was done.
local function on_refund(ctx, id, from, deed, work)
  local may, forbidden = require_permission(ctx, "orders.write")
  if not may then return nil, forbidden end
  local whose = refund.whose(ctx.mall.id, id)
  if not whose then return nil, fault("refund.not_found") end
  return transaction(function(tx)
    local subject, gone = move_order.lock(tx, ctx.mall.id, whose.order_id)
    if not subject then return nil, gone end
    local row = order.find_row(subject.refunds, id)
    if row.status ~= from then return nil, fault("refund.changed") end
    local done, refused = work(tx, subject, row, { actor = "staff " .. ctx.staff.email })
    if not done then return nil, refused end
    record_audit(ctx, "refund." .. deed, { kind = "refund", id = subject.number .. "-R" .. row.seq,
      whose = subject.order.member_id,
      changes = { amount = { after = row.amount }, status = { before = from, after = order.find_row(subject.refunds,
        id).status } } }, tx)
    return true
  end)
end

local function move(tx, subject, row, event, by)
  return move_order.run(tx, subject, { axis = "refund", event = event, id = row.id }, by)
end

--- Approves: it is carried out.
---@param ctx context
---@param id string
---@param from string  where the page that was looked at says it stands
---@return true|nil
---@return fault|nil staff.forbidden | refund.not_found | refund.changed
function work_refund.approve(ctx, id, from)
  return on_refund(ctx, id, from, "approve", function(tx, subject, row, by)
    local moved, refused = move(tx, subject, row, "approve", by)
    if not moved then return nil, refused end
    ask_refund.queue(tx, subject.mall_id, row.id)
    return true
  end)
end

--- Tries again: the provider is asked under the same key.
function work_refund.retry(ctx, id, from)
  return on_refund(ctx, id, from, "retry", function(tx, subject, row)
    if row.status ~= "failed" then return nil, fault("refund.changed") end
    ask_refund.queue(tx, subject.mall_id, row.id)
    return true
  end)
end

--- A person sends it to an account of the shopper's.
---@param account { bank_code: string, number: string, holder: string }
function work_refund.transfer(ctx, id, from, account)
  return on_refund(ctx, id, from, "transfer", function(tx, subject, row, by)
    refund.set_account(tx, subject.mall_id, row.id, refund.account.seal(subject.mall_id, subject.id, account))
    if row.status == "by_transfer" then return true end
    return move(tx, subject, row, "transfer", by)
  end)
end

--- It was sent.
---@param reference string  what the bank says of it
function work_refund.transferred(ctx, id, from, reference)
  return on_refund(ctx, id, from, "transferred", function(tx, subject, row, by)
    if row.status ~= "by_transfer" then return nil, fault("refund.changed") end
    refund.set_reference(tx, subject.mall_id, row.id, reference)
    return move(tx, subject, row, "complete", by)
  end)
end

--- Its account in full, for who is about to send the money; the look is written down.
---@param ctx context
---@param row table  of refund.one
---@return refund.account|nil
---@return fault|nil
function work_refund.account(ctx, row)
  local may, forbidden = require_permission(ctx, "members.unmask")
  if not may then return nil, forbidden end
  local found = refund.account.open(row.mall_id, row.order_id, row.sealed_account or row.refund_account)
  if found then
    record_audit(ctx, "refund.unmask", { kind = "refund", id = row.order_number .. "-R" .. row.seq, whose = row.member_id })
  end
  return found
end

return work_refund
