-- The draft of an order: what the shopper typed, kept with the cart until it becomes an order or is thrown away.

local pg = require "pg"

local store = {}

---@class checkout.draft
---@field place_key string
---@field form table
---@field quote string
---@field release string|nil  by whose rules it was quoted; nil: the tree's

--- Saves what was typed. The key stays the same while the draft lives, so that a form sent twice leads to one order.
---@param release string|nil  by whose rules it is quoted
---@return checkout.draft
function store.save(mall_id, cart_id, form, quote, release)
  return pg.write([[
    INSERT INTO checkout_draft (mall_id, cart_id, place_key, form, quote, release)
    VALUES ($1, $2, uuid7(), $3, $4, decode($5, 'hex'))
    ON CONFLICT (mall_id, cart_id) DO UPDATE SET form = excluded.form, quote = excluded.quote, release = excluded.release,
      updated_at = now()
    RETURNING place_key, form, quote, encode(release, 'hex') AS release]],
    mall_id, cart_id, pg.json(form), quote, release or pg.null)[1]
end

---@return checkout.draft|nil
function store.draft(mall_id, cart_id, tx)
  local sql = [[SELECT place_key, form, quote, encode(release, 'hex') AS release FROM checkout_draft
    WHERE mall_id = $1 AND cart_id = $2]]
  if tx then return tx:row(sql, mall_id, cart_id) end
  return pg.row(sql, mall_id, cart_id)
end

--- The shopper was shown new sums: they are what a confirmation means from now on.
---@param release string|nil  by whose rules they were reckoned
function store.requote(mall_id, cart_id, quote, release)
  pg.write([[UPDATE checkout_draft SET quote = $3, release = decode($4, 'hex'), updated_at = now()
    WHERE mall_id = $1 AND cart_id = $2]], mall_id, cart_id, quote, release or pg.null)
end

--- Names and addresses that became no order are not kept.
---@param hours integer
---@return integer thrown away
function store.sweep(hours)
  return pg.write("DELETE FROM checkout_draft WHERE updated_at < now() - make_interval(hours => $1)", hours).affected
end

return store
