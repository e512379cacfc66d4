-- A deposit was seen on the bank account: the order it belongs to is paid, and its goods are sold.

local order = require "order"
local fault = require "shared.fault"
local move_order = require "flows.move_order"
local tell_orderer = require "flows.tell_orderer"
local transaction = require("flows.store").transaction

local function settle(tx, mall_id, order_id, actor)
  local locked = order.lock(tx, mall_id, order_id)
  local subject = { mall_id = mall_id, id = order_id, status = locked.status, due_at = locked.due_at,
    lines = order.lines(mall_id, order_id, tx) }
  local now = order.now(tx)
  local status, refused = move_order.carry_out(tx, subject, "deposit", actor, now)
  if not status then
    refused.label = order.state(locked.status).label
    return nil, refused
  end
  tell_orderer.run(tx, { id = mall_id }, "order/paid", locked, order.letter.paid(locked, subject.lines, now))
  return { number = locked.number, from = locked.status, status = status, label = order.state(status).label,
    amount = locked.payable_amount, depositor = locked.depositor }
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
