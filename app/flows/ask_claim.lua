-- Somebody wants units of an order cancelled, returned or exchanged. What is not being prepared yet is cancelled at once;
-- everything else waits for a decision. What was shown as going back is what has to go back: if that changed meanwhile,
-- nothing happens and the new sum is shown.

local claim = require "claim"
local order = require "order"
local queue = require "queue"
local refund = require "refund"
local fault = require "shared.fault"
local claim_terms = require "flows.claim_terms"
local move_order = require "flows.move_order"
local quote_claim = require "flows.quote_claim"
local transaction = require("flows.store").transaction

local ask_claim = {}

---@class ask_claim.request
---@field kind "cancel"|"return"|"exchange"
---@field lines { position: integer, qty: integer, exchange_sku_id: string|nil }[]
---@field reason string
---@field reason_text string|nil
---@field collection table|nil
---@field account { bank_code: string, number: string, holder: string }|nil
---@field expected integer|nil  what was shown as going back

---@class ask_claim.plan
---@field lines { position: integer, qty: integer, from_state: string }[]
---@field reason claim.reason
---@field fee integer
---@field immediate boolean
---@field quote refund.quote|nil      none of an exchange
---@field parts { id: string, amount: integer }[]
---@field instruments refund.instrument[]
---@field needs_account boolean

local function exchanges(account, request)
  for _, line in ipairs(request.lines) do
    local sold = account.lines[line.position]
    local found = false
    for _, sku in ipairs(sold and claim.same_price(account.order.mall_id, sold.product_id, sold.unit_price) or {}) do
      found = found or sku.id == line.exchange_sku_id and sku.available >= line.qty
    end
    if not found then return nil, fault("claim.no_exchange") end
  end
  return true
end

--- What would come of a request: nothing is changed.
---@param account claim.account
---@param policy claim.policy
---@param request ask_claim.request
---@param by_staff boolean|nil
---@return ask_claim.plan|nil
---@return fault|nil claim.invalid (`says` why)
function ask_claim.plan(account, policy, request, by_staff)
  local reason = claim.reason(request.reason, request.kind, by_staff)
  if not reason then return nil, fault("claim.invalid", { says = "사유를 골라 주세요." }) end
  local offered = claim.offer(claim_terms.facts(account, policy), request.kind, by_staff)
  local lines, says = claim.check(offered, request.lines, reason)
  if not lines then return nil, fault("claim.invalid", { says = says }) end
  local plan = { lines = lines, reason = reason, parts = {}, instruments = {}, needs_account = false,
    fee = claim.fee(policy, request.kind, reason.fault, quote_claim.shipping(account.order).surcharge) }
  plan.immediate = request.kind == "cancel" and (by_staff or claim.is_immediate(lines)) or false
  if request.kind == "exchange" then return plan end
  plan.quote, plan.instruments = quote_claim.run(account,
    { lines = lines, kind = request.kind, fault = reason.fault, fee = plan.fee }, { with_open = true })
  plan.parts = refund.split(policy.refund_order, plan.instruments, plan.quote.amount)
  local by_id = {}
  for _, one in ipairs(plan.instruments) do by_id[one.id] = one end
  for _, part in ipairs(plan.parts) do
    plan.needs_account = plan.needs_account or refund.view.needs_account(by_id[part.id])
  end
  return plan
end

-- A claim's lines as they are written down.
local function lines_of(plan, request)
  local skus = {}
  for _, line in ipairs(request.lines) do skus[line.position] = line.exchange_sku_id end
  for _, line in ipairs(plan.lines) do line.exchange_sku_id = skus[line.position] end
  return plan.lines
end

local function begin(tx, subject, plan, request, by)
  local breakdown = plan.quote and refund.view.breakdown(plan.quote)
  local sealed = request.account and refund.account.seal(subject.mall_id, subject.id, request.account)
  local begun, refused, row = move_order.run(tx, subject, { axis = "claim", event = "request",
    row = { kind = request.kind, reason = plan.reason.value, reason_text = request.reason_text or "",
      fault = plan.reason.fault,
      asked_by = by.actor, fee_amount = plan.fee, collection = request.collection or {}, lines = lines_of(plan, request) },
    facts = { breakdown = breakdown, silent = plan.immediate or by.actor:find "^staff" ~= nil } }, by)
  if not begun then return nil, refused end
  if sealed then claim.set_account(tx, subject.mall_id, row.id, sealed) end
  claim.keep(tx, subject.mall_id, row.id, breakdown or {})
  return row
end

-- A cancellation that waits for nobody.
local function settle(tx, subject, row, by)
  local again = { actor = by.actor, cause = by.cause }
  local event = by.actor:find "^staff" and "approve" or "grant"
  for _, one in ipairs { event, "complete" } do
    local moved, refused = move_order.run(tx, subject, { axis = "claim", event = one, id = row.id }, again)
    if not moved then return nil, refused end
  end
  return true
end

--- Asks.
---@param tx table
---@param mall_id string
---@param order_id string
---@param policy claim.policy
---@param request ask_claim.request
---@param by move.by  with a key: the same request again is answered with the claim it made
---@return { id: string, number: string, immediate: boolean|nil }|nil
---@return fault|nil claim.invalid | claim.sum_changed | claim.account_needed | claim.no_exchange | order.…
function ask_claim.within(tx, mall_id, order_id, policy, request, by)
  local subject, gone = move_order.lock(tx, mall_id, order_id)
  if not subject then return nil, gone end
  local before = by.key and claim.begun_by(tx, mall_id, order_id, by.key)
  if before then return before end
  local plan, refused = ask_claim.plan(claim.account(mall_id, order_id, tx), policy, request, by.actor:find "^staff" ~= nil)
  if not plan then return nil, refused end
  if request.expected and plan.quote and plan.quote.amount ~= request.expected then
    return nil, fault("claim.sum_changed")
  end
  if plan.needs_account and not request.account and not by.actor:find "^staff" then
    return nil, fault("claim.account_needed")
  end
  local row, problem = begin(tx, subject, plan, request, by)
  if not row then return nil, problem end
  if plan.immediate then
    local settled, why = settle(tx, subject, row, by)
    if not settled then return nil, why end
  end
  return { id = row.id, number = row.number, immediate = plan.immediate }
end

--- Asks, in a transaction of its own.
---@param mall_id string
---@param order_id string
---@param request ask_claim.request
---@param by move.by
---@return { id: string, number: string, immediate: boolean|nil }|nil
---@return fault|nil
function ask_claim.run(mall_id, order_id, request, by)
  local policy = claim_terms.policy(mall_id)
  if request.kind == "exchange" then
    -- what there is to exchange for is asked before anything is locked; the goods are taken when they are sent
    local account = claim.account(mall_id, order_id)
    if not account then return nil, fault("order.not_found") end
    local there, missing = exchanges(account, request)
    if not there then return nil, missing end
  end
  local asked, refused = transaction(function(tx) return ask_claim.within(tx, mall_id, order_id, policy, request, by) end)
  if asked or refused.code ~= "db.unknown" or not by.key then return asked, refused end
  -- the connection went while committing: the key tells whether it is there
  return transaction(function(tx)
    return claim.begun_by(tx, mall_id, order_id, by.key) or nil, fault("db.unavailable", { cause = refused })
  end)
end

--- Calls an order off that is not paid yet: all of it, since it was placed as a whole.
---@param mall_id string
---@param order_id string
---@param by move.by
---@return true|nil
---@return fault|nil
function ask_claim.call_off(mall_id, order_id, by)
  return transaction(function(tx)
    local subject, gone = move_order.lock(tx, mall_id, order_id)
    if not subject then return nil, gone end
    if order.count_units(subject.portions, "awaiting_payment") == 0 then return nil, fault("claim.not_now") end
    local open = {}
    for _, payment in ipairs(subject.payments) do
      if payment.status == "waiting" and payment.transaction_id then open[#open + 1] = payment.id end
    end
    local moved, refused = move_order.run(tx, subject, { axis = "line", event = "call_off" }, by)
    if not moved then return nil, refused end
    for _, id in ipairs(open) do
      queue.enqueue(tx, "payment.close_account", { mall_id = mall_id, payment_id = id },
        { mall_id = mall_id, unique = "close_account:" .. id })
    end
    return true
  end)
end

return ask_claim
