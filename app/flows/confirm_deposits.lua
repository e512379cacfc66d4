-- Somebody in the back office saw deposits on the bank account: each order is settled by itself, so that one that cannot be
-- holds up no other.

local require_permission = require("flows.require_permission").run
local record_audit = require("flows.record_audit").run
local settle_deposit = require("flows.settle_deposit").run

local confirm_deposits = {}

---@param ctx context
---@param numbers string[]
---@return { done: table[], refused: { number: string, fault: fault }[] }|nil
---@return fault|nil
function confirm_deposits.run(ctx, numbers)
  local allowed, refused = require_permission(ctx, "orders.write")
  if not allowed then return nil, refused end
  local outcome = { done = {}, refused = {} }
  for _, number in ipairs(numbers) do
    local settled, problem = settle_deposit(number, "staff " .. ctx.staff.email, { mall_id = ctx.mall.id,
      record = function(tx, one)
        record_audit(ctx, "order.deposit", { kind = "order", id = one.number,
          changes = { status = { before = one.from, after = one.status } } }, tx)
      end })
    if settled then
      outcome.done[#outcome.done + 1] = settled
    else
      outcome.refused[#outcome.refused + 1] = { number = number, fault = problem }
    end
  end
  return outcome
end

return confirm_deposits
