-- Carries an event out on an order: asks the machine, runs the effects it names, moves the status, appends the history.
-- All of it in the caller's transaction, with the order locked.

local order = require "order"
local stock = require "flows.effects.stock"

local EFFECTS = {
  reserve_stock = stock.hold_stock, release_stock = stock.release_stock, sell_stock = stock.sell_stock,
  settle_payment = function(tx, subject) order.settle_payment(tx, subject.mall_id, subject.id) end,
  expire_payment = function(tx, subject) order.expire_payment(tx, subject.mall_id, subject.id) end,
}

local move = {}

--- Effects that the machine names and nobody can carry out; none in a sound release.
---@return string[]
function move.missing_effects()
  local list = {}
  for _, transition in ipairs(order.machine.transitions) do
    for _, effect in ipairs(transition.effects or {}) do
      if not EFFECTS[effect] then list[#list + 1] = effect end
    end
  end
  return list
end

---@class move_order.subject
---@field mall_id string
---@field id string
---@field status string|nil nil: just placed
---@field lines {sku_id:string, qty:integer}[]
---@field due_at number|nil

---@param tx table
---@param subject move_order.subject
---@param event string
---@param actor string who caused it: "shopper", "staff …", "clock"
---@param now number the database's clock
---@return string|nil status
---@return fault|nil
function move.carry_out(tx, subject, event, actor, now)
  local transition, fault = order.transition(subject.status, event, { now = now, due_at = subject.due_at })
  if not transition then return nil, fault end
  local subject_now = { mall_id = subject.mall_id, id = subject.id, lines = subject.lines, now = now,
    payments = { { expires_at = subject.due_at and subject.due_at + order.GRACE } } }
  for _, effect in ipairs(transition.effects or {}) do
    local _, refused = EFFECTS[effect](tx, subject_now, {}, { actor = actor, key = event })
    if refused then return nil, refused end
  end
  if subject.status then order.move(tx, subject.mall_id, subject.id, subject.status, transition.to) end
  order.append(tx, subject.mall_id, subject.id,
    { event = event, from = subject.status, to = transition.to, actor = actor })
  return transition.to
end

return move
