-- The public face of orders: the machine with its engine, what stands on the four axes, and the books.

local access = require "order.access"
local goods_name = require "order.rules.goods_name"
local grid = require "order.grid"
local ledger = require "order.ledger.store"
local list = require "order.list.store"
local office_store = require "order.office.store"
local pins = require "order.pins.store"
local placement = require "order.placement.store"
local store = require "order.store"
local subject = require "order.subject.store"
local rules = require "order.rules"
local amounts = require "order.rules.amounts"
local begin = require "order.rules.begin"
local books = require "order.rules.books"
local desk = require "order.rules.desk"
local drawing = require "order.rules.drawing"
local engine = require "order.rules.engine"
local label = require "order.rules.label"
local letter = require "order.rules.letter"
local lint = require "order.rules.lint"
local office = require "order.rules.office"
local machine_changes = require "order.rules.machine_changes"
local path = require "order.rules.path"
local period = require "order.rules.period"
local pinning = require "order.rules.pinning"
local placing = require "order.rules.placing"
local sent_letter = require "order.rules.sent_letter"
local stranding = require "order.rules.stranding"
local units = require "order.rules.units"
local view = require "order.rules.view"
local machine = require "order.machine"

local order = { machine = machine, engine = engine, GRACE = rules.GRACE, grid = grid }

for name, fn in pairs(store) do order[name] = fn end
for name, fn in pairs(list) do order[name] = fn end
for name, fn in pairs(office_store) do order[name] = fn end

order.number, order.read_number, order.due_at = rules.number, rules.read_number, rules.due_at
order.read_claim_number = rules.read_claim_number
order.view, order.brief, order.shown_lines, order.letter = view.order, view.brief, view.lines, letter
order.desk, order.deposits, order.badge, order.goods_name = desk.order, desk.deposits, desk.badge, goods_name
order.periods, order.period, order.since = period.ALL, period.of, period.since

-- What whoever works on an order sees of it, and what their letters say.
order.parts, order.ways, order.board, order.STAGES = office.parts, office.ways, office.board, office.STAGES
order.office_lines, order.office_payments = office.lines, office.payments
order.office_claims, order.office_refunds, order.sent_letter = office.claims, office.refunds, sent_letter

--- The order of a number, if whoever asks may see it.
order.reach = access.reach

-- What the engine (flows.move_order) works with.
order.lock, order.lock_all, order.led_to, order.append = subject.lock, subject.lock_all, subject.led_to, subject.append
order.begin, order.insert_subject, order.move_subject = subject.begin, subject.insert, subject.move
order.insert_claim_lines, order.set_portions, order.set_held = subject.insert_claim_lines, subject.set_portions,
  subject.set_held
order.relabel, order.label, order.amounts = subject.relabel, label.derive, amounts.of
order.was_deposited = label.was_deposited
order.first_event, order.first_status, order.numbered = begin.event, begin.status, begin.numbered
order.find_row, order.count_units, order.claimed = units.find, units.count, units.claimed

-- The books: `book` writes a transaction, `entries` says what is in it.
order.book, order.balances, order.ledger, order.entries = ledger.book, ledger.balances, ledger.entries, books
order.book_all = ledger.book_all

--- The statuses an order can have, derived of where its units and payments stand.
order.labels, order.state, order.stages = label.ALL, label.of, label.STAGES

--- The statuses of orders that were paid and of which the buyer keeps something.
---@return string[]
function order.bought() return label.bought() end

-- Where an order stands on each axis, as pictures: those axes on which it stands anywhere.
---@param axes {portions: table, payments: table[], claims: table[], refunds: table[]}
---@param follows table  the machine that it follows
---@return {key: string, picture: order.drawing}[]
function order.pictures(axes, follows)
  local here, pictures = drawing.here(axes.portions, axes.payments, axes.claims, axes.refunds), {}
  for _, name in ipairs(follows.axes) do
    if next(here[name]) then
      pictures[#pictures + 1] = { key = name, picture = drawing.axis(follows[name], here[name]) }
    end
  end
  return pictures
end

-- Machines of other releases: what would be stranded by one, what is another in it.
order.standing, order.stranded, order.stranding_sentence = subject.standing, stranding.find, stranding.sentence
order.standing_of = pins.standing_of

--- The releases under which orders were placed that are still in flight, with how many.
---@return { sha: string, count: integer }[]
function order.in_flight() return pins.in_flight(label.ended()) end

order.lacks, order.honours_pins = pinning.lacks, pinning.is_honoured
order.without, order.pin_sentence = pinning.without, pinning.sentence
order.machine_changes, order.machine_change_lines = machine_changes.list, machine_changes.lines

--- Writing a new order; what was taken off it.
order.place, order.new_lines, order.discounts = placement.place, placing.new_lines, placement.discounts

--- What is wrong with the machine; none when it is sound.
---@param effects table<string, function>|nil  those that somebody carries out
---@return string[]
function order.lint(effects) return lint.problems(machine, effects) end

---@param history order.event[]
---@return boolean
function order.is_path(history) return path.is(machine, history) end

--- Where everything stands at the end of a history; nil: it is no path of the machine.
---@param history order.event[]
---@param follows table  the machine that the order follows
---@return table|nil
function order.follow(history, follows) return path.follow(follows, history) end

return order
