-- The draft of an order: what the shopper typed and what they were promised, kept with the cart until it becomes an order or
-- is thrown away.

local pg = require "pg"

local store = {}

---@class checkout.draft
---@field place_key string
---@field form table
---@field complete boolean     false: typed in part
---@field quote string         the promise's hash; "": none yet
---@field quoted checkout.promise|nil
---@field release string|nil   by whose rules it was reckoned; nil: the tree's

local COLUMNS = "place_key, form, complete, quote, quoted, encode(release, 'hex') AS release"

--- Saves what was typed, with what it is promised. The key stays the same while the draft lives, so that a form sent twice
--- leads to one order.
---@param draft {form:table, complete:boolean, quote:string, quoted:checkout.promise|nil, release:string|nil}
---@return checkout.draft
function store.save(mall_id, cart_id, draft)
  return pg.write([[
    INSERT INTO checkout_draft (mall_id, cart_id, place_key, form, complete, quote, quoted, quoted_at, release)
    VALUES ($1, $2, uuid7(), $3, $4, $5, $6, now(), decode($7, 'hex'))
    ON CONFLICT (mall_id, cart_id) DO UPDATE SET form = excluded.form, complete = excluded.complete, quote = excluded.quote,
      quoted = excluded.quoted, quoted_at = now(), release = excluded.release, updated_at = now()
    RETURNING ]] .. COLUMNS, mall_id, cart_id, pg.json(draft.form), draft.complete, draft.quote,
    draft.quoted and pg.json(draft.quoted) or pg.null, draft.release or pg.null)[1]
end

---@return checkout.draft|nil
function store.draft(mall_id, cart_id)
  return pg.row("SELECT " .. COLUMNS .. " FROM checkout_draft WHERE mall_id = $1 AND cart_id = $2", mall_id, cart_id)
end

--- The shopper was shown these sums just now: they are what a confirmation means from now on, for some minutes.
---@param quote string
---@param quoted checkout.promise
---@param release string|nil  by whose rules they were reckoned
function store.requote(mall_id, cart_id, quote, quoted, release)
  pg.write([[UPDATE checkout_draft SET quote = $3, quoted = $4, release = decode($5, 'hex'), quoted_at = now(), updated_at = now()
    WHERE mall_id = $1 AND cart_id = $2]], mall_id, cart_id, quote, pg.json(quoted), release or pg.null)
end

-- What a placement has to know, in one question. Whoever waited for the cart's lock reads what stood there before they
-- waited: if an order was made meanwhile, its key is taken, and that is found out when it is written.
local STANDING = [[
  SELECT now() AS now, d.place_key, d.form, d.complete, d.quote, d.quoted, encode(d.release, 'hex') AS release,
    d.quoted_at > now() - make_interval(mins => $4) AS fresh,
    (SELECT jsonb_build_object('id', o.id, 'number', o.number, 'cart_id', o.cart_id, 'status', o.status) FROM "order" o
      WHERE o.mall_id = $1 AND o.place_key = $3) AS placed,
    (SELECT jsonb_agg(jsonb_build_object('sku_id', l.sku_id, 'qty', l.qty, 'on_sale', k.active AND p.status = 'on_sale',
        'available', coalesce(s.available, 0)))
      FROM cart_line l
      JOIN sku k ON k.mall_id = l.mall_id AND k.id = l.sku_id
      LEFT JOIN stock s ON s.mall_id = l.mall_id AND s.sku_id = l.sku_id
      JOIN product p ON p.mall_id = k.mall_id AND p.id = k.product_id
      WHERE l.mall_id = $1 AND l.cart_id = $2 AND l.removed_at IS NULL) AS standing
  FROM cart c LEFT JOIN checkout_draft d ON d.mall_id = c.mall_id AND d.cart_id = c.id
  WHERE c.mall_id = $1 AND c.id = $2 FOR UPDATE OF c]]

---@class checkout.standing : checkout.draft
---@field now number
---@field place_key string|nil  nil: there is no draft
---@field fresh boolean|nil     it was promised some minutes ago at most
---@field placed {id:string, number:string, cart_id:string, status:string}|nil  the order of this key
---@field standing {sku_id:string, qty:integer, on_sale:boolean, available:integer}[]|nil  what the cart holds

--- Locks a cart, so that two submits of it take turns, and reads what is to be known before its order is made.
---@param minutes integer  how long a promise holds
---@return checkout.standing|nil  nil: there is no such cart
function store.stand(tx, mall_id, cart_id, place_key, minutes)
  return tx:row(STANDING, mall_id, cart_id, place_key, minutes)
end

--- How this member paid last.
---@return string|nil  "inicis.card"
function store.last_method(mall_id, member_id)
  local row = pg.row([[
    SELECT p.provider || '.' || p.method AS key FROM "order" o JOIN payment p ON p.mall_id = o.mall_id AND p.order_id = o.id
    WHERE o.mall_id = $1 AND o.member_id = $2 AND p.provider <> 'points' ORDER BY o.placed_at DESC, p.seq DESC LIMIT 1]],
    mall_id, member_id)
  return row and row.key
end

--- Names and addresses that became no order are not kept.
---@param hours integer
---@return integer thrown away
function store.sweep(hours)
  return pg.write("DELETE FROM checkout_draft WHERE updated_at < now() - make_interval(hours => $1)", hours).affected
end

return store
