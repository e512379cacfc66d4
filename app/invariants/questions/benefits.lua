-- I4: points, and whatever else there is only so much of.

return {
  { number = "I4", name = "points_are_their_entries",
    says = "points are the sum of their entries, and never below nothing", sql = [[
    SELECT 'points of member ' || a.member_id || ': balance ' || a.balance || ', entries ' || coalesce(e.amount, 0)
      || ', lots ' || coalesce(l.amount, 0) AS what
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
    GROUP BY t.id HAVING coalesce(sum(e.amount), 1) <> 0]] },

  { number = "I4", name = "no_more_back_than_used", says = "no more points come back of a use than it took", sql = [[
    SELECT 'points used by ' || u.key || ': ' || taken.amount || ', given back ' || back.amount AS what
    FROM point_transaction u
    CROSS JOIN LATERAL (SELECT coalesce(-sum(amount), 0) AS amount FROM point_entry e
      WHERE e.mall_id = u.mall_id AND e.transaction_id = u.id AND e.account = 'member') taken
    CROSS JOIN LATERAL (SELECT coalesce(sum(e.amount), 0) AS amount FROM point_transaction r
      JOIN point_entry e ON e.mall_id = r.mall_id AND e.transaction_id = r.id AND e.account = 'member'
      WHERE r.mall_id = u.mall_id AND r.reverses = u.id) back
    WHERE u.kind = 'use' AND back.amount > taken.amount]] },

  { number = "I4", name = "discounts_are_their_shares",
    says = "what was taken off an order is what its lines bear of it", sql = [[
    SELECT 'order ' || o.number || ': taken off ' || o.discount_amount || ', its discounts ' || coalesce(d.amount, 0)
      || ', their shares ' || coalesce(s.amount, 0) || ', its lines ' || coalesce(l.amount, 0) AS what
    FROM "order" o
    LEFT JOIN (SELECT mall_id, order_id, sum(amount) AS amount FROM order_discount GROUP BY mall_id, order_id) d
      ON d.mall_id = o.mall_id AND d.order_id = o.id
    LEFT JOIN (SELECT mall_id, order_id, sum(amount) AS amount FROM order_discount_share GROUP BY mall_id, order_id) s
      ON s.mall_id = o.mall_id AND s.order_id = o.id
    LEFT JOIN (SELECT mall_id, order_id, sum(discount_amount) AS amount FROM order_line GROUP BY mall_id, order_id) l
      ON l.mall_id = o.mall_id AND l.order_id = o.id
    WHERE coalesce(d.amount, 0) <> coalesce(s.amount, 0) OR coalesce(d.amount, 0) <> o.discount_amount
      OR coalesce(l.amount, 0) <> o.discount_amount]] },

  { number = "I4", name = "budgets_are_their_uses", says = "what is used of a budget is what orders took of it", sql = [[
    SELECT 'budget ' || b.key || ': used ' || b.used || ' of ' || b.max || ', orders took ' || coalesce(u.amount, 0) AS what
    FROM budget b
    LEFT JOIN (SELECT mall_id, key, sum(amount) AS amount FROM budget_use GROUP BY mall_id, key) u USING (mall_id, key)
    WHERE b.used > b.max OR b.used <> coalesce(u.amount, 0)]] },

  { number = "I4", name = "coupons_are_held_by_who_waits",
    says = "a coupon is held only by an order that waits for its payment", sql = [[
    SELECT 'coupon ' || c.id || ' is held for order ' || o.number || ', which is ' || o.status AS what
    FROM coupon c JOIN "order" o ON o.mall_id = c.mall_id AND o.id = c.held_for
    WHERE NOT EXISTS (SELECT FROM order_portion p
      WHERE p.mall_id = o.mall_id AND p.order_id = o.id AND p.state = 'awaiting_payment')]] },
}
