-- A confirmed draft becomes an order, in one transaction: the order with its frozen sums, lines and shares, the attempts to
-- pay, the consents; the cart is emptied, goods and benefits are held; or nothing of it happens. The draft's key makes it
-- idempotent: however often and however simultaneously it is submitted, there is one order, and every submit is given it.
--
-- What is paid is what was promised: for some minutes nothing is reckoned anew. A promise that is older is made again, and
-- if it comes out the same the order is placed by it; if not, nothing has happened and the shopper sees what changed.

local crypto = require "crypto"
local log = require "log"
local runtime = require "runtime"
local cart = require "cart"
local checkout = require "checkout"
local malls = require "mall"
local order = require "order"
local payment = require "payment"
local fault = require "shared.fault"
local move_order = require "flows.move_order"
local offer_addresses = require "flows.offer_addresses"
local prepare = require "flows.prepare_order"
local tell_orderer = require "flows.tell_orderer"
local transaction = require("flows.store").transaction

---@class place_order.request
---@field cart_id string
---@field place_key string
---@field quote string|nil      hash of the sums that were shown; nil: those of the draft, whatever they are
---@field channel "pc"|"mobile"
---@field member_id string|nil  nil: a guest's

---@class place_order.placed
---@field id string
---@field number string
---@field pays_now boolean  it is paid in a window, which is to be opened next

local function mine(found, request)
  if not found then return nil end
  if found.cart_id ~= request.cart_id then return nil, fault("checkout.no_draft") end
  local pays_now = found.status == "awaiting_payment"
  return { id = found.id, number = found.number, pays_now = pays_now }
end

-- What is asked before anything is locked: who asks on a second connection while holding locks on the first can wait for one
-- that waits for these locks.
local function terms(mall, request)
  local settings = malls.settings(mall.id)
  return { account = malls.accounts(mall.id)[1], due_days = settings.due_days, minutes = settings.quote_minutes,
    offers = payment.offered(mall, request.channel) }
end

-- The columns of each attempt to pay: what is not paid by points, and points. Points come with another way to pay, or alone.
local function payments_of(mall, quoted, form, request, given, now)
  local rows, taxes, offer = {}, quoted.taxes, nil
  for _, one in ipairs(given.offers) do
    if one.key == form.pay then offer = one end
  end
  local function row(provider, method, taxed, expires_at)
    rows[#rows + 1] = { provider = provider, method = method, amount = taxed.amount, tax_free_amount = taxed.tax_free,
      vat_amount = taxed.vat, currency = quoted.currency, channel = request.channel, expires_at = expires_at }
    return rows[#rows]
  end
  local expires_at = now + payment.WINDOW
  if taxes.charge.amount > 0 then
    if not offer then return nil, fault("checkout.no_method") end
    if offer.provider == "bank" then
      local account = given.account or error("mall " .. mall.code .. " has no bank account: set one")
      local due_at = order.due_at(now, given.due_days)
      expires_at = due_at + payment.GRACE
      local main = row("bank", offer.method, taxes.charge, expires_at)
      main.bank, main.account_number, main.account_holder = account.bank, account.number, account.holder
      main.depositor, main.due_at = form.depositor, due_at
    else
      row(offer.provider, offer.method, taxes.charge, expires_at)
    end
  end
  if taxes.points.amount > 0 then row("points", "points", taxes.points, expires_at) end
  return rows
end

local function head(mall, request, draft, payments)
  local form, quoted = draft.form, draft.quoted
  local totals, taxes, first = quoted.totals, quoted.taxes, payments[1]
  return {
    mall_id = mall.id, id = crypto.uuid7(), place_key = request.place_key, cart_id = request.cart_id,
    status = order.first_status(payments), channel = request.channel, currency = quoted.currency,
    goods_amount = totals.goods, discount_amount = totals.discount, shipping_amount = totals.shipping,
    payable_amount = totals.payable, points_amount = totals.points, tax_free_amount = taxes.order.tax_free,
    vat_amount = taxes.order.vat, orderer_name = form.orderer_name, orderer_phone = form.orderer_phone,
    orderer_email = form.orderer_email, recipient_name = form.recipient_name, recipient_phone = form.recipient_phone,
    postcode = form.postcode, address1 = form.address1, address2 = form.address2, region = quoted.region,
    memo = checkout.memo(form), cash_receipt = form.cash_receipt, cash_receipt_no = form.cash_receipt_no,
    release = runtime.release(), quoted_by = draft.release, quote_hash = draft.quote, promotions = quoted.promotions,
    shipping_terms = quoted.shipping, member_id = request.member_id, due_at = first and (first.due_at or first.expires_at),
  }
end

-- What was taken off, with the share of each line that bears any of it.
local function discounts_of(quoted)
  local rows, shares = {}, {}
  for i, discount in ipairs(quoted.discounts) do
    local id = crypto.uuid7()
    rows[i] = { id = id, kind = discount.kind, source_id = discount.source_id, title = discount.title,
      policy = discount.policy, terms = discount.terms, amount = discount.amount }
    for position, amount in ipairs(discount.shares) do
      if amount > 0 then shares[#shares + 1] = { discount_id = id, position = position, amount = amount } end
    end
  end
  return rows, shares
end

-- Two orders of one day that draw the same number are as likely as nothing; a second draw settles it. What else is taken is
-- the draft's key: somebody who was faster has made this very order.
local function write(tx, mall, placing, now)
  local row = placing.order
  for _ = 1, 3 do
    row.number = order.number(now, crypto.random(7))
    local placed = order.place(tx, placing)
    if placed then
      row.placed_at = placed.placed_at
      return row
    end
    local found = order.by_place_key(mall.id, row.place_key, tx)
    if found then return nil, found end
  end
  error("order: no free number")
end

-- Whoever comes too late for goods is spared the rest of the work; who does not is promised nothing by it yet.
local function shortage(standing)
  local available = {}
  for _, one in ipairs(standing.standing) do available[one.sku_id] = one.available end
  for _, line in ipairs(standing.quoted.lines) do
    if available[line.sku_id] < line.qty then
      return fault("stock.sold_out", { product = line.product.name, available = math.max(0, available[line.sku_id]) })
    end
  end
end

-- Whether what stands may become an order as it was promised.
local function judge(standing, request)
  if standing.place_key ~= request.place_key or not standing.complete or not standing.quoted
    or not checkout.is_agreed(standing.form) or standing.quoted.member_id ~= request.member_id then
    return nil, fault("checkout.no_draft")
  end
  if request.quote and request.quote ~= "" and request.quote ~= standing.quote then
    return nil, fault("checkout.quote_changed")
  end
  local holds = checkout.promise.holds(standing.quoted, standing.standing or {})
  if holds == "not_ready" then return nil, fault("cart.not_ready") end
  if holds == "changed" then return nil, fault("checkout.quote_changed") end
  local short = shortage(standing)
  if short then return nil, short end
  if not standing.fresh then return nil, fault("checkout.quote_changed", { stale = standing }) end
  return true
end

-- Paid without a window.
local AT_ONCE = { bank = true, points = true }

local function place(tx, mall, request, given)
  local standing = checkout.stand(tx, mall.id, request.cart_id, request.place_key, given.minutes)
  if not standing then return nil, fault("checkout.no_draft") end
  if standing.placed then return mine(standing.placed, request) end
  local fine, refused = judge(standing, request)
  if not fine then return nil, refused end

  local quoted, form, now = standing.quoted, standing.form, standing.now
  local payments, no_method = payments_of(mall, quoted, form, request, given, now)
  if not payments then return nil, no_method end
  local discounts, shares = discounts_of(quoted)
  local lines = order.new_lines(quoted.lines)
  local placed, found = write(tx, mall, { order = head(mall, request, standing, payments), lines = lines,
    consents = checkout.recorded_consents(form), discounts = discounts, shares = shares }, now)
  if not placed then return mine(found, request) end

  cart.clear(tx, mall.id, request.cart_id)
  if request.member_id then
    cart.merge.settle(tx, mall.id, request.cart_id)
    if form.save_address then offer_addresses.keep(tx, mall, request.member_id, form) end
  end
  local main = payments[1]
  if main and main.provider == "bank" then
    tell_orderer.run(tx, mall, "order/placed", placed, order.letter.placed(placed, quoted.lines, main, now))
  end
  -- last, since others may want the same goods, and wait for the end of this transaction
  local by = { actor = request.member_id and "member" or "shopper" }
  local subject, unheld = move_order.begin(tx, { mall_id = mall.id, order = placed, lines = lines, payments = payments,
    now = now }, by)
  if not subject then return nil, unheld end
  if main and main.provider == "points" then
    local points = { axis = "payment", event = "spend", id = subject.payments[1].id }
    local spent, problem = move_order.run(tx, subject, points, by)
    if not spent then return nil, problem end
  end
  return { id = placed.id, number = placed.number, pays_now = main ~= nil and not AT_ONCE[main.provider] }
end

-- A promise that is too old is made again: the same sums are what was confirmed.
local function renew(mall, request, draft)
  local member = request.member_id and { id = request.member_id }
  local asked = { cart_id = request.cart_id, member = member, device = request.channel }
  local priced, made, hash = prepare.reckon(mall, asked, draft)
  if not priced then return nil, fault("cart.not_ready") end
  if hash == draft.quote then
    checkout.requote(mall.id, request.cart_id, hash, made, runtime.release())
    return true
  end
  log.info("checkout.quote_changed", { quoted_by = draft.release, priced_by = runtime.release() })
  return nil, fault("checkout.quote_changed")
end

local place_order = {}

--- Places the order of a confirmed draft, or gives the order that was placed of it before.
---@param mall mall
---@param request place_order.request
---@return place_order.placed|nil order
---@return fault|nil checkout.no_draft | checkout.quote_changed | checkout.no_method | cart.not_ready | coupon.gone
---  | points.short | stock.sold_out | db.…
function place_order.run(mall, request)
  local given = terms(mall, request)
  local function try() return transaction(function(tx) return place(tx, mall, request, given) end) end
  local placed, refused = try()
  if not placed and refused.stale then
    local same, changed = renew(mall, request, refused.stale)
    if not same then return nil, changed end
    placed, refused = try()
  end
  if placed or refused.code ~= "db.unknown" then return placed, refused end
  -- The connection went while committing: the key tells whether the order is there.
  local found, other = mine(order.by_place_key(mall.id, request.place_key), request)
  if found or other then return found, other end
  return nil, fault("db.unavailable", { cause = refused })
end

return place_order
