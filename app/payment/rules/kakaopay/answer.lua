-- What KakaoPay answers, as an adapter's result. Pure.

local reading = require "payment.rules.reading"

local answer, read_text, object = {}, reading.text, reading.object

local STATES = { READY = "ready", SEND_TMS = "ready", OPEN_PAYMENT = "ready", SELECT_METHOD = "ready", ARS_WAITING = "ready",
  AUTH_PASSWORD = "ready", ISSUED_SID = "ready",
  SUCCESS_PAYMENT = "money", PART_CANCEL_PAYMENT = "money", CANCEL_PAYMENT = "money",
  FAIL_AUTH_PASSWORD = "failed", QUIT_PAYMENT = "failed", FAIL_PAYMENT = "failed" }

-- The first digits of a card are not kept.
local function card(approved, selected)
  local issuer = read_text(approved.kakaopay_issuer_corp, 30) or read_text(selected.card_corp_name, 30)
  if not issuer then return nil end
  return { issuer = issuer, installments = tonumber(approved.install_month or selected.install_month),
    approval_no = read_text(approved.approved_id, 20), partial_cancel = true,
    interest_free = (approved.interest_free_install or selected.interest_free_install) == "Y" }
end

local function common(body)
  local sums = object(body.amount)
  local total, tid, reference = reading.amount(sums.total), read_text(body.tid, 30), read_text(body.partner_order_id, 100)
  if not (total and tid and reference) then return nil end
  return { outcome = "ok", transaction_id = tid, reference = reference, merchant_id = read_text(body.cid, 20),
    amount = total, currency = "KRW", captured = 0, cancelled = 0,
    card = card(object(body.card_info), object(body.selected_card_info)),
    details = { method = read_text(body.payment_method_type, 20), vat = reading.amount(sums.vat),
      tax_free = reading.amount(sums.tax_free), point = reading.amount(sums.point),
      discount = reading.amount(sums.discount) } }
end

--- The answer of a capture that went well; nil when it cannot be read.
---@param body table
---@return payment.result|nil
function answer.approved(body)
  local result, approved_at = common(body), reading.moment(body.approved_at)
  if not result or not read_text(body.aid, 30) or not approved_at then return nil end
  if body.status ~= nil and body.status ~= "SUCCESS_PAYMENT" then return nil end
  result.state, result.captured, result.paid_at = "paid", result.amount, approved_at
  return result
end

--- The answer to a question about a payment, and of a cancellation.
---@param body table
---@return payment.result|nil
function answer.order(body)
  local state, result = STATES[body.status], common(body)
  if not state or not result then return nil end
  if state == "money" then
    local cancelled = reading.amount(object(body.canceled_amount).total) or body.status == "SUCCESS_PAYMENT" and 0
    if not cancelled or cancelled > result.amount then return nil end
    result.captured, result.cancelled, result.paid_at = result.amount, cancelled, reading.moment(body.approved_at)
    state = reading.state(result.captured, cancelled)
  end
  result.state = state
  return result
end

return answer
