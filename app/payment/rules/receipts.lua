-- Cash receipts: for how much of a payment one is owed, and what is to be done about the one that is there. The sum that is
-- owed follows the money; a receipt that says another sum is taken back, and issued again at the right one. Pure.

local methods = require "payment.rules.methods"

local receipts = {}

local KEPT = { paid = true, partially_cancelled = true }

---@class receipts.due
---@field amount integer
---@field tax_free integer
---@field vat integer

--- What a receipt should say now: what came in for the sale, less what went back.
---@param attempt table  of payment.receipt.store: a payment with what went back of its parts
---@return receipts.due
function receipts.due(attempt)
  local method = methods.of(attempt.method)
  if attempt.cash_receipt == "none" or not (method and method.cash) or not KEPT[attempt.status] then
    return { amount = 0, tax_free = 0, vat = 0 }
  end
  local amount = math.max(0, math.min(attempt.amount, attempt.captured_amount - attempt.returned_amount))
  local tax_free = math.max(0, math.min(amount, attempt.tax_free_amount - attempt.returned_tax_free))
  local vat = math.max(0, math.min(amount - tax_free, attempt.vat_amount - attempt.returned_vat))
  return { amount = amount, tax_free = tax_free, vat = vat }
end

--- Whether the provider itself issues the receipt of a payment: a window asks for it, and its cancellations are its own.
---@param method string
---@return boolean
function receipts.is_within(method) return method ~= "bank_transfer" end

local function of_wanted(row, due)
  if due.amount == 0 then return "drop" end
  if row.amount ~= due.amount then return "resize" end
  if row.by_hand then return "rest" end
  return row.within_payment and "read" or "issue"
end

local function of_issued(row, due)
  if row.amount == due.amount then return "rest" end
  return row.within_payment and "follow" or "take_back"
end

--- What is to be done next.
---
--- want: one has to be written down · drop: none is owed any more · resize: another sum, before anybody was asked · issue:
--- a provider is asked · read: the provider issued it with the payment, and is asked for its number · take_back: the
--- provider is asked to cancel · follow: the provider has lessened it together with the payment · rest: nothing, or a
--- person has to
---@param row table|nil  the last receipt of the payment
---@param due receipts.due
---@return "want"|"drop"|"resize"|"issue"|"read"|"take_back"|"follow"|"rest"
function receipts.next(row, due)
  local state = row and row.state or "none"
  if state == "wanted" then return of_wanted(row, due) end
  if state == "asked" then return row.by_hand and "rest" or "issue" end
  if state == "issued" then return of_issued(row, due) end
  if state == "cancelling" then return row.by_hand and "rest" or "take_back" end
  -- what somebody has decided to drop stays so
  if due.amount == 0 or state == "dropped" and row.by_hand then return "rest" end
  return "want"
end

receipts.kinds = { income = "소득공제용", business = "지출증빙용" }

receipts.states = {
  wanted = { label = "발급 대기", tone = "wait" }, asked = { label = "발급 확인중", tone = "wait" },
  issued = { label = "발급", tone = "good" }, cancelling = { label = "취소 대기", tone = "wait" },
  cancelled = { label = "취소", tone = "plain" }, dropped = { label = "발급 안 함", tone = "plain" },
}

receipts.state_options = {}
for i, key in ipairs { "wanted", "asked", "issued", "cancelling", "cancelled", "dropped" } do
  receipts.state_options[i] = { value = key, label = receipts.states[key].label }
end

local PROBLEMS = {
  no_contract = "발급해 줄 결제사 계약이 없어요. 홈택스에서 직접 발급해 주세요.",
  not_seen = "결제사가 결제와 함께 발급했는지 알려 주지 않았어요. 결제사 화면에서 확인해 주세요.",
  unknown = "결제사의 답을 듣지 못했어요. 결제사 화면에서 발급됐는지 먼저 확인해 주세요.",
  by_staff = "직접 발급한 것이라 취소도 직접 해야 해요.",
  not_cancelled = "결제사가 취소해 주지 않았어요. 결제사 화면에서 취소해 주세요.",
}

--- Why a person is needed, in words.
---@param problem string
---@param said string|nil  the provider's own words
---@return string
function receipts.say(problem, said)
  local words = PROBLEMS[problem]
  if words then return said and said ~= "" and words .. " (" .. said .. ")" or words end
  return "결제사가 발급을 거절했어요: " .. (said and said ~= "" and said or problem)
end

--- What staff may do about one as it stands.
---@param row table
---@return table<string, true>
function receipts.acts(row)
  if not row.by_hand then return {} end
  if row.state == "wanted" then return { issued = true, again = true, drop = true } end
  if row.state == "asked" then return { issued = true, again = true } end
  if row.state == "cancelling" then return { cancelled = true, again = row.provider ~= "" or nil } end
  return {}
end

return receipts
