-- What a provider settles otherwise than we know, and how somebody explained it. What a later file puts right explains
-- itself.

local pg = require "pg"

local store = {}

--- Writes down what rows say otherwise.
---@param tx pg.tx
---@param list { subject: string, what: string, line_id: string, payment_id: string|nil, day: string, ours: integer,
---  theirs: integer }[]
function store.add(tx, mall_id, provider, list)
  if #list == 0 then return end
  tx:rows([[
    INSERT INTO settlement_difference (mall_id, provider, subject, what, line_id, payment_id, day, ours, theirs)
    SELECT $1, $2, x.subject, x.what, x.line_id, x.payment_id, x.day, x.ours, x.theirs
    FROM jsonb_to_recordset($3::jsonb) AS x (subject text, what text, line_id uuid, payment_id uuid, day date, ours bigint,
      theirs bigint)
    ON CONFLICT (mall_id, provider, subject, what) DO NOTHING]], mall_id, provider, pg.json(list))
end

--- Takes rows that waited for their payment, which is known by now. Who explained one, or took it before, has it.
---@param tx pg.tx
---@param ids string[]  of rows
---@return table<string, true>  those that are the caller's to match
function store.claim(tx, mall_id, ids)
  local mine = {}
  for _, row in ipairs(tx:rows([[
    UPDATE settlement_difference SET explained_at = now(), explained_by = '자동', note = '나중에 알게 된 결제와 맞아요.'
    WHERE mall_id = $1 AND line_id = ANY ($2::uuid[]) AND what = 'no_payment' AND explained_at IS NULL
    RETURNING line_id]], mall_id, pg.array(ids))) do
    mine[row.line_id] = true
  end
  return mine
end

--- What was said of rows before their payment was known is about that payment, too.
---@param tx pg.tx
---@param lines { id: string, payment_id: string }[]
function store.match(tx, mall_id, lines)
  tx:rows([[
    UPDATE settlement_difference d SET payment_id = x.payment_id
    FROM jsonb_to_recordset($2::jsonb) AS x (id uuid, payment_id uuid)
    WHERE d.mall_id = $1 AND d.line_id = x.id]], mall_id, pg.json(lines))
end

--- A row that came before its payment was taken said more than we knew then, and no more than we know now.
---@param tx pg.tx
function store.outgrow(tx, mall_id, provider)
  tx:rows([[
    UPDATE settlement_difference d SET explained_at = now(), explained_by = '자동', note = '나중에 확인된 결제와 맞아요.'
    FROM payment p WHERE d.mall_id = $1 AND d.provider = $2 AND d.explained_at IS NULL AND d.what = 'amount'
      AND p.mall_id = d.mall_id AND p.id = d.payment_id AND p.captured_amount = d.theirs]], mall_id, provider)
end

-- Payments of the days that the rows are about, each with what is settled of it. Of a method that is paid out later than the
-- newest rows nothing is missing yet.
local HELD = [[
  WITH span AS (
    SELECT min(sold_on) AS first, max(sold_on) AS last, coalesce(max(paid_out_on), max(sold_on)) AS paid
    FROM settlement_line WHERE mall_id = $1 AND provider = $2),
  held AS (
    SELECT p.id, p.status, p.captured_amount, p.returned_amount, (p.paid_at AT TIME ZONE 'Asia/Seoul')::date AS day,
      coalesce(($3::jsonb ->> p.method)::int, ($3::jsonb ->> '*')::int, 0) AS days,
      (SELECT max(r.completed_at AT TIME ZONE 'Asia/Seoul')::date FROM refund r WHERE r.mall_id = p.mall_id
        AND r.order_id = p.order_id AND r.payment_id = p.id) AS returned_on,
      s.pays, s.back
    FROM span, payment p
    CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE kind = 'pay') AS pays,
        coalesce(sum(gross) FILTER (WHERE kind = 'cancel'), 0)::bigint AS back
      FROM settlement_line l WHERE l.mall_id = $1 AND l.payment_id = p.id) s
    WHERE p.mall_id = $1 AND p.provider = $2 AND p.status IN ('paid', 'partially_cancelled', 'cancelled')
      AND p.paid_at >= span.first::timestamp AT TIME ZONE 'Asia/Seoul'
      AND p.paid_at < (span.last + 1)::timestamp AT TIME ZONE 'Asia/Seoul'),
  found AS (
    SELECT h.id, 'missing' AS what, h.day, h.captured_amount AS ours, 0::bigint AS theirs FROM held h, span
    WHERE h.pays = 0 AND h.day + h.days <= span.paid
    UNION ALL SELECT h.id, 'returned', h.day, h.returned_amount, h.back FROM held h
    WHERE h.back > h.returned_amount
    UNION ALL SELECT h.id, 'missing_cancel', h.day, h.returned_amount, h.back FROM held h, span
    WHERE h.pays > 0 AND h.back < h.returned_amount AND h.returned_on <= span.last
      AND h.returned_on + h.days <= span.paid) ]]

--- Compares whole payments with all that was ever settled of them.
---@param tx pg.tx
---@param days table<string, integer>  after how many days a method is paid out
function store.sweep(tx, mall_id, provider, days)
  tx:rows(HELD .. [[
    INSERT INTO settlement_difference AS d (mall_id, provider, subject, what, payment_id, day, ours, theirs)
    SELECT $1, $2, id::text, what, id, day, ours, theirs FROM found
    ON CONFLICT (mall_id, provider, subject, what) DO UPDATE SET ours = excluded.ours, theirs = excluded.theirs
      WHERE d.explained_at IS NULL]], mall_id, provider, pg.json(days))
  tx:rows(HELD .. [[
    UPDATE settlement_difference d SET explained_at = now(), explained_by = '자동', note = '나중에 온 정산 내역과 맞아요.'
    WHERE d.mall_id = $1 AND d.provider = $2 AND d.explained_at IS NULL AND d.what IN ('missing', 'returned', 'missing_cancel')
      AND NOT EXISTS (SELECT FROM found f WHERE f.id = d.payment_id AND f.what = d.what)]], mall_id, provider, pg.json(days))
end

--- What differs and nobody has explained, the newest first; then what was explained lately.
---@return table[]
function store.list(mall_id, limit)
  return pg.rows([[
    SELECT d.id, d.provider, d.what, d.ours, d.theirs, to_char(d.day, 'YYYY-MM-DD') AS day, d.explained_at, d.explained_by,
      d.note, d.payment_id, coalesce(p.reference, nullif(l.reference, ''), l.transaction_id) AS reference
    FROM settlement_difference d
    LEFT JOIN payment p ON p.mall_id = d.mall_id AND p.id = d.payment_id
    LEFT JOIN settlement_line l ON l.mall_id = d.mall_id AND l.id = d.line_id
    WHERE d.mall_id = $1 AND (d.explained_at IS NULL OR d.explained_at > now() - interval '31 days')
    ORDER BY (d.explained_at IS NULL) DESC, d.day DESC, d.id LIMIT $2]], mall_id, limit)
end

--- How many nobody has explained.
---@return integer
function store.count_open(mall_id)
  return pg.row("SELECT count(*)::int AS count FROM settlement_difference WHERE mall_id = $1 AND explained_at IS NULL",
    mall_id).count
end

--- How many rows wait for a payment that nobody knows.
---@return integer
function store.count_unmatched(mall_id)
  return pg.row([[SELECT count(*)::int AS count FROM settlement_difference WHERE mall_id = $1 AND explained_at IS NULL
    AND what = 'no_payment']], mall_id).count
end

--- Whose rows differ, and nobody has explained it: in a mall, or in each.
---@param mall_id string|nil
---@return { mall_id: string, provider: string }[]
function store.providers_open(mall_id)
  return pg.slow_rows([[SELECT DISTINCT mall_id, provider FROM settlement_difference
    WHERE explained_at IS NULL AND ($1::uuid IS NULL OR mall_id = $1) ORDER BY mall_id, provider]], mall_id or pg.null)
end

--- Says how one is explained.
---@param tx pg.tx
---@return { what: string, provider: string }|nil  nil where it was explained, or is none
function store.explain(tx, mall_id, id, by, note)
  return tx:row([[UPDATE settlement_difference SET explained_at = now(), explained_by = $3, note = $4
    WHERE mall_id = $1 AND id::text = $2 AND explained_at IS NULL RETURNING what, provider]], mall_id, id, by, note)
end

return store
