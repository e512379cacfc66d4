--- What an adapter is given in specs: a request to start with, an attempt as the flows keep it, and a walk from one to the
--- other through a provider's window.

local attempts = {}

local count = 0

--- A request as flows make it; `changes` over it.
---@param changes table|nil
---@return table
function attempts.request(changes)
  count = count + 1
  local now = require("clock").now()
  local request = { reference = ("261129-SPEC%03d-1"):format(count), amount = 33000, tax_free = 0, vat = 3000, currency = "KRW",
    goods_name = "청송 꿀사과 5kg 외 2건", method = "card", device = "pc",
    buyer = { name = "김철수", phone = "010-1234-5678", email = "kim@example.kr" },
    return_url = "https://shop.test/pay/261129-SPEC/return?s=abc", cancel_url = "https://shop.test/pay/261129-SPEC/cancelled",
    now = now, due_at = now + 3 * 86400, expires_at = now + 900 }
  for key, value in pairs(changes or {}) do request[key] = value end
  return request
end

--- The attempt after its start: what the flows have of it in its row.
---@param request table
---@param started table
---@return table
function attempts.row(request, started)
  return { reference = request.reference, transaction_id = started.transaction_id, amount = request.amount, method = request.method,
    tax_free_amount = request.tax_free, vat_amount = request.vat, captured_amount = 0, returned_amount = 0, channel = request.device,
    status = "requested", details = started.details or {} }
end

--- The attempt after what an adapter learned of it.
---@param attempt table
---@param result table
---@return table
function attempts.learn(attempt, result)
  attempt.transaction_id = result.transaction_id or attempt.transaction_id
  attempt.captured_amount, attempt.returned_amount = result.captured or 0, result.cancelled or 0
  attempt.secret = result.secret or attempt.secret
  return attempt
end

--- From the start through the window to what the browser brought back.
---@return { contract: table, attempt: table, returned: table, token: table|nil, request: table, started: table }
function attempts.walk(local_providers, adapter, changes, press, choose)
  local contract = local_providers:contract(adapter.name)
  local request = attempts.request(changes)
  local started = adapter.start(contract, request)
  assert(started.outcome == "ok" and started.go, started.code)
  local brought = local_providers:press(adapter.name, started.go, press or "pay", choose)
  assert(not brought.stuck, brought.page)
  local attempt = attempts.row(request, started)
  local returned = adapter.read_return(contract, attempt, { query = brought.query, form = brought.form, method = brought.method },
    request.now)
  return { contract = contract, attempt = attempt, returned = returned, token = returned.token, request = request,
    started = started, brought = brought }
end

--- Paid by the shopper and captured.
function attempts.pay(local_providers, adapter, changes, choose)
  local walk = attempts.walk(local_providers, adapter, changes, "pay", choose)
  walk.result = adapter.approve(walk.contract, walk.attempt, walk.token, walk.request.now)
  attempts.learn(walk.attempt, walk.result)
  return walk
end

--- What flows ask of a cancellation: `left` after it.
function attempts.refund(attempt, amount, changes)
  local request = { amount = amount, tax_free = 0, vat = math.floor(amount / 11), reason = "단순 변심", key = attempt.reference .. "-R1",
    remaining = attempt.captured_amount - attempt.returned_amount - amount }
  for key, value in pairs(changes or {}) do request[key] = value end
  return request
end

return attempts
