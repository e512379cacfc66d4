-- I3: what lies in the warehouse, what orders hold of it, and what moved it.

return {
  { number = "I3", name = "stock_is_its_ledger", says = "stock is the sum of its entries, and never below nothing", sql = [[
    SELECT 'SKU ' || s.sku_id || ': on hand ' || s.on_hand || ', ledger ' || coalesce(e.on_hand, 0) || '; reserved '
      || s.reserved || ', ledger ' || coalesce(e.reserved, 0) AS what
    FROM stock s
    LEFT JOIN (SELECT mall_id, sku_id, sum(on_hand_delta) AS on_hand, sum(reserved_delta) AS reserved
      FROM stock_entry GROUP BY mall_id, sku_id) e USING (mall_id, sku_id)
    WHERE s.on_hand < 0 OR s.reserved < 0 OR s.reserved > s.on_hand
      OR s.on_hand <> coalesce(e.on_hand, 0) OR s.reserved <> coalesce(e.reserved, 0)]] },

  { number = "I3", name = "reserved_is_held", says = "what is reserved is what orders hold", sql = [[
    SELECT 'SKU ' || s.sku_id || ': reserved ' || s.reserved || ', held ' || coalesce(h.qty, 0) AS what FROM stock s
    LEFT JOIN (SELECT mall_id, sku_id, sum(qty) AS qty FROM stock_hold GROUP BY mall_id, sku_id) h USING (mall_id, sku_id)
    WHERE s.reserved <> coalesce(h.qty, 0)
    UNION ALL
    SELECT 'order ' || h.order_id || ' holds ' || h.qty || ' of SKU ' || h.sku_id || ', of which there is no stock'
    FROM stock_hold h WHERE NOT EXISTS (SELECT FROM stock s WHERE s.mall_id = h.mall_id AND s.sku_id = h.sku_id)]] },

  { number = "I3", name = "held_is_promised", says = "an order holds what it was promised and is not paid yet, and no other",
    sql = [[
    SELECT 'order ' || coalesce(o.number, h.order_id::text, p.order_id::text) || ', SKU ' || coalesce(h.sku_id, p.sku_id)
      || ': holds ' || coalesce(h.qty, 0) || ', was promised ' || coalesce(p.qty, 0) AS what
    FROM stock_hold h
    FULL JOIN (SELECT l.mall_id, l.order_id, l.sku_id, sum(p.qty) AS qty FROM order_portion p
        JOIN order_line l ON l.mall_id = p.mall_id AND l.order_id = p.order_id AND l.position = p.position
        WHERE p.state = 'awaiting_payment' GROUP BY l.mall_id, l.order_id, l.sku_id) p
      ON p.mall_id = h.mall_id AND p.order_id = h.order_id AND p.sku_id = h.sku_id
    LEFT JOIN "order" o ON o.mall_id = coalesce(h.mall_id, p.mall_id) AND o.id = coalesce(h.order_id, p.order_id)
    WHERE h.qty IS DISTINCT FROM p.qty::int]] },

  { number = "I3", name = "lots_are_the_stock",
    says = "what is on hand is the sum of its lots, and a lot is the sum of its entries", sql = [[
    SELECT 'SKU ' || s.sku_id || ': on hand ' || s.on_hand || ', in lots ' || coalesce(l.qty, 0) || '; not to be sold '
      || s.blocked || ', in lots ' || coalesce(l.blocked, 0) AS what
    FROM stock s
    LEFT JOIN (SELECT mall_id, sku_id, sum(qty) AS qty, sum(qty) FILTER (WHERE blocked) AS blocked FROM stock_lot
      GROUP BY mall_id, sku_id) l USING (mall_id, sku_id)
    WHERE s.blocked <> coalesce(l.blocked, 0)
      OR CASE WHEN s.keeps_lots THEN s.on_hand ELSE 0 END <> coalesce(l.qty, 0)
    UNION ALL
    SELECT 'lot ' || l.id || ': ' || l.qty || ', its entries ' || coalesce(e.qty, 0) FROM stock_lot l
    LEFT JOIN (SELECT mall_id, lot_id, sum(delta) AS qty FROM stock_lot_entry GROUP BY mall_id, lot_id) e
      ON e.mall_id = l.mall_id AND e.lot_id = l.id
    WHERE l.qty <> coalesce(e.qty, 0)]] },
}
