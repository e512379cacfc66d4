-- What happened to an order, told from its history: for the buyer by what the order was called, for staff event by event.
-- What one transaction did has one moment, and is told as one. Pure.

local engine = require "order.rules.engine"
local label = require "order.rules.label"
local machine = require "order.machine"

local story = {}

-- The events of a history by transaction, the oldest first.
local function chapters(history)
  local list = {}
  for _, event in ipairs(history) do
    local last = list[#list]
    if not last or last.at ~= event.at then
      last = { at = event.at }
      list[#list + 1] = last
    end
    last[#last + 1] = event
  end
  return list
end

local function apply(at, event, method)
  if event.axis == "line" then
    local portion = at.portions[event.subject] or {}
    at.portions[event.subject] = portion
    if event.from_status then
      local left = (portion[event.from_status] or 0) - event.qty
      portion[event.from_status] = left > 0 and left or nil
    end
    portion[event.to_status] = (portion[event.to_status] or 0) + event.qty
  elseif event.axis == "payment" then
    local payment = at.by_id[event.subject]
    if not payment then
      payment = { method = method }
      at.by_id[event.subject], at.payments[#at.payments + 1] = payment, payment
    end
    payment.status = event.to_status
  end
end

-- Of what leaves the order's name as it was the buyer is told if it concerns them: some of the goods, a claim, a refund, a
-- payment that failed.
local TOLD = { failed = true, quarantined = true, partially_cancelled = true, cancelled = true }

local function asides(chapter)
  local list, by_state = {}, {}
  for _, event in ipairs(chapter) do
    local told = event.axis ~= "payment" or TOLD[event.to_status]
    local key = event.axis .. event.to_status
    if told and by_state[key] then
      by_state[key].qty = by_state[key].qty and by_state[key].qty + event.qty
    elseif told then
      local axis = machine[event.axis]
      local state = engine.state(axis, event.to_status)
      by_state[key] = { at = chapter.at, axis = axis, state = state, qty = event.qty }
      list[#list + 1] = by_state[key]
    end
  end
  return list
end

local CLAIMED = { claim = "요청 ", refund = "" }

-- "배송중 2개", "요청 승인", "환불 완료"
local function words(aside)
  if aside.axis.key == "line" then return ("%s %d개"):format(aside.state.label, aside.qty) end
  local prefix = CLAIMED[aside.axis.key] or ""
  return aside.state.label:find("요청", 1, true) and aside.state.label or prefix .. aside.state.label
end

---@class order.told
---@field at number
---@field key string|nil  of the label the order got
---@field label string
---@field text string

--- What the buyer is told, the oldest first.
---@param history order.event[]
---@param method string|nil  how it is paid
---@return order.told[]
function story.told(history, method)
  local list, at, name = {}, { portions = {}, payments = {}, by_id = {} }, nil
  for _, chapter in ipairs(chapters(history)) do
    for _, event in ipairs(chapter) do apply(at, event, method) end
    local now_called = next(at.portions) and label.derive(at.portions, at.payments) or nil
    local renamed = now_called ~= name
    if renamed and now_called then
      local one = label.of(now_called)
      list[#list + 1] = { at = chapter.at, key = one.key, label = one.label, text = one.say }
    end
    for _, aside in ipairs(asides(chapter)) do
      if not renamed or aside.axis.key ~= "line" and aside.axis.key ~= "payment" then
        list[#list + 1] = { at = chapter.at, label = words(aside), text = aside.state.say }
      end
    end
    name = now_called
  end
  return list
end

--- The way an order should go, and how far it has come; an order that left the way shows where it ended.
---@param status string
---@param told order.told[]
---@return { label: string, at: number|nil, done: boolean, current: boolean }[]
function story.steps(status, told)
  local at, first = {}, "awaiting_payment"
  for _, one in ipairs(told) do
    if one.key then at[one.key] = at[one.key] or one.at end
    if one.key == "awaiting_deposit" then first = one.key end
  end
  local way = { { first }, { "paid" }, { "preparing", "ready" }, { "shipping" }, { "delivered", "confirmed" } }
  local place
  for i, step in ipairs(way) do
    for _, key in ipairs(step) do place = place or key == status and i end
    if status == "awaiting_payment" or status == "awaiting_deposit" then place = 1 end
  end
  if not place then
    way = at.paid and { { first }, { "paid" }, { status } } or { { first }, { status } }
    place = #way
  end
  local list = {}
  for i, step in ipairs(way) do
    local key = i == place and i > 1 and status or step[1]
    list[i] = { label = label.of(key).label, at = at[key] or at[step[1]], done = i < place, current = i == place }
  end
  return list
end

---@class order.happened
---@field at number
---@field axis string
---@field label string
---@field who string   as it is written in the history
---@field note string|nil

--- What staff reads, the newest first: of each transaction each thing that moved, units of several lines together.
---@param history order.event[]
---@return order.happened[]
function story.happened(history)
  local list = {}
  local all = chapters(history)
  for i = #all, 1, -1 do
    local seen = {}
    for _, event in ipairs(all[i]) do
      local axis = machine[event.axis]
      local key = event.axis .. event.event .. event.to_status .. (event.qty and "" or event.subject)
      local one = seen[key]
      if one then
        one.qty = one.qty + event.qty
      else
        one = { at = event.at, axis = axis.key, who = event.actor, note = event.note ~= "" and event.note or nil,
          qty = event.qty,
          state = axis.label .. " · " .. engine.state(axis, event.to_status).label }
        seen[key], list[#list + 1] = one, one
      end
    end
  end
  for _, one in ipairs(list) do one.label = one.qty and ("%s %d개"):format(one.state, one.qty) or one.state end
  return list
end

return story
