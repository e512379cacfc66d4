-- What PortOne's window of V1 is opened with (IMP.init, then IMP.request_pay), and what the browser brings back from it. The
-- money is taken while the window is open; what the browser brings is only the reason to ask. Pure.

local channels = require "payment.rules.portone.channels"
local clock = require "shared.clock"
local departure = require "payment.rules.portone.departure"
local json = require "json"
local reading = require "payment.rules.reading"
local text = require "text"

local window = {}

local METHODS = { card = "card", virtual_account = "vbank", account_transfer = "trans", phone = "phone" }

local function telephone(given)
  local digits = given and given:gsub("%D", "") or ""
  return #digits >= 8 and #digits <= 15 and digits or nil
end

-- What may be chosen besides paying at once.
local function months(list)
  local quota = {}
  for _, month in ipairs(list) do
    if month > 1 then quota[#quota + 1] = month end
  end
  return { card_quota = json.array(quota) }
end

--- Whom IMP.init is told, and the first argument of IMP.request_pay. Its second is called where the window is no page of its
--- own: what it is given is to be carried to m_redirect_url, as the window carries it everywhere else.
---@param contract payment.contract
---@param asked table  of an adapter's start
---@return { code: string, request: table }
function window.open(contract, asked)
  local buyer = asked.buyer or {}
  local request = { channelKey = channels.of(contract, asked.method), pay_method = METHODS[asked.method],
    merchant_uid = asked.reference, name = text.clip(asked.goods_name, 99), amount = asked.amount,
    tax_free = asked.tax_free, vat_amount = asked.vat, currency = "KRW", language = "ko",
    buyer_name = reading.text(buyer.name, 100), buyer_tel = telephone(buyer.phone),
    buyer_email = reading.text(buyer.email, 100), m_redirect_url = asked.return_url, notice_url = asked.notice_url,
    escrow = contract.escrow or nil }
  if asked.method == "card" and asked.installments then request.display = months(asked.installments) end
  if asked.method == "phone" then request.digital = false end -- goods that one can touch
  if asked.method == "virtual_account" then
    request.vbank_due = clock.iso(asked.due_at):sub(1, 16):gsub("[-T:]", "")
  end
  return { code = contract.imp_code, request = request }
end

--- What the browser brought: merchant_uid and imp_uid, and where something went wrong error_code and error_msg.
---@param attempt { reference: string, amount: integer }
---@param query table<string, string>
---@return table
function window.read(attempt, query)
  local is_over = query.error_code ~= nil or query.error_msg ~= nil or query.imp_success == "false"
    or query.success == "false"
  if query.merchant_uid ~= attempt.reference and (query.merchant_uid or not is_over) then
    return { outcome = "forged", code = "reference", message = "the return does not belong to this payment" }
  end
  if is_over then
    local code, message = reading.text(query.error_code, 60), reading.text(query.error_msg)
    return { outcome = departure(code, message) and "cancelled" or "declined", code = code or "failed", message = message }
  end
  local uid = query.imp_uid
  if uid and (not uid:find "^[%w_]+$" or #uid > 50) then
    return { outcome = "forged", code = "imp_uid", message = "that is no number of a payment" }
  end
  return { outcome = "authenticated", reference = attempt.reference, amount = attempt.amount, token = { imp_uid = uid } }
end

return window
