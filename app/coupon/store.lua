-- The coupons that members were given, and how one goes with an order: held when it is placed, used when it is paid, free
-- again when it was not. Each step is one conditional update, so that of two orders one gets it.

local pg = require "pg"

local store = {}

---@class coupon.order
---@field member_id string
---@field key string          what it is given for: each member gets it once
---@field name string
---@field amount integer|nil
---@field percent integer|nil
---@field most integer|nil
---@field least_order integer|nil
---@field expires_at number

--- Gives coupons; what was given before for the same key is not given again.
---@param orders coupon.order[]
---@return integer given
function store.issue(tx, mall_id, orders)
  if #orders == 0 then return 0 end
  return tx:rows([[
    INSERT INTO coupon (mall_id, member_id, key, name, amount, percent, most, least_order, expires_at)
    SELECT $1, (c ->> 'member_id')::uuid, c ->> 'key', c ->> 'name', (c ->> 'amount')::bigint, (c ->> 'percent')::smallint,
      (c ->> 'most')::bigint, coalesce((c ->> 'least_order')::bigint, 0), to_timestamp((c ->> 'expires_at')::float8)
    FROM jsonb_array_elements($2::jsonb) AS c
    ON CONFLICT ON CONSTRAINT coupon_given_once DO NOTHING]], mall_id, pg.json(orders)).affected
end

--- A member's coupons: those that can be used, the first to expire in front, then the others, newest first.
---@return coupon.row[]
function store.of_member(mall_id, member_id, limit)
  return pg.rows([[
    SELECT id, name, amount, percent, most, least_order, issued_at, expires_at, used_at, held_at, revoked_at FROM coupon
    WHERE mall_id = $1 AND member_id = $2
    ORDER BY used_at IS NULL AND held_for IS NULL AND revoked_at IS NULL AND expires_at > now() DESC,
      CASE WHEN expires_at > now() THEN expires_at END, issued_at DESC, id LIMIT $3]], mall_id, member_id, limit)
end

---@return integer
function store.usable(mall_id, member_id)
  return pg.row([[SELECT count(*)::int AS coupons FROM coupon WHERE mall_id = $1 AND member_id = $2 AND used_at IS NULL
    AND held_for IS NULL AND revoked_at IS NULL AND expires_at > now()]], mall_id, member_id).coupons
end

--- What a member could use now, the first to expire in front.
---@return coupon.row[]
function store.offered(mall_id, member_id, limit)
  return pg.rows([[
    SELECT id, name, amount, percent, most, least_order, issued_at, expires_at FROM coupon
    WHERE mall_id = $1 AND member_id = $2 AND used_at IS NULL AND held_for IS NULL AND revoked_at IS NULL
      AND expires_at > now()
    ORDER BY expires_at, id LIMIT $3]], mall_id, member_id, limit)
end

--- Holds a coupon for an order. One that this order holds already stays held.
---@param member_id string  whose it has to be
---@return boolean  false: it is gone, used, held for another order or not this member's
function store.hold(tx, mall_id, member_id, coupon_id, order_id)
  return tx:row([[
    UPDATE coupon SET held_for = $4, held_at = coalesce(held_at, now())
    WHERE mall_id = $1 AND member_id = $2 AND id = $3 AND used_at IS NULL AND revoked_at IS NULL
      AND (held_for = $4 OR held_for IS NULL AND expires_at > now()) RETURNING id]],
    mall_id, member_id, coupon_id, order_id) ~= nil
end

--- What an order holds is used. Done twice, it is done once.
---@return integer used
function store.commit(tx, mall_id, order_id)
  return tx:rows([[
    UPDATE coupon SET used_at = now(), order_id = held_for, held_for = NULL, held_at = NULL
    WHERE mall_id = $1 AND held_for = $2]], mall_id, order_id).affected
end

--- What an order holds is free again.
---@return integer released
function store.release(tx, mall_id, order_id)
  return tx:rows("UPDATE coupon SET held_for = NULL, held_at = NULL WHERE mall_id = $1 AND held_for = $2",
    mall_id, order_id).affected
end

--- Coupons that an order used come back by a claim that has ended, and by nothing else: raises for any other caller. With 0
--- days they keep their end, and what is over stays over.
---@param back { claim_id: string, ids: string[], days: integer }  days: for so long at least
---@return integer restored
function store.restore(tx, mall_id, back)
  local claim = tx:row([[SELECT order_id FROM claim WHERE mall_id = $1 AND id = $2 AND status = 'completed'
    AND kind IN ('cancel', 'return')]], mall_id, back.claim_id)
  if not claim then error("coupon: only a cancellation or a return that has ended gives coupons back", 2) end
  return tx:rows([[
    UPDATE coupon SET used_at = NULL, order_id = NULL, expires_at = greatest(expires_at, now() + make_interval(days => $4))
    WHERE mall_id = $1 AND order_id = $2 AND id = ANY ($3::uuid[]) AND used_at IS NOT NULL AND revoked_at IS NULL
      AND ($4 > 0 OR expires_at > now())]], mall_id, claim.order_id, pg.array(back.ids), back.days).affected
end

--- Ends all that a member could still use.
---@param why string
function store.end_all(tx, mall_id, member_id, why)
  tx:rows([[UPDATE coupon SET revoked_at = now(), revoked_why = $3 WHERE mall_id = $1 AND member_id = $2 AND used_at IS NULL
    AND revoked_at IS NULL]], mall_id, member_id, why)
end

return store
