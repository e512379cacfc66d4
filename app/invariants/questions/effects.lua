-- I7 and I8: each cause has one effect, and nothing is left half-way.

return {
  { number = "I7", name = "one_effect_an_order",
    says = "an order moves each of its goods as often as its units went that way", sql = [[
    SELECT 'order ' || o.number || ', SKU ' || l.sku_code || ': reserved ' || coalesce(e.reserved, 0) || ' for ' || p.waiting
      || ' waiting, sold ' || coalesce(e.sold, 0) || ' for ' || p.kept || ' bought, ' || p.back || ' came back' AS what
    FROM order_line l
    JOIN "order" o ON o.mall_id = l.mall_id AND o.id = l.order_id
    CROSS JOIN LATERAL (SELECT coalesce(sum(qty) FILTER (WHERE state = 'awaiting_payment'), 0) AS waiting,
        coalesce(sum(qty) FILTER (WHERE state IN ('paid', 'preparing', 'ready', 'shipping', 'delivered', 'confirmed')), 0)
          AS kept,
        coalesce(sum(qty) FILTER (WHERE state IN ('returned', 'exchanged')), 0) AS back
      FROM order_portion p WHERE p.mall_id = l.mall_id AND p.order_id = l.order_id AND p.position = l.position) p
    LEFT JOIN (SELECT mall_id, order_id, sku_id, sum(reserved_delta) AS reserved, -sum(on_hand_delta) AS sold
      FROM stock_entry WHERE order_id IS NOT NULL GROUP BY mall_id, order_id, sku_id) e
      ON e.mall_id = l.mall_id AND e.order_id = l.order_id AND e.sku_id = l.sku_id
    WHERE coalesce(e.reserved, 0) <> p.waiting OR coalesce(e.sold, 0) NOT BETWEEN p.kept AND p.kept + p.back]] },

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
