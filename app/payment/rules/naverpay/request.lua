-- What NaverPay is asked, and what the browser brings back. Amounts are split into what is taxed and what is not; VAT they
-- reckon themselves. The shopper is called by the payment's own reference, so that they learn nothing about anybody. Pure.

local reading = require "payment.rules.reading"
local text = require "text"

local request = {}

local SCOPES = { live = "production", test = "development" }
-- What stands in resultCode, and on some ways in resultMessage, when the shopper went away.
local DEPARTURE = "usercancel"

local function won(amount) return ("%d"):format(amount) end

--- What their script is called with: Naver.Pay.create(options.create).open(options.open).
---@param contract payment.contract
---@param asked table  of an adapter's start
---@return { create: table, open: table }
function request.window(contract, asked)
  local name = text.clip(asked.goods_name, 127)
  return {
    -- in the page's own window: what opens beside it is blocked by browsers
    create = { mode = SCOPES[contract.mode], clientId = contract.client_id, chainId = contract.chain_id, payType = "normal",
      openType = "page" },
    open = { merchantPayKey = asked.reference, merchantUserKey = asked.reference, productName = name, productCount = "1",
      totalPayAmount = won(asked.amount), taxScopeAmount = won(asked.amount - asked.tax_free),
      taxExScopeAmount = won(asked.tax_free), returnUrl = asked.return_url,
      productItems = { { categoryType = "PRODUCT", categoryId = "GENERAL", uid = asked.reference, name = name,
        count = "1" } } },
  }
end

--- The form of a cancellation. What is to be left afterwards is said along: with another idea of it they refuse.
---@param payment_id string
---@param asked table  of an adapter's cancel
---@return { [1]: string, [2]: string }[]
function request.cancel(payment_id, asked)
  return { { "paymentId", payment_id }, { "merchantPayTransactionKey", asked.key }, { "cancelAmount", won(asked.amount) },
    { "cancelReason", reading.text(asked.reason, 80) or "주문 취소" }, { "cancelRequester", "2" },
    { "taxScopeAmount", won(asked.amount - asked.tax_free) }, { "taxExScopeAmount", won(asked.tax_free) },
    { "doCompareRest", "1" }, { "expectedRestAmount", won(asked.remaining) } }
end

---@param attempt { reference: string, amount: integer }
---@param query table<string, string>
---@return table
function request.read_return(attempt, query)
  local code, message = reading.text(query.resultCode, 60), reading.text(query.resultMessage)
  if code ~= "Success" then
    local left = not code or code:lower() == DEPARTURE or message and message:lower() == DEPARTURE
    return { outcome = left and "cancelled" or "declined", code = code or "cancelled", message = message }
  end
  local id = query.paymentId
  if not id or not id:find "^[%w_%-]+$" or #id > 50 then
    return { outcome = "forged", code = "payment_id", message = "that is no number of a payment" }
  end
  -- neither order nor amount comes along: the approval names them
  return { outcome = "authenticated", reference = attempt.reference, amount = attempt.amount, token = { payment_id = id } }
end

return request
