-- PortOne's payment of V1, as an adapter's result. A payment of which parts were cancelled stays "paid", and one that waits
-- for a deposit is "ready" like one that was never finished: the account is what tells them apart. Under a live contract a
-- payment by a channel of tests is none. Pure.

local reading = require "payment.rules.reading"

local object, read_text, amount = {}, reading.text, reading.amount

local STATES = { ready = "ready", paid = "money", cancelled = "money", failed = "failed" }

local function stamp(value) return type(value) == "number" and value > 0 and value or nil end

local function account(given)
  local number = read_text(given.vbank_num, 30)
  if not number then return nil end
  return { bank_code = (read_text(given.vbank_code, 10) or ""):sub(-2), bank = read_text(given.vbank_name, 40),
    number = number, holder = read_text(given.vbank_holder, 100), due_at = stamp(given.vbank_date) }
end

local function card(given)
  local issuer = read_text(given.card_issuer_name, 40) or read_text(given.card_name, 40)
  if not issuer then return nil end
  local number = read_text(given.card_number, 25)
  return { issuer = issuer, number = number and number:find("*", 1, true) and number or nil,
    installments = amount(given.card_quota), approval_no = read_text(given.apply_num, 30), partial_cancel = true }
end

local function https(value)
  local url = read_text(value, 500)
  return url and url:find "^https://" and url or nil
end

--- Whether a cash receipt is none any more.
---@param given table
---@return boolean
function object.is_taken_back(given) return stamp(given.cancelled_at) ~= nil end

--- A cash receipt that is in force, of a payment or one of its own; it is named by what it was issued for.
---@param given table
---@param key string
---@return table|nil
function object.receipt(given, key)
  local number = read_text(given.apply_num, 30)
  if not number or object.is_taken_back(given) then return nil end
  return { key = key, issue_number = number, url = https(given.receipt_url), amount = amount(given.amount),
    kind = given.type == "company" and "business" or "income", status = "COMPLETED" }
end

-- What came and what went; nil when they cannot be what they mean.
local function sums(given, total)
  local back = amount(given.cancel_amount)
  if not back or back > total then return nil end
  -- an account into which nobody ever paid is closed without money
  if given.status == "cancelled" and given.pay_method == "vbank" and not stamp(given.paid_at) then return 0, 0 end
  if (given.status == "cancelled") ~= (back == total) then return nil end
  return total, back
end

--- nil when it cannot be what they mean: then nobody knows.
---@param given table
---@param is_live boolean
---@return payment.result|nil
function object.read(given, is_live)
  local state, total = STATES[given.status], amount(given.amount)
  local uid, reference = read_text(given.imp_uid, 50), read_text(given.merchant_uid, 64)
  if not (state and total and uid and reference) then return nil end
  if is_live and given.sandbox == true then
    return { outcome = "declined", reference = reference, code = "test_channel", message = "paid by a channel of tests" }
  end
  local captured, cancelled, waits_at = 0, 0, account(given)
  if state == "money" then
    captured, cancelled = sums(given, total)
    if not captured then return nil end
    state = captured == 0 and "cancelled" or reading.state(captured, cancelled)
  elseif state == "ready" and given.pay_method == "vbank" and waits_at then
    state = "waiting"
  end
  -- one payment may be tried more than once: only the try that led somewhere names it
  local is_named = state ~= "ready" and state ~= "failed"
  return { outcome = "ok", state = state, transaction_id = is_named and uid or nil, reference = reference, amount = total,
    currency = read_text(given.currency, 3), captured = captured, cancelled = cancelled, account = waits_at,
    card = card(given), receipt_url = https(given.receipt_url), paid_at = captured > 0 and stamp(given.paid_at) or nil,
    message = read_text(given.fail_reason), details = { method = read_text(given.pay_method, 30),
      pg = read_text(given.pg_provider, 30), pg_transaction = read_text(given.pg_tid, 64) },
    has_receipt = captured > 0 and given.cash_receipt_issued == true or nil }
end

return object
