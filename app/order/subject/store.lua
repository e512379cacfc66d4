-- An order with all that stands on its four axes, read under its lock and moved with its history. Only the engine
-- (flows.move_order) writes here: whoever else did would leave a state that no event explains.

local pg = require "pg"
local runtime = require "runtime"

local store = {}

-- How a column is given: times as seconds, notes as a table that is laid over what is there.
local TIME, JSON, BYTES = "to_timestamp($%d)", "$%d::jsonb", "$%d::bytea"

-- What a flow may say of a row, beside its status.
local COLUMNS = {
  payment = { provider = "$%d", method = "$%d", currency = "$%d", amount = "$%d", tax_free_amount = "$%d",
    vat_amount = "$%d", captured_amount = "$%d", returned_amount = "$%d", channel = "$%d", bank = "$%d",
    account_number = "$%d", account_holder = "$%d", depositor = "$%d", transaction_id = "$%d", secret = "$%d",
    problem = "$%d", problem_text = "$%d", due_at = TIME, expires_at = TIME, details = JSON, seq = "$%d",
    reference = "$%d", release = "decode($%d, 'hex')" },
  claim = { number = "$%d", kind = "$%d", reason = "$%d", reason_text = "$%d", fault = "$%d", asked_by = "$%d",
    fee_amount = "$%d", answer = "$%d", collection = JSON, refund_account = BYTES },
  refund = { payment_id = "$%d", claim_id = "$%d", seq = "$%d", amount = "$%d", tax_free_amount = "$%d", vat_amount = "$%d",
    breakdown = JSON, reason = "$%d", attempts = "$%d", problem = "$%d", problem_text = "$%d" },
}

-- The moment a state was reached, by the column that keeps it.
local STAMPS = {
  payment = { requested = "requested_at", approving = "approving_at", paid = "paid_at", failed = "closed_at",
    expired = "closed_at", voided = "closed_at", cancelled = "closed_at" },
  claim = { completed = "closed_at", rejected = "closed_at", withdrawn = "closed_at", converted = "closed_at" },
  refund = { requested = "requested_at", completed = "completed_at" },
}

-- The columns of `values`, in a fixed order, so that one statement is prepared once and not once an order of pairs().
local function columns_of(axis, values)
  local names = {}
  for name in pairs(values) do
    if not COLUMNS[axis][name] then error(("a %s has no column to set called %s"):format(axis, tostring(name)), 4) end
    names[#names + 1] = name
  end
  table.sort(names)
  return names
end

-- A payment says by whose rules it was begun.
local function with_release(axis, values)
  if axis == "payment" then values.release = runtime.release() end
  return values
end

local function given(axis, name, value)
  if COLUMNS[axis][name] == JSON and type(value) == "table" then return pg.json(value) end
  return value
end

local ORDER = 'SELECT o.*, now() AS now FROM "order" o WHERE o.mall_id = $1 AND o.id = $2 FOR UPDATE'

local LINES = [[
  SELECT l.*, p.portions FROM order_line l LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(state, qty) AS portions FROM order_portion p
    WHERE p.mall_id = l.mall_id AND p.order_id = l.order_id AND p.position = l.position) p ON true
  WHERE l.mall_id = $1 AND l.order_id = $2 ORDER BY l.position]]

local CLAIMS = [[
  SELECT c.*, (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('position', l.position, 'qty', l.qty,
      'from_state', l.from_state, 'resalable_qty', l.resalable_qty, 'exchange_sku_id', l.exchange_sku_id)) ORDER BY l.position)
    FROM claim_line l WHERE l.mall_id = c.mall_id AND l.claim_id = c.id) AS lines
  FROM claim c WHERE c.mall_id = $1 AND c.order_id = $2 ORDER BY c.created_at, c.id]]

--- Locks an order and reads all of it. Everything else is read after the lock is held: what somebody did meanwhile is in it.
---@return move.subject|nil
function store.lock(tx, mall_id, order_id)
  local order = tx:row(ORDER, mall_id, order_id)
  if not order then return nil end
  local lines, portions = tx:rows(LINES, mall_id, order_id), {}
  for i, line in ipairs(lines) do portions[i], line.portions = line.portions or {}, nil end
  return {
    mall_id = mall_id, id = order_id, number = order.number, mall = { id = mall_id }, now = order.now, order = order,
    lines = lines, portions = portions,
    payments = tx:rows("SELECT * FROM payment WHERE mall_id = $1 AND order_id = $2 ORDER BY seq", mall_id, order_id),
    claims = tx:rows(CLAIMS, mall_id, order_id),
    refunds = tx:rows("SELECT * FROM refund WHERE mall_id = $1 AND order_id = $2 ORDER BY seq", mall_id, order_id),
  }
end

--- Locks several orders, always in the same order, so that two who lock the same ones cannot wait for each other.
---@param ids string[]
---@return string[] found  sorted
function store.lock_all(tx, mall_id, ids)
  local found = {}
  for i, row in ipairs(tx:rows([[SELECT id FROM "order" WHERE mall_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR
    UPDATE]],
    mall_id, pg.array(ids))) do
    found[i] = row.id
  end
  return found
end

--- Where an event with this key led to; nil when it has not happened.
---@return string|nil
function store.led_to(tx, mall_id, order_id, key)
  local row = tx:row("SELECT to_status FROM order_event WHERE mall_id = $1 AND order_id = $2 AND key = $3", mall_id,
    order_id, key)
  return row and row.to_status
end

--- Writes a payment, a claim or a refund down.
---@param axis "payment"|"claim"|"refund"
---@param values table<string, any>
---@return table row
function store.insert(tx, axis, mall_id, order_id, status, values)
  local names, places, args = columns_of(axis, with_release(axis, values)), {}, {}
  for i, name in ipairs(names) do places[i], args[i] = COLUMNS[axis][name]:format(i + 3), given(axis, name, values[name]) end
  local separator = #names > 0 and ", " or ""
  return tx:row(("INSERT INTO %s (mall_id, order_id, status%s%s) VALUES ($1, $2, $3%s%s) RETURNING *"):format(axis,
    separator,
    table.concat(names, ", "), separator, table.concat(places, ", ")), mall_id, order_id, status, unpack(args, 1, #names))
end

---@param lines {position:integer, qty:integer, from_state:string, exchange_sku_id:string|nil}[]
function store.insert_claim_lines(tx, mall_id, order_id, claim_id, lines)
  tx:rows([[
    INSERT INTO claim_line (mall_id, claim_id, order_id, position, qty, from_state, exchange_sku_id)
    SELECT $1, $2, $3, position, qty, from_state, exchange_sku_id
    FROM jsonb_to_recordset($4::jsonb) AS l (position int, qty int, from_state text, exchange_sku_id uuid)]],
    mall_id, claim_id, order_id, pg.json(lines))
end

--- Moves a payment, a claim or a refund on, only from where the event started.
---@param values table<string, any>  what else changes; `details` and `collection` are laid over what they were
---@return table row
function store.move(tx, axis, mall_id, id, from, to, values)
  local sets, args, names = { "status = $4" }, {}, columns_of(axis, values)
  for i, name in ipairs(names) do
    local place = COLUMNS[axis][name]:format(i + 4)
    sets[#sets + 1] = ("%s = %s"):format(name, COLUMNS[axis][name] == JSON and name .. " || " .. place or place)
    args[i] = given(axis, name, values[name])
  end
  local stamp = STAMPS[axis][to]
  if stamp then sets[#sets + 1] = stamp .. " = now()" end
  -- what a bank took back is not paid any more
  if axis == "payment" and to == "quarantined" then sets[#sets + 1] = "paid_at = NULL" end
  return tx:row(("UPDATE %s SET %s WHERE mall_id = $1 AND id = $2 AND status = $3 RETURNING *"):format(axis,
    table.concat(sets, ", ")), mall_id, id, from, to, unpack(args, 1,
      #names)) or error("order: a status moved without its lock")
end

-- What one transaction did has one moment: it is told as one.
local EVENTS = [[
  INSERT INTO order_event (mall_id, order_id, seq, axis, subject, event, from_status, to_status, qty, actor, cause, note, key,
    release, at)
  SELECT $1, $2, (SELECT coalesce(max(seq), 0) FROM order_event WHERE mall_id = $1 AND order_id = $2) + e.nth, e.axis,
    e.subject, e.event, e.from_status, e.to_status, e.qty, e.actor, coalesce(e.cause, ''), coalesce(e.note, ''), e.key,
    decode($4, 'hex'), now()
  FROM jsonb_to_recordset($3::jsonb) AS e (nth int, axis text, subject text, event text, from_status text, to_status text,
    qty int,
    actor text, cause text, note text, key text)]]

---@class order.event
---@field axis string
---@field subject string
---@field event string
---@field from_status string|nil
---@field to_status string
---@field qty integer|nil
---@field actor string
---@field cause string|nil
---@field note string|nil
---@field key string|nil

--- Appends what happened.
---@param events order.event[]
function store.append(tx, mall_id, order_id, events)
  for i, event in ipairs(events) do event.nth = i end
  tx:rows(EVENTS, mall_id, order_id, pg.json(events), runtime.release() or pg.null)
end

local BEGIN = [[
  WITH payments AS (
    INSERT INTO payment (mall_id, order_id, id, seq, reference, provider, method, status, currency, amount, tax_free_amount,
      vat_amount,
      channel, bank, account_number, account_holder, depositor, due_at, expires_at, details, release)
    SELECT $1, $2, p.id, p.seq, p.reference, p.provider, p.method, p.status, coalesce(p.currency, 'KRW'), p.amount,
      coalesce(p.tax_free_amount, 0), coalesce(p.vat_amount, 0), p.channel, p.bank, p.account_number, p.account_holder,
        p.depositor,
      to_timestamp(p.due_at), to_timestamp(p.expires_at), coalesce(p.details, '{}'), decode($4, 'hex')
    FROM jsonb_to_recordset($5::jsonb) AS p (id uuid, seq smallint, reference text, provider text, method text, status text,
      currency text, amount bigint, tax_free_amount bigint, vat_amount bigint, channel text, bank text, account_number text,
      account_holder text, depositor text, due_at double precision, expires_at double precision, details jsonb)),
  portions AS (
    INSERT INTO order_portion (mall_id, order_id, position, state, qty)
    SELECT $1, $2, position, state, qty FROM jsonb_to_recordset($6::jsonb) AS u (position int, state text, qty int))
]] .. EVENTS:gsub("^%s+", "  ")

--- Writes an order's first attempts to pay, its units and its first history down, at once. It is new: nobody else sees it.
---@param subject move.subject
---@param events order.event[]
function store.begin(tx, subject, events)
  local units = {}
  for position, portion in ipairs(subject.portions) do
    for state, qty in pairs(portion) do units[#units + 1] = { position = position, state = state, qty = qty } end
  end
  for i, event in ipairs(events) do event.nth = i end
  tx:rows(BEGIN, subject.mall_id, subject.id, pg.json(events), runtime.release() or pg.null,
    #subject.payments > 0 and pg.json(subject.payments) or "[]", pg.json(units))
end

local TARGET = "jsonb_to_recordset($3::jsonb) AS t (position int, state text, qty int)"
local PORTIONS = [[
  WITH target AS (SELECT * FROM ]] .. TARGET .. [[),
  gone AS (DELETE FROM order_portion p USING target t
    WHERE p.mall_id = $1 AND p.order_id = $2 AND p.position = t.position AND p.state = t.state AND t.qty = 0)
  INSERT INTO order_portion (mall_id, order_id, position, state, qty)
  SELECT $1, $2, position, state, qty FROM target WHERE qty > 0
  ON CONFLICT (mall_id, order_id, position, state) DO UPDATE SET qty = excluded.qty]]

--- Sets how many units stand where, of the lines and states that changed.
---@param changed {position:integer, state:string, qty:integer}[]
function store.set_portions(tx, mall_id, order_id, changed) tx:rows(PORTIONS, mall_id, order_id, pg.json(changed)) end

--- Holds lines back, or lets them go.
---@param positions integer[]
---@param hold { why: string, say: string|nil, told: boolean|nil }|nil  why, for staff; for the buyer; whether they were told
function store.set_held(tx, mall_id, order_id, positions, hold)
  tx:rows([[UPDATE order_line SET held = $4, held_why = $5, held_say = $6, held_told = $7
    WHERE mall_id = $1 AND order_id = $2 AND position = ANY ($3::int[])]], mall_id, order_id, pg.array(positions),
    hold ~= nil, hold and hold.why or "", hold and hold.say or "", hold and hold.told or false)
end

--- The label of the whole order, and the moments that lists ask for.
---@param changes {status:string, paid:boolean|nil, due_at:number|nil}
---@return table row
function store.relabel(tx, mall_id, order_id, changes)
  return tx:row([[UPDATE "order" SET status = $3, paid_at = CASE WHEN $4 THEN coalesce(paid_at, now()) ELSE paid_at END,
      due_at = coalesce(to_timestamp($5), due_at)
    WHERE mall_id = $1 AND id = $2 RETURNING status, paid_at, due_at]], mall_id, order_id, changes.status,
      changes.paid or false,
    changes.due_at or pg.null)
end

--- How many things of each axis stand where: orders by the states of their units.
---@return order.standing[]
function store.standing()
  return pg.slow_rows [[
    SELECT 'payment' AS axis, status AS state, count(*)::int AS count FROM payment GROUP BY status
    UNION ALL SELECT 'line', state, count(DISTINCT (mall_id, order_id))::int FROM order_portion GROUP BY state
    UNION ALL SELECT 'claim', status, count(*)::int FROM claim GROUP BY status
    UNION ALL SELECT 'refund', status, count(*)::int FROM refund GROUP BY status ORDER BY axis, state]]
end

return store
