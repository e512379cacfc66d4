-- The cash receipt of a payment is brought to where the money is: written down, issued, taken back, issued again at a
-- smaller sum. One step after the other, each committed before a provider is asked for the next, and the provider is asked
-- outside of any transaction. What nobody knows is asked again where asking twice is one deed there; else a person looks
-- first.

local log = require "log"
local order = require "order"
local payment = require "payment"
local alarm_staff = require "flows.alarm_staff"
local clock = require "shared.clock"
local fault = require "shared.fault"
local transaction = require("flows.store").transaction

local receipts = payment.receipts

-- A call that is under way has come back by then.
local IN_FLIGHT, LATER = 90, 100
-- A provider tells of a receipt of its own by then: it is asked every few minutes.
local PATIENCE, AGAIN, DAY = 3600, 300, 86400
-- From nothing to issued, or from issued over taken back to issued again.
local STEPS = 8

local tend_receipt = {}

-- Moves a receipt unless somebody else did. `also(tx)` is done with it.
---@return { moved: boolean }|nil
---@return fault|nil
local function change(found, set, also)
  return transaction(function(tx)
    receipts.attempt(found.attempt.mall_id, found.attempt.id, tx)
    local row = receipts.last(found.attempt.mall_id, found.attempt.id, tx)
    if not row or row.id ~= found.row.id or row.version ~= found.row.version then return { moved = false } end
    receipts.change(tx, row.mall_id, row.id, set)
    if also then also(tx) end
    return { moved = true }
  end)
end

-- A person has to.
local function hand_over(found, problem, said, state)
  local row, text = found.row, payment.receipt_rules.say(problem, said)
  log.warn("receipt.by_hand", { order = found.attempt.number, problem = problem })
  return change(found, { by_hand = true, state = state or row.state, problem = problem:sub(1, 60),
    problem_text = text:sub(1, 500) }, function(tx)
    alarm_staff.run(tx, { id = row.mall_id }, { text = "현금영수증을 직접 처리해 주세요. " .. text, number = found.attempt.number,
      amount = found.due.amount, url = "/admin/receipts/" .. row.id })
  end)
end

-- Who does not answer for a whole day is not asked for ever.
local function ask_again(found, result)
  if found.row.age > DAY then return hand_over(found, "unknown") end
  return nil, fault("payment.unknown", { snooze = LATER, message = result.code })
end

local function reread(found) found.row = receipts.last(found.attempt.mall_id, found.attempt.id) end

local STEPS_OF = {}

function STEPS_OF.want(found)
  local attempt, due = found.attempt, found.due
  return transaction(function(tx)
    receipts.attempt(attempt.mall_id, attempt.id, tx)
    local last = receipts.last(attempt.mall_id, attempt.id, tx)
    if (last and last.id) == (found.row and found.row.id) then
      receipts.want(tx, attempt, due, payment.receipt_rules.is_within(attempt.method))
    end
    return true
  end)
end

function STEPS_OF.drop(found) return change(found, { state = "dropped", by_hand = false }) end

local function sums(due) return { amount = due.amount, tax_free_amount = due.tax_free, vat_amount = due.vat } end

function STEPS_OF.resize(found) return change(found, sums(found.due)) end

function STEPS_OF.follow(found)
  local set = sums(found.due)
  if found.due.amount == 0 then set = { state = "cancelled", cancelled_at = true } end
  return change(found, set)
end

local function issued(given, provider)
  return { state = "issued", by_hand = false, provider = provider, receipt_key = given.key or "", problem = "",
    problem_text = "", issue_number = given.issue_number or "", url = given.url or "", issued_at = true }
end

-- A receipt that a provider issues with its payment: what was heard of it, else the provider is asked.
function STEPS_OF.read(found)
  local attempt = found.attempt
  local told = attempt.details.cash_receipt
  if type(told) == "table" then return change(found, issued(told, attempt.provider)) end
  local contract, adapter = payment.adapter({ id = attempt.mall_id }, attempt)
  if not contract then return hand_over(found, "no_contract") end
  local result = adapter.query(contract, attempt, attempt.asked_at)
  told = result.cash_receipt
  if type(told) == "table" then return change(found, issued(told, attempt.provider)) end
  if found.row.age > PATIENCE then return hand_over(found, "not_seen") end
  return nil, fault("payment.unknown", { snooze = AGAIN, message = "the provider tells of no cash receipt yet" })
end

local function request_of(found)
  local attempt, row = found.attempt, found.row
  local reference = ("%s-C%d"):format(attempt.reference, row.seq)
  return { reference = reference, key = ("%s-%d"):format(row.id, row.asking), kind = row.kind,
    number = attempt.cash_receipt_no, goods_name = order.goods_name(order.lines(attempt.mall_id, attempt.order_id)),
    amount = row.amount, tax_free = row.tax_free_amount, vat = row.vat_amount,
    buyer = { name = attempt.orderer_name, phone = attempt.orderer_phone, email = attempt.orderer_email } }
end

-- What came of asking for one. The row is as it was when it was asked: nobody else moves one that is being asked for.
local function conclude(found, result, adapter, provider)
  if result.outcome == "ok" then return change(found, issued(result.cash_receipt, provider)) end
  if result.outcome == "declined" then return hand_over(found, result.code or "declined", result.message, "wanted") end
  log.warn("receipt.unknown", { order = found.attempt.number, provider = provider, code = result.code })
  if result.unsent then
    local changed, refused = change(found, { state = "wanted" })
    if not changed then return nil, refused end
    reread(found)
  elseif not adapter.receipts_once then
    return hand_over(found, "unknown")
  end
  return ask_again(found, result)
end

function STEPS_OF.issue(found)
  local row, mall = found.row, { id = found.attempt.mall_id }
  if row.state == "asked" and row.asked_ago < IN_FLIGHT then
    return nil, fault("payment.busy", { snooze = LATER, message = "it is being asked for" })
  end
  local contract, adapter = payment.receipt_issuer(mall, row.provider ~= "" and row.provider or nil)
  if not contract then return hand_over(found, "no_contract") end
  -- who asked before never heard the answer
  if row.state == "asked" and not adapter.receipts_once then return hand_over(found, "unknown") end
  local asked, refused = change(found, { state = "asked", provider = contract.provider, asked_at = true })
  if not asked then return nil, refused end
  if not asked.moved then return true end
  reread(found)
  return conclude(found, adapter.issue_receipt(contract, request_of(found), clock.now()), adapter, contract.provider)
end

-- A part where the provider knows parts; else all of it, and another one follows.
local function taken_back(found, adapter)
  local due, row = found.due, found.row
  if adapter.receipt_parts and due.amount > 0 and due.amount < row.amount then
    local set = sums(due)
    set.state = "issued"
    return row.amount - due.amount, set
  end
  return row.amount, { state = "cancelled", cancelled_at = true }
end

function STEPS_OF.take_back(found)
  local row = found.row
  if row.provider == "" then return hand_over(found, "by_staff", nil, "cancelling") end
  if row.state == "cancelling" and row.asked_ago < IN_FLIGHT then
    return nil, fault("payment.busy", { snooze = LATER, message = "it is being taken back" })
  end
  local contract, adapter = payment.receipt_issuer({ id = row.mall_id }, row.provider)
  if not contract then return hand_over(found, "no_contract", nil, "cancelling") end
  local asked, refused = change(found, { state = "cancelling", asked_at = true })
  if not asked then return nil, refused end
  if not asked.moved then return true end
  reread(found)
  local amount, set = taken_back(found, adapter)
  local result = adapter.cancel_receipt(contract, { receipt_key = row.receipt_key, amount = amount,
    key = ("%s-%d-X%d"):format(row.id, row.asking, found.due.amount) }, clock.now())
  if result.outcome == "ok" then return change(found, set) end
  if result.outcome == "declined" then return hand_over(found, "not_cancelled", result.message, "cancelling") end
  return ask_again(found, result)
end

--- Sees to the receipt of a payment until nothing is left to do, or until a provider or a person has to be waited for.
---@param mall_id string
---@param payment_id string
---@return true|nil
---@return fault|nil  payment.unknown, payment.busy with `snooze`: to be tried again
function tend_receipt.run(mall_id, payment_id)
  for _ = 1, STEPS do
    local attempt = receipts.attempt(mall_id, payment_id)
    if not attempt then return true end
    local found = { attempt = attempt, row = receipts.last(mall_id, payment_id), due = payment.receipt_rules.due(attempt) }
    local step = payment.receipt_rules.next(found.row, found.due)
    if step == "rest" then return true end
    local done, refused = STEPS_OF[step](found)
    if not done then return nil, refused end
  end
  return nil, fault("payment.busy", { snooze = LATER, message = "its receipt changes while it is seen to" })
end

return tend_receipt
