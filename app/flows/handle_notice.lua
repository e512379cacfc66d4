-- What is made of a notice: nothing, but that the provider is asked. Whatever order notices come in, however often and
-- however late, what holds is what the provider answers now. A deposit that the provider itself does not see yet is asked
-- after again: who tells may be quicker than who keeps the books.

local log = require "log"
local payment = require "payment"
local fault = require "shared.fault"
local settle_payment = require("flows.settle_payment").run

local handle_notice = {}

-- An attempt is there before its window opens: a notice that knows of none is not early by more than this.
local EARLY, LAG, ASKED_AGAIN = 120, 600, 20

local function told_of(contract, adapter, notice)
  return adapter.read_notice(contract, { body = notice.body, headers = notice.headers, query = "", ip = notice.address },
    payment.now())
end

local function close(notice, state, outcome)
  payment.notices.close(notice.mall_id, notice.id, state, outcome)
  return { outcome = outcome }
end

--- Follows a notice.
---@param mall_id string
---@param notice_id string
---@return { outcome: string }|nil
---@return fault|nil  to be tried again
function handle_notice.run(mall_id, notice_id)
  local notice = payment.notices.get(mall_id, notice_id)
  if not notice or notice.state == "refused" then return { outcome = "gone" } end
  local mall = { id = mall_id }
  local contract, adapter = payment.adapter(mall, notice)
  if not contract then return nil, adapter end
  local told = told_of(contract, adapter, notice)
  local attempt = told and payment.by_reference(mall_id, told.reference)
  if not attempt or attempt.provider ~= notice.provider then
    if payment.now() - notice.received_at < EARLY then return nil, fault("payment.not_found", { snooze = ASKED_AGAIN }) end
    log.warn("payment.notice_of_nothing", { provider = notice.provider, reference = notice.reference })
    return close(notice, "parked", "unknown_order")
  end
  local result = adapter.query(contract, attempt, attempt.asked_at)
  if told.kind == "deposit" and attempt.status == "waiting" and result.outcome == "ok" and result.state == "waiting" then
    if payment.now() - notice.received_at < LAG then return nil, fault("payment.unknown", { snooze = ASKED_AGAIN }) end
    log.warn("payment.notice_contradicts", { provider = notice.provider, reference = attempt.reference })
    return close(notice, "parked", "contradiction")
  end
  if result.outcome == "unknown" then return nil, fault("payment.unknown", { message = result.code }) end
  -- who issues a receipt with a deposit tells its number in the notice alone
  if told.kind == "deposit" and told.amount == attempt.amount then
    result.cash_receipt = result.cash_receipt or told.cash_receipt
  end
  local outcome, refused = settle_payment { mall = mall, order_id = attempt.order_id, payment_id = attempt.id,
    result = result, merchant = payment.merchant(contract),
    by = { actor = "provider " .. notice.provider, cause = "notice" } }
  if not outcome then return nil, refused end
  return close(notice, "handled", outcome.action == "none" and "no_change" or outcome.problem or outcome.action)
end

return handle_notice
