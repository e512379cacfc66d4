-- What providers say that they pay out: their files, the rows, and what in them differs from what we know.

local pg = require "pg"

local store = {}

---@param tx pg.tx
---@param file { mall_id: string, provider: string, name: string, rows: table, actor: string }
---@return string id
function store.keep_file(tx, file)
  return tx:row([[INSERT INTO settlement_file (mall_id, provider, name, rows, actor)
    VALUES ($1, $2, $3, $4, $5) RETURNING id]], file.mall_id, file.provider, file.name, pg.json(file.rows), file.actor).id
end

---@return table|nil
function store.file(mall_id, id)
  return pg.row("SELECT * FROM settlement_file WHERE mall_id = $1 AND id::text = $2", mall_id, id)
end

--- The newest files, without their rows.
---@return table[]
function store.files(mall_id, limit)
  return pg.rows([[SELECT id, provider, name, actor, created_at, taken_at, taken FROM settlement_file WHERE mall_id = $1
    ORDER BY created_at DESC LIMIT $2]], mall_id, limit)
end

--- Says what came of a file.
---@param tx pg.tx
---@return boolean  whether nobody did before
function store.close_file(tx, mall_id, id, taken)
  return tx:row([[UPDATE settlement_file SET taken_at = now(), taken = $3 WHERE mall_id = $1 AND id = $2 AND taken_at IS NULL
    RETURNING 1 AS one]], mall_id, id, pg.json(taken)) ~= nil
end

--- The rows of these names that are there.
---@param keys string[]
---@return table<string, { paid_out_on: string|nil }>
function store.known(mall_id, provider, keys)
  local known = {}
  for _, row in ipairs(pg.slow_rows([[SELECT line_key, to_char(paid_out_on, 'YYYY-MM-DD') AS paid_out_on FROM settlement_line
    WHERE mall_id = $1 AND provider = $2 AND line_key = ANY ($3::text[])]], mall_id, provider, pg.array(keys))) do
    known[row.line_key] = row
  end
  return known
end

--- The payments that rows speak of, by the provider's number and by ours.
---@param transactions string[]
---@param references string[]
---@return table[] { id, order_id, number, method, transaction_id, reference, captured_amount, returned_amount }
function store.payments(mall_id, provider, transactions, references)
  return pg.slow_rows([[
    SELECT p.id, p.order_id, o.number, p.method, p.transaction_id, p.reference, p.captured_amount, p.returned_amount
    FROM payment p JOIN "order" o ON o.mall_id = p.mall_id AND o.id = p.order_id
    WHERE p.mall_id = $1 AND p.provider = $2
      AND (p.transaction_id = ANY ($3::text[]) OR p.reference = ANY ($4::text[]))]], mall_id, provider,
    pg.array(transactions), pg.array(references))
end

--- Writes rows down. What is there stays as it is, but that a day of payment may become known.
---@param tx pg.tx
---@param lines table[]  settlement_file.line with order_id, payment_id, expected_fee, expected_vat
---@return { id: string, line_key: string, is_new: boolean }[]
function store.insert(tx, mall_id, provider, file_id, lines)
  return tx:rows([[
    INSERT INTO settlement_line AS s (mall_id, provider, file_id, line_key, kind, transaction_id, reference, method, gross, fee,
      fee_vat, net, sold_on, paid_out_on, order_id, payment_id, expected_fee, expected_vat)
    SELECT $1, $2, $3, x.key, x.kind, x.transaction_id, x.reference, x.method, x.gross, x.fee, x.fee_vat, x.net, x.sold_on,
      x.paid_out_on, x.order_id, x.payment_id, x.expected_fee, x.expected_vat
    FROM jsonb_to_recordset($4::jsonb) AS x (key text, kind text, transaction_id text, reference text, method text, gross bigint,
      fee bigint, fee_vat bigint, net bigint, sold_on date, paid_out_on date, order_id uuid, payment_id uuid,
      expected_fee bigint, expected_vat bigint)
    ON CONFLICT (mall_id, provider, line_key) DO UPDATE
      SET paid_out_on = coalesce(s.paid_out_on, excluded.paid_out_on)
    RETURNING id, line_key, (xmax = 0) AS is_new]], mall_id, provider, file_id, pg.json(lines))
end

--- Rows whose payment nobody knew and nobody has explained, the oldest first.
---@param after string|nil  the id of the last one seen
---@return table[]  settlement_file.line with `id`
function store.unmatched(mall_id, provider, after, limit)
  return pg.slow_rows([[
    SELECT l.id, l.line_key AS key, l.kind, l.transaction_id, l.reference, l.method, l.gross, l.fee, l.fee_vat, l.net,
      to_char(l.sold_on, 'YYYY-MM-DD') AS sold_on
    FROM settlement_line l
    JOIN settlement_difference d ON d.mall_id = l.mall_id AND d.provider = l.provider AND d.subject = l.id::text
      AND d.what = 'no_payment' AND d.explained_at IS NULL
    WHERE l.mall_id = $1 AND l.provider = $2 AND l.payment_id IS NULL AND ($3::uuid IS NULL OR l.id > $3)
    ORDER BY l.id LIMIT $4]], mall_id, provider, after or pg.null, limit)
end

--- Says of rows whose payment they are about.
---@param tx pg.tx
---@param lines table[]  { id, order_id, payment_id, expected_fee, expected_vat }
function store.match(tx, mall_id, lines)
  tx:rows([[
    UPDATE settlement_line l SET order_id = x.order_id, payment_id = x.payment_id, expected_fee = x.expected_fee,
      expected_vat = x.expected_vat
    FROM jsonb_to_recordset($2::jsonb) AS x (id uuid, order_id uuid, payment_id uuid, expected_fee bigint, expected_vat bigint)
    WHERE l.mall_id = $1 AND l.id = x.id]], mall_id, pg.json(lines))
end

local DUE = [[
  UPDATE settlement_line s SET %s = now() FROM (
    SELECT id FROM settlement_line WHERE mall_id = $1 AND payment_id IS NOT NULL AND %s
    ORDER BY order_id, id LIMIT $2 FOR UPDATE SKIP LOCKED) AS due
  WHERE s.mall_id = $1 AND s.id = due.id
  RETURNING s.order_id, s.provider, s.kind, s.fee, s.fee_vat, s.net]]

--- Takes rows whose fee is not in the books yet; they are from now on.
---@param tx pg.tx
---@return table[]
function store.take_fees(tx, mall_id, limit)
  return tx:rows(DUE:format("fee_booked_at", "fee_booked_at IS NULL"), mall_id, limit)
end

--- Takes rows whose day of payment has come.
---@param tx pg.tx
---@return table[]
function store.take_payouts(tx, mall_id, limit)
  return tx:rows(DUE:format("payout_booked_at", [[fee_booked_at IS NOT NULL AND payout_booked_at IS NULL
    AND paid_out_on <= (now() AT TIME ZONE 'Asia/Seoul')::date]]), mall_id, limit)
end

--- The malls that have rows whose day of payment has come.
---@return string[]
function store.malls_due()
  local list = {}
  for i, row in ipairs(pg.slow_rows [[SELECT DISTINCT mall_id FROM settlement_line WHERE payment_id IS NOT NULL
    AND payout_booked_at IS NULL AND paid_out_on <= (now() AT TIME ZONE 'Asia/Seoul')::date]]) do list[i] = row.mall_id end
  return list
end

--- How days came out, by provider: the newest first. Amounts of cancellations are taken off; what is expected is nil where
--- no contract said so.
---@param from string "2026-11-01"
---@param to string
---@param provider string|nil
---@return table[]
function store.days(mall_id, from, to, provider)
  return pg.slow_rows([[
    SELECT to_char(sold_on, 'YYYY-MM-DD') AS day, provider, count(*)::int AS lines,
      coalesce(sum(gross) FILTER (WHERE kind = 'pay'), 0)::bigint AS gross,
      coalesce(sum(gross) FILTER (WHERE kind = 'cancel'), 0)::bigint AS returned,
      sum((expected_fee + expected_vat) * way)::bigint AS expected, sum((fee + fee_vat) * way)::bigint AS charged,
      sum(net * way)::bigint AS net,
      coalesce(sum(net * way) FILTER (WHERE paid_out_on <= (now() AT TIME ZONE 'Asia/Seoul')::date), 0)::bigint AS paid_out
    FROM settlement_line, LATERAL (SELECT CASE kind WHEN 'pay' THEN 1 ELSE -1 END AS way) w
    WHERE mall_id = $1 AND sold_on BETWEEN $2::date AND $3::date AND ($4::text IS NULL OR provider = $4)
    GROUP BY sold_on, provider ORDER BY sold_on DESC, provider]], mall_id, from, to, provider or pg.null)
end

return store
