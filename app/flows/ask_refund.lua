-- Money is to go back over a payment: the refund is written down and approved, and its job queued, in the transaction of
-- what caused it. Whoever owes a shopper money (a claim, a deposit that came too late) asks here.

local queue = require "queue"

local ask_refund = {}

---@class ask_refund.given
---@field payment_id string
---@field amount integer
---@field tax_free_amount integer|nil
---@field vat_amount integer|nil
---@field breakdown table   what both the shopper and the staff were shown; `suspense = true`: it never was the order's
---@field reason string
---@field claim_id string|nil

local function approve(subject, id)
  return subject:run { axis = "refund", event = "approve", id = id }
end

--- Has a refund done that stands approved.
---@param tx table
---@param mall_id string
---@param id string
function ask_refund.queue(tx, mall_id, id)
  queue.enqueue(tx, "refund.execute", { mall_id = mall_id, id = id }, { mall_id = mall_id, unique = "refund:" .. id,
    priority = 3 })
end

--- Writes a refund down, from within an effect of the machine.
---@param tx table
---@param subject move.subject
---@param given ask_refund.given
---@return table|nil refund
---@return fault|nil
function ask_refund.run(tx, subject, given)
  local begun, refused, row = subject:run { axis = "refund", event = "assess", row = given }
  if not begun then return nil, refused end
  local approved, problem = approve(subject, row.id)
  if not approved then return nil, problem end
  ask_refund.queue(tx, subject.mall_id, row.id)
  return row
end

return ask_refund
