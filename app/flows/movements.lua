-- How the engine (flows.move_order) moves the things of an order: units of lines by how many stand where, a payment, a claim
-- or a refund by its row. Each asks the machine first and appends what happened before its effects are carried out, so that
-- a history reads from cause to consequence. Nobody else calls this.

local crypto = require "crypto"
local order = require "order"
local effects = require "flows.effects"
local fault = require "shared.fault"

local movements = {}

local LIST = { payment = "payments", claim = "claims", refund = "refunds" }

local function carry_out(tx, subject, move, by)
  local above = subject.by
  subject.by = { actor = by.actor, cause = move.axis .. "." .. move.event, machine = true }
  for _, name in ipairs(move.transition.effects or {}) do
    local done, refused = effects[name](tx, subject, move, by)
    if not done then
      subject.by = above
      return nil, refused or error("the effect " .. name .. " says neither yes nor why not")
    end
  end
  subject.by = above
  return true
end

local function event_of(move, by, subject_name, units)
  return { axis = move.axis, subject = subject_name, event = move.event, from_status = units and units.from or move.from,
    to_status = units and units.to or move.to, qty = units and units.qty, actor = by.actor, cause = by.cause,
      note = move.note }
end

-- ── Lines ──

local function shift(portion, units, changed)
  if units.from then portion[units.from] = portion[units.from] - units.qty end
  portion[units.to] = (portion[units.to] or 0) + units.qty
  changed[units.position .. " " .. units.to] = { position = units.position, state = units.to, qty = portion[units.to] }
  if units.from then
    changed[units.position .. " " .. units.from] = { position = units.position, state = units.from,
      qty = portion[units.from] }
    if portion[units.from] == 0 then portion[units.from] = nil end
  end
end

--- Moves units of lines.
---@return string|nil to
---@return fault|nil
function movements.lines(tx, subject, spec, by)
  local axis = subject.machine.line
  local groups, refused = order.engine.plan(axis, subject, spec.event, spec.lines)
  if not groups then return nil, refused end
  local moves, events, changed, list = {}, {}, {}, {}
  for i, group in ipairs(groups) do
    local move = { axis = "line", event = spec.event, from = group.lines[1].from, to = group.transition.to,
      transition = group.transition, lines = group.lines, facts = spec.facts or {}, note = spec.note }
    local may, problem = order.engine.judge(group.transition, subject, move, by)
    if not may then return nil, problem end
    moves[i] = move
  end
  for _, move in ipairs(moves) do
    for _, units in ipairs(move.lines) do
      shift(subject.portions[units.position], units, changed)
      events[#events + 1] = event_of(move, by, tostring(units.position), units)
    end
  end
  for _, one in pairs(changed) do list[#list + 1] = one end
  events[1].key = by.key
  order.set_portions(tx, subject.mall_id, subject.id, list)
  order.append(tx, subject.mall_id, subject.id, events)
  for _, move in ipairs(moves) do
    local done, problem = carry_out(tx, subject, move, by)
    if not done then return nil, problem end
  end
  return moves[1].to
end

-- ── Payments, claims, refunds ──

local function merge(into, from)
  for name, value in pairs(from or {}) do into[name] = value end
  return into
end

-- Something begins: its row is written, and its number within the order is given.
local function begin(tx, subject, spec, move)
  local values, lines = merge({}, spec.row), spec.row.lines
  values.lines = nil
  local row = order.insert_subject(tx, spec.axis, subject.mall_id, subject.id, move.to,
    order.numbered(spec.axis, subject, values))
  if spec.axis == "claim" then
    order.insert_claim_lines(tx, subject.mall_id, subject.id, row.id, lines)
    row.lines = lines
  end
  table.insert(subject[LIST[spec.axis]], row)
  return row
end

local function move_on(tx, subject, spec, move)
  local row = move.row
  local sets = spec.axis == "payment" and order.amounts(spec.event, row, move.facts) or {}
  local moved = order.move_subject(tx, spec.axis, subject.mall_id, row.id, move.from, move.to, merge(sets, spec.set))
  moved.lines = row.lines
  for i, one in ipairs(subject[LIST[spec.axis]]) do
    if one.id == row.id then subject[LIST[spec.axis]][i] = moved end
  end
  return moved
end

--- Moves a payment, a claim or a refund, or begins one.
---@return string|nil to
---@return fault|nil
---@return table|nil row
function movements.row(tx, subject, spec, by)
  local axis = subject.machine[spec.axis]
  local row = spec.row or order.find_row(subject[LIST[spec.axis]], spec.id)
  if not row then return nil, fault("order.not_found", { message = spec.axis .. " " .. tostring(spec.id) }) end
  local from = not spec.row and row.status or nil
  local transition = order.engine.transition(axis, from, spec.event)
  if not transition then return nil, order.engine.illegal(axis, from, spec.event) end
  local move = { axis = spec.axis, event = spec.event, from = from, to = transition.to, transition = transition, row = row,
    before = row, facts = spec.facts or {}, note = spec.note }
  local may, refused = order.engine.judge(transition, subject, move, by)
  if not may then return nil, refused end
  move.row = from and move_on(tx, subject, spec, move) or begin(tx, subject, spec, move)
  local event = event_of(move, by, move.row.id)
  event.key = by.key
  order.append(tx, subject.mall_id, subject.id, { event })
  local done, problem = carry_out(tx, subject, move, by)
  if not done then return nil, problem end
  return move.to, nil, move.row
end

-- ── A whole order ──

local function begin_payments(subject, rows, by, events)
  for i, row in ipairs(rows) do
    local event = order.first_event(row)
    local start = order.engine.transition(subject.machine.payment, nil, event)
    local move = { axis = "payment", event = event, to = start.to, transition = start, row = row, facts = {} }
    local may, refused = order.engine.judge(start, subject, move, by)
    if not may then return nil, refused end
    row = order.numbered("payment", subject, row)
    row.id, row.status = crypto.uuid7(), start.to
    row.captured_amount, row.returned_amount = 0, 0
    subject.payments[i], events[#events + 1] = row, event_of(move, by, row.id)
  end
  return true
end

--- Begins an order that was just written: attempts to pay, units and their history in one statement, then what placing it
--- takes.
---@param tx table
---@param subject move.subject  without portions and payments
---@param rows table[]          columns of each attempt to pay
---@param by move.by
---@return true|nil
---@return fault|nil
function movements.begin(tx, subject, rows, by)
  local place = order.engine.transition(subject.machine.line, nil, "place")
  local move = { axis = "line", event = "place", to = place.to, transition = place, lines = {}, facts = {} }
  local may, refused = order.engine.judge(place, subject, move, by)
  if not may then return nil, refused end
  for position, line in ipairs(subject.lines) do
    move.lines[position] = { position = position, to = place.to, qty = line.qty }
    subject.portions[position] = { [place.to] = line.qty }
  end
  local events = {}
  may, refused = begin_payments(subject, rows, by, events)
  if not may then return nil, refused end
  for _, units in ipairs(move.lines) do events[#events + 1] = event_of(move, by, tostring(units.position), units) end
  events[1].key = by.key
  order.begin(tx, subject, events)
  local done, problem = carry_out(tx, subject, move, by)
  if not done then return nil, problem end
  if subject.order.payable_amount > 0 then return true end
  return movements.lines(tx, subject, { axis = "line", event = "pay" }, { actor = by.actor, cause = "line.place",
    machine = true })
end

return movements
