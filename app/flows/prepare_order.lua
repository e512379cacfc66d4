-- From what was typed to what is confirmed: saves the draft of an order with what it is promised, and shows it with its
-- final sums, the shipping to its postcode included. What is shown holds for some minutes, whatever prices do meanwhile.

local checkout = require "checkout"
local malls = require "mall"
local order = require "order"
local payment = require "payment"
local runtime = require "runtime"
local shipping = require "shipping"
local clock = require "shared.clock"
local fault = require "shared.fault"
local won = require("shared.money").won
local offer_benefits = require "flows.offer_benefits"
local price_cart = require "flows.price_cart"

local prepare = {}

-- Why what was chosen cannot be: said where it is chosen. Later on, sums simply are what they are by then, beside what they
-- were.
local function refusal(form, priced)
  if form.coupon and form.coupon ~= "" then
    local taken = priced.input.coupon
    if not taken then return fault("coupon.gone") end
    if not priced.discounts[1] then
      return fault("coupon.not_enough", { missing = won(taken.least_order - priced.totals.goods):format() })
    end
  end
  return priced.refused
end

local function priced_for(mall, cart_id, form, benefits)
  local region = form.postcode and form.postcode:find "^%d%d%d%d%d$" and shipping.region(mall.id, form.postcode) or nil
  return price_cart.at_till(mall, cart_id, region, offer_benefits.choice(benefits, form))
end

-- Of what a mall offers, what was chosen; of nothing that is to be paid, nothing.
local function method_of(mall, device, key)
  for _, offer in ipairs(payment.offered(mall, device)) do
    if offer.key == key then return offer end
  end
end

---@class prepare.request
---@field cart_id string
---@field member {id:string}|nil
---@field device "pc"|"mobile"

--- Keeps what was typed, and promises what it comes to. A cart that cannot be bought is no order.
---@param mall mall
---@param request prepare.request
---@param form table values of checkout.forms.checkout
---@return checkout.draft|nil
---@return fault|nil cart.not_ready | coupon.gone | coupon.not_enough | points.… | checkout.no_method
function prepare.save(mall, request, form)
  local benefits = offer_benefits.of(mall, request.member)
  local priced = priced_for(mall, request.cart_id, form, benefits)
  if not priced.can_checkout then return nil, fault("cart.not_ready") end
  local refused = refusal(form, priced)
  if refused then return nil, refused end
  if priced.totals.charge > 0 and not method_of(mall, request.device, form.pay) then
    return nil, fault("checkout.no_method")
  end
  local made = checkout.promise.of(priced.input, priced, request.member and request.member.id)
  return checkout.save(mall.id, request.cart_id, { form = form, complete = true, quote = checkout.promise.hash(made),
    quoted = made, release = runtime.release() })
end

--- Keeps what was typed so far, to show what a coupon or points save. Nothing is promised by it.
---@param mall mall
---@param request prepare.request
---@param typed table
function prepare.keep(mall, request, typed)
  checkout.save(mall.id, request.cart_id, { form = typed, complete = false, quote = "" })
end

--- The form as it opens: what it comes to with what is chosen so far.
---@param mall mall
---@param request prepare.request
---@param form table
---@return priced_cart
---@return benefits.view|nil
---@return fault|nil refused  why points that were asked for are not used
---@return fault|nil why      no points can be used at all
function prepare.look(mall, request, form)
  local benefits = offer_benefits.of(mall, request.member)
  local priced = priced_for(mall, request.cart_id, form, benefits)
  local view, why = offer_benefits.view(benefits, priced)
  return price_cart.shown(priced), view, priced.refused, why
end

--- How it can be paid, and what is chosen already: what was typed, what a member took last, or the first.
---@param mall mall
---@param request prepare.request
---@param typed string|nil
---@return payment.offer[]
---@return string key
function prepare.methods(mall, request, typed)
  local offers, known = payment.offered(mall, request.device), {}
  for _, offer in ipairs(offers) do known[offer.key] = true end
  if typed and known[typed] then return offers, typed end
  local last = request.member and checkout.last_method(mall.id, request.member.id)
  if last and known[last] then return offers, last end
  return offers, offers[1] and offers[1].key or ""
end

--- When the deposit for an order placed now is due.
---@param mall mall
---@return number
function prepare.due_at(mall) return order.due_at(clock.now(), malls.settings(mall.id).due_days) end

--- What a draft comes to now.
---@param mall mall
---@param request prepare.request
---@param draft checkout.draft
---@return priced_cart|nil priced  nil: it cannot be bought
---@return checkout.promise|nil made  what would be promised
---@return string|nil hash
function prepare.reckon(mall, request, draft)
  local priced = priced_for(mall, request.cart_id, draft.form, offer_benefits.of(mall, request.member))
  if not priced.can_checkout then return nil end
  local made = checkout.promise.of(priced.input, priced, request.member and request.member.id)
  return priced, made, checkout.promise.hash(made)
end

-- How it is paid, in the words of the page.
local function payment_view(mall, form, offer, charge)
  if charge == 0 then return { label = "적립금·쿠폰" } end
  local view = { label = offer.label, window = offer.provider ~= "bank" }
  if offer.provider == "bank" then
    view.depositor, view.due_text = form.depositor, checkout.due_text(prepare.due_at(mall))
  end
  if offer.cash then view.cash_receipt_text = checkout.cash_receipt_text(form) end
  return view
end

--- The draft with its sums as they are now; what is shown is what a confirmation will mean.
---@param mall mall
---@param request prepare.request
---@return table|nil view
---@return fault|nil checkout.no_draft | cart.not_ready | checkout.no_method
function prepare.review(mall, request)
  local draft = checkout.draft(mall.id, request.cart_id)
  if not draft or not draft.complete or not checkout.is_agreed(draft.form) then return nil, fault("checkout.no_draft") end
  local form = draft.form
  local priced, made, hash = prepare.reckon(mall, request, draft)
  if not priced then return nil, fault("cart.not_ready") end
  checkout.requote(mall.id, request.cart_id, hash, made, runtime.release())
  local changes = hash ~= draft.quote and draft.quoted and checkout.changes(draft.quoted, made) or {}
  local offer = method_of(mall, request.device, form.pay)
  if not offer and priced.totals.charge > 0 then return nil, fault("checkout.no_method") end
  price_cart.shown(priced)
  return {
    orderer = { name = form.orderer_name, phone = form.orderer_phone, email = form.orderer_email },
    recipient = { name = form.recipient_name, phone = form.recipient_phone },
    address = { postcode = form.postcode, address1 = form.address1, address2 = form.address2 },
    memo = checkout.memo(form), lines = priced.lines, totals = priced.totals, place_key = draft.place_key, quote = hash,
    payment = payment_view(mall, form, offer, priced.totals.charge or priced.totals.payable), changes = changes,
    coupon = priced.discounts[1] and priced.discounts[1].title,
  }
end

return prepare
