-- A deposit was seen on the bank account: the order it belongs to is paid, and its goods are sold.

local order = require "order"
local fault = require "shared.fault"
local move_order = require "flows.move_order"
local transaction = require("flows.store").transaction

-- The attempt a deposit belongs to: the one that waits for it.
local function waiting(subject)
  for _, payment in ipairs(subject.payments) do
    if payment.status == "waiting" then return payment end
  end
end

local function settle(tx, mall_id, order_id, actor)
  local subject = move_order.lock(tx, mall_id, order_id)
  local from, payment = subject.order.status, waiting(subject)
  if not payment then return nil, fault("order.illegal_transition", { event = "deposit", status = from,
    label = order.state(from).label }) end
  local to, refused = move_order.run(tx, subject,
    { axis = "payment", event = "deposit", id = payment.id, facts = { amount = payment.amount } }, { actor = actor })
  if not to then return nil, refused end
  local status = subject.order.status
  return { number = subject.number, from = from, status = status, label = order.state(status).label, amount = payment.amount,
    depositor = payment.depositor }
end

local settle_deposit = {}

local function in_mall(found, mall_id)
  local list = {}
  for _, one in ipairs(found) do
    if one.mall_id == mall_id then list[#list + 1] = one end
  end
  return list
end

--- Settles the deposit of the order with this number, whichever mall it belongs to unless told.
---@param number string as somebody typed it
---@param actor string|nil who says so, e.g. "staff kim"; "staff" unless told
---@param options { mall_id: string|nil, record: (fun(tx: pg.tx, settled: table))|nil }|nil  record: writes down who did it,
---  in the same transaction
---@return {number:string, from:string, status:string, label:string, amount:integer, depositor:string}|nil
---@return fault|nil order.not_found | order.illegal_transition (with the order's present `label`)
function settle_deposit.run(number, actor, options)
  options = options or {}
  local exact = order.read_number(number)
  local found = exact and order.find(exact) or {}
  if options.mall_id then found = in_mall(found, options.mall_id) end
  if #found == 0 then return nil, fault("order.not_found", { message = number }) end
  if #found > 1 then return nil, fault("order.ambiguous", { message = number }) end
  return transaction(function(tx)
    local settled, refused = settle(tx, found[1].mall_id, found[1].id, actor or "staff")
    if settled and options.record then options.record(tx, settled) end
    return settled, refused
  end)
end

return settle_deposit
