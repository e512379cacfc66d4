-- A payment as its pages show it: what is to be paid, by what it may be paid, and how the last attempt ended. Pure.

local methods = require "payment.rules.methods"
local verdict = require "payment.rules.verdict"

local view = {}

local LIVE = { ready = true, requested = true, approving = true, waiting = true }
local PAID = { paid = true, partially_cancelled = true, cancelled = true }

--- The attempt that counts: one that came through, else the newest that is not the points'.
---@param attempts table[]
---@return table|nil
function view.current(attempts)
  local newest
  for _, one in ipairs(attempts) do
    if one.provider ~= "points" then
      if PAID[one.status] then return one end
      newest = one
    end
  end
  return newest
end

--- Where an attempt has come to, as far as the shopper is concerned.
---@param attempt table
---@return "open"|"checking"|"waiting"|"paid"|"failed"|"over"|"held"
function view.stage(attempt)
  local status = attempt.status
  if status == "approving" then return "checking" end
  if status == "quarantined" then return "held" end
  if PAID[status] then return "paid" end
  if status == "waiting" then return "waiting" end
  if status == "expired" then return "over" end
  return LIVE[status] and "open" or "failed"
end

--- The account that an attempt waits for.
---@param attempt table
---@return table|nil
function view.account(attempt)
  if attempt.status ~= "waiting" or not attempt.account_number then return nil end
  return { name = attempt.bank, account = attempt.account_number, holder = attempt.account_holder or "",
    due_at = attempt.due_at, amount = attempt.amount, depositor = attempt.depositor }
end

-- Problems that are no news to who caused them.
local UNSAID = { replaced = true, cancelled_by_shopper = true, never_finished = true }

--- Why the last attempt came to nothing, where that is worth saying.
---@param attempt table
---@return string|nil
function view.problem(attempt)
  if attempt.status ~= "failed" and attempt.status ~= "voided" or UNSAID[attempt.problem] then return nil end
  return attempt.problem_text or verdict.say(attempt.problem)
end

--- What may be chosen, the chosen one marked: the last one tried, unless it came to nothing and there are others.
---@param offers payment.offer[]
---@param wanted string|nil  key of an offer
---@param amount integer
---@return table[]
function view.choices(offers, wanted, amount)
  local list, found = {}, false
  for i, offer in ipairs(offers) do
    local chosen = offer.key == wanted
    found = found or chosen
    list[i] = { key = offer.key, label = offer.label, note = offer.note, method = offer.method, provider = offer.provider,
      chosen = chosen, escrow = offer.escrow, instalments = offer.method == "card" and amount >= methods.INSTALMENTS_FROM }
  end
  if not found and list[1] then list[1].chosen = true end
  return list
end

--- Whether any of it is paid into an escrow: then it is said what that is.
---@param offers payment.offer[]
---@return true|nil
function view.has_escrow(offers)
  for _, offer in ipairs(offers) do
    if offer.escrow then return true end
  end
end

--- Months as a shopper reads them.
---@param amount integer
---@return { value: integer, label: string }[]|nil  nothing to choose from below the amount
function view.months(amount)
  if amount < methods.INSTALMENTS_FROM then return nil end
  local list = {}
  for i, month in ipairs(methods.instalments(amount)) do
    list[i] = { value = month, label = month == 0 and "일시불" or month .. "개월" }
  end
  return list
end

return view
