-- I7 and I8: each cause has one effect, and nothing is left half-way.

return {
  { number = "I7", name = "one_effect_an_order",
    says = "an order moves each of its goods as often as its units went that way", sql = [[
    SELECT 'order ' || o.number || ', SKU ' || k.code || ': reserved ' || s.reserved || ' for ' || s.waiting
      || ' waiting, sold ' || s.sold || ' for ' || s.kept || ' bought, ' || s.back || ' came back'
      || CASE WHEN s.given > 0 THEN ', ' || s.given || ' were given in exchange' ELSE '' END AS what
    FROM (
      SELECT mall_id, order_id, sku_id, sum(waiting) AS waiting, sum(kept) AS kept, sum(back) AS back, sum(given) AS given,
        sum(reserved) AS reserved, sum(sold) AS sold
      FROM (
        SELECT l.mall_id, l.order_id, l.sku_id, CASE WHEN p.state = 'awaiting_payment' THEN p.qty ELSE 0 END AS waiting,
          CASE WHEN p.state IN ('paid', 'preparing', 'ready', 'shipping', 'delivered', 'confirmed') THEN p.qty ELSE 0 END
            AS kept,
          CASE WHEN p.state IN ('returned', 'exchanged') THEN p.qty ELSE 0 END AS back, 0 AS given, 0 AS reserved, 0 AS sold
        FROM order_line l
        JOIN order_portion p ON p.mall_id = l.mall_id AND p.order_id = l.order_id AND p.position = l.position
        UNION ALL
        SELECT c.mall_id, c.order_id, coalesce(cl.exchange_sku_id, l.sku_id), 0, 0, 0, cl.qty, 0, 0 FROM claim c
        JOIN claim_line cl ON cl.mall_id = c.mall_id AND cl.claim_id = c.id
        JOIN order_line l ON l.mall_id = cl.mall_id AND l.order_id = cl.order_id AND l.position = cl.position
        WHERE c.goods_taken
        UNION ALL
        SELECT mall_id, order_id, sku_id, 0, 0, 0, 0, reserved_delta, -on_hand_delta FROM stock_entry
        WHERE order_id IS NOT NULL) AS moves
      GROUP BY mall_id, order_id, sku_id) s
    JOIN "order" o ON o.mall_id = s.mall_id AND o.id = s.order_id
    JOIN sku k ON k.mall_id = s.mall_id AND k.id = s.sku_id
    WHERE s.reserved <> s.waiting OR s.sold NOT BETWEEN s.kept + s.given AND s.kept + s.given + s.back]] },

  { number = "I7", name = "one_effect_a_key",
    says = "one order a confirmation, one event a key, one payment a transaction, one notice an event", sql = [[
    SELECT count(*) || ' orders of the confirmation ' || place_key AS what FROM "order"
    GROUP BY mall_id, place_key HAVING count(*) > 1
    UNION ALL
    SELECT 'order ' || order_id || ' has ' || count(*) || ' events of the key ' || key FROM order_event
    WHERE key IS NOT NULL GROUP BY mall_id, order_id, key HAVING count(*) > 1
    UNION ALL
    SELECT provider || ' has ' || count(*) || ' payments of the transaction ' || transaction_id FROM payment
    WHERE transaction_id IS NOT NULL GROUP BY mall_id, provider, transaction_id HAVING count(*) > 1
    UNION ALL
    SELECT provider || ' told ' || count(*) || ' times of the event ' || event_key FROM payment_notice
    GROUP BY mall_id, provider, event_key HAVING count(*) > 1
    UNION ALL
    SELECT 'points moved ' || count(*) || ' times by the key ' || key FROM point_transaction
    GROUP BY mall_id, key HAVING count(*) > 1]] },

  { number = "I7", name = "one_end_a_job", says = "a job ends once, and a slot of the schedule has one job", sql = [[
    SELECT 'job ' || id || ' (' || kind || ') has ended and has not' AS what FROM job JOIN job_history USING (id, kind)
    UNION ALL
    SELECT 'job ' || id || ' (' || min(kind) || ') has ended ' || count(*) || ' times' FROM job_history
    GROUP BY id HAVING count(*) > 1
    UNION ALL
    SELECT 'job ' || job_id || ' is that of ' || count(*) || ' slots of ' || min(name) FROM job_slot GROUP BY job_id
    HAVING count(job_id) > 1
    UNION ALL
    SELECT 'job ' || id || ' of ' || slot_name || ' is that of no slot' FROM (
      SELECT id, slot_name FROM job UNION ALL SELECT id, slot_name FROM job_history) j
    WHERE slot_name IS NOT NULL AND NOT EXISTS (SELECT FROM job_slot s WHERE s.job_id = j.id)]] },

  -- a worker gives a sign of life well before its lease ends, and others look every second
  { number = "I8", name = "no_job_is_lost",
    says = "no job runs without a worker, no batch waits for jobs that are gone", sql = [[
    SELECT 'job ' || id || ' (' || kind || ') is run by ' || leased_by || ', whose lease ended at ' || lease_until AS what
    FROM job WHERE state = 'running' AND lease_until < now() - interval '60 s'
    UNION ALL
    SELECT 'batch ' || b.id || ' waits for ' || b.remaining || ' jobs, and there are ' || count(j.id) FROM job_batch b
    LEFT JOIN job j ON j.batch_id = b.id AND j.state <> 'dead' GROUP BY b.id HAVING count(j.id) <> b.remaining]] },

  { number = "I8", name = "nothing_hangs", says = "nothing is left half-way", sql = [[
    SELECT 'process ' || pid || ' has had a transaction open since ' || xact_start AS what FROM pg_stat_activity
    WHERE datname = current_database() AND state LIKE 'idle in transaction%' AND xact_start < now() - interval '60 s'
    UNION ALL
    SELECT 'payment ' || p.reference || ' has been ' || p.status || ' since '
      || coalesce(p.approving_at, p.requested_at, p.created_at)
    FROM payment p
    WHERE p.status IN ('ready', 'requested', 'waiting') AND p.expires_at < now() - interval '1 day'
      OR p.status = 'approving' AND p.approving_at < now() - interval '10 minutes'
    UNION ALL
    SELECT 'refund ' || r.seq || ' of order ' || o.number || ' has been ' || r.status || ' since '
      || coalesce(r.requested_at, r.created_at)
    FROM refund r JOIN "order" o ON o.mall_id = r.mall_id AND o.id = r.order_id
    WHERE r.status IN ('approved', 'requested') AND coalesce(r.requested_at, r.created_at) < now() - interval '1 day'
    UNION ALL
    SELECT 'claim ' || number || ' was approved at ' || created_at || ' and came to nothing' FROM claim
    WHERE kind = 'cancel' AND status = 'approved' AND created_at < now() - interval '10 minutes'
    UNION ALL
    SELECT 'goods of order ' || h.order_id || ' have been held past ' || max(h.expires_at) FROM stock_hold h
    WHERE h.expires_at < now() - interval '1 day' GROUP BY h.mall_id, h.order_id
    UNION ALL
    SELECT 'a notice of ' || provider || ' about ' || reference || ' has waited since ' || received_at FROM payment_notice
    WHERE state = 'received' AND received_at < now() - interval '1 hour'
    UNION ALL
    SELECT 'the comparison of ' || day || ' has not ended since ' || started_at FROM reconciliation
    WHERE finished_at IS NULL AND started_at < now() - interval '1 day']] },
}
