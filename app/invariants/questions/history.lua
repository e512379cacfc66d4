-- I5 and I6: what is said to have happened did, in an order that is allowed; and what was promised or agreed to is there.

return {
  { number = "I5", name = "history_has_no_gap", says = "every order has a history, without a gap", sql = [[
    SELECT 'order ' || o.number || ' has ' || coalesce(h.events, 0) || ' events, the last is number ' || coalesce(h.last, 0)
      AS what
    FROM "order" o
    LEFT JOIN (SELECT mall_id, order_id, count(*) AS events, max(seq) AS last FROM order_event GROUP BY mall_id, order_id) h
      ON h.mall_id = o.mall_id AND h.order_id = o.id
    WHERE h.events IS DISTINCT FROM h.last::bigint OR h.last IS NULL]] },

  { number = "I5", name = "status_is_history", says = "everything stands where its history ends", sql = [[
    SELECT 'order ' || o.number || ': ' || s.axis || ' ' || s.subject || ' is ' || s.status || ', its history ends with '
      || coalesce(h.to_status, 'nothing') AS what
    FROM (SELECT mall_id, order_id, 'payment' AS axis, id::text AS subject, status FROM payment
      UNION ALL SELECT mall_id, order_id, 'claim', id::text, status FROM claim
      UNION ALL SELECT mall_id, order_id, 'refund', id::text, status FROM refund) s
    JOIN "order" o ON o.mall_id = s.mall_id AND o.id = s.order_id
    LEFT JOIN LATERAL (SELECT to_status FROM order_event e WHERE e.mall_id = s.mall_id AND e.order_id = s.order_id
      AND e.axis = s.axis AND e.subject = s.subject ORDER BY seq DESC LIMIT 1) h ON true
    WHERE h.to_status IS DISTINCT FROM s.status
    UNION ALL
    SELECT 'order ' || o.number || ', line ' || coalesce(p.position, h.position) || ': ' || coalesce(p.qty, 0)
      || ' units are ' || coalesce(p.state, h.state) || ', by its history ' || coalesce(h.qty, 0)
    FROM order_portion p
    FULL JOIN (SELECT mall_id, order_id, subject::int AS position, state, sum(qty) AS qty FROM (
        SELECT mall_id, order_id, subject, to_status AS state, qty FROM order_event WHERE axis = 'line'
        UNION ALL SELECT mall_id, order_id, subject, from_status, -qty FROM order_event
          WHERE axis = 'line' AND from_status IS NOT NULL) moves
      GROUP BY mall_id, order_id, subject, state HAVING sum(qty) <> 0) h
      ON h.mall_id = p.mall_id AND h.order_id = p.order_id AND h.position = p.position AND h.state = p.state
    JOIN "order" o ON o.mall_id = coalesce(p.mall_id, h.mall_id) AND o.id = coalesce(p.order_id, h.order_id)
    WHERE p.qty IS DISTINCT FROM h.qty::int]] },

  { number = "I5", name = "units_stay", says = "of every line as many units are there as were ordered", sql = [[
    SELECT 'order ' || o.number || ', line ' || l.position || ': ' || coalesce(p.qty, 0) || ' units of ' || l.qty AS what
    FROM order_line l
    JOIN "order" o ON o.mall_id = l.mall_id AND o.id = l.order_id
    LEFT JOIN (SELECT mall_id, order_id, position, sum(qty) AS qty FROM order_portion GROUP BY mall_id, order_id, position) p
      ON p.mall_id = l.mall_id AND p.order_id = l.order_id AND p.position = l.position
    WHERE coalesce(p.qty, 0) <> l.qty]] },

  -- what an ended claim undid is what its units became
  { number = "I5", name = "claims_move_their_units", says = "units are undone by claims, as many as those claims are about",
    sql = [[
    SELECT 'order ' || o.number || ', line ' || l.position || ': ' || coalesce(u.qty, 0) || ' units came back, '
      || coalesce(c.qty, 0) || ' by claims' AS what
    FROM order_line l
    JOIN "order" o ON o.mall_id = l.mall_id AND o.id = l.order_id
    LEFT JOIN (SELECT mall_id, order_id, position, sum(qty) AS qty FROM order_portion
      WHERE state IN ('returned', 'exchanged')
      GROUP BY mall_id, order_id, position) u
      ON u.mall_id = l.mall_id AND u.order_id = l.order_id AND u.position = l.position
    LEFT JOIN (SELECT cl.mall_id, cl.order_id, cl.position, sum(cl.qty) AS qty FROM claim_line cl
      JOIN claim c ON c.mall_id = cl.mall_id AND c.id = cl.claim_id
      WHERE c.status = 'completed' AND c.kind IN ('return', 'exchange') GROUP BY cl.mall_id, cl.order_id, cl.position) c
      ON c.mall_id = l.mall_id AND c.order_id = l.order_id AND c.position = l.position
    WHERE coalesce(u.qty, 0) <> coalesce(c.qty, 0)]] },

  { number = "I5", name = "histories_are_append_only", says = "the application cannot rewrite what happened", sql = [[
    SELECT 'the application may ' || lower(may.act) || ' ' || history.name AS what
    FROM unnest(ARRAY['order_event', 'ledger_entry', 'stock_entry', 'stock_lot_entry', 'point_transaction', 'point_entry',
        'consent', 'audit_entry']) AS history (name)
    CROSS JOIN unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS may (act)
    WHERE has_any_column_privilege('sijang_app', history.name, 'UPDATE') AND may.act = 'UPDATE'
      OR may.act <> 'UPDATE' AND has_table_privilege('sijang_app', history.name, may.act)]] },

  { number = "I6", name = "consents_are_kept", says = "every order keeps the consents it was placed with", sql = [[
    SELECT 'order ' || o.number || ' has no consent of kind ' || required.kind AS what
    FROM "order" o CROSS JOIN unnest(ARRAY['order', 'privacy']) AS required (kind)
    WHERE NOT EXISTS (SELECT FROM consent c
      WHERE c.mall_id = o.mall_id AND c.order_id = o.id AND c.kind = required.kind AND c.agreed)]] },

  { number = "I6", name = "orders_have_parts", says = "every order has its lines and an attempt to pay it", sql = [[
    SELECT 'order ' || o.number || ' has ' || l.n || ' lines and ' || p.n || ' attempts to pay ' || o.payable_amount AS what
    FROM "order" o
    CROSS JOIN LATERAL (SELECT count(*) AS n FROM order_line l WHERE l.mall_id = o.mall_id AND l.order_id = o.id) l
    CROSS JOIN LATERAL (SELECT count(*) AS n FROM payment p WHERE p.mall_id = o.mall_id AND p.order_id = o.id) p
    WHERE l.n = 0 OR p.n = 0 AND o.payable_amount > 0]] },
}
