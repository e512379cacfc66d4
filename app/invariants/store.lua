-- The questions of `sijang check`: each finds what contradicts one invariant, and finds nothing while the books are
-- right. They read across features on purpose, since an invariant is about what several of them wrote.

local pg = require "pg"

local store = {}

---@class invariants.question
---@field number string       of the house's list
---@field name string
---@field says string
---@field sql string          finds what contradicts it, a sentence a row: what
---@field given string[]|nil  which order states it has to be told

-- Who asks about everything that ever happened waits longer than a shopper would.
local PATIENCE = "15min"

local function patiently(sql, ...)
  local given, count = { ... }, select("#", ...)
  local rows, fault = pg.tx(function(tx)
    tx:rows("SELECT set_config('statement_timeout', $1, true)", PATIENCE)
    return tx:rows(sql, unpack(given, 1, count))
  end)
  if not rows then error(fault, 0) end
  return rows
end

--- What contradicts one invariant.
---@param question invariants.question
---@param ... string[]  the order states that the question asks for
---@return string[] findings  none when it holds; at most twenty
function store.ask(question, ...)
  local given = { ... }
  for i, states in ipairs(given) do given[i] = pg.array(states) end
  -- Planned for all of its findings: for the first twenty, of which there are none, it would look row by row.
  local sql = "WITH found AS MATERIALIZED (" .. question.sql .. ") SELECT what FROM found LIMIT 20"
  local found = {}
  for i, row in ipairs(patiently(sql, unpack(given))) do found[i] = row.what end
  return found
end

--- The order histories, a page of orders at a time, with what the orders are called.
---@param after string|nil  the last order id of the page before
---@return {number:string, id:string, status:string, release:string|nil, methods:table<string, string>,
---  events:order.event[]}[]
function store.histories(after)
  local page, by_id = {}, {}
  local rows = patiently([[
    SELECT o.id, o.number, o.status, o.release, e.axis, e.subject, e.event, e.from_status, e.to_status, e.qty, p.method
    FROM (SELECT * FROM "order" WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT 500) o
    JOIN order_event e ON e.mall_id = o.mall_id AND e.order_id = o.id
    LEFT JOIN payment p ON e.axis = 'payment' AND p.mall_id = e.mall_id AND p.order_id = e.order_id
      AND p.id::text = e.subject
    ORDER BY o.id, e.seq]], after or pg.null)
  for _, row in ipairs(rows) do
    local order = by_id[row.id]
    if not order then
      order = { id = row.id, number = row.number, status = row.status, release = row.release, events = {}, methods = {} }
      by_id[row.id], page[#page + 1] = order, order
    end
    if row.method then order.methods[row.subject] = row.method end
    order.events[#order.events + 1] = row
  end
  return page
end

return store
