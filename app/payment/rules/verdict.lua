-- What an answer of a provider means for an attempt. The browser's return, a notice and the reconciler all come by here, so
-- that whoever comes first decides and whoever comes second finds nothing left to do. Pure: it is given what is known, and
-- says what is to happen.

local verdict = {}

local MONEY = { paid = true, partially_cancelled = true }
local OVER = { failed = true, expired = true, cancelled = true }
-- Where an attempt may still become anything.
local OPEN = { ready = true, requested = true, approving = true }
-- Where nothing more was awaited of it.
local GIVEN_UP = { failed = true, expired = true }

--- What the provider's answer asks for.
---
--- approve, issue, decline: an attempt in a window ends · deposit: money came to an account · late: money came to an
--- attempt that was given up · more: money may have come to one that waits for a person · recalled: money that was there
--- is gone · close: the account takes no more · shut: an account waits though nobody awaits money there · void: taken and
--- given back at once · wait: nothing is decided there yet · ask: nobody knows · none: nothing new
---@param status string  of the attempt
---@param result payment.result
---@return string
function verdict.action(status, result)
  if result.outcome == "unknown" then return OPEN[status] and "ask" or "none" end
  if result.outcome == "declined" then return OPEN[status] and "decline" or "none" end
  local state = result.state
  if OPEN[status] then
    if MONEY[state] then return "approve" end
    if state == "waiting" then return "issue" end
    if state == "cancelled" then return status == "approving" and "void" or "decline" end
    return OVER[state] and "decline" or "wait"
  end
  if status == "waiting" then
    if MONEY[state] then return "deposit" end
    return OVER[state] and "close" or "none"
  end
  if GIVEN_UP[status] then return MONEY[state] and "late" or state == "waiting" and "shut" or "none" end
  if status == "quarantined" then return MONEY[state] and "more" or state == "waiting" and "shut" or "none" end
  if status == "paid" or status == "partially_cancelled" then return state == "waiting" and "recalled" or "none" end
  return "none"
end

local function differs(given, ours) return given ~= nil and ours ~= nil and given ~= ours end

--- What an answer of "ok" has in common with the attempt it is for: nil when it is all, else which part is not. A provider
--- that leaves something out is believed in that.
---@param attempt { amount: integer, currency: string, reference: string, transaction_id: string|nil }
---@param result payment.result
---@param merchant string|nil  whom our contract says we are
---@return string|nil problem
function verdict.mismatch(attempt, result, merchant)
  if differs(result.reference, attempt.reference) then return "reference_mismatch" end
  if differs(result.merchant_id, merchant) then return "merchant_mismatch" end
  if differs(result.transaction_id, attempt.transaction_id) then return "transaction_mismatch" end
  if differs(result.currency, attempt.currency) then return "currency_mismatch" end
  -- what came in, where it is said; what the account or the card was asked for, where nothing came in yet
  local amount = result.state ~= "waiting" and result.captured or result.amount
  if amount == nil then return "amount_unknown" end
  if amount ~= attempt.amount then return "amount_mismatch" end
end

--- How a wrong amount on an account is called.
---@param attempt { amount: integer }
---@param amount integer
---@return "overpaid"|"underpaid"
function verdict.off(attempt, amount) return amount > attempt.amount and "overpaid" or "underpaid" end

-- In the words of the office and, where a shopper may read it, of a shop.
local WORDS = {
  amount_mismatch = "승인된 금액이 주문 금액과 달라요", currency_mismatch = "승인된 통화가 달라요",
  reference_mismatch = "다른 주문의 승인이에요", merchant_mismatch = "다른 가맹점의 승인이에요",
  transaction_mismatch = "다른 거래의 승인이에요", amount_unknown = "승인된 금액을 알 수 없어요",
  late_deposit = "기한이 지난 뒤에 들어온 돈이에요", overpaid = "주문 금액보다 많이 들어왔어요",
  underpaid = "주문 금액보다 적게 들어왔어요",
    duplicate = "이미 결제된 주문에 또 들어온 돈이에요",
  recalled = "은행이 입금을 거두어 갔어요", declined = "결제사가 승인하지 않았어요",
  cancelled_by_shopper = "손님이 결제를 그만뒀어요", not_started = "결제창을 열지 못했어요",
    unanswered = "결제사의 답이 없어 취소했어요",
  replaced = "다른 결제를 시작했어요", never_finished = "결제창에서 끝내지 않았어요",
    account_closed = "결제사가 계좌를 닫았어요",
  returned_there = "결제사에서 취소했어요", forged = "위조된 응답이에요",
}

--- A problem in words.
---@param problem string|nil
---@return string|nil
function verdict.say(problem) return problem and (WORDS[problem] or problem) end

-- Money that we took and must not keep goes back by itself; what a shopper sent to an account needs one to go back to.
local TAKE_BACK = { card = true, wallet = true, account_transfer = true, phone = true }

--- Whether money that landed in quarantine is given back without anybody asking.
---@param method string
---@return boolean
function verdict.goes_back(method) return TAKE_BACK[method] or false end

return verdict
