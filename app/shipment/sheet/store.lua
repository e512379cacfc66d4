-- Sheets of tracking numbers in PostgreSQL: what they say, and what came of each line.

local json = require "json"
local pg = require "pg"

local store = {}

--- More lines than this are not put into one sheet.
store.MOST = 5000

-- Orders with the lines of theirs that can be named.
local ORDERS = [[
  SELECT o.number, (SELECT jsonb_agg(jsonb_build_object('position', l.position, 'sku_code', l.sku_code) ORDER BY l.position)
    FROM order_line l WHERE l.mall_id = o.mall_id AND l.order_id = o.id) AS lines
  FROM "order" o WHERE o.mall_id = $1 AND o.number = ANY ($2)]]

---@param numbers string[]
---@return table<string, { lines: { position: integer, sku_code: string }[] }>  by number
function store.orders_named(mall_id, numbers)
  local found = {}
  for _, row in ipairs(pg.slow_rows(ORDERS, mall_id, pg.array(numbers))) do found[row.number] = row end
  return found
end

-- Claims with what an exchange gives for each line, and the parcel that carries it, if one was not taken apart.
local EXCHANGES = [[
  SELECT c.number, c.kind, c.status, o.number AS order_number, s.carrier, s.number AS sent,
    (SELECT jsonb_agg(jsonb_build_object('position', l.position, 'qty', l.qty, 'sku_code', coalesce(k.code, ol.sku_code))
        ORDER BY l.position)
      FROM claim_line l
      JOIN order_line ol ON ol.mall_id = l.mall_id AND ol.order_id = l.order_id AND ol.position = l.position
      LEFT JOIN sku k ON k.mall_id = l.mall_id AND k.id = l.exchange_sku_id
      WHERE l.mall_id = c.mall_id AND l.claim_id = c.id) AS lines
  FROM claim c
  JOIN "order" o ON o.mall_id = c.mall_id AND o.id = c.order_id
  LEFT JOIN shipment s ON s.mall_id = c.mall_id AND s.claim_id = c.id AND s.status <> 'withdrawn'
  WHERE c.mall_id = $1 AND c.number = ANY ($2)]]

---@param numbers string[]  of claims
---@return table<string, shipment.sheet.exchange>  by number
function store.exchanges_named(mall_id, numbers)
  local found = {}
  for _, row in ipairs(pg.slow_rows(EXCHANGES, mall_id, pg.array(numbers))) do found[row.number] = row end
  return found
end

local SHEET = [[SELECT id, file_name, actor, status, dispatch, created_at, done_at FROM invoice_sheet WHERE mall_id = $1]]

---@return table|nil
function store.sheet_of(mall_id, id) return pg.row(SHEET .. " AND id = $2", mall_id, id) end

--- The same, locked until the transaction ends.
---@return table|nil
function store.lock_sheet(tx, mall_id, id) return tx:row(SHEET .. " AND id = $2 FOR UPDATE", mall_id, id) end

--- The sheet with these bytes, if somebody sent them before.
---@param digest string
---@return string|nil id
function store.sheet_with(mall_id, digest)
  local row = pg.row("SELECT id FROM invoice_sheet WHERE mall_id = $1 AND digest = $2", mall_id, pg.bytea(digest))
  return row and row.id
end

--- Keeps a sheet; the one with the same bytes where there is one already.
---@param sheet { digest: string, file_name: string, actor: string, rows: shipment.sheet.row[] }
---@return string id
---@return boolean known
function store.keep_sheet(tx, mall_id, sheet)
  local made = tx:row([[INSERT INTO invoice_sheet (mall_id, digest, file_name, actor) VALUES ($1, $2, $3, $4)
    ON CONFLICT (mall_id, digest) DO NOTHING RETURNING id]], mall_id, pg.bytea(sheet.digest), sheet.file_name, sheet.actor)
  if not made then
    return tx:row("SELECT id FROM invoice_sheet WHERE mall_id = $1 AND digest = $2", mall_id, pg.bytea(sheet.digest)).id,
      true
  end
  tx:rows([[
    INSERT INTO invoice_row (mall_id, sheet_id, line, order_number, claim_number, carrier, number, position, qty)
    SELECT $1, $2, line, order_number, claim_number, carrier, number, position, qty FROM jsonb_to_recordset($3::jsonb)
      AS row (line int, order_number text, claim_number text, carrier text, number text, position int, qty int)]], mall_id,
    made.id, pg.json(json.array(sheet.rows)))
  return made.id, false
end

--- The last sheets, each with how many lines did what.
---@return table[]
function store.sheets(mall_id, limit)
  return pg.rows([[
    SELECT s.id, s.file_name, s.actor, s.status, s.created_at, s.done_at, r.* FROM invoice_sheet s
    CROSS JOIN LATERAL (SELECT count(*)::int AS lines, count(*) FILTER (WHERE status = 'failed')::int AS failed FROM invoice_row
      WHERE mall_id = s.mall_id AND sheet_id = s.id) r
    WHERE s.mall_id = $1 ORDER BY s.created_at DESC LIMIT $2]], mall_id, limit)
end

--- How many lines of a sheet did what.
---@return table<string, integer>
function store.sheet_counts(mall_id, id)
  local counts = { waiting = 0, done = 0, same = 0, failed = 0 }
  for _, row in ipairs(pg.rows("SELECT status, count(*)::int AS rows FROM invoice_row WHERE mall_id = $1 AND sheet_id = $2"
    .. " GROUP BY status", mall_id, id)) do counts[row.status] = row.rows end
  return counts
end

--- The lines of a sheet, those that failed first.
---@return table[]
function store.sheet_rows(mall_id, id, limit)
  return pg.rows([[
    SELECT r.line, r.order_number, r.claim_number, r.number, r.position, r.qty, r.status, r.problem, c.name AS carrier_name,
      e.id AS claim_id, o.status AS order_status
    FROM invoice_row r
    LEFT JOIN carrier c ON c.mall_id = r.mall_id AND c.code = r.carrier
    LEFT JOIN claim e ON e.mall_id = r.mall_id AND e.number = r.claim_number
    LEFT JOIN "order" o ON o.mall_id = r.mall_id AND o.number = r.order_number
    WHERE r.mall_id = $1 AND r.sheet_id = $2 ORDER BY r.status <> 'failed', r.line LIMIT $3]], mall_id, id, limit)
end

--- Lines that have not been carried out yet.
---@return shipment.sheet.row[]
function store.waiting_rows(mall_id, id)
  return pg.rows([[SELECT line, order_number, claim_number, carrier, number, position, qty FROM invoice_row
    WHERE mall_id = $1 AND sheet_id = $2 AND status = 'waiting' ORDER BY line]], mall_id, id)
end

--- What came of these lines. Says whether they were still waiting: what was carried out already is not again.
---@param lines integer[]
---@param status "done"|"same"|"failed"
---@param problem string|nil
---@return boolean
function store.settle_rows(tx, mall_id, id, lines, status, problem)
  return #tx:rows([[UPDATE invoice_row SET status = $4, problem = $5
    WHERE mall_id = $1 AND sheet_id = $2 AND line = ANY ($3::int[]) AND status = 'waiting' RETURNING line]], mall_id, id,
    pg.array(lines), status, problem or "") == #lines
end

--- A sheet is being carried out, or it is done with.
---@param status "running"|"done"
---@param dispatch boolean|nil  with the dispatch of what is registered
function store.mark_sheet(tx, mall_id, id, status, dispatch)
  tx:rows([[UPDATE invoice_sheet SET status = $3, dispatch = coalesce($4, dispatch),
      done_at = CASE WHEN $3 = 'done' THEN now() END WHERE mall_id = $1 AND id = $2]], mall_id, id, status,
    dispatch == nil and pg.null or dispatch)
end

-- What is to be sent, line by line, with where it goes.
local TO_SHIP = [[
  SELECT o.number, l.position, l.sku_code, l.product_name, l.sku_label, p.qty, o.recipient_name, o.recipient_phone, o.postcode,
    o.address1, o.address2, o.memo, o.placed_at
  FROM "order" o
  JOIN order_line l ON l.mall_id = o.mall_id AND l.order_id = o.id AND NOT l.held
  JOIN LATERAL (SELECT sum(qty)::int AS qty FROM order_portion p WHERE p.mall_id = l.mall_id AND p.order_id = l.order_id
    AND p.position = l.position AND p.state = ANY ($2)) p ON p.qty > 0
  WHERE o.mall_id = $1 AND o.status = ANY ($3) ORDER BY o.placed_at, o.id, l.position LIMIT $4]]

-- What exchanges give instead of what came back and was looked at: under the claim's number, which any program brings back.
local EXCHANGED_TO_SHIP = [[
  SELECT c.number, true AS is_exchange, l.position, coalesce(k.code, ol.sku_code) AS sku_code, ol.product_name,
    coalesce(k.label, ol.sku_label) AS sku_label, l.qty, o.recipient_name, o.recipient_phone, o.postcode, o.address1,
    o.address2, o.memo, o.placed_at
  FROM claim c
  JOIN "order" o ON o.mall_id = c.mall_id AND o.id = c.order_id
  JOIN claim_line l ON l.mall_id = c.mall_id AND l.claim_id = c.id
  JOIN order_line ol ON ol.mall_id = l.mall_id AND ol.order_id = l.order_id AND ol.position = l.position
  LEFT JOIN sku k ON k.mall_id = l.mall_id AND k.id = l.exchange_sku_id
  WHERE c.mall_id = $1 AND c.kind = 'exchange' AND c.status = 'inspected' ORDER BY c.created_at, c.id, l.position LIMIT $2]]

--- What is to be sent: what exchanges give instead, which somebody has waited for longest; what was prepared; and, where
--- `fresh`, what is paid and no more.
---@return table[]
function store.to_ship(mall_id, fresh)
  local states = fresh and { "paid", "preparing" } or { "preparing" }
  local rows = pg.slow_rows(EXCHANGED_TO_SHIP, mall_id, store.MOST)
  for _, row in ipairs(pg.slow_rows(TO_SHIP, mall_id, pg.array(states),
    pg.array { "paid", "preparing", "ready", "shipping", "delivered" }, store.MOST - #rows)) do rows[#rows + 1] = row end
  return rows
end

return store
