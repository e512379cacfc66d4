-- I1 and I2: sums, the books, and what payments say of themselves and of each other.

return {
  { number = "I1", name = "order_adds_up", says = "lines + shipping - discounts = payable, on every order", sql = [[
    SELECT 'order ' || o.number || ': lines ' || coalesce(l.amount, 0) || ', goods ' || o.goods_amount || ' - '
      || o.discount_amount || ' + shipping ' || o.shipping_amount || ', payable ' || o.payable_amount AS what
    FROM "order" o
    LEFT JOIN (SELECT mall_id, order_id, sum(amount) AS amount, sum(unit_price * qty) AS goods,
        bool_or(amount <> unit_price * qty - discount_amount) AS uneven FROM order_line
      GROUP BY mall_id, order_id) l ON l.mall_id = o.mall_id AND l.order_id = o.id
    WHERE o.goods_amount + o.shipping_amount - o.discount_amount <> o.payable_amount OR coalesce(l.uneven, false)
      OR coalesce(l.goods, 0) <> o.goods_amount OR coalesce(l.amount, 0) <> o.goods_amount - o.discount_amount]] },

  { number = "I1", name = "ledger_balances", says = "debit is credit, in every transaction of the books", sql = [[
    SELECT 'order ' || o.number || ', transaction ' || e.transaction_id || ': debit ' || sum(e.debit) || ', credit '
      || sum(e.credit) AS what
    FROM ledger_entry e JOIN "order" o ON o.mall_id = e.mall_id AND o.id = e.order_id
    GROUP BY o.number, e.mall_id, e.transaction_id HAVING sum(e.debit) <> sum(e.credit)]] },

  -- what a bank took back is owed again; what a provider kept for itself, or has paid out, came in all the same
  { number = "I1", name = "ledger_is_payments",
    says = "the books have what the payments have, and nobody owes what was paid", sql = [[
    SELECT 'order ' || o.number || ': the books have ' || coalesce(e.kept, 0) || ', its payments ' || coalesce(p.kept, 0)
      || '; still to be received ' || coalesce(e.receivable, 0) AS what
    FROM "order" o
    LEFT JOIN (SELECT mall_id, order_id,
        sum(debit - credit) FILTER (WHERE account LIKE 'cash:%' OR account LIKE 'fees:payment%'
          OR account IN ('points', 'paid_out')) AS kept,
        sum(debit - credit) FILTER (WHERE account = 'receivable') AS receivable
      FROM ledger_entry GROUP BY mall_id, order_id) e ON e.mall_id = o.mall_id AND e.order_id = o.id
    LEFT JOIN (SELECT mall_id, order_id, sum(captured_amount - returned_amount) AS kept,
        sum(amount) FILTER (WHERE paid_at IS NOT NULL) AS paid
      FROM payment GROUP BY mall_id, order_id) p ON p.mall_id = o.mall_id AND p.order_id = o.id
    WHERE coalesce(e.kept, 0) <> coalesce(p.kept, 0)
      OR coalesce(e.receivable, 0)
        <> CASE WHEN o.paid_at IS NULL THEN 0 ELSE o.payable_amount END - coalesce(p.paid, 0)]] },

  { number = "I1", name = "ledger_has_the_sale", says = "the books have every paid order as one sale, over its own sums",
    sql = [[
    SELECT 'order ' || o.number || ': ' || s.sales || ' sales in the books, goods ' || s.goods || ' of ' || o.goods_amount
      || ', shipping ' || s.shipping || ' of ' || o.shipping_amount || ', discount ' || s.discount || ' of '
      || o.discount_amount AS what
    FROM "order" o
    CROSS JOIN LATERAL (SELECT count(DISTINCT transaction_id) AS sales,
        coalesce(sum(credit) FILTER (WHERE account = 'sales:goods'), 0) AS goods,
        coalesce(sum(credit) FILTER (WHERE account = 'sales:shipping'), 0) AS shipping,
        coalesce(sum(debit) FILTER (WHERE account = 'discount'), 0) AS discount
      FROM ledger_entry e WHERE e.mall_id = o.mall_id AND e.order_id = o.id AND e.what = 'sale') s
    WHERE o.paid_at IS NULL AND s.sales > 0
      OR o.paid_at IS NOT NULL AND (s.sales > 1 OR s.goods <> o.goods_amount OR s.shipping <> o.shipping_amount
        OR s.discount <> o.discount_amount)]] },

  { number = "I2", name = "paid_means_captured", says = "an order is paid exactly when its whole amount was",
    given = { "bought" }, sql = [[
    SELECT 'order ' || o.number || ' is ' || o.status || ', paid ' || coalesce(p.paid, 0) || ' of ' || o.payable_amount
      || ', asked for ' || coalesce(p.asked, 0) AS what
    FROM "order" o
    LEFT JOIN (SELECT mall_id, order_id, sum(amount) FILTER (WHERE paid_at IS NOT NULL) AS paid,
        sum(amount) FILTER (WHERE status NOT IN ('failed', 'expired', 'voided', 'quarantined')
          AND (status <> 'cancelled' OR paid_at IS NOT NULL)) AS asked,
        bool_or(status = 'paid' AND captured_amount = 0 AND amount > 0) AS hollow
      FROM payment GROUP BY mall_id, order_id) p ON p.mall_id = o.mall_id AND p.order_id = o.id
    WHERE (coalesce(p.paid, 0) <> CASE WHEN o.paid_at IS NULL THEN 0 ELSE o.payable_amount END
        AND NOT EXISTS (SELECT FROM order_event r WHERE r.mall_id = o.mall_id AND r.order_id = o.id AND r.axis = 'payment'
          AND r.event = 'recall'))
      OR o.paid_at IS NULL AND o.status = ANY ($1)
      OR o.paid_at IS NOT NULL AND o.status IN ('awaiting_payment', 'awaiting_deposit', 'failed', 'expired')
      OR coalesce(p.hollow, false) OR coalesce(p.asked, 0) > o.payable_amount
      OR o.status = 'awaiting_deposit' AND coalesce(p.asked, 0) <> o.payable_amount]] },

  { number = "I2", name = "payment_keeps_what_it_says", says = "a payment has kept what its state says", sql = [[
    SELECT 'payment ' || reference || ' is ' || status || ': captured ' || captured_amount || ', returned '
      || returned_amount AS what
    FROM payment
    WHERE returned_amount > captured_amount OR CASE status
      WHEN 'paid' THEN returned_amount > 0
      WHEN 'partially_cancelled' THEN returned_amount = 0 OR returned_amount = captured_amount
      WHEN 'quarantined' THEN false
      ELSE returned_amount <> captured_amount END]] },

  -- what was voided went back without being a refund; a deposit that a bank recalled went by itself
  { number = "I2", name = "returned_is_refunded", says = "what went back of a payment is the sum of its refunds", sql = [[
    SELECT 'payment ' || p.reference || ': returned ' || p.returned_amount || ', refunded ' || r.done || ', promised '
      || r.promised || ' of ' || p.captured_amount AS what
    FROM payment p
    CROSS JOIN LATERAL (SELECT coalesce(sum(amount) FILTER (WHERE status = 'completed'), 0) AS done,
        coalesce(sum(amount), 0) AS promised
      FROM refund r WHERE r.mall_id = p.mall_id AND r.order_id = p.order_id AND r.payment_id = p.id) r
    WHERE r.promised > p.captured_amount
      OR p.status IN ('paid', 'partially_cancelled', 'cancelled') AND r.done <> p.returned_amount]] },

  { number = "I2", name = "cancelled_goes_back", says = "an order that was cancelled as a whole was given back as a whole",
    sql = [[
    SELECT 'order ' || o.number || ': all of it was cancelled, and ' || p.kept || ' was kept' AS what
    FROM "order" o
    JOIN LATERAL (SELECT sum(least(captured_amount, amount) - returned_amount) AS kept FROM payment p
      WHERE p.mall_id = o.mall_id AND p.order_id = o.id
        AND p.status IN ('paid', 'partially_cancelled', 'cancelled')) p ON true
    WHERE o.paid_at IS NOT NULL AND p.kept > 0
      AND NOT EXISTS (SELECT FROM order_portion u WHERE u.mall_id = o.mall_id AND u.order_id = o.id
        AND u.state <> 'cancelled')
      AND NOT EXISTS (SELECT FROM refund r WHERE r.mall_id = o.mall_id AND r.order_id = o.id
        AND r.status <> 'completed')]] },

  { number = "I2", name = "providers_agree", says = "whatever a comparison with the providers found was settled", sql = [[
    SELECT 'payment ' || p.reference || ': ' || d.what || ' is ' || d.ours || ' here and ' || d.theirs || ' at '
      || p.provider AS what
    FROM reconciliation_difference d JOIN payment p ON p.mall_id = d.mall_id AND p.id = d.payment_id
    WHERE d.settled_at IS NULL]] },

  { number = "I2", name = "deposits_are_payments", says = "deposits that were assigned are what their payments received",
    sql = [[
    SELECT 'payment ' || p.reference || ': captured ' || p.captured_amount || ', deposits of ' || sum(d.amount) AS what
    FROM deposit d JOIN payment p ON p.mall_id = d.mall_id AND p.id = d.payment_id
    WHERE d.state = 'assigned'
    GROUP BY p.mall_id, p.id HAVING sum(d.amount) <> p.captured_amount]] },

  { number = "I1", name = "settlements_are_in_the_books",
    says = "the books have of each order what providers kept for themselves and paid out, and no more", sql = [[
    SELECT 'order ' || o.number || ': the books have fees of ' || coalesce(e.fees, 0) || ' and ' || coalesce(e.paid, 0)
      || ' paid out, its settlements ' || coalesce(s.fees, 0) || ' and ' || coalesce(s.paid, 0) AS what
    FROM (SELECT mall_id, order_id, sum(debit - credit) FILTER (WHERE account LIKE 'fees:payment%') AS fees,
        sum(debit - credit) FILTER (WHERE account = 'paid_out') AS paid
      FROM ledger_entry WHERE account LIKE 'fees:payment%' OR account = 'paid_out' GROUP BY mall_id, order_id) e
    FULL JOIN (SELECT mall_id, order_id,
        sum((fee + fee_vat) * CASE kind WHEN 'pay' THEN 1 ELSE -1 END) FILTER (WHERE fee_booked_at IS NOT NULL) AS fees,
        sum(net * CASE kind WHEN 'pay' THEN 1 ELSE -1 END) FILTER (WHERE payout_booked_at IS NOT NULL) AS paid
      FROM settlement_line WHERE order_id IS NOT NULL GROUP BY mall_id, order_id) s ON s.mall_id = e.mall_id AND s.order_id = e.order_id
    JOIN "order" o ON (o.mall_id, o.id) = (coalesce(e.mall_id, s.mall_id), coalesce(e.order_id, s.order_id))
    WHERE coalesce(e.fees, 0) <> coalesce(s.fees, 0) OR coalesce(e.paid, 0) <> coalesce(s.paid, 0)]] },

  { number = "I2", name = "receipts_are_within_payments", says = "no cash receipt says more than came in", sql = [[
    SELECT 'payment ' || p.reference || ': a cash receipt of ' || c.amount || ', captured ' || p.captured_amount AS what
    FROM cash_receipt c JOIN payment p ON p.mall_id = c.mall_id AND p.id = c.payment_id
    WHERE c.state = 'issued' AND c.amount > p.captured_amount]] },
}
