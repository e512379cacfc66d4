-- From what was typed to what is confirmed: saves the draft of an order, and shows it with its final sums, the shipping to
-- its postcode included.

local checkout = require "checkout"
local malls = require "mall"
local order = require "order"
local runtime = require "runtime"
local shipping = require "shipping"
local clock = require "shared.clock"
local fault = require "shared.fault"
local price_cart = require("flows.price_cart").run

local prepare = {}

local function priced_for(mall, cart_id, form)
  return price_cart(mall, cart_id, shipping.region(mall.id, form.postcode))
end

--- Keeps what was typed. A cart that cannot be bought is no order.
---@param mall mall
---@param cart_id string
---@param form table values of checkout.forms.checkout
---@return checkout.draft|nil
---@return fault|nil cart.not_ready
function prepare.save(mall, cart_id, form)
  local priced = priced_for(mall, cart_id, form)
  if not priced.can_checkout then return nil, fault("cart.not_ready") end
  return checkout.save(mall.id, cart_id, form, checkout.quote(priced.lines, priced.totals), runtime.release())
end

--- When the deposit for an order placed now is due.
---@param mall mall
---@return number
function prepare.due_at(mall) return order.due_at(clock.now(), malls.settings(mall.id).due_days) end

--- The draft with its sums as they are now; what is shown is what a confirmation will mean.
---@param mall mall
---@param cart_id string
---@return table|nil view
---@return fault|nil checkout.no_draft | cart.not_ready
function prepare.review(mall, cart_id)
  local draft = checkout.draft(mall.id, cart_id)
  if not draft or not checkout.is_agreed(draft.form) then return nil, fault("checkout.no_draft") end
  local form = draft.form
  local priced = priced_for(mall, cart_id, form)
  if not priced.can_checkout then return nil, fault("cart.not_ready") end
  local quote = checkout.quote(priced.lines, priced.totals)
  if quote ~= draft.quote then checkout.requote(mall.id, cart_id, quote, runtime.release()) end
  return {
    orderer = { name = form.orderer_name, phone = form.orderer_phone, email = form.orderer_email },
    recipient = { name = form.recipient_name, phone = form.recipient_phone },
    address = { postcode = form.postcode, address1 = form.address1, address2 = form.address2 },
    memo = checkout.memo(form), lines = priced.lines, totals = priced.totals, depositor = form.depositor,
    due_text = checkout.due_text(prepare.due_at(mall)), place_key = draft.place_key,
    cash_receipt_text = checkout.cash_receipt_text(form), changed = quote ~= draft.quote,
  }
end

return prepare
