-- What KakaoPay is asked, and what the browser brings back. The order and the shopper are called the same when the payment
-- is opened and when it is captured: the shopper by the payment's own reference, so that they learn nothing about anybody.
-- Pure.

local reading = require "payment.rules.reading"
local text = require "text"

local request = {}

local function names(contract, reference)
  return { cid = contract.cid, cid_secret = contract.cid_secret, partner_order_id = reference, partner_user_id = reference }
end

local function with(url, parameter) return url .. (url:find("?", 1, true) and "&" or "?") .. parameter end

---@param contract payment.contract
---@param asked table  of an adapter's start
---@return table
function request.ready(contract, asked)
  local body = names(contract, asked.reference)
  body.item_name, body.quantity = text.clip(asked.goods_name, 99), 1
  body.total_amount, body.tax_free_amount, body.vat_amount = asked.amount, asked.tax_free, asked.vat
  body.approval_url, body.cancel_url = asked.return_url, asked.cancel_url
  -- they say nothing about a failure but by where they send the shopper
  body.fail_url = with(asked.return_url, "outcome=failed")
  if asked.installments and #asked.installments == 1 then body.install_month = asked.installments[1] end
  return body
end

---@param contract payment.contract
---@param attempt table
---@param token { pg_token: string }
---@return table
function request.approve(contract, attempt, token)
  local body = names(contract, attempt.reference)
  body.tid, body.pg_token, body.total_amount = attempt.transaction_id, token.pg_token, attempt.amount
  return body
end

--- What can still be cancelled is said along: with another idea of it they refuse, so that nothing is given back twice.
---@param contract payment.contract
---@param attempt table
---@param asked table  of an adapter's cancel
---@return table
function request.cancel(contract, attempt, asked)
  return { cid = contract.cid, cid_secret = contract.cid_secret, tid = attempt.transaction_id,
    cancel_amount = asked.amount, cancel_tax_free_amount = asked.tax_free, cancel_vat_amount = asked.vat,
    cancel_available_amount = asked.remaining + asked.amount, payload = reading.text(asked.key) }
end

---@param attempt { reference: string, amount: integer }
---@param query table<string, string>
---@return table
function request.read_return(attempt, query)
  local token = query.pg_token
  if token then
    if not token:find "^[%w_%-]+$" or #token > 100 then
      return { outcome = "forged", code = "pg_token", message = "that is no token" }
    end
    return { outcome = "authenticated", reference = attempt.reference, amount = attempt.amount,
      token = { pg_token = token } }
  end
  if query.outcome == "failed" then return { outcome = "declined", code = "failed" } end
  return { outcome = "cancelled", code = "cancelled" }
end

return request
