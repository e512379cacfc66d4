--- Single steps of an attempt, for specs of one adapter that look between them; contract.lua walks whole ways for all.

local contract = require "spec.app.payment.contract"

local attempts = {}

--- What an adapter is asked to open; `changes` over it.
---@param changes table|nil
---@return table
function attempts.request(changes) return contract.request(contract.attempt { provider = "any", method = "card" }, changes) end

--- The attempt of a request once it was opened: what the flows have of it in its row.
---@param request table
---@param started payment.result
---@return table
function attempts.row(request, started)
  return contract.keep(contract.attempt { reference = request.reference, amount = request.amount, method = request.method,
    tax_free_amount = request.tax_free, vat_amount = request.vat, channel = request.device }, started)
end

--- The attempt after what an adapter learned of it.
attempts.learn = contract.keep

--- From the start through the window to what the browser brought back.
---@param stand_in table
---@param adapter payment.adapter
---@param changes table|nil
---@param press string|nil
---@param choose table|nil
---@return { contract: table, request: table, started: table, attempt: table, returned: table, token: table|nil }
function attempts.walk(stand_in, adapter, changes, press, choose)
  local terms, request = stand_in:contract(adapter.name), attempts.request(changes)
  local started = adapter.start(terms, request)
  assert(started.outcome == "ok", started.code)
  local brought = stand_in:press(adapter.name, started.go, press or "pay", choose)
  assert(not brought.stuck, brought.page)
  local attempt = attempts.row(request, started)
  local returned = adapter.read_return(terms, attempt, brought, request.now)
  attempt.details.token = returned.token
  return { contract = terms, request = request, started = started, attempt = attempt, returned = returned, token = returned.token }
end

--- Paid by the shopper and approved.
function attempts.pay(stand_in, adapter, changes, choose)
  local walk = attempts.walk(stand_in, adapter, changes, "pay", choose)
  walk.result = adapter.approve(walk.contract, walk.attempt, walk.token, walk.request.now)
  attempts.learn(walk.attempt, walk.result)
  return walk
end

--- What flows ask of a cancellation.
---@param attempt table
---@param amount integer
---@param changes table|nil
---@return table
function attempts.refund(attempt, amount, changes)
  local request = { amount = amount, tax_free = 0, vat = math.floor(amount / 11), reason = "단순 변심", key = attempt.reference .. "-R1",
    remaining = attempt.captured_amount - attempt.returned_amount - amount }
  for key, value in pairs(changes or {}) do request[key] = value end
  return request
end

return attempts
