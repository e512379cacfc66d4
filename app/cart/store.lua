-- The cart in PostgreSQL. Adding is one statement: it reads price and stock, makes the cart if this is its first item,
-- merges with a line of the same SKU, and never lets a line grow beyond what can be bought. The cart's own row is touched
-- once an hour at most: its age is counted in days.

local pg = require "pg"

local store = {}

--- Different goods in one cart.
store.MOST_LINES = 100

---@class cart.added
---@field name string
---@field label string of the SKU
---@field most integer what can be bought: stock or limit
---@field max_qty integer the limit alone
---@field others integer how many other goods the cart holds
---@field line_id string|nil nil: nothing was added
---@field qty integer|nil what the line holds now

local ADD = [[
  WITH goods AS (
    SELECT k.id, k.price, p.name, k.label, least(k.max_qty, s.available) AS most, k.max_qty,
      (SELECT count(*) FROM cart_line o WHERE o.mall_id = $1 AND o.cart_id = $2 AND o.sku_id <> $3
         AND o.removed_at IS NULL) AS others
    FROM sku k
    JOIN product p ON p.mall_id = k.mall_id AND p.id = k.product_id AND p.status = 'on_sale'
    JOIN stock s ON s.mall_id = k.mall_id AND s.sku_id = k.id
    WHERE k.mall_id = $1 AND k.id = $3 AND k.active),
  owner AS (
    INSERT INTO cart AS c (mall_id, id) SELECT $1, $2 FROM goods WHERE most > 0 AND others < $5
    ON CONFLICT (mall_id, id) DO UPDATE SET updated_at = now() WHERE c.updated_at < now() - interval '1 hour'),
  line AS (
    INSERT INTO cart_line AS l (mall_id, cart_id, sku_id, qty, price_seen)
    SELECT $1, $2, goods.id, least($4, goods.most), goods.price FROM goods WHERE most > 0 AND others < $5
    ON CONFLICT (mall_id, cart_id, sku_id) DO UPDATE SET
      qty = least(CASE WHEN l.removed_at IS NULL THEN l.qty ELSE 0 END + $4, (SELECT most FROM goods)),
      price_seen = excluded.price_seen, removed_at = NULL,
      added_at = CASE WHEN l.removed_at IS NULL THEN l.added_at ELSE excluded.added_at END
    RETURNING l.id, l.qty)
  SELECT goods.name, goods.label, goods.most, goods.max_qty, goods.others, line.id AS line_id, line.qty
  FROM goods LEFT JOIN line ON true]]

---@param mall_id string
---@param cart_id string made by the caller when the shopper has none yet
---@param sku_id string
---@param qty integer 1..99
---@return cart.added|nil added nil: no such SKU on sale
function store.add(mall_id, cart_id, sku_id, qty)
  return pg.write(ADD, mall_id, cart_id, sku_id, qty, store.MOST_LINES)[1]
end

local LINES = [[
  SELECT l.id, l.sku_id, l.qty, l.price_seen, k.product_id, k.code AS sku_code, k.label, k.price, k.list_price, k.max_qty,
    k.active AND p.status = 'on_sale' AS on_sale, s.available AS available,
    p.name, p.slug, p.perishable, p.tax_free, b.name AS brand, c.code AS category,
    CASE WHEN m.id IS NOT NULL THEN jsonb_build_object('id', m.id, 'alt', pic.alt, 'width', m.width, 'height', m.height,
      'color', m.color) END AS image
  FROM cart_line l
  JOIN sku k ON k.mall_id = l.mall_id AND k.id = l.sku_id
  JOIN stock s ON s.mall_id = l.mall_id AND s.sku_id = l.sku_id
  JOIN product p ON p.mall_id = l.mall_id AND p.id = k.product_id
  JOIN brand b ON b.mall_id = l.mall_id AND b.id = p.brand_id
  JOIN category c ON c.mall_id = l.mall_id AND c.id = p.category_id
  LEFT JOIN product_picture pic
    ON pic.mall_id = l.mall_id AND pic.product_id = p.id AND pic.role = 'gallery' AND pic.position = 1
  LEFT JOIN media m ON m.mall_id = l.mall_id AND m.id = pic.media_id
  WHERE l.mall_id = $1 AND l.cart_id = $2 AND l.removed_at IS NULL
  ORDER BY l.added_at, l.id]]

--- The lines of a cart with what they cost and whether they can be bought, right now.
---@param mall_id string
---@param cart_id string
---@param tx table|nil inside this transaction
---@return table[]
function store.lines(mall_id, cart_id, tx)
  if tx then return tx:rows(LINES, mall_id, cart_id) end
  return pg.rows(LINES, mall_id, cart_id)
end

--- Sets a line's quantity, cut to what can be bought; the price it shows from now on is today's.
---@return {name:string, most:integer, max_qty:integer, qty:integer}|nil
function store.change(mall_id, cart_id, line_id, qty)
  return pg.write([[
    UPDATE cart_line l SET qty = greatest(1, least($4, k.max_qty, s.available)), price_seen = k.price
    FROM sku k JOIN stock s ON s.mall_id = k.mall_id AND s.sku_id = k.id
      JOIN product p ON p.mall_id = k.mall_id AND p.id = k.product_id
    WHERE l.mall_id = $1 AND l.cart_id = $2 AND l.id = $3 AND l.removed_at IS NULL AND k.mall_id = $1 AND k.id = l.sku_id
    RETURNING p.name, least(k.max_qty, s.available) AS most, k.max_qty, l.qty]],
    mall_id, cart_id, line_id, qty)[1]
end

--- Takes a line out, so that `restore` can bring it back.
---@return {id:string, name:string}|nil
function store.remove(mall_id, cart_id, line_id)
  return pg.write([[
    UPDATE cart_line l SET removed_at = now() FROM sku k JOIN product p ON p.mall_id = k.mall_id AND p.id = k.product_id
    WHERE l.mall_id = $1 AND l.cart_id = $2 AND l.id = $3 AND l.removed_at IS NULL AND k.mall_id = $1 AND k.id = l.sku_id
    RETURNING l.id, p.name]], mall_id, cart_id, line_id)[1]
end

---@return {id:string}|nil
function store.restore(mall_id, cart_id, line_id)
  return pg.write([[
    UPDATE cart_line SET removed_at = NULL
    WHERE mall_id = $1 AND cart_id = $2 AND id = $3 AND removed_at > now() - interval '1 day' RETURNING id]],
    mall_id, cart_id, line_id)[1]
end

---@return integer
function store.count(mall_id, cart_id)
  return pg.row("SELECT count(*) AS lines FROM cart_line WHERE mall_id = $1 AND cart_id = $2 AND removed_at IS NULL",
    mall_id, cart_id).lines
end

--- Empties a cart whose lines became an order.
function store.clear(tx, mall_id, cart_id)
  tx:rows([[WITH draft AS (DELETE FROM checkout_draft WHERE mall_id = $1 AND cart_id = $2)
    DELETE FROM cart_line WHERE mall_id = $1 AND cart_id = $2]], mall_id, cart_id)
end

--- Locks a cart for the rest of the transaction: two submits of one cart take turns.
---@return boolean
function store.lock(tx, mall_id, cart_id)
  return tx:row("SELECT id FROM cart WHERE mall_id = $1 AND id = $2 FOR UPDATE", mall_id, cart_id) ~= nil
end

--- The cart of a member, made when it is first asked for.
---@param mall_id string
---@param member_id string
---@param tx table|nil
---@return string cart_id
function store.of_member(mall_id, member_id, tx)
  local sql = [[
    INSERT INTO cart AS c (mall_id, member_id) VALUES ($1, $2)
    ON CONFLICT (mall_id, member_id) WHERE member_id IS NOT NULL DO UPDATE SET member_id = c.member_id RETURNING id]]
  if tx then return tx:row(sql, mall_id, member_id).id end
  return pg.write(sql, mall_id, member_id)[1].id
end

--- The cart of who is no member any more goes, with all that is in it.
function store.drop_of_member(tx, mall_id, member_id)
  tx:rows("DELETE FROM cart WHERE mall_id = $1 AND member_id = $2", mall_id, member_id)
end

--- Guests' carts that nobody touched for so long are thrown away; a member's never is.
---@param days integer
---@return integer thrown away
function store.sweep(days)
  return pg.write("DELETE FROM cart WHERE member_id IS NULL AND updated_at < now() - make_interval(days => $1)",
    days).affected
end

return store
