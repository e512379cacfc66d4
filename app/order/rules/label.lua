-- What an order is called as a whole, derived from where its units and its payments stand: it is as far as the unit that
-- has come least far, because that is what remains to be done. Pure.

local units = require "order.rules.units"

local label = {}

---@class order.label
---@field key string
---@field label string
---@field say string
---@field tone "wait"|"good"|"bad"|"plain"  what waits for somebody, what is done, what came to nothing
---@field bought boolean                    the buyer has paid for it and keeps at least some of it
---@field over boolean|nil                  nobody waits for goods or for money any more

---@type order.label[]
label.ALL = {
  { key = "awaiting_payment", label = "결제대기", tone = "wait", bought = false, say = "결제를 마치면 상품을 준비할게요." },
  { key = "awaiting_deposit", label = "입금대기", tone = "wait", bought = false, say = "입금을 기다리고 있어요." },
  { key = "paid", label = "결제완료", tone = "good", bought = true, say = "결제가 확인되어 상품을 준비하고 있어요." },
  { key = "preparing", label = "상품준비중", tone = "good", bought = true, say = "상품을 준비하고 있어요." },
  { key = "ready", label = "배송준비중", tone = "good", bought = true, say = "포장을 마치고 배송을 기다리고 있어요." },
  { key = "shipping", label = "배송중", tone = "good", bought = true, say = "상품이 가고 있어요." },
  { key = "delivered", label = "배송완료", tone = "good", bought = true, over = true, say = "상품을 배송했어요." },
  { key = "confirmed", label = "구매확정", tone = "good", bought = true, over = true, say = "구매를 확정하셨어요. 고맙습니다." },
  { key = "failed", label = "주문실패", tone = "plain", bought = false, over = true, say = "결제되지 않아 주문이 취소됐어요." },
  { key = "expired", label = "미입금취소", tone = "plain", bought = false, over = true, say = "입금 기한이 지나 주문이 취소됐어요." },
  { key = "cancelled", label = "취소완료", tone = "plain", bought = false, over = true, say = "주문이 취소됐어요." },
  { key = "returned", label = "반품완료", tone = "plain", bought = false, over = true, say = "반품이 끝났어요." },
  { key = "exchanged", label = "교환완료", tone = "good", bought = true, over = true, say = "교환이 끝났어요." },
}

local by_key = {}
for _, one in ipairs(label.ALL) do by_key[one.key] = one end

--- How far an order goes when all is well.
label.WAY = { "paid", "preparing", "ready", "shipping", "delivered", "confirmed" }

--- The stages by which a buyer looks through orders, with the labels each takes in.
---@type { key: string, label: string, statuses: string[] }[]
label.STAGES = {
  { key = "waiting", label = "결제대기", statuses = { "awaiting_payment", "awaiting_deposit" } },
  { key = "paid", label = "결제완료", statuses = { "paid" } },
  { key = "preparing", label = "배송준비", statuses = { "preparing", "ready" } },
  { key = "shipping", label = "배송중", statuses = { "shipping" } },
  { key = "delivered", label = "배송완료", statuses = { "delivered", "confirmed" } },
  { key = "undone", label = "취소·반품·교환", statuses = { "failed", "expired", "cancelled", "returned", "exchanged" } },
}

---@param key string
---@return order.label
function label.of(key) return by_key[key] or error("no such label of an order: " .. tostring(key), 2) end

--- The labels of orders that were paid and of which the buyer keeps something.
---@return string[]
function label.bought()
  local list = {}
  for _, one in ipairs(label.ALL) do
    if one.bought then list[#list + 1] = one.key end
  end
  return list
end

--- The labels of orders of which nothing is awaited any more: what has arrived is yet to be confirmed.
---@return string[]
function label.ended()
  local list = {}
  for _, one in ipairs(label.ALL) do
    if one.over and one.key ~= "delivered" then list[#list + 1] = one.key end
  end
  return list
end

local BY_ACCOUNT = { bank_transfer = true, virtual_account = true }

local function any(payments, test)
  for _, payment in ipairs(payments) do
    if test(payment) then return true end
  end
  return false
end

local function waits_for_deposit(payment) return payment.status == "waiting" end
local function ran_out(payment) return payment.status == "expired" and BY_ACCOUNT[payment.method] end

local function was_deposited(payment) return payment.status == "paid" and BY_ACCOUNT[payment.method] end

--- Whether what was paid came into an account of the mall's.
---@param payments {status:string, method:string}[]
---@return boolean
function label.was_deposited(payments) return any(payments, was_deposited) end

--- The label of an order.
---@param portions table<integer, table<string, integer>>  units by position and state
---@param payments {status:string, method:string}[]
---@return string key
function label.derive(portions, payments)
  local totals = units.totals(portions)
  local function some(state) return (totals[state] or 0) > 0 end
  if some "awaiting_payment" then return any(payments, waits_for_deposit) and "awaiting_deposit" or "awaiting_payment" end
  for _, state in ipairs(label.WAY) do
    if some(state) then return state end
  end
  if some "unpaid" then return any(payments, ran_out) and "expired" or "failed" end
  return some "exchanged" and "exchanged" or some "returned" and "returned" or "cancelled"
end

return label
