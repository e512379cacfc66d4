-- What Inicis answers, as results that every adapter gives. A refusal is a refusal only when nothing in the answer speaks
-- of an approval; an answer that says yes and does not say to what is unknown.

local codes = require "payment.rules.inicis.codes"
local reading = require "payment.rules.inicis.reading"

local answers = {}

local SLIP = "https://iniweb.inicis.com/DefaultWebApp/mall/cr/cm/mCmReceipt_head.jsp?noTid=%s&noMethod=1"

local function unknown(code, message) return { outcome = "unknown", code = code, message = message } end

local function refusal(code, message, names_an_approval)
  code = reading.text(code, 40)
  if not code or names_an_approval then return unknown(code or "unreadable", reading.text(message, 500)) end
  return { outcome = "declined", state = "failed", code = code, message = reading.text(message, 500) }
end

-- "00" is one payment.
local function months(count) return tonumber(reading.text(count, 2)) or 0 end

local function bank_name(code, given) return codes.banks[code or ""] or reading.text(given, 40) or code end

-- The cash receipt of a transfer, which the window has asked for. A PC is told that it was issued, and not under which
-- number.
local function receipt(type, number, code)
  if not number and code ~= "220000" then return nil end
  return { issue_number = number, kind = type == "1" and "business" or "income" }
end

-- An approval of any product: `said` has its parts by our names.
local function approval(said)
  if not (said.transaction_id and said.amount and said.reference and said.merchant_id and said.method) then
    return unknown("incomplete", "an approval without its number, amount, order or merchant")
  end
  said.outcome = "ok"
  if said.method == "virtual_account" then
    local account = said.account
    if not (account.number and account.bank) then return unknown("incomplete", "a virtual account without a number") end
    said.state, said.captured = "waiting", 0
  else
    said.account, said.state, said.captured = nil, "paid", said.amount
  end
  said.cancelled = 0
  if said.method == "card" then said.receipt_url = SLIP:format(said.transaction_id) else said.card = nil end
  if said.method ~= "account_transfer" then said.cash_receipt = nil end
  said.details = { inicis_method = said.their_method, product = said.product }
  said.their_method, said.product = nil, nil
  return said
end

--- The answer to an approval on a PC.
---@param body table<string, any>
---@return payment.result
function answers.pc(body)
  if body.resultCode ~= "0000" then
    return refusal(body.resultCode, body.resultMsg, reading.text(body.applNum) or reading.text(body.VACT_Num))
  end
  local bank = reading.text(body.VACT_BankCode, 4)
  return approval {
    product = "pc", transaction_id = reading.text(body.tid, 40), reference = reading.text(body.MOID, 64),
    merchant_id = reading.text(body.mid, 20), amount = reading.amount(body.TotPrice),
    currency = body.currency == "WON" and "KRW" or reading.text(body.currency, 10),
    method = codes.methods[body.payMethod], their_method = body.payMethod,
    paid_at = reading.moment(body.applDate, body.applTime),
    account = { bank_code = bank, bank = bank_name(bank, body.vactBankName), number = reading.text(body.VACT_Num, 40),
      holder = reading.text(body.VACT_Name, 100), due_at = reading.moment(body.VACT_Date, body.VACT_Time) },
    card = { issuer = codes.cards[body.CARD_Code] or reading.text(body.CARD_Code, 10),
      number = reading.card_number(body.CARD_Num), installments = months(body.CARD_Quota),
      approval_no = reading.text(body.applNum, 20),
      partial_cancel = body.CARD_PRTC_CODE ~= "0", interest_free = body.CARD_Interest == "1" },
    cash_receipt = receipt(body.CSHR_Type, nil, body.CSHR_ResultCode),
  }
end

--- The answer to an approval on a telephone.
---@param body table<string, string>
---@return payment.result
function answers.mobile(body)
  if body.P_STATUS ~= "00" then
    return refusal(body.P_STATUS, body.P_RMESG1, reading.text(body.P_AUTH_NO) or reading.text(body.P_VACT_NUM))
  end
  local bank = reading.text(body.P_VACT_BANK_CODE, 4)
  local auth = reading.text(body.P_AUTH_DT, 14) or ""
  return approval {
    product = "mobile", transaction_id = reading.text(body.P_TID, 40), reference = reading.text(body.P_OID, 64),
    merchant_id = reading.text(body.P_MID, 20), amount = reading.amount(body.P_AMT), currency = "KRW",
    method = codes.methods[body.P_TYPE], their_method = body.P_TYPE, paid_at = reading.moment(auth:sub(1, 8), auth:sub(9)),
    account = { bank_code = bank, bank = bank_name(bank, body.P_FN_NM), number = reading.text(body.P_VACT_NUM, 40),
      holder = reading.text(body.P_VACT_NAME, 100), due_at = reading.moment(body.P_VACT_DATE, body.P_VACT_TIME) },
    card = { issuer = codes.cards[body.P_FN_CD1] or reading.text(body.P_FN_NM, 40),
      number = reading.card_number(body.P_CARD_NUM), installments = months(body.P_CARD_QUOTA or body.P_RMESG2),
      approval_no = reading.text(body.P_AUTH_NO, 20),
      partial_cancel = body.P_CARD_PRTC_CODE ~= "0", interest_free = body.P_CARD_INTEREST == "1" },
    cash_receipt = receipt(body.P_CSHR_TYPE, reading.text(body.P_CSHR_AUTH_NO, 30)),
  }
end

--- Whether a net-cancel was done: then nothing of the attempt is held any more.
---@param code any
---@param message any
---@param yes string
---@return payment.result
function answers.net_cancel(code, message, yes)
  if code == yes then return { outcome = "ok", state = "cancelled", captured = 0, cancelled = 0 } end
  return refusal(code, message)
end

-- What went back, by the list of partial cancellations or by what may still be taken back.
local function cancelled_of(body, price)
  local sum = 0
  for _, one in ipairs(type(body.partCancelTransInfo) == "table" and body.partCancelTransInfo or {}) do
    local amount = type(one) == "table" and reading.amount(one.requestPrice)
    if not amount then return nil end
    sum = sum + amount
  end
  local left = reading.amount(body.availablePartCancelPrice)
  if sum == 0 then sum = left and price - left or 0 end
  return sum > 0 and sum <= price and sum or nil
end

--- Whether an inquiry found nothing, or was refused: its answer does not tell which.
---@param body table<string, any>
---@return boolean
function answers.is_refused(body) return body.resultCode ~= "SUCCESS" and body.resultCode ~= "00" end

-- What the inquiry of version 1 calls a payment that there is none of.
local NONE = "9"

--- The same asked of version 1, which can say that there is no such payment. Whatever else it says stays unknown: partial
--- cancellations are nothing that it could tell.
---@param body table<string, any>
---@param refused table<string, any>  what version 2 said
---@return payment.result
function answers.absence(body, refused)
  if body.resultCode == "00" and (body.status == NONE or body.status == tonumber(NONE)) then
    return { outcome = "ok", state = "ready", captured = 0, cancelled = 0 }
  end
  return unknown(reading.text(refused.resultCode, 40) or "unreadable", reading.text(refused.resultMsg, 500))
end

--- The truth of a payment: the answer to an inquiry.
---@param body table<string, any>  not a refused one
---@return payment.result
function answers.inquiry(body)
  local price, status = reading.amount(body.price), body.transactionStatus
  local said = { outcome = "ok", transaction_id = reading.text(body.tid, 40), reference = reading.text(body.oid, 64),
    merchant_id = reading.text(body.mid, 20), amount = price, currency = "KRW", method = codes.methods[body.paymethod],
    paid_at = reading.moment(body.approvedDate, body.approvedTime) }
  if not (price and said.transaction_id) then return unknown("incomplete", "an inquiry without a number or an amount") end
  local account = type(body.vacctInfo) == "table" and body.vacctInfo or nil
  said.captured = price
  if account then
    local bank, came_at = reading.text(account.bankCode, 4), reading.moment(account.depositDate, account.depositTime)
    said.method, said.paid_at = "virtual_account", came_at
    said.account = { bank_code = bank, bank = bank_name(bank, account.bankName),
      number = reading.text(account.accountNumber, 40),
      holder = reading.text(account.accountName, 100), due_at = reading.moment(account.validDate) }
    said.captured = came_at and reading.amount(account.depositAmount) or 0
  end
  if status == "APPROVAL" then
    said.state, said.cancelled = said.captured > 0 and "paid" or "waiting", 0
  elseif status == "CANCEL" then
    said.state, said.cancelled = "cancelled", said.captured
  elseif status == "PART_CANCEL" then
    said.state, said.cancelled = "partially_cancelled", cancelled_of(body, said.captured)
    if not said.cancelled then return unknown("incomplete", "a partial cancellation without its sum") end
  else
    return unknown(reading.text(status, 40) or "incomplete", "a status that is not known")
  end
  return said
end

--- The answer to a refund: of all, or of a part after which `remaining` is left.
---@param body table<string, any>
---@param request { amount: integer, remaining: integer }
---@param is_partial boolean
---@param captured integer
---@return payment.result
function answers.refund(body, request, is_partial, captured)
  local gone = not is_partial and body.resultCode == codes.CANCELLED_BEFORE
  if body.resultCode ~= "00" and not gone then
    local said = refusal(body.resultCode, body.resultMsg)
    -- the payment has not failed: only its going back
    said.state = nil
    return said
  end
  local as_asked = reading.amount(body.prtcPrice) == request.amount and reading.amount(body.prtcRemains) == request.remaining
  if is_partial and not as_asked then
    return unknown("amount_mismatch", "another amount went back than was asked for")
  end
  return { outcome = "ok", state = request.remaining == 0 and "cancelled" or "partially_cancelled", amount = request.amount,
    captured = captured, cancelled = captured - request.remaining, code = gone and body.resultCode or nil,
    details = { cancel_tid = reading.text(body.prtcTid, 40) } }
end

--- A cash receipt that was issued.
---@param body table<string, any>
---@param request table
---@return payment.result
function answers.receipt(body, request)
  if body.resultCode ~= "00" then
    local said = refusal(body.resultCode, body.resultMsg)
    said.state = nil
    return said
  end
  local key = reading.text(body.tid, 40)
  if not key then return unknown("incomplete", "a cash receipt without its number") end
  return { outcome = "ok", reference = request.reference, amount = request.amount, cash_receipt = { key = key,
    kind = request.kind, issue_number = reading.text(body.authNo or body.applNum, 30), amount = request.amount,
    issued_at = reading.moment(body.authDate or body.applDate, body.authTime or body.applTime) } }
end

return answers
