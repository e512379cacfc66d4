-- Orders for specs, placed with whatever attempts to pay one wants, without going through the checkout.

local crypto = require "crypto"
local json = require "json"
local move_order = require "flows.move_order"
local order = require "order"
local price_cart = require("flows.price_cart").run
local shop = require "spec.app.shop"
local transaction = require("flows.store").transaction

local orders = {}

orders.SHOPPER = { actor = "shopper" }
orders.STAFF = { actor = "staff hana@shop.kr" }
orders.CLOCK = { actor = "clock" }
orders.PROVIDER = { actor = "provider inicis" }

--- The columns of an attempt to pay.
---@param method string
---@param amount integer
---@param changes table|nil
---@return table
function orders.attempt(method, amount, changes)
  local provider = ({ bank_transfer = "bank", points = "points" })[method] or "inicis"
  local row = { provider = provider, method = method, amount = amount, channel = "pc", expires_at = require("clock").now() + 900 }
  if method == "bank_transfer" then
    row.bank, row.account_number, row.account_holder, row.depositor, row.due_at = "국민은행", "1-2", "시험", "김철수", row.expires_at
  end
  for key, value in pairs(changes or {}) do row[key] = value end
  return row
end

--- Places an order of these goods.
---@param mall mall
---@param goods table<string, integer>  quantity by SKU code
---@param methods table<string, integer|true>|nil  how it is to be paid: what by each method, true: the rest; by card unless told
---@return { id: string, number: string, payable: integer }|nil
---@return fault|nil
function orders.place(mall, goods, methods)
  local cart_id = shop.cart(mall, goods)
  local priced = price_cart(mall, cart_id, "normal")
  local payable, payments, rest = priced.totals.payable, {}, nil
  local left = payable
  for method, amount in pairs(methods or { card = true }) do
    if amount == true then rest = method else
      payments[#payments + 1], left = orders.attempt(method, amount), left - amount
    end
  end
  if rest then table.insert(payments, 1, orders.attempt(rest, left)) end
  local now = require("clock").now()
  local row = { mall_id = mall.id, id = crypto.uuid7(), number = order.number(now, crypto.random(7)), place_key = crypto.uuid7(),
    cart_id = cart_id, status = order.first_status(payments), channel = "pc", currency = "KRW", goods_amount = priced.totals.goods,
    discount_amount = 0, shipping_amount = priced.totals.shipping, payable_amount = payable, orderer_name = "김철수",
    orderer_phone = "01012345678", orderer_email = "kim@example.kr", recipient_name = "김철수", recipient_phone = "01012345678",
    postcode = "06236", address1 = "서울 강남구 테헤란로 1", address2 = "", region = "normal", memo = "", cash_receipt = "none",
    cash_receipt_no = "", tax_free_amount = 0, vat_amount = 0, points_amount = 0, quote_hash = "", promotions = json.array {},
    due_at = payments[#payments].due_at or payments[#payments].expires_at }
  local placed, refused = transaction(function(tx)
    local lines = order.new_lines(priced.lines)
    assert(order.place(tx, { order = row, lines = lines, discounts = {}, shares = {}, consents = {
      { kind = "order", agreed = true, wording = "" }, { kind = "privacy", agreed = true, wording = "" } } }))
    return move_order.begin(tx, { mall_id = mall.id, order = row, lines = lines, payments = payments, now = order.now(tx) },
      orders.SHOPPER)
  end)
  if not placed then return nil, refused end
  return { id = row.id, number = row.number, payable = payable }
end

--- Moves an order on in a transaction of its own. `spec` may be a function of the subject.
---@param mall mall
---@param placed { id: string }
---@param spec move.spec|fun(subject: move.subject): move.spec
---@param by move.by
---@return string|nil to
---@return fault|nil
function orders.move(mall, placed, spec, by)
  return transaction(function(tx)
    local subject = assert(move_order.lock(tx, mall.id, placed.id))
    if type(spec) == "function" then spec = spec(subject) end
    local to, refused = move_order.run(tx, subject, spec, by)
    return to, refused
  end)
end

--- An order as it stands now.
---@return move.subject
function orders.look(mall, placed)
  return (assert(transaction(function(tx) return move_order.lock(tx, mall.id, placed.id) end)))
end

return orders
