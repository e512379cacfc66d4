-- From the cart to the order: a form, a look at all of it, one button. Nothing is sold before that button.

local forms = require "checkout.forms"
local checkout = require "checkout"
local fault = require "shared.fault"
local offer_addresses = require "flows.offer_addresses"
local prepare = require "flows.prepare_order"
local place_order = require("flows.place_order").run
local visitor_cart = require "flows.visitor_cart"

local pages = {}

local function asked(ctx)
  return { cart_id = visitor_cart.find(ctx), member = ctx.member, device = ctx.device }
end

-- What was typed into the form counts as it stands there, until it is sent.
local function with_points(form)
  local points = forms.read_points(form.values.points)
  if points then
    form.values.points = points
  elseif not form.errors.points then
    form.errors.points = "적립금은 숫자로 입력해 주세요."
  end
end

local function form_view(ctx, request, form, addresses)
  local mall, chosen = ctx.mall, form.values
  with_points(form)
  local priced, benefits, refused, why = prepare.look(mall, request, chosen)
  if not priced.can_checkout then return nil end
  if refused and not form.errors.points then form.errors.points = ctx:sentence(refused) end
  if why then benefits.points.why_text = ctx:sentence(why) end
  local methods, method = prepare.methods(mall, request, chosen.pay)
  local free = (priced.totals.charge or priced.totals.payable) == 0
  return {
    form = form, addresses = addresses, lines = priced.lines, totals = priced.totals,
    regions = checkout.regions(priced.policy),
    benefits = benefits, methods = free and {} or methods, method = method, free = free,
    consents = checkout.consents(), memos = checkout.MEMOS, due_text = checkout.due_text(prepare.due_at(mall)),
    page = { title = "주문서 작성 | " .. mall.name, robots = "noindex", postcode = true },
  }
end

local function show(ctx, request, form, addresses, status)
  local view = form_view(ctx, request, form, addresses)
  if not view then return ctx:redirect "/cart" end
  return ctx:render("checkout/form", view, status)
end

-- What a member told us need not be typed again.
local function of_member(member, address)
  if not member then return {} end
  local values = { orderer_name = member.name, orderer_phone = member.phone, orderer_email = member.email,
    same_as_orderer = true }
  for name, value in pairs(address or {}) do values[name] = value end
  return values
end

-- What stands in the form when it opens again: what was saved, with the address that is chosen now if one is. Consents are
-- given anew, unless they were ticked on the way, a moment ago.
local function saved_values(ctx, cart_id, address)
  local draft = cart_id and checkout.draft(ctx.mall.id, cart_id)
  local values = draft and draft.form or of_member(ctx.member, address)
  if draft and ctx.args.address then
    for name, value in pairs(address or {}) do values[name] = value end
  end
  if not draft or draft.complete then
    for _, consent in ipairs(checkout.consents()) do values[consent.name] = nil end
  end
  return values
end

function pages.form(ctx)
  local request = asked(ctx)
  local offered, address = offer_addresses.run(ctx.mall, ctx.member, ctx.args.address)
  return show(ctx, request, { values = saved_values(ctx, request.cart_id, address), errors = {} }, offered)
end

-- Which field a refusal is about.
local FIELDS = { ["coupon.gone"] = "coupon", ["coupon.not_enough"] = "coupon", ["checkout.no_method"] = "pay" }

local function refuse(ctx, request, refused)
  if refused.code == "cart.not_ready" then return ctx:redirect "/cart" end
  local field = FIELDS[refused.code] or refused.code:find "^points%." and "points"
  if not field then return ctx:refuse(refused) end
  return show(ctx, request, { values = forms.partial(ctx.form_fields), errors = { [field] = ctx:sentence(refused) } },
    (offer_addresses.run(ctx.mall, ctx.member)), 422)
end

-- What a coupon or points save is shown before everything is filled in: what was typed is kept, and the form opens again
-- there.
local function try_benefits(ctx, request, all)
  local typed = forms.partial(ctx.form_fields)
  if all then
    typed.points = "0"
    local _, benefits = prepare.look(ctx.mall, request, typed)
    typed.points = benefits and tostring(benefits.points.most) or "0"
  end
  prepare.keep(ctx.mall, request, typed)
  return ctx:redirect "/checkout#part-benefits"
end

function pages.save(ctx)
  local request = asked(ctx)
  if not request.cart_id then return ctx:redirect "/cart" end
  local wanted = ctx.form_fields["then"]
  if wanted == "apply" or wanted == "all_points" then return try_benefits(ctx, request, wanted == "all_points") end
  local values, errors, typed = ctx:form(forms.checkout)
  if not values then
    return show(ctx, request, { values = typed, errors = errors }, (offer_addresses.run(ctx.mall, ctx.member)), 422)
  end
  local draft, refused = prepare.save(ctx.mall, request, values)
  if not draft then return refuse(ctx, request, refused) end
  return ctx:redirect "/checkout/confirm"
end

local CHANGED = "금액이 바뀌었어요. 바뀐 내용을 확인해 주세요."

function pages.confirm(ctx)
  local request, view, refused = asked(ctx), nil, fault("checkout.no_draft")
  if request.cart_id then view, refused = prepare.review(ctx.mall, request) end
  if not view then
    if refused.code == "checkout.no_method" then ctx:flash("error", ctx:sentence(refused)) end
    return ctx:redirect(refused.code == "cart.not_ready" and "/cart" or "/checkout")
  end
  view.page = { title = "주문 확인 | " .. ctx.mall.name, robots = "noindex" }
  return ctx:render("checkout/confirm", view)
end

-- Which page answers which refusal, and in which words; its own where it needs no others.
local REFUSALS = {
  ["checkout.no_draft"] = { "/checkout", function() return "주문서가 오래되었어요. 다시 확인해 주세요." end },
  ["checkout.quote_changed"] = { "/checkout/confirm", function() return CHANGED end },
  ["checkout.no_method"] = { "/checkout" },
  ["coupon.gone"] = { "/checkout/confirm" },
  ["points.short"] = { "/checkout/confirm" },
  ["budget.out"] = { "/checkout/confirm" },
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
  local placed, refused = place_order(ctx.mall, { cart_id = cart_id, place_key = values.place_key, quote = values.quote,
    channel = ctx.device, member_id = ctx.member and ctx.member.id })
  if not placed then
    local answer = REFUSALS[refused.code]
    if not answer then return ctx:refuse(refused) end
    ctx:flash("error", answer[2] and answer[2](refused) or ctx:sentence(refused))
    return ctx:redirect(answer[1])
  end
  ctx.session:set("order " .. placed.number, true)
  ctx.session:set("just_placed", placed.number)
  visitor_cart.counted(ctx, 0)
  return ctx:redirect((placed.pays_now and "/pay/" or "/orders/") .. placed.number)
end

return pages
