-- A person sees to a cash receipt that no machine could: issues it elsewhere and notes its number, cancels it elsewhere, has
-- the provider asked again, or says that none is owed.

local payment = require "payment"
local queue = require "queue"
local fault = require "shared.fault"
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run
local transaction = require("flows.store").transaction

local work_receipt = {}

local ACTS = {}

function ACTS.issued(row, values)
  if values.number == "" then return nil, fault "receipt.number" end
  return { state = "issued", by_hand = false, issue_number = values.number, provider = row.state == "asked" and row.provider
    or "", problem = "", problem_text = "", issued_at = true }
end

function ACTS.cancelled() return { state = "cancelled", by_hand = false, cancelled_at = true } end

-- Who said no under this name is asked under another; who never answered is asked as if for the first time.
function ACTS.again(row)
  return { state = row.state == "asked" and "wanted" or row.state, by_hand = false, problem = "", problem_text = "",
    asking = row.state == "asked" and row.asking or row.asking + 1 }
end

function ACTS.drop(_, values)
  if values.reason == "" then return nil, fault "receipt.reason" end
  return { state = "dropped", problem_text = values.reason }
end

--- Carries a decision out.
---@param ctx context
---@param id string
---@param act "issued"|"cancelled"|"again"|"drop"
---@param values { version: integer, number: string, reason: string }
---@return true|nil
---@return fault|nil receipt.… | form.stale | staff.forbidden
function work_receipt.run(ctx, id, act, values)
  local allowed, refused = require_permission(ctx, "orders.write")
  if not allowed then return nil, refused end
  return transaction(function(tx)
    local row = payment.receipts.get(ctx.mall.id, id, tx)
    if not row or row.version ~= values.version or not payment.receipt_rules.acts(row)[act] then
      return nil, fault "form.stale"
    end
    local set, problem = ACTS[act](row, values)
    if not set then return nil, problem end
    set.actor = ctx.staff.email
    payment.receipts.change(tx, ctx.mall.id, row.id, set)
    record_audit(ctx, "receipt." .. act, { kind = "cash_receipt", id = row.number,
      why = values.reason ~= "" and values.reason or nil,
      changes = { state = { before = row.state, after = set.state } } }, tx)
    -- what was cancelled may be owed at another sum
    queue.enqueue(tx, "receipt.tend", { mall_id = ctx.mall.id, payment_id = row.payment_id },
      { mall_id = ctx.mall.id, unique = ("receipt:%s:%s:%d"):format(row.payment_id, act, row.version) })
    return true
  end)
end

return work_receipt
