-- Cash receipts by PortOne's V1: those of payments, which the provider behind it issues with them, are read; those for money
-- that came another way are asked for. Of one name there is one receipt: asked for again, after an answer that was lost, it
-- is found.

local api = require "payment.adapters.portone_v1.api"
local channels = require "payment.rules.portone.channels"
local object = require "payment.rules.portone_v1.object"
local reading = require "payment.rules.reading"
local text = require "text"

local receipts = {}

-- What the provider behind them said is told under this status; what holds is asked afterwards.
local SPOKEN = { [500] = true }

local function external(reference) return "/receipts/external/" .. text.escape_url(reference) end

-- Whose it is: a business, a telephone, or a card for such receipts.
local function kind_of(request)
  if request.kind == "business" then return "company", "business" end
  return "person", request.number:find "^01%d%d%d%d%d%d%d%d%d?$" and "phone" or "taxcard"
end

-- The receipt of a name as they hold it: nil where there is none, or an outcome "unknown".
local function held(contract, reference)
  local said, trouble = api.ask(contract, { path = external(reference) })
  if said then return said end
  if trouble.status == 404 then return nil end
  trouble.outcome = "unknown" -- who will not tell has not said no
  return nil, trouble
end

local function answer(said, request)
  local made = object.receipt(said, request.reference)
  if not made or made.amount ~= request.amount then return api.unreadable() end
  return { outcome = "ok", reference = request.reference, amount = made.amount, cash_receipt = made }
end

--- request = { reference, goods_name, kind = "income" | "business", number, amount, tax_free, vat, buyer, key }
---@param contract payment.contract
---@param request table
---@return payment.result
function receipts.issue(contract, request)
  local kind, identity = kind_of(request)
  local buyer = request.buyer or {}
  local said, trouble = api.ask(contract, { path = external(request.reference), spoken = SPOKEN, body = {
    channel_key = channels.of(contract, "virtual_account"), name = text.clip(request.goods_name, 99),
    amount = request.amount, tax_free = request.tax_free, vat_amount = request.vat, identifier = request.number,
    identifier_type = identity, type = kind, buyer_name = reading.text(buyer.name, 100),
    buyer_email = reading.text(buyer.email, 100), buyer_tel = buyer.phone } })
  if said then return answer(said, request) end
  if trouble.outcome == "unknown" then return trouble end
  local before, unknown = held(contract, request.reference)
  if unknown then return unknown end
  return before and object.receipt(before, request.reference) and answer(before, request) or trouble
end

--- Takes a receipt of our own back, as a whole: they know no parts. request = { receipt_key, amount, key }
---@param contract payment.contract
---@param request table
---@return payment.result
function receipts.take_back(contract, request)
  local said, trouble = api.ask(contract, { path = external(request.receipt_key), method = "DELETE", spoken = SPOKEN })
  if not said then
    if trouble.outcome == "unknown" then return trouble end
    local unknown
    said, unknown = held(contract, request.receipt_key)
    if unknown then return unknown end
  end
  if not said or not object.is_taken_back(said) then return trouble or api.unreadable() end
  return { outcome = "ok", reference = request.receipt_key, amount = request.amount }
end

--- The receipt that was issued with a payment; nil where it is not told.
---@param contract payment.contract
---@param uid string  their number of the payment
---@return table|nil
function receipts.of_payment(contract, uid)
  local said = api.ask(contract, { path = "/receipts/" .. text.escape_url(uid) })
  return said and object.receipt(said, uid) or nil
end

return receipts
