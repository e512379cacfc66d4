-- What NaverPay answers, as an adapter's result. A payment's history is a list of what went well and what did not: approved
-- (01), cancelled as a whole (03) or in part (04). What was paid by points, money or a discount of theirs is part of what
-- the shop gets. Pure.

local clock = require "shared.clock"
local reading = require "payment.rules.reading"

local answer, read_text, amount, object = {}, reading.text, reading.amount, reading.object

local CARDS = { C0 = "신한", C1 = "비씨", C2 = "광주", C3 = "KB국민", C4 = "NH농협", C5 = "롯데", C6 = "KDB산업", C7 = "삼성",
  C8 = "수협", C9 = "씨티", CA = "외환", CB = "우리", CC = "전북", CD = "제주", CF = "하나", CH = "현대" }
local APPROVED, CANCELLED = "01", { ["03"] = true, ["04"] = true }

local function moment(value)
  if type(value) ~= "string" then return nil end
  local year, month, day, hour, min, sec = value:match "^(%d%d%d%d)(%d%d)(%d%d)(%d%d)(%d%d)(%d%d)$"
  return year and clock.at(tonumber(year), tonumber(month), tonumber(day), tonumber(hour), tonumber(min), tonumber(sec))
end

local function card(given)
  local code = read_text(given.cardCorpCode, 10)
  if not code or given.primaryPayMeans ~= "CARD" then return nil end
  local number = read_text(given.cardNo, 25)
  return { issuer = CARDS[code] or code, number = number and number:find("*", 1, true) and number or nil,
    installments = amount(given.cardInstCount), approval_no = read_text(given.cardAuthNo, 30), partial_cancel = true }
end

-- An approval, whether it went well or not.
local function approval(given)
  local total = amount(given.totalPayAmount)
  local id, reference = read_text(given.paymentId, 50), read_text(given.merchantPayKey, 64)
  if given.admissionTypeCode ~= APPROVED or not (total and id and reference) then return nil end
  local result = { outcome = "ok", transaction_id = id, reference = reference, merchant_id = read_text(given.merchantId, 60),
    amount = total, currency = "KRW", captured = 0, cancelled = 0, card = card(given),
    details = { method = read_text(given.primaryPayMeans, 20), points = amount(given.npointPayAmount),
      gift_card = amount(given.giftCardAmount), discount = amount(given.discountPayAmount),
      tax_free = amount(given.taxExScopeAmount) } }
  if given.admissionState == "FAIL" then
    result.state = "failed"
    return result
  end
  local paid_at = moment(given.admissionYmdt)
  if given.admissionState ~= "SUCCESS" or not paid_at then return nil end
  result.state, result.captured, result.paid_at = "paid", total, paid_at
  return result
end

--- The answer of an approval that went well; nil when it cannot be read.
---@param body table
---@return payment.result|nil
function answer.approved(body)
  local result = approval(object(body.detail))
  if not result or result.state ~= "paid" then return nil end
  if body.paymentId ~= nil and body.paymentId ~= result.transaction_id then return nil end
  return result
end

-- What all cancellations gave back; nil where one cannot be read.
local function given_back(list, payment_id)
  local sum = 0
  for _, row in ipairs(list) do
    if CANCELLED[row.admissionTypeCode] and row.admissionState == "SUCCESS" then
      local one = amount(row.totalPayAmount)
      if not one or row.paymentId ~= payment_id then return nil end
      sum = sum + one
    end
  end
  return sum
end

local function the_approval(list)
  local failed
  for _, row in ipairs(list) do
    if row.admissionTypeCode ~= APPROVED then
      -- of a kind that nobody has told us of it is not known which way its money went
      if not CANCELLED[row.admissionTypeCode] then return nil end
    else
      local one = approval(row)
      if not one or one.state == "paid" then return one end
      failed = one
    end
  end
  return failed
end

--- What became of a payment, by its history. Without any it is one that was never approved.
---@param body table
---@param payment_id string
---@param attempt { reference: string }
---@return payment.result|nil
function answer.history(body, payment_id, attempt)
  local list = body.list
  if type(list) ~= "table" or (amount(body.totalPageCount) or 1) > 1 then return nil end
  for _, row in ipairs(list) do
    if type(row) ~= "table" then return nil end
  end
  if #list == 0 then
    return { outcome = "ok", state = "ready", transaction_id = payment_id, reference = attempt.reference, captured = 0,
      cancelled = 0 }
  end
  local result = the_approval(list)
  if not result or result.transaction_id ~= payment_id then return nil end
  local cancelled = given_back(list, payment_id)
  if not cancelled or cancelled > result.captured then return nil end
  result.cancelled = cancelled
  if result.captured > 0 then result.state = reading.state(result.captured, cancelled) end
  return result
end

--- The answer of a cancellation that went well.
---@param body table
---@param attempt { amount: integer, captured_amount: integer, reference: string, transaction_id: string }
---@param asked { amount: integer }
---@return payment.result|nil
function answer.cancelled(body, attempt, asked)
  local captured = attempt.captured_amount > 0 and attempt.captured_amount or attempt.amount
  local left = amount(body.totalRestAmount)
  if not left or left > captured or body.paymentId ~= attempt.transaction_id then return nil end
  return { outcome = "ok", state = reading.state(captured, captured - left), transaction_id = attempt.transaction_id,
    reference = attempt.reference, amount = asked.amount, currency = "KRW", captured = captured, cancelled = captured - left,
    details = {} }
end

return answer
