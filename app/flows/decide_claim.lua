-- What happens to a claim after it was asked: staff decides, collects, inspects, sends again, finishes; a shopper takes it
-- back or says what they sent. Each step says where it was looked at: who was overtaken is told so and changes nothing.

local claim = require "claim"
local order = require "order"
local refund = require "refund"
local fault = require "shared.fault"
local claim_terms = require "flows.claim_terms"
local move_order = require "flows.move_order"
local quote_claim = require "flows.quote_claim"
local tell_of_claim = require "flows.tell_of_claim"
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run
local ship = require "flows.ship"
local transaction = require("flows.store").transaction

local decide_claim = {}

local function run(tx, subject, row, event, by, more)
  local spec = more or {}
  spec.axis, spec.event, spec.id = "claim", event, row.id
  return move_order.run(tx, subject, spec, by)
end

--- The sum that the end of a claim gives back as things stand.
---@param account claim.account
---@param row table  a claim of it
---@param changed { fault: string, fee: integer }|nil  as the inspection would have it
---@return refund.quote
---@return refund.instrument[]
function decide_claim.quote(account, row, changed)
  return quote_claim.run(account, { lines = row.lines, kind = row.kind, fault = changed and changed.fault or row.fault,
    fee = changed and changed.fee or row.fee_amount }, { except = row.id })
end

local function expected(tx, subject, row, values)
  if row.kind == "exchange" or not values.total then return true end
  local account = claim.account(subject.mall_id, subject.id, tx)
  local now = decide_claim.quote(account, order.find_row(account.claims, row.id))
  if now.amount ~= values.total then return nil, fault("claim.sum_changed") end
  return true
end

-- How each event is carried out: event(tx, subject, row, values, by).
local events = {}

function events.approve(tx, subject, row, values, by)
  local same, changed = true, nil
  if row.kind == "cancel" then same, changed = expected(tx, subject, row, values) end
  if not same then return nil, changed end
  local moved, refused = run(tx, subject, row, "approve", by, { facts = { silent = values.silent } })
  if not moved or row.kind ~= "cancel" then return moved, refused end
  return run(tx, subject, row, "complete", by)
end

function events.reject(tx, subject, row, values, by)
  if not values.answer then return nil, fault("claim.answer_needed") end
  return run(tx, subject, row, "reject", by, { set = { answer = values.answer } })
end

function events.withdraw(tx, subject, row, _, by) return run(tx, subject, row, "withdraw", by) end

function events.collect(tx, subject, row, values, by)
  return run(tx, subject, row, "collect", by,
    { set = { collection = { carrier = values.carrier, number = values.number } } })
end

function events.receive(tx, subject, row, _, by) return run(tx, subject, row, "receive", by) end

function events.inspect(tx, subject, row, values, by)
  local policy = claim_terms.policy(subject.mall_id, tx)
  local surcharge = quote_claim.shipping(subject.order).surcharge
  local resalable, fault_of = {}, values.fault or row.fault
  for i, line in ipairs(row.lines) do
    local qty = math.min(values.resalable and values.resalable[line.position] or line.qty, line.qty)
    resalable[i], line.resalable_qty = { position = line.position, qty = qty }, qty
  end
  local moved, refused = run(tx, subject, row, "inspect", by)
  if not moved then return nil, refused end
  claim.inspect(tx, subject.mall_id, row.id, resalable, fault_of, claim.fee(policy, row.kind, fault_of, surcharge))
  return moved
end

-- An exchange ends when what was sent has arrived; one of before such parcels were kept, when somebody says so.
local function complete_exchange(tx, subject, row, by)
  local parcel = ship.of_claim(tx, subject, row.id)
  if not parcel then return run(tx, subject, row, "complete", by) end
  if parcel.status ~= "shipping" then return nil, fault("claim.not_sent") end
  local arrived, refused = ship.deliver(tx, subject, parcel.seq, by)
  if not arrived then return nil, refused end
  return "completed"
end

function events.complete(tx, subject, row, values, by)
  if row.kind == "exchange" then return complete_exchange(tx, subject, row, by) end
  local same, changed = expected(tx, subject, row, values)
  if not same then return nil, changed end
  return run(tx, subject, row, "complete", by)
end

function events.reship(tx, subject, row, values, by)
  local label, wrong = ship.label(tx, subject.mall_id, values.carrier or "", values.number or "")
  if not label then return nil, wrong end
  local parcel, refused = ship.register_exchange(tx, subject, row, label, by)
  if parcel and values.dispatch then parcel, refused = ship.dispatch(tx, subject, parcel.seq, by) end
  if not parcel then return nil, refused end
  return "reshipping"
end

-- What has been done of an exchange is done for the return that it becomes.
local AGAIN = { requested = {}, approved = { "approve" }, collecting = { "approve", "collect" },
  collected = { "approve", "receive" },
  inspected = { "approve", "receive", "inspect" } }

function events.convert(tx, subject, row, _, by)
  local steps, lines = AGAIN[row.status], {}
  local moved, refused = run(tx, subject, row, "convert", by)
  if not moved then return nil, refused end
  local policy = claim_terms.policy(subject.mall_id, tx)
  local fee = claim.fee(policy, "return", row.fault, quote_claim.shipping(subject.order).surcharge)
  local resalable = {}
  for i, line in ipairs(row.lines) do
    lines[i] = { position = line.position, qty = line.qty, from_state = line.from_state }
    resalable[line.position] = line.resalable_qty
  end
  local account = claim.account(subject.mall_id, subject.id, tx)
  local found = quote_claim.run(account, { lines = lines, kind = "return", fault = row.fault, fee = fee },
    { with_open = true })
  local breakdown = refund.view.breakdown(found)
  local begun, problem, made = move_order.run(tx, subject, { axis = "claim", event = "request",
    row = { kind = "return", reason = row.reason, reason_text = row.reason_text, fault = row.fault, asked_by = by.actor,
      fee_amount = fee,
      collection = row.collection, lines = lines }, facts = { silent = true } }, by)
  if not begun then return nil, problem end
  claim.keep(tx, subject.mall_id, made.id, breakdown, row.id)
  made.quote = breakdown
  tell_of_claim.run(tx, subject, made, "converted", breakdown)
  for _, event in ipairs(steps) do
    local stepped, why = events[event](tx, subject, order.find_row(subject.claims, made.id),
      { resalable = resalable, silent = true }, by)
    if not stepped then return nil, why end
  end
  return "converted", nil, made
end

local function step(mall_id, found, event, values, by, record)
  return transaction(function(tx)
    local subject, gone = move_order.lock(tx, mall_id, found.order_id)
    if not subject then return nil, gone end
    local row = order.find_row(subject.claims, found.id)
    if values.from and row.status ~= values.from then return nil, fault("claim.changed") end
    local before = row.status
    local to, refused, made = events[event](tx, subject, row, values, by)
    if not to then return nil, refused end
    if record then record(tx, subject, row, before) end
    return { to = order.find_row(subject.claims, found.id).status, id = made and made.id or found.id }
  end)
end

---@class decide_claim.values
---@field from string|nil      where the page that was looked at says it stands
---@field answer string|nil    reject: why
---@field carrier string|nil   collect: its name; reship: its code
---@field number string|nil
---@field dispatch boolean|nil  reship: it is on its way already
---@field resalable table<integer, integer>|nil  inspect: by position
---@field fault "buyer"|"seller"|nil
---@field total integer|nil    what was shown as going back

--- Staff moves a claim on.
---@param ctx context
---@param id string
---@param event string
---@param values decide_claim.values
---@return { to: string, id: string }|nil  id: of the claim to look at now
---@return fault|nil staff.forbidden | claim.not_found | claim.changed | claim.sum_changed | claim.answer_needed | order.… |
---  claim.exchange_sold_out | claim.not_sent | web.invalid with the sentences of its fields
function decide_claim.run(ctx, id, event, values)
  local may, forbidden = require_permission(ctx, "orders.write")
  if not may then return nil, forbidden end
  local found = claim.get(ctx.mall.id, id)
  if not found or not events[event] then return nil, fault("claim.not_found") end
  return step(ctx.mall.id, found, event, values, { actor = "staff " .. ctx.staff.email }, function(tx, subject, row, before)
    local after = order.find_row(subject.claims, row.id)
    record_audit(ctx, "claim." .. event, { kind = "claim", id = row.number, whose = subject.order.member_id,
      why = values.answer, changes = { status = { before = before, after = after.status },
        total = values.total and { after = values.total } or nil } }, tx)
  end)
end

--- A shopper takes a claim back.
---@param mall_id string
---@param found { id: string, order_id: string }  a claim of an order of theirs
---@param by move.by
---@return { to: string }|nil
---@return fault|nil
function decide_claim.withdraw(mall_id, found, by) return step(mall_id, found, "withdraw", {}, by) end

--- A shopper says by whom and under which number they sent the goods back.
---@param values { carrier: string, number: string }
---@return true
function decide_claim.sent(mall_id, found, values)
  return transaction(function(tx)
    local subject = move_order.lock(tx, mall_id, found.order_id)
    local row = subject and order.find_row(subject.claims, found.id)
    if not row or row.status ~= "approved" and row.status ~= "requested" then return nil, fault("claim.changed") end
    claim.set_sent(tx, mall_id, row.id, { how = "self", carrier = values.carrier, number = values.number })
    return true
  end)
end

return decide_claim
