-- From the cart to the order: a form, a look at all of it, one button. Nothing is sold before that button.

local forms = require "checkout.forms"
local checkout = require "checkout"
local fault = require "shared.fault"
local offer_addresses = require "flows.offer_addresses"
local prepare = require "flows.prepare_order"
local price_cart = require("flows.price_cart").run
local place_order = require("flows.place_order").run
local visitor_cart = require "flows.visitor_cart"

local pages = {}

local function form_view(ctx, priced, form, addresses)
  local mall = ctx.mall
  return {
    form = form, addresses = addresses, lines = priced.lines, totals = priced.totals,
      regions = checkout.regions(priced.policy),
    consents = checkout.consents(), memos = checkout.MEMOS,
    due_text = checkout.due_text(prepare.due_at(mall)),
    page = { title = "주문서 작성 | " .. mall.name, robots = "noindex", postcode = true },
  }
end

-- What a member told us need not be typed again.
local function of_member(member, address)
  if not member then return {} end
  local values = { orderer_name = member.name, orderer_phone = member.phone, orderer_email = member.email,
    same_as_orderer = true }
  for name, value in pairs(address or {}) do values[name] = value end
  return values
end

-- What stands in the form when it opens again: what was saved, with the address that is chosen now if one is, but for the
-- consents, which are given anew.
local function saved_values(ctx, cart_id, address)
  local draft = checkout.draft(ctx.mall.id, cart_id)
  local values = draft and draft.form or of_member(ctx.member, address)
  if draft and ctx.args.address then
    for name, value in pairs(address or {}) do values[name] = value end
  end
  for _, consent in ipairs(checkout.consents()) do values[consent.name] = nil end
  return values
end

function pages.form(ctx)
  local cart_id = visitor_cart.find(ctx)
  local priced = price_cart(ctx.mall, cart_id)
  if not priced.can_checkout then return ctx:redirect "/cart" end
  local offered, address = offer_addresses.run(ctx.mall, ctx.member, ctx.args.address)
  return ctx:render("checkout/form", form_view(ctx, priced, { values = saved_values(ctx, cart_id, address), errors = {} },
    offered))
end

function pages.save(ctx)
  local cart_id = visitor_cart.find(ctx)
  local priced = price_cart(ctx.mall, cart_id)
  if not priced.can_checkout then return ctx:redirect "/cart" end
  local values, errors, typed = ctx:form(forms.checkout)
  if not values then
    local offered = offer_addresses.run(ctx.mall, ctx.member)
    return ctx:render("checkout/form", form_view(ctx, priced, { values = typed, errors = errors }, offered), 422)
  end
  local draft, refused = prepare.save(ctx.mall, cart_id, values)
  if not draft then return ctx:refuse(refused) end
  return ctx:redirect "/checkout/confirm"
end

function pages.confirm(ctx)
  local cart_id = visitor_cart.find(ctx)
  local view, refused = nil, fault("checkout.no_draft")
  if cart_id then view, refused = prepare.review(ctx.mall, cart_id) end
  if not view then return ctx:redirect(refused.code == "cart.not_ready" and "/cart" or "/checkout") end
  if view.changed then ctx:flash("error", "그사이 가격이나 배송비가 바뀌었어요. 금액을 다시 확인해 주세요.") end
  view.page = { title = "주문 확인 | " .. ctx.mall.name, robots = "noindex" }
  return ctx:render("checkout/confirm", view)
end

-- Which page answers which refusal, and in which words.
local REFUSALS = {
  ["checkout.no_draft"] = { "/checkout", function() return "주문서가 오래되었어요. 다시 확인해 주세요." end },
  ["checkout.quote_changed"] = { "/checkout/confirm",
    function() return "그사이 가격이나 배송비가 바뀌었어요. 금액을 다시 확인해 주세요." end },
  ["cart.not_ready"] = { "/cart", function() return "주문할 수 없는 상품이 있어요. 장바구니를 확인해 주세요." end },
  ["stock.sold_out"] = { "/cart", function(refused)
    if refused.available > 0 then
      return ("‘%s’ 상품이 %d개만 남았어요. 수량을 줄여 주세요."):format(refused.product, refused.available)
    end
    return ("‘%s’ 상품이 방금 품절됐어요. 장바구니에서 빼 주세요."):format(refused.product)
  end },
}

function pages.place(ctx)
  local cart_id = visitor_cart.find(ctx)
  local values, errors = ctx:form(forms.confirm)
  if not values then return ctx:invalid(errors) end
  if not cart_id then return ctx:redirect "/cart" end
  local placed, refused = place_order(ctx.mall, { cart_id = cart_id, place_key = values.place_key, channel = ctx.device,
    member_id = ctx.member and ctx.member.id })
  if not placed then
    local answer = REFUSALS[refused.code]
    if not answer then return ctx:refuse(refused) end
    ctx:flash("error", answer[2](refused))
    return ctx:redirect(answer[1])
  end
  ctx.session:set("order " .. placed.number, true)
  ctx.session:set("just_placed", placed.number)
  visitor_cart.counted(ctx, 0)
  return ctx:redirect("/orders/" .. placed.number)
end

return pages
