-- The public face of orders: the machine with its engine, and the books.

local grid = require "order.grid"
local list = require "order.list.store"
local store = require "order.store"
local rules = require "order.rules"
local desk = require "order.rules.desk"
local letter = require "order.rules.letter"
local period = require "order.rules.period"
local view = require "order.rules.view"
local machine = require "order.machine"

local order = { machine = machine, GRACE = rules.GRACE, grid = grid }

for name, fn in pairs(store) do order[name] = fn end
for name, fn in pairs(list) do order[name] = fn end

order.number, order.read_number, order.due_at = rules.number, rules.read_number, rules.due_at
order.view, order.brief, order.shown_lines, order.letter = view.order, view.brief, view.lines, letter
order.desk, order.deposits = desk.order, desk.deposits
order.periods, order.period, order.since = period.ALL, period.of, period.since

--- The transition that `event` causes from `status`, or why there is none.
---@param status string|nil
---@param event string
---@param facts {now:number, due_at:number}|nil
---@return table|nil
---@return fault|nil
function order.transition(status, event, facts) return rules.transition(machine, status, event, facts) end

--- The states that transitions with an effect lead to: those that mean paid are read from the machine, not from a list.
---@param effect string
---@return string[]
function order.states_after(effect) return rules.states_after(machine, effect) end

--- What is wrong with the machine; none when it is sound.
---@return string[]
function order.lint() return rules.lint(machine) end

---@param history table[]
---@return boolean
function order.is_path(history) return rules.is_path(machine, history) end

--- What a state is called in the back office, and what it looks like there.
---@param status string
---@return { label: string, tone: string|nil }
function order.badge(status) return desk.badge(machine, status) end

---@param status string
---@return {key:string, label:string, say:string}
function order.state(status) return rules.state(machine, status) end

return order
