-- Carries events out on an order. Each run asks the machine, moves what the event is about, appends what happened, carries
-- the machine's effects out, and derives the order's label anew: all in the caller's transaction, with the order locked.
--
-- THE ORDER OF LOCKS, everywhere: cart → order → stock rows (by SKU id) → coupon → point account → everything
-- else. Several carts, orders or rows of one kind are locked in the order of their ids (`lock_all`). Nobody asks a second
-- connection while holding locks. So no two transactions can wait for each other, whatever they do.
--
--   local subject = move_order.lock(tx, mall_id, order_id)
--   local to, fault = move_order.run(tx, subject, { axis = "payment", event = "deposit", id = payment.id,
--     facts = { amount = 36000 } }, { actor = "staff hana@shop.kr", key = "deposit 17" })
--
-- A fault means that nothing of the transaction may stay: return it, so that it is rolled back.

local order = require "order"
local effects = require "flows.effects"
local movements = require "flows.movements"
local pinned_machine = require "flows.pinned_machine"
local fault = require "shared.fault"

---@class move.subject  an order under its lock, as it stands after each run
---@field mall_id string
---@field id string
---@field number string
---@field mall {id:string}
---@field now number        the database's clock, when the transaction began
---@field order table       its row
---@field machine table     the one it follows: its release's where that pins it, else the one that runs
---@field lines table[]     rows by position
---@field portions table<integer, table<string, integer>>  units by position and state
---@field payments table[]  rows by seq
---@field claims table[]    rows with `lines`
---@field refunds table[]   rows by seq
---@field run fun(self: move.subject, spec: move.spec): string|nil, fault|nil  a further move, for effects

---@class move.spec
---@field axis "payment"|"line"|"claim"|"refund"
---@field event string
---@field id string|nil     whose; none of lines, nor where something begins
---@field row table|nil     what begins: columns; a claim's with `lines`
---@field lines {position:integer, qty:integer|nil, from:string|nil}[]|nil  which units; nil: all that stand where it starts
---@field facts table|nil   what guards and effects judge by: amount, captured, claim …
---@field set table|nil     columns that change with it
---@field note string|nil

---@class move.by
---@field actor string        "shopper", "member", "staff hana@shop.kr", "clock", "provider inicis"
---@field cause string|nil    what led to it
---@field key string|nil      the same key again: nothing happens, and where it led to is answered
---@field machine boolean|nil another event of the machine causes it

---@class move.units
---@field position integer
---@field from string|nil
---@field to string
---@field qty integer

---@class move.move  what effects are told
---@field axis string
---@field event string
---@field from string|nil  nil: it begins
---@field to string
---@field transition machine.transition
---@field row table|nil    the payment, claim or refund as it is now
---@field before table|nil as it was
---@field lines move.units[]|nil
---@field facts table

local move_order = {}

--- What is wrong with the machine, effects that nobody can carry out among it; none in a sound release.
---@return string[]
function move_order.lint() return order.lint(effects) end

-- The label follows once everything has moved; until when the order can be paid follows its attempts.
local function relabel(tx, subject)
  local status, paid = order.label(subject.portions, subject.payments), order.count_units(subject.portions, "paid") > 0
  local due_at
  for _, payment in ipairs(subject.payments) do
    if payment.status ~= "failed" then due_at = payment.due_at or payment.expires_at end
  end
  local row = subject.order
  if status == row.status and (not paid or row.paid_at) and (not due_at or due_at == row.due_at) then return end
  for name, value in pairs(order.relabel(tx, subject.mall_id, subject.id, { status = status, paid = paid,
    due_at = due_at })) do
    row[name] = value
  end
end

--- Makes an order as it was read something that can be moved; `lock` and `begin` do.
---@return move.subject
local function moving(tx, subject)
  subject.run = function(self, spec)
    local move = spec.axis == "line" and movements.lines or movements.row
    return move(tx, self, spec, self.by or error("only an effect moves on", 2))
  end
  return subject
end

--- Locks an order and reads all that stands on its axes.
---@param tx table
---@param mall_id string
---@param order_id string
---@return move.subject|nil
---@return fault|nil order.not_found
function move_order.lock(tx, mall_id, order_id)
  local subject = order.lock(tx, mall_id, order_id)
  if not subject then return nil, fault("order.not_found") end
  subject.machine = pinned_machine.of(subject.order, tx)
  return moving(tx, subject)
end

--- Locks several orders in the one order that cannot end in a deadlock. Each is then read by `lock`.
---@param tx table
---@param mall_id string
---@param ids string[]
---@return string[] found  sorted
function move_order.lock_all(tx, mall_id, ids) return order.lock_all(tx, mall_id, ids) end

--- Carries an event out.
---@param tx table
---@param subject move.subject
---@param spec move.spec
---@param by move.by
---@return string|nil to   the state it led to; of several, the first
---@return fault|nil order.illegal_transition | order.guarded (`says` why) | order.not_allowed | what an effect says
---@return table|nil row   the payment, claim or refund as it is now
function move_order.run(tx, subject, spec, by)
  if by.key then
    local led_to = order.led_to(tx, subject.mall_id, subject.id, by.key)
    if led_to then return led_to end
  end
  local to, refused, row
  if spec.axis == "line" then
    to, refused = movements.lines(tx, subject, spec, by)
  else
    to, refused, row = movements.row(tx, subject, spec, by)
  end
  if not to then return nil, refused end
  relabel(tx, subject)
  return to, nil, row
end

---@class move.draft  an order that was just written, with its lines
---@field mall_id string
---@field order table       its row: id, number, payable_amount … and the status that `order.first_status` gave
---@field lines table[]     rows by position, as order.new_lines gives them
---@field payments table[]  columns of each attempt; points, if any, come with one of a provider or alone
---@field now number

--- The life of an order begins. Where nothing is to be paid, it is paid.
---@param tx table
---@param draft move.draft
---@param by move.by
---@return move.subject|nil
---@return fault|nil  order.not_allowed, stock.sold_out …
function move_order.begin(tx, draft, by)
  local subject = moving(tx, { mall_id = draft.mall_id, id = draft.order.id, number = draft.order.number,
    mall = { id = draft.mall_id }, now = draft.now, order = draft.order, machine = order.machine, lines = draft.lines,
    portions = {}, payments = {}, claims = {}, refunds = {} })
  local begun, refused = movements.begin(tx, subject, draft.payments, by)
  if not begun then return nil, refused end
  relabel(tx, subject)
  return subject
end

return move_order
