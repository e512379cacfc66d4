-- The questions of `sijang check`: each finds what contradicts one invariant, and finds nothing while the books are
-- right. They read across features on purpose, since an invariant is about what several of them wrote.

local pg = require "pg"

local axes = require "invariants.axes"

local store = {}

-- Every amount column, in one list of (what, amount).
local AMOUNTS = [[
  SELECT 'order ' || number AS what, unnest(ARRAY[goods_amount, discount_amount, shipping_amount, payable_amount,
    tax_free_amount, vat_amount, points_amount]) AS amount
    FROM "order"
  UNION ALL
  SELECT 'line ' || position || ' of order ' || order_id, unnest(ARRAY[unit_price, coalesce(list_price, 0),
    discount_amount, amount]) FROM order_line
  UNION ALL
  SELECT 'payment ' || reference, unnest(ARRAY[amount, tax_free_amount, vat_amount, captured_amount, returned_amount]) FROM payment
  UNION ALL SELECT 'refund ' || id, unnest(ARRAY[amount, tax_free_amount, vat_amount]) FROM refund
  UNION ALL SELECT 'claim ' || number, fee_amount FROM claim
  UNION ALL SELECT 'ledger entry ' || id, unnest(ARRAY[debit, credit]) FROM ledger_entry
  UNION ALL SELECT 'SKU ' || code, unnest(ARRAY[price, coalesce(list_price, 0)]) FROM sku
  UNION ALL SELECT 'shipping policy ' || code, unnest(ARRAY[fee, coalesce(free_from, 0), jeju_surcharge, island_surcharge])
    FROM shipping_policy
  UNION ALL SELECT 'line ' || id || ' of cart ' || cart_id, price_seen FROM cart_line]]

local QUESTIONS = {
  order_adds_up = [[
    SELECT 'order ' || o.number || ': lines ' || coalesce(l.amount, 0) || ', goods ' || o.goods_amount || ' - '
      || o.discount_amount || ' + shipping ' || o.shipping_amount || ', payable ' || o.payable_amount AS what
    FROM "order" o
    LEFT JOIN (SELECT mall_id, order_id, sum(amount) AS amount, sum(unit_price * qty) AS goods FROM order_line
      GROUP BY mall_id, order_id) l ON l.mall_id = o.mall_id AND l.order_id = o.id
    WHERE o.goods_amount + o.shipping_amount - o.discount_amount <> o.payable_amount
      OR coalesce(l.goods, 0) <> o.goods_amount OR coalesce(l.amount, 0) <> o.goods_amount - o.discount_amount]],

  stock_is_its_ledger = [[
    SELECT 'SKU ' || s.sku_id || ': on hand ' || s.on_hand || ', ledger ' || coalesce(e.on_hand, 0) || '; reserved '
      || s.reserved || ', ledger ' || coalesce(e.reserved, 0) AS what
    FROM stock s
    LEFT JOIN (SELECT mall_id, sku_id, sum(on_hand_delta) AS on_hand, sum(reserved_delta) AS reserved
      FROM stock_entry GROUP BY mall_id, sku_id) e USING (mall_id, sku_id)
    WHERE s.on_hand < 0 OR s.reserved < 0 OR s.reserved > s.on_hand
      OR s.on_hand <> coalesce(e.on_hand, 0) OR s.reserved <> coalesce(e.reserved, 0)]],

  reserved_is_promised = [[
    SELECT 'SKU ' || s.sku_id || ': reserved ' || s.reserved || ', promised to orders ' || coalesce(p.qty, 0) AS what
    FROM stock s
    LEFT JOIN (SELECT l.mall_id, l.sku_id, sum(p.qty) AS qty FROM order_portion p
      JOIN order_line l ON l.mall_id = p.mall_id AND l.order_id = p.order_id AND l.position = p.position
      WHERE p.state = 'awaiting_payment' GROUP BY l.mall_id, l.sku_id) p USING (mall_id, sku_id)
    WHERE s.reserved <> coalesce(p.qty, 0)]],

  reserved_is_held = [[
    SELECT 'SKU ' || s.sku_id || ': reserved ' || s.reserved || ', held ' || coalesce(h.qty, 0) AS what FROM stock s
    LEFT JOIN (SELECT mall_id, sku_id, sum(qty) AS qty FROM stock_hold GROUP BY mall_id, sku_id) h USING (mall_id, sku_id)
    WHERE s.reserved <> coalesce(h.qty, 0)
    UNION ALL
    SELECT 'order ' || h.order_id || ' holds ' || h.qty || ' of SKU ' || h.sku_id || ', of which there is no stock' FROM stock_hold h
    WHERE NOT EXISTS (SELECT FROM stock s WHERE s.mall_id = h.mall_id AND s.sku_id = h.sku_id)]],

  lots_are_the_stock = [[
    SELECT 'SKU ' || s.sku_id || ': on hand ' || s.on_hand || ', in lots ' || coalesce(l.qty, 0) || '; not to be sold ' || s.blocked
      || ', in lots ' || coalesce(l.blocked, 0) AS what
    FROM stock s LEFT JOIN (SELECT mall_id, sku_id, sum(qty) AS qty, sum(qty) FILTER (WHERE blocked) AS blocked FROM stock_lot
      GROUP BY mall_id, sku_id) l USING (mall_id, sku_id)
    WHERE s.blocked <> coalesce(l.blocked, 0) OR CASE WHEN s.keeps_lots THEN s.on_hand ELSE 0 END <> coalesce(l.qty, 0)
    UNION ALL
    SELECT 'lot ' || l.id || ': ' || l.qty || ', its entries ' || coalesce(e.qty, 0) FROM stock_lot l
    LEFT JOIN (SELECT mall_id, lot_id, sum(delta) AS qty FROM stock_lot_entry GROUP BY mall_id, lot_id) e
      ON e.mall_id = l.mall_id AND e.lot_id = l.id
    WHERE l.qty <> coalesce(e.qty, 0)]],

  one_effect_an_order = [[
    SELECT 'order ' || o.number || ', SKU ' || l.sku_code || ': reserved ' || coalesce(e.reserved, 0) || ' for ' || p.waiting
      || ' waiting, sold ' || coalesce(e.sold, 0) || ' for ' || p.kept || ' bought, ' || p.back || ' came back' AS what
    FROM order_line l
    JOIN "order" o ON o.mall_id = l.mall_id AND o.id = l.order_id
    CROSS JOIN LATERAL (SELECT coalesce(sum(qty) FILTER (WHERE state = 'awaiting_payment'), 0) AS waiting,
        coalesce(sum(qty) FILTER (WHERE state IN ('paid', 'preparing', 'ready', 'shipping', 'delivered', 'confirmed')), 0) AS kept,
        coalesce(sum(qty) FILTER (WHERE state IN ('returned', 'exchanged')), 0) AS back
      FROM order_portion p WHERE p.mall_id = l.mall_id AND p.order_id = l.order_id AND p.position = l.position) p
    LEFT JOIN (SELECT mall_id, order_id, sku_id, sum(reserved_delta) AS reserved, -sum(on_hand_delta) AS sold
      FROM stock_entry WHERE order_id IS NOT NULL GROUP BY mall_id, order_id, sku_id) e
      ON e.mall_id = l.mall_id AND e.order_id = l.order_id AND e.sku_id = l.sku_id
    WHERE coalesce(e.reserved, 0) <> p.waiting OR coalesce(e.sold, 0) NOT BETWEEN p.kept AND p.kept + p.back]],

  points_are_their_entries = [[
    SELECT 'points of member ' || a.member_id || ': balance ' || a.balance || ', entries ' || coalesce(e.amount, 0) || ', lots '
      || coalesce(l.amount, 0) AS what
    FROM point_account a
    LEFT JOIN (SELECT mall_id, member_id, sum(amount) AS amount FROM point_entry WHERE account = 'member'
      GROUP BY mall_id, member_id) e USING (mall_id, member_id)
    LEFT JOIN (SELECT mall_id, member_id, sum(remaining) AS amount FROM point_lot GROUP BY mall_id, member_id) l
      USING (mall_id, member_id)
    WHERE a.balance < 0 OR a.balance <> coalesce(e.amount, 0) OR a.balance <> coalesce(l.amount, 0)
    UNION ALL
    SELECT 'lot ' || l.id || ': remaining ' || l.remaining || ', entries ' || coalesce(e.amount, 0) FROM point_lot l
    LEFT JOIN (SELECT mall_id, lot_id, sum(amount) AS amount FROM point_entry GROUP BY mall_id, lot_id) e
      ON e.mall_id = l.mall_id AND e.lot_id = l.id
    WHERE l.remaining <> coalesce(e.amount, 0)
    UNION ALL
    SELECT 'point transaction ' || t.id || ' does not sum to nothing: ' || coalesce(sum(e.amount), 0)
    FROM point_transaction t LEFT JOIN point_entry e ON e.mall_id = t.mall_id AND e.transaction_id = t.id
    GROUP BY t.id HAVING coalesce(sum(e.amount), 1) <> 0]],

  consents_are_kept = [[
    SELECT 'order ' || o.number || ' has no consent of kind ' || required.kind AS what
    FROM "order" o CROSS JOIN unnest(ARRAY['order', 'privacy']) AS required (kind)
    WHERE NOT EXISTS (SELECT FROM consent c
      WHERE c.mall_id = o.mall_id AND c.order_id = o.id AND c.kind = required.kind AND c.agreed)]],

  money_is_in_bounds = "SELECT what || ': ' || amount AS what FROM (" .. AMOUNTS .. [[) AS amounts
    WHERE amount IS NULL OR amount < 0 OR amount > 1000000000000]],

  one_end_a_job = [[
    SELECT 'job ' || id || ' (' || kind || ') has ended and has not' AS what FROM job JOIN job_history USING (id, kind)
    UNION ALL
    SELECT 'job ' || id || ' (' || min(kind) || ') has ended ' || count(*) || ' times' FROM job_history GROUP BY id HAVING count(*) > 1
    UNION ALL
    SELECT 'job ' || job_id || ' is that of ' || count(*) || ' slots of ' || min(name) FROM job_slot GROUP BY job_id
    HAVING count(job_id) > 1
    UNION ALL
    SELECT 'job ' || id || ' of ' || slot_name || ' is that of no slot' FROM (
      SELECT id, slot_name FROM job UNION ALL SELECT id, slot_name FROM job_history) j
    WHERE slot_name IS NOT NULL AND NOT EXISTS (SELECT FROM job_slot s WHERE s.job_id = j.id)]],

  -- a worker gives a sign of life well before its lease ends, and others look every second
  no_job_is_lost = [[
    SELECT 'job ' || id || ' (' || kind || ') is run by ' || leased_by || ', whose lease ended at ' || lease_until AS what FROM job
    WHERE state = 'running' AND lease_until < now() - interval '60 s'
    UNION ALL
    SELECT 'batch ' || b.id || ' waits for ' || b.remaining || ' jobs, and there are ' || count(j.id) FROM job_batch b
    LEFT JOIN job j ON j.batch_id = b.id AND j.state <> 'dead' GROUP BY b.id HAVING count(j.id) <> b.remaining]],

  nothing_hangs = [[
    SELECT 'process ' || pid || ' has had a transaction open since ' || xact_start AS what FROM pg_stat_activity
    WHERE datname = current_database() AND state LIKE 'idle in transaction%' AND xact_start < now() - interval '60 s'
    UNION ALL
    SELECT 'payment ' || p.reference || ' has been ' || p.status || ' since ' || coalesce(p.approving_at, p.requested_at, p.created_at)
    FROM payment p
    WHERE p.status IN ('ready', 'requested', 'waiting') AND p.expires_at < now() - interval '1 day'
      OR p.status = 'approving' AND p.approving_at < now() - interval '10 minutes']],
}

--- What contradicts one invariant.
---@param name string
---@param ... string[]  the order states that the question asks for
---@return string[] findings  none when it holds; at most twenty
function store.ask(name, ...)
  local given = { ... }
  for i, states in ipairs(given) do given[i] = pg.array(states) end
  local found = {}
  for i, row in ipairs(pg.rows((QUESTIONS[name] or axes[name]) .. " LIMIT 20", unpack(given))) do found[i] = row.what end
  return found
end

--- The order histories, a page of orders at a time, with what the orders are called.
---@param after string|nil  the last order id of the page before
---@return {number:string, id:string, status:string, methods:table<string, string>, events:order.event[]}[]
function store.histories(after)
  local page, by_id = {}, {}
  local rows = pg.rows([[
    SELECT o.id, o.number, o.status, e.axis, e.subject, e.event, e.from_status, e.to_status, e.qty, p.method
    FROM (SELECT * FROM "order" WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT 500) o
    JOIN order_event e ON e.mall_id = o.mall_id AND e.order_id = o.id
    LEFT JOIN payment p ON e.axis = 'payment' AND p.mall_id = e.mall_id AND p.id::text = e.subject
    ORDER BY o.id, e.seq]], after or pg.null)
  for _, row in ipairs(rows) do
    local order = by_id[row.id]
    if not order then
      order = { id = row.id, number = row.number, status = row.status, events = {}, methods = {} }
      by_id[row.id], page[#page + 1] = order, order
    end
    if row.method then order.methods[row.subject] = row.method end
    order.events[#order.events + 1] = row
  end
  return page
end

return store
