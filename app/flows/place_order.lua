-- A confirmed draft becomes an order, in one transaction: goods are reserved, prices frozen, the payment opened, the
-- consents recorded, the cart emptied; or nothing of it happens. The draft's key makes it idempotent: however often and
-- however simultaneously it is submitted, there is one order, and every submit is given it.

local crypto = require "crypto"
local log = require "log"
local runtime = require "runtime"
local cart = require "cart"
local checkout = require "checkout"
local malls = require "mall"
local order = require "order"
local shipping = require "shipping"
local stock = require "stock"
local fault = require "shared.fault"
local offer_addresses = require "flows.offer_addresses"
local price_cart = require("flows.price_cart").run
local move_order = require "flows.move_order"
local tell_orderer = require "flows.tell_orderer"
local transaction = require("flows.store").transaction

---@class place_order.request
---@field cart_id string
---@field place_key string
---@field channel "pc"|"mobile"
---@field member_id string|nil  nil: a guest's

local function mine(found, request)
  if found.cart_id ~= request.cart_id then return nil, fault("checkout.no_draft") end
  return found
end

-- What of a price is value added tax, half a won rounded up: a tenth of the net price is an eleventh of the gross.
local function vat(amount) return math.floor((2 * amount + 11) / 22) end

local function head(mall, request, form, totals, region, payments)
  return {
    mall_id = mall.id, id = crypto.uuid7(), place_key = request.place_key, cart_id = request.cart_id,
    status = order.first_status(payments), channel = request.channel, currency = mall.currency,
    goods_amount = totals.goods, discount_amount = totals.discount, shipping_amount = totals.shipping,
    payable_amount = totals.payable, orderer_name = form.orderer_name, orderer_phone = form.orderer_phone,
    orderer_email = form.orderer_email, recipient_name = form.recipient_name, recipient_phone = form.recipient_phone,
    postcode = form.postcode, address1 = form.address1, address2 = form.address2, region = region,
    memo = checkout.memo(form), cash_receipt = form.cash_receipt, cash_receipt_no = form.cash_receipt_no,
    vat_amount = vat(totals.payable), tax_free_amount = 0, points_amount = 0, release = runtime.release(),
    member_id = request.member_id, due_at = payments[1].due_at,
  }
end

-- How the order is to be paid: as the order does, it says what of it is tax. The goods are kept a little longer than the
-- buyer is told, because a deposit made in time may be reported late.
local function payment_of(form, totals, request, paid, now)
  local due_at = order.due_at(now, paid.due_days)
  return { provider = "bank", method = "bank_transfer", amount = totals.payable, vat_amount = vat(totals.payable),
    channel = request.channel, bank = paid.account.bank, account_number = paid.account.number,
      account_holder = paid.account.holder,
    depositor = form.depositor, due_at = due_at, expires_at = due_at + order.GRACE }
end

-- Two orders of one day that draw the same number are as likely as nothing; a second draw settles it.
local function insert(tx, row, now)
  for _ = 1, 3 do
    row.number = order.number(now, crypto.random(7))
    if order.insert(tx, row) then return row end
  end
  error("order: no free number")
end

-- Where the transfer goes and until when: asked before anything is locked, since who asks on a second connection while
-- holding locks on the first can wait for one that waits for these locks.
local function terms(mall)
  return { account = malls.accounts(mall.id)[1] or error("mall " .. mall.code .. " has no bank account: set one"),
    due_days = malls.settings(mall.id).due_days }
end

local function place(tx, mall, request, paid)
  if not cart.lock(tx, mall.id, request.cart_id) then return nil, fault("checkout.no_draft") end
  local found = order.by_place_key(mall.id, request.place_key, tx)
  if found then return mine(found, request) end
  local draft = checkout.draft(mall.id, request.cart_id, tx)
  if not draft or draft.place_key ~= request.place_key or not checkout.is_agreed(draft.form) then
    return nil, fault("checkout.no_draft")
  end

  local region = shipping.region(mall.id, draft.form.postcode, tx)
  local priced = price_cart(mall, request.cart_id, region, tx)
  if not priced.can_checkout then
    return nil, #priced.lines > 0 and stock.shortage(tx, mall.id, priced.lines) or fault("cart.not_ready")
  end
  if checkout.quote(priced.lines, priced.totals) ~= draft.quote then
    log.info("checkout.quote_changed", { quoted_by = draft.release, priced_by = runtime.release() })
    return nil, fault("checkout.quote_changed")
  end

  local now = order.now(tx)
  local payments = { payment_of(draft.form, priced.totals, request, paid, now) }
  local placed = insert(tx, head(mall, request, draft.form, priced.totals, region, payments), now)
  local lines = order.insert_lines(tx, mall.id, placed.id, priced.lines)
  order.insert_consents(tx, mall.id, placed.id, checkout.recorded_consents(draft.form))
  local begun, refused = move_order.begin(tx, { mall_id = mall.id, order = placed, lines = lines, payments = payments,
    now = now },
    { actor = request.member_id and "member" or "shopper" })
  if not begun then return nil, refused end
  cart.clear(tx, mall.id, request.cart_id)
  if request.member_id then
    cart.merge.settle(tx, mall.id, request.cart_id)
    if draft.form.save_address then offer_addresses.keep(tx, mall, request.member_id, draft.form) end
  end
  tell_orderer.run(tx, mall, "order/placed", placed, order.letter.placed(placed, priced.lines, payments[1], now))
  return placed
end

local place_order = {}

--- Places the order of a confirmed draft, or gives the order that was placed of it before.
---@param mall mall
---@param request place_order.request
---@return {id:string, number:string}|nil order
---@return fault|nil checkout.no_draft | checkout.quote_changed | cart.not_ready | stock.sold_out | db.…
function place_order.run(mall, request)
  local found = order.by_place_key(mall.id, request.place_key)
  if found then return mine(found, request) end
  local paid = terms(mall)
  local placed, refused = transaction(function(tx) return place(tx, mall, request, paid) end)
  if placed or refused.code ~= "db.unknown" then return placed, refused end
  -- The connection went while committing: the key tells whether the order is there.
  found = order.by_place_key(mall.id, request.place_key)
  if found then return mine(found, request) end
  return nil, fault("db.unavailable", { cause = refused })
end

return place_order
