-- Two carts in PostgreSQL that become one, and become two again. The guest's cart is not touched: it is only the member's
-- that changes, and how its lines were before is kept for a day.

local pg = require "pg"

local store = {}

--- Locks two carts, always in the same order.
function store.lock(tx, mall_id, one, other)
  local found = tx:rows("SELECT id FROM cart WHERE mall_id = $1 AND id IN ($2, $3) ORDER BY id FOR UPDATE", mall_id, one,
    other)
  return #found == 2
end

--- Whether a guest's cart went into a member's already; who logs in twice at one moment merges once.
---@return boolean
function store.is_merged(tx, mall_id, guest_id)
  return tx:row("SELECT id FROM cart_merge WHERE mall_id = $1 AND guest_id = $2", mall_id, guest_id) ~= nil
end

--- The guest's lines beside the member's.
---@return cart.merge.line[]
---@return integer others  goods in the member's cart
function store.lines(tx, mall_id, cart_id, guest_id)
  local rows = tx:rows([[
    SELECT g.sku_id, g.qty, coalesce(CASE WHEN l.removed_at IS NULL THEN l.qty END, 0) AS have, p.name,
      least(k.max_qty, s.available, 99) AS most, k.active AND p.status = 'on_sale' AS on_sale
    FROM cart_line g
    JOIN sku k ON k.mall_id = g.mall_id AND k.id = g.sku_id
    JOIN stock s ON s.mall_id = g.mall_id AND s.sku_id = g.sku_id
    JOIN product p ON p.mall_id = g.mall_id AND p.id = k.product_id
    LEFT JOIN cart_line l ON l.mall_id = g.mall_id AND l.cart_id = $2 AND l.sku_id = g.sku_id
    WHERE g.mall_id = $1 AND g.cart_id = $3 AND g.removed_at IS NULL ORDER BY g.added_at, g.id]], mall_id, cart_id, guest_id)
  local others = tx:row("SELECT count(*) AS n FROM cart_line WHERE mall_id = $1 AND cart_id = $2 AND removed_at IS NULL",
    mall_id, cart_id).n
  return rows, others
end

--- Keeps how the lines were that are about to change.
---@return string merge_id
function store.keep(tx, mall_id, cart_id, guest_id, sku_ids)
  return tx:row([[
    INSERT INTO cart_merge (mall_id, cart_id, guest_id, before)
    SELECT $1, $2, $3, coalesce(jsonb_agg(jsonb_build_object('sku_id', touched.sku_id, 'line', to_jsonb(l))), '[]')
    FROM unnest($4::uuid[]) AS touched (sku_id)
    LEFT JOIN cart_line l ON l.mall_id = $1 AND l.cart_id = $2 AND l.sku_id = touched.sku_id
    RETURNING id]], mall_id, cart_id, guest_id, pg.array(sku_ids)).id
end

--- Sets the member's lines; what was seen of a price is what the guest saw.
---@param lines { sku_id: string, qty: integer }[]
function store.put(tx, mall_id, cart_id, guest_id, lines)
  tx:rows([[
    INSERT INTO cart_line AS l (mall_id, cart_id, sku_id, qty, price_seen, added_at)
    SELECT $1, $2, g.sku_id, planned.qty, g.price_seen, g.added_at
    FROM jsonb_to_recordset($4::jsonb) AS planned (sku_id uuid, qty int)
    JOIN cart_line g ON g.mall_id = $1 AND g.cart_id = $3 AND g.sku_id = planned.sku_id
    ON CONFLICT (mall_id, cart_id, sku_id) DO UPDATE SET qty = excluded.qty, price_seen = excluded.price_seen,
      added_at = CASE WHEN l.removed_at IS NULL THEN l.added_at ELSE excluded.added_at END, removed_at = NULL]],
    mall_id, cart_id, guest_id, pg.json(lines))
end

--- Takes a merge back: the lines it touched are as they were; what was put in since stays.
---@return string|nil guest_id  nil: there is no such merge, or it is too long ago
function store.undo(tx, mall_id, cart_id, merge_id)
  local merge = tx:row([[DELETE FROM cart_merge WHERE mall_id = $1 AND cart_id = $2 AND id = $3
    AND merged_at > now() - interval '1 day' RETURNING guest_id, before]], mall_id, cart_id, merge_id)
  if not merge then return nil end
  tx:rows([[
    DELETE FROM cart_line WHERE mall_id = $1 AND cart_id = $2
      AND sku_id IN (SELECT (b ->> 'sku_id')::uuid FROM jsonb_array_elements($3::jsonb) AS b)]],
    mall_id, cart_id, pg.json(merge.before))
  tx:rows([[
    INSERT INTO cart_line SELECT (jsonb_populate_record(NULL::cart_line, b -> 'line')).*
    FROM jsonb_array_elements($1::jsonb) AS b WHERE jsonb_typeof(b -> 'line') = 'object']], pg.json(merge.before))
  return merge.guest_id
end

--- What was merged cannot be taken back any more: it became an order.
function store.settle(tx, mall_id, cart_id)
  tx:rows([[DELETE FROM cart WHERE mall_id = $1
    AND id IN (SELECT guest_id FROM cart_merge WHERE mall_id = $1 AND cart_id = $2)]], mall_id, cart_id)
end

--- Guests' carts that went into a member's more than a day ago are not needed any more.
---@return integer thrown away
function store.sweep()
  return pg.write([[DELETE FROM cart c USING cart_merge m WHERE c.mall_id = m.mall_id AND c.id = m.guest_id
    AND m.merged_at < now() - interval '1 day']]).affected
end

return store
