-- INIAPI: what is done with payments from server to server, under a hash over the key and all that is said. Version 2
-- (JSON) does refunds, inquiries and cash receipts; version 1 (forms) the two things that 2 has not: closing an account
-- into which nobody has paid, and the deliveries of an escrow.

local crypto = require "crypto"
local answers = require "payment.rules.inicis.answers"
local call = require "payment.adapters.inicis.call"
local codes = require "payment.rules.inicis.codes"
local hosts = require "payment.rules.inicis.hosts"
local reading = require "payment.rules.inicis.reading"
local texts = require "payment.rules.inicis.texts"
local window = require "payment.rules.inicis.window"

local iniapi = {}

local function sha512(s) return crypto.hex(crypto.sha512(s)) end

local function sealed(contract, plain) return crypto.base64(crypto.encrypt_cbc(contract.api_key, contract.api_iv, plain)) end

local function won(amount) return ("%d"):format(amount) end

local function v2(contract, path, type, pairs_in_order, now)
  local data, timestamp = texts.data(pairs_in_order), reading.stamp(now)
  -- what is hashed is what is sent, letter by letter
  local body = ('{"mid":"%s","type":"%s","timestamp":"%s","clientIp":"%s","data":%s,"hashData":"%s"}'):format(contract.mid,
    type, timestamp, contract.client_ip, data, sha512(texts.v2(contract.api_key, contract.mid, type, timestamp, data)))
  return call.json(contract, hosts.api(contract, path), body)
end

local function v1(contract, path, fields, hashed, now)
  local values = { timestamp = reading.stamp(now), clientIp = contract.client_ip, mid = contract.mid }
  for name, value in pairs(fields) do values[name] = value end
  local parts = {}
  for i, name in ipairs(hashed) do parts[i] = values[name] end
  values.hashData = sha512(texts.v1(contract.api_key, parts))
  local list = {}
  for name, value in pairs(values) do list[#list + 1] = { name, value } end
  table.sort(list, function(a, b) return a[1] < b[1] end)
  return call.form(contract, hosts.api(contract, path), list)
end

-- Of a bank's code they want the two digits in which it differs from others.
local function account_of(contract, account)
  if not account then return nil end
  return sealed(contract, (account.number:gsub("%D", ""))), account.bank_code:sub(-2),
    window.clean(account.holder, 30, "예금주")
end

--- The truth of an attempt: by their number, or by ours while theirs is not known. Where there is none, it is "ready".
--- Waits.
---@param contract payment.contract
---@param attempt table
---@param now number
---@return payment.result
function iniapi.query(contract, attempt, now)
  local tid = attempt.transaction_id
  local named = tid and { "tid", tid } or { "oid", attempt.reference }
  local answer, unknown = v2(contract, "/v2/pg/inquiry", "inquiry", { named }, now)
  if not answer then return unknown end
  if not answers.is_refused(answer) then return answers.inquiry(answer) end
  local older, silent = v1(contract, "/api/v1/extra", { type = "Extra", paymethod = "Inquiry", originalTid = tid,
    oid = attempt.reference }, { "type", "paymethod", "timestamp", "clientIp", "mid" }, now)
  return older and answers.absence(older, answer) or silent
end

-- Closes an account that nobody has paid into: the only one whose cancellation gives nothing back.
local function close(contract, attempt, now)
  local answer, unknown = v1(contract, "/api/v1/refund",
    { type = "Refund", paymethod = "GVacct", tid = attempt.transaction_id, msg = "주문 취소" },
    { "type", "paymethod", "timestamp", "clientIp", "mid", "tid" }, now)
  if not answer then return unknown end
  local said = answers.refund(answer, { amount = 0, remaining = 0 }, false, 0)
  if said.outcome == "ok" then said.amount, said.state = nil, "cancelled" end
  return said
end

--- Gives money back. A part is refused unless what is to be left is what would be left: asked twice, it goes back once.
--- Waits.
---@param contract payment.contract
---@param attempt table
---@param request table
---@param now number
---@return payment.result
function iniapi.cancel(contract, attempt, request, now)
  local is_account, captured = attempt.method == "virtual_account", attempt.captured_amount or 0
  if captured == 0 then
    if is_account then return close(contract, attempt, now) end
    -- what was captured without our knowing
    captured = request.amount + request.remaining
  end
  local is_partial = not (request.remaining == 0 and request.amount == captured)
  local number, bank, holder = account_of(contract, is_account and request.account or nil)
  if is_account and not number then
    return { outcome = "declined", code = "account_missing", message = "환불받을 계좌가 필요해요." }
  end
  local data = { { "tid", attempt.transaction_id }, { "msg", window.clean(request.reason, 100, "주문 취소") } }
  local function add(name, value) data[#data + 1] = { name, value } end
  if is_partial then
    add("price", won(request.amount))
    add("confirmPrice", won(request.remaining))
    if not is_account then
      local splits = contract.tax == "merchant"
      add("currency", "WON")
      add("tax", splits and won(request.vat) or nil)
      add("taxfree", splits and won(request.tax_free) or nil)
    end
  end
  if is_account then
    add("refundAcctNum", number)
    add("refundBankCode", bank)
    add("refundAcctName", holder)
  end
  local type = is_partial and "partialRefund" or "refund"
  local answer, unknown = v2(contract, "/v2/pg/" .. type .. (is_account and "/vacct" or ""), type, data, now)
  return answer and answers.refund(answer, request, is_partial, captured) or unknown
end

--- Issues a cash receipt for money that came another way. request = { reference, goods_name, kind = "income" | "business",
--- number, amount, vat, buyer, key }. Waits.
---@param contract payment.contract
---@param request table
---@param now number
---@return payment.result
function iniapi.issue_receipt(contract, request, now)
  local buyer = request.buyer or {}
  local answer, unknown = v2(contract, "/v2/pg/receipt", "receipt", {
    { "price", won(request.amount) }, { "supplyPrice", won(request.amount - request.vat) }, { "tax", won(request.vat) },
    { "servicePrice", "0" }, { "issueType", request.kind == "business" and "1" or "0" },
    { "issueNumber", sealed(contract, (request.number:gsub("%D", ""))) },
    { "goodName", window.clean(request.goods_name, 80, "상품") }, { "buyerName", window.clean(buyer.name, 30, "구매자") },
    { "buyerEmail", buyer.email or "" }, { "buyerTel", buyer.phone or "" }, { "currency", "WON" } }, now)
  return answer and answers.receipt(answer, request) or unknown
end

--- Takes back a receipt that was issued by itself: by its own number. Those of payments go with their payments. Waits.
---@param contract payment.contract
---@param request { receipt_key: string }
---@param now number
---@return payment.result
function iniapi.cancel_receipt(contract, request, now)
  local answer, unknown = v2(contract, "/v2/pg/refund", "refund",
    { { "tid", request.receipt_key }, { "msg", "현금영수증 취소" } }, now)
  if not answer then return unknown end
  local said = answers.refund(answer, { amount = 0, remaining = 0 }, false, 0)
  return { outcome = said.outcome, code = said.code, message = said.message }
end

--- Tells that the goods of an escrow are on their way. request = { carrier, carrier_name, number, sent_at, sender = { name,
--- phone, postcode, address }, receiver = { … } }. Waits.
---@param contract payment.contract
---@param attempt table
---@param request table
---@param now number
---@return payment.result
function iniapi.report_delivery(contract, attempt, request, now)
  local sender, receiver = request.sender, request.receiver
  local at = reading.stamp(request.sent_at)
  local answer, unknown = v1(contract, "/api/v1/escrow", {
    type = "Dlv", oid = attempt.reference, tid = attempt.transaction_id, price = won(attempt.amount), report = "I",
    invoice = request.number, registName = window.clean(sender.name, 30, "판매자"),
    exCode = codes.carriers[request.carrier] or "9999",
    exName = window.clean(request.carrier_name, 30, "기타"), charge = "SH",
    invoiceDay = ("%s-%s-%s %s:%s:%s"):format(at:match "^(....)(..)(..)(..)(..)(..)$"),
    sendName = window.clean(sender.name, 30, "판매자"), sendTel = sender.phone, sendPost = sender.postcode,
    sendAddr1 = window.clean(sender.address, 120, "-"), recvName = window.clean(receiver.name, 30, "구매자"),
    recvTel = receiver.phone, recvPost = receiver.postcode, recvAddr = window.clean(receiver.address, 120, "-") },
    { "type", "timestamp", "clientIp", "mid", "oid", "tid", "price" }, now)
  if not answer then return unknown end
  local said = answers.refund(answer, { amount = 0, remaining = 0 }, false, 0)
  return { outcome = said.outcome, code = said.code, message = said.message }
end

return iniapi
