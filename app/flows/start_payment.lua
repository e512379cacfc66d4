-- A shopper wants to pay: the attempt is written down, then the provider is asked for its window. An attempt that was begun
-- before is closed first, so that of an order one window at most can still take money. A transfer to the mall's own account
-- has no window: its account is told at once.

local json = require "json"
local log = require "log"
local malls = require "mall"
local order = require "order"
local payment = require "payment"
local queue = require "queue"
local fault = require "shared.fault"
local move_order = require "flows.move_order"
local transaction = require("flows.store").transaction

-- More windows than this for one order are nobody's patience.
local MOST = 30

---@class start_payment.request
---@field number string
---@field order_id string
---@field offer payment.offer
---@field device "pc"|"mobile"
---@field base_url string
---@field by { actor: string }
---@field depositor string|nil     who transfers, as they say
---@field instalments integer|nil  months; 0 or nil: at once

-- What is paid by this attempt: all that points do not pay, as the first attempt has it.
local function sums_of(subject)
  local last
  for _, row in ipairs(subject.payments) do
    if row.provider ~= "points" then last = row end
  end
  return last
end

local function due_of(mall, now) return order.due_at(now, malls.settings(mall.id).due_days) end

-- Where a transfer goes and until when; asked before anything is locked.
local function account_terms(mall, now)
  local account = malls.accounts(mall.id)[1]
  if not account then return nil end
  local due_at = due_of(mall, now)
  return { bank = account.bank, account_number = account.number, account_holder = account.holder, due_at = due_at,
    expires_at = due_at + payment.GRACE }
end

local CLOSES = { ready = true, requested = true, waiting = true }

-- The attempts before this one take no more money from now on.
local function close_others(tx, mall, subject, by)
  for _, row in ipairs(subject.payments) do
    if row.provider ~= "points" and row.status == "approving" then return nil, fault "payment.busy" end
    if row.provider ~= "points" and CLOSES[row.status] then
      -- the order is kept for the new attempt's time, no longer for this one's
      local closed, refused = move_order.run(tx, subject, { axis = "payment", event = "close", id = row.id,
        set = { problem = "replaced", problem_text = payment.verdict.say "replaced", expires_at = subject.now } }, by)
      if not closed then return nil, refused end
      -- an account at a provider takes money until it is told not to
      if row.status == "waiting" and row.provider ~= "bank" then
        queue.enqueue(tx, "payment.close_account", { mall_id = mall.id, payment_id = row.id },
          { mall_id = mall.id, unique = "close_account:" .. row.id })
      end
    end
  end
  return true
end

-- An attempt that was made when the order was placed and never opened is the one.
local function unopened(subject, offer)
  for _, row in ipairs(subject.payments) do
    if row.status == "ready" and row.provider == offer.provider and row.method == offer.method
      and subject.now < row.expires_at then
      return row
    end
  end
end

local function new_row(subject, request, sums, account)
  local row = { provider = request.offer.provider, method = request.offer.method, amount = sums.amount,
    tax_free_amount = sums.tax_free_amount, vat_amount = sums.vat_amount, currency = sums.currency, channel = request.device,
    expires_at = subject.now + payment.WINDOW }
  for name, value in pairs(account or {}) do row[name] = value end
  if account then row.depositor = request.depositor or subject.order.orderer_name end
  return row
end

local function begin(tx, mall, request, account)
  local subject, refused = move_order.lock(tx, mall.id, request.order_id)
  if not subject then return nil, refused end
  local sums = sums_of(subject)
  if not sums or #subject.payments >= MOST then return nil, fault "payment.not_open" end
  local row = unopened(subject, request.offer)
  if not row then
    local closed, busy = close_others(tx, mall, subject, request.by)
    if not closed then return nil, busy end
    local begun, illegal, made = move_order.run(tx, subject, { axis = "payment", event = account and "announce" or "begin",
      row = new_row(subject, request, sums, account) }, request.by)
    if not begun then return nil, fault("payment.not_open", { cause = illegal }) end
    row = made
  end
  if account then return row end
  local opened, illegal = move_order.run(tx, subject, { axis = "payment", event = "request", id = row.id,
    set = { expires_at = subject.now + payment.WINDOW,
      details = { device = request.device, instalments = request.instalments or 0 } } }, request.by)
  if not opened then return nil, fault("payment.not_open", { cause = illegal }) end
  return row
end

-- What an adapter is asked to open.
local function window_request(mall, request, attempt, lines)
  local way = ("%s/pay/%s"):format(request.base_url, attempt.number)
  local ticket = ("%s/%s"):format(attempt.provider, payment.ticket.of(mall.id, attempt.reference))
  local months = request.instalments or 0
  local receipt = attempt.cash_receipt ~= "none" and { kind = attempt.cash_receipt, number = attempt.cash_receipt_no } or nil
  return { reference = attempt.reference, amount = attempt.amount, tax_free = attempt.tax_free_amount,
    vat = attempt.vat_amount, currency = attempt.currency, goods_name = order.goods_name(lines), method = attempt.method,
      device = request.device,
    buyer = { name = attempt.orderer_name, phone = attempt.orderer_phone, email = attempt.orderer_email },
    return_url = way .. "/return/" .. ticket, cancel_url = way .. "/cancelled/" .. ticket,
    notice_url = request.base_url .. "/hook/pay/" .. attempt.provider, now = attempt.asked_at,
    due_at = attempt.method == "virtual_account" and due_of(mall, attempt.asked_at) or nil,
    expires_at = attempt.expires_at, cash_receipt = receipt, key = attempt.id,
    installments = attempt.method == "card" and { months } or nil }
end

-- The window did not open: nothing was taken, and another attempt is welcome.
local function give_up(mall, request, attempt, result)
  log.warn("payment.not_started", { reference = attempt.reference, provider = attempt.provider, outcome = result.outcome,
    code = result.code })
  local closed, refused = transaction(function(tx)
    local subject, gone = move_order.lock(tx, mall.id, request.order_id)
    if not subject then return nil, gone end
    local text = result.message or payment.verdict.say "not_started"
    return move_order.run(tx, subject, { axis = "payment", event = "decline", id = attempt.id,
      set = { problem = "not_started", problem_text = text } }, request.by)
  end)
  if not closed then return nil, refused end
  return nil, fault("payment.refused", { message = result.message, provider = attempt.provider })
end

local start_payment = {}

--- Opens a payment. Answers the attempt: one that waits for a transfer, or one whose window is in attempt.details.go.
---@param mall mall
---@param request start_payment.request
---@return table|nil attempt
---@return fault|nil payment.not_open | payment.busy | payment.refused | payment.no_contract | db.…
function start_payment.run(mall, request)
  local account, contract, adapter
  if request.offer.provider == "bank" then
    account = account_terms(mall, payment.now())
    if not account then return nil, fault "payment.not_offered" end
  else
    contract, adapter = payment.adapter(mall, request.offer)
    if not contract then return nil, adapter end
  end
  local row, refused = transaction(function(tx) return begin(tx, mall, request, account) end)
  if not row then return nil, refused end
  local attempt = payment.by_id(mall.id, row.id)
  if account then return attempt end
  local result = adapter.start(contract, window_request(mall, request, attempt, order.lines(mall.id, attempt.order_id)))
  if result.outcome ~= "ok" then return give_up(mall, request, attempt, result) end
  local details = { go = result.go, escrow = payment.holds_escrow(contract, attempt.method) or nil }
  for name, value in pairs(result.details or {}) do details[name] = value end
  local kept, lost = transaction(function(tx)
    payment.note(tx, mall.id, attempt.id, { transaction_id = result.transaction_id, details = details })
    return true
  end)
  if not kept then return nil, lost end
  attempt.details = json.decode(json.encode(details))
  return attempt
end

return start_payment
