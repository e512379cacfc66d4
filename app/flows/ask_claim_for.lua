-- Staff asks for somebody: goods that cannot be sent after all, or what a customer told on the telephone. Staff is bound by
-- what there is, and not by days; a cancellation is done at once.

local claim = require "claim"
local order = require "order"
local refund = require "refund"
local ask_claim = require "flows.ask_claim"
local claim_terms = require "flows.claim_terms"
local fault = require "shared.fault"
local move_order = require "flows.move_order"
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run
local transaction = require("flows.store").transaction

local ask_claim_for = {}

local TITLES = { cancel = "취소", ["return"] = "반품" }

--- The order that an address names, of the mall whose desk it is.
---@param ctx context
---@return table|nil found  its row
function ask_claim_for.order(ctx) return order.by_number(ctx.mall.id, ctx.params.number) end

--- What staff may ask of an order.
---@param found table  the order's row
---@param kind "cancel"|"return"
---@param request ask_claim.request|nil  what was chosen
---@return table view
---@return fault|nil
function ask_claim_for.form(found, kind, request)
  local policy, account = claim_terms.policy(found.mall_id), claim.account(found.mall_id, found.id)
  local offered = claim.offer(claim_terms.facts(account, policy), kind, true)
  local view = { number = found.number, kind = kind, action = ("/admin/orders/%s/claim"):format(found.number), lines = {},
    reasons = {}, kinds = {}, banks = refund.banks.ALL }
  for i, line in ipairs(account.lines) do
    local one, chosen = claim.view.thing(line), 0
    for _, asked in ipairs(request and request.lines or {}) do
      if asked.position == line.position then chosen = asked.qty end
    end
    one.most, one.why, one.chosen = offered[i].qty, offered[i].why, chosen
    one.state = offered[i].from and order.engine.state(order.machine.line, offered[i].from).label or nil
    view.lines[i] = one
  end
  for i, reason in ipairs(claim.reasons(kind, true)) do
    view.reasons[i] = { value = reason.value, label = ("%s (%s)"):format(reason.label, claim.view.FAULTS[reason.fault]) }
  end
  for i, one in ipairs { "cancel", "return" } do
    view.kinds[i] = { label = TITLES[one], url = view.action .. "?kind=" .. one, active = one == kind }
  end
  if not request then return view end
  local plan, refused = ask_claim.plan(account, policy, request, true)
  if not plan then return view, refused end
  view.plan = { rows = plan.quote.rows, total = plan.quote.amount, notes = plan.quote.notes,
    needs_account = plan.needs_account }
  return view
end

--- Asks.
---@param ctx context
---@param found table  the order's row
---@param request ask_claim.request
---@param key string|nil  the same again is answered with the claim it made
---@return { id: string, number: string }|nil
---@return fault|nil staff.forbidden | claim.… | order.…
function ask_claim_for.run(ctx, found, request, key)
  local may, forbidden = require_permission(ctx, "orders.write")
  if not may then return nil, forbidden end
  local policy = claim_terms.policy(ctx.mall.id)
  return transaction(function(tx)
    local subject = move_order.lock(tx, ctx.mall.id, found.id)
    if not subject then return nil, fault("order.not_found") end
    local before = key and claim.begun_by(tx, ctx.mall.id, found.id, key)
    if before then return before end
    local asked, refused = ask_claim.within(tx, ctx.mall.id, found.id, policy, request,
      { actor = "staff " .. ctx.staff.email, key = key })
    if not asked then return nil, refused end
    record_audit(ctx, "claim.request", { kind = "claim", id = asked.number, whose = found.member_id,
      why = request.reason_text,
      changes = { amount = request.expected and { after = request.expected } or nil } }, tx)
    return asked
  end)
end

return ask_claim_for
