-- Notices of deposits: a form in CP949. Of accounts that were issued on a PC they say all of a bank's message, of those of
-- telephones what the window says. Nothing in them proves who wrote them.

local reading = require "payment.rules.inicis.reading"

local notices = {}

local KINDS = { ["0200"] = "deposit", ["0400"] = "deposit_cancelled" }

local function of_pc(form)
  local receipt = reading.text(form.no_cshr_appl, 30)
  return { reference = reading.text(form.no_oid, 64), transaction_id = reading.text(form.no_tid, 40),
    kind = KINDS[form.type_msg] or "changed", amount = reading.amount(form.amt_input),
    account_number = reading.text(form.no_vacct, 40), depositor = reading.text(form.nm_input, 100),
    paid_at = reading.moment(form.dt_trans, form.tm_trans), merchant_id = form.id_merchant,
    cash_receipt = receipt and { issue_number = receipt, key = reading.text(form.no_cshr_tid, 40) } or nil }
end

-- "02" of a virtual account: the money is there. "00": it was issued, which is known.
local function of_mobile(form)
  local at = reading.text(form.P_AUTH_DT, 14) or ""
  return { reference = reading.text(form.P_OID, 64), transaction_id = reading.text(form.P_TID, 40),
    kind = form.P_TYPE == "VBANK" and form.P_STATUS == "02" and "deposit" or "changed", amount = reading.amount(form.P_AMT),
    account_number = (form.P_RMESG1 or ""):match "P_VACCT_NO=(%d+)", depositor = reading.text(form.P_UNAME, 100),
    paid_at = reading.moment(at:sub(1, 8), at:sub(9)), merchant_id = form.P_MID }
end

--- Reads a notice for a merchant.
---@param body string
---@param mid string
---@return table|nil
---@return string|nil why
function notices.read(body, mid)
  local form = reading.form(body)
  local said
  if form.no_tid then said = of_pc(form) elseif form.P_TID then said = of_mobile(form) end
  if not (said and said.reference and said.transaction_id and said.amount) then return nil, "no notice of a payment" end
  if said.merchant_id ~= mid then return nil, "a notice of another merchant" end
  return said
end

return notices
