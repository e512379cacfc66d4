-- The questions about what stands on an order's axes: payments against the books, units against lines, everything against
-- its history. Text alone; store.lua asks them.

return {
  ledger_balances = [[
    SELECT 'order ' || o.number || ', transaction ' || e.transaction_id || ': debit ' || sum(e.debit) || ', credit ' || sum(e.credit) AS what
    FROM ledger_entry e JOIN "order" o ON o.mall_id = e.mall_id AND o.id = e.order_id
    GROUP BY o.number, e.mall_id, e.transaction_id HAVING sum(e.debit) <> sum(e.credit)]],

  -- what a bank took back is owed again
  ledger_is_payments = [[
    SELECT 'order ' || o.number || ': the books have ' || coalesce(e.kept, 0) || ', its payments ' || coalesce(p.kept, 0)
      || '; still to be received ' || coalesce(e.receivable, 0) AS what
    FROM "order" o
    LEFT JOIN (SELECT mall_id, order_id, sum(debit - credit) FILTER (WHERE account LIKE 'cash:%' OR account = 'points') AS kept,
        sum(debit - credit) FILTER (WHERE account = 'receivable') AS receivable FROM ledger_entry GROUP BY mall_id, order_id) e
      ON e.mall_id = o.mall_id AND e.order_id = o.id
    LEFT JOIN (SELECT mall_id, order_id, sum(captured_amount - returned_amount) AS kept,
        sum(amount) FILTER (WHERE paid_at IS NOT NULL) AS paid FROM payment GROUP BY mall_id, order_id) p
      ON p.mall_id = o.mall_id AND p.order_id = o.id
    WHERE coalesce(e.kept, 0) <> coalesce(p.kept, 0)
      OR coalesce(e.receivable, 0) <> CASE WHEN o.paid_at IS NULL THEN 0 ELSE o.payable_amount END - coalesce(p.paid, 0)]],

  paid_means_captured = [[
    SELECT 'order ' || o.number || ' is ' || o.status || ', paid ' || coalesce(p.paid, 0) || ' of ' || o.payable_amount
      || ', asked for ' || coalesce(p.asked, 0) AS what
    FROM "order" o
    LEFT JOIN (SELECT mall_id, order_id, sum(amount) FILTER (WHERE paid_at IS NOT NULL) AS paid,
        sum(amount) FILTER (WHERE status NOT IN ('failed', 'expired', 'voided', 'quarantined') AND (status <> 'cancelled'
          OR paid_at IS NOT NULL)) AS asked,
        bool_or(status = 'paid' AND captured_amount = 0 AND amount > 0) AS hollow
      FROM payment GROUP BY mall_id, order_id) p ON p.mall_id = o.mall_id AND p.order_id = o.id
    WHERE (coalesce(p.paid, 0) <> CASE WHEN o.paid_at IS NULL THEN 0 ELSE o.payable_amount END AND NOT EXISTS (
        SELECT FROM order_event r WHERE r.mall_id = o.mall_id AND r.order_id = o.id AND r.axis = 'payment' AND r.event = 'recall'))
      OR o.paid_at IS NULL AND o.status = ANY ($1)
      OR o.paid_at IS NOT NULL AND o.status IN ('awaiting_payment', 'awaiting_deposit', 'failed', 'expired')
      OR coalesce(p.hollow, false) OR coalesce(p.asked, 0) > o.payable_amount
      OR o.status = 'awaiting_deposit' AND coalesce(p.asked, 0) <> o.payable_amount]],

  units_stay = [[
    SELECT 'order ' || o.number || ', line ' || l.position || ': ' || coalesce(p.qty, 0) || ' units of ' || l.qty AS what
    FROM order_line l
    JOIN "order" o ON o.mall_id = l.mall_id AND o.id = l.order_id
    LEFT JOIN (SELECT mall_id, order_id, position, sum(qty) AS qty FROM order_portion GROUP BY mall_id, order_id, position) p
      ON p.mall_id = l.mall_id AND p.order_id = l.order_id AND p.position = l.position
    WHERE coalesce(p.qty, 0) <> l.qty]],

  history_has_no_gap = [[
    SELECT 'order ' || o.number || ' has ' || coalesce(h.events, 0) || ' events, the last is number ' || coalesce(h.last, 0) AS what
    FROM "order" o
    LEFT JOIN (SELECT mall_id, order_id, count(*) AS events, max(seq) AS last FROM order_event GROUP BY mall_id, order_id) h
      ON h.mall_id = o.mall_id AND h.order_id = o.id
    WHERE h.events IS DISTINCT FROM h.last::bigint OR h.last IS NULL]],

  status_is_history = [[
    SELECT 'order ' || o.number || ': ' || s.axis || ' ' || s.subject || ' is ' || s.status || ', its history ends with '
      || coalesce(h.to_status, 'nothing') AS what
    FROM (SELECT mall_id, order_id, 'payment' AS axis, id::text AS subject, status FROM payment
      UNION ALL SELECT mall_id, order_id, 'claim', id::text, status FROM claim
      UNION ALL SELECT mall_id, order_id, 'refund', id::text, status FROM refund) s
    JOIN "order" o ON o.mall_id = s.mall_id AND o.id = s.order_id
    LEFT JOIN LATERAL (SELECT to_status FROM order_event e WHERE e.mall_id = s.mall_id AND e.order_id = s.order_id AND e.axis = s.axis
      AND e.subject = s.subject ORDER BY seq DESC LIMIT 1) h ON true
    WHERE h.to_status IS DISTINCT FROM s.status
    UNION ALL
    SELECT 'order ' || o.number || ', line ' || coalesce(p.position, h.position) || ': ' || coalesce(p.qty, 0) || ' units are '
      || coalesce(p.state, h.state) || ', by its history ' || coalesce(h.qty, 0)
    FROM order_portion p
    FULL JOIN (SELECT mall_id, order_id, subject::int AS position, state, sum(qty) AS qty FROM (
        SELECT mall_id, order_id, subject, to_status AS state, qty FROM order_event WHERE axis = 'line'
        UNION ALL SELECT mall_id, order_id, subject, from_status, -qty FROM order_event WHERE axis = 'line' AND from_status IS NOT NULL) moves
      GROUP BY mall_id, order_id, subject, state HAVING sum(qty) <> 0) h
      ON h.mall_id = p.mall_id AND h.order_id = p.order_id AND h.position = p.position AND h.state = p.state
    JOIN "order" o ON o.mall_id = coalesce(p.mall_id, h.mall_id) AND o.id = coalesce(p.order_id, h.order_id)
    WHERE p.qty IS DISTINCT FROM h.qty::int]],
}
