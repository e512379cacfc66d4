-- Walks an order at random: any event of any axis, by anybody, with sums that sometimes fit. What the machine refuses is
-- refused; the spec looks at what it allowed.

local engine = require "order.rules.engine"
local machine = require "order.machine"

local walk = {}

local ACTORS = { "shopper", "member", "staff hana@shop.kr", "clock", "provider inicis" }

--- A source of chance that is the same for the same seed.
---@param seed integer
---@return fun(n: integer): integer  1 to n
function walk.chance(seed)
  local state = seed * 2654435761 % 4294967296
  return function(n)
    state = (state * 1664525 + 1013904223) % 4294967296
    return math.floor(state / 65536) % n + 1
  end
end

local function any(rnd, list) return list[rnd(#list)] end

local function some_lines(rnd, subject)
  if rnd(3) == 1 then return nil end
  local list = {}
  for position, portion in ipairs(subject.portions) do
    local states = {}
    for state in pairs(portion) do states[#states + 1] = state end
    table.sort(states)
    if rnd(2) == 1 then
      local from = any(rnd, states)
      list[#list + 1] = { position = position, qty = rnd(portion[from]), from = rnd(2) == 1 and from or nil }
    end
  end
  return #list > 0 and list or nil
end

local function claim_row(rnd, subject)
  local lines = {}
  for position, portion in ipairs(subject.portions) do
    local states = {}
    for state in pairs(portion) do states[#states + 1] = state end
    table.sort(states)
    if rnd(2) == 1 then
      local from = any(rnd, states)
      lines[#lines + 1] = { position = position, qty = rnd(portion[from] + (rnd(8) == 1 and 1 or 0)), from_state = from }
    end
  end
  return { kind = any(rnd, { "cancel", "return", "exchange" }), reason = "mind", fault = "buyer", asked_by = "shopper", lines = lines }
end

local function begin(rnd, subject, axis)
  if axis == "claim" then return claim_row(rnd, subject) end
  local payment = any(rnd, subject.payments)
  if axis == "refund" then
    local left = payment.captured_amount - payment.returned_amount
    return { payment_id = payment.id, amount = left > 0 and (rnd(3) == 1 and left or rnd(left)) or 1, reason = "cancel", breakdown = {} }
  end
  return { provider = "inicis", method = any(rnd, { "card", "virtual_account" }), amount = subject.order.payable_amount, channel = "pc",
    expires_at = subject.now + (rnd(3) - 2) * 600 }
end

local LIST = { payment = "payments", claim = "claims", refund = "refunds" }

-- A transition that starts where something of the order stands, or any at all.
local function likely(rnd, subject, axis)
  local all = machine[axis].transitions
  if rnd(4) == 1 then return any(rnd, all) end
  local rows, states, ways = LIST[axis] and subject[LIST[axis]] or nil, {}, {}
  for _, row in ipairs(rows or {}) do states[#states + 1] = row.status end
  for _, portion in ipairs(rows and {} or subject.portions) do
    for _, state in ipairs(machine.line.states) do
      if portion[state.key] then states[#states + 1] = state.key end
    end
  end
  for _, state in ipairs(states) do
    for _, transition in ipairs(engine.ways(machine[axis], state)) do ways[#ways + 1] = transition end
  end
  return #ways > 0 and any(rnd, ways) or any(rnd, all)
end

--- Something that somebody might try.
---@param rnd fun(n: integer): integer
---@param subject move.subject
---@return move.spec
---@return move.by
function walk.try(rnd, subject)
  local axis = any(rnd, { "payment", "payment", "payment", "line", "line", "line", "claim", "refund" })
  -- a claim has a long way to go
  if #subject.claims > 0 and rnd(2) == 1 then axis = "claim" end
  local transition = likely(rnd, subject, axis)
  local spec = { axis = axis, event = transition.on, facts = {} }
  if axis == "line" then
    spec.lines = some_lines(rnd, subject)
  elseif transition.from == nil then
    spec.row = begin(rnd, subject, axis)
  else
    local row = #subject[LIST[axis]] > 0 and any(rnd, subject[LIST[axis]])
    spec.id = row and row.id or "nobody's"
    if row and axis == "payment" then
      spec.facts.amount = rnd(6) == 1 and rnd(row.amount) or row.amount
      if transition.on == "quarantine" then spec.facts.captured = rnd(2) == 1 and row.amount or rnd(row.amount) end
    end
  end
  -- mostly by who may
  local actor = any(rnd, ACTORS)
  if rnd(4) > 1 then
    local who = any(rnd, transition.who)
    for _, one in ipairs(ACTORS) do
      if one:match "^%S+" == who then actor = one end
    end
  end
  -- what a refund does to its payment nobody does without one: the books would not hear of it
  local machine_only = transition.on == "return_part" or transition.on == "return_rest"
  return spec, { actor = actor, machine = rnd(10) == 1 and not machine_only or nil }
end

return walk
