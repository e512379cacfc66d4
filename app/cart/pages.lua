-- The cart: looking, adding, changing, taking out, and taking that back. Each change answers with a redirect, so that a
-- reload repeats nothing. A guest's cart, which the session knows, is as durable as a member's.

local cart = require "cart"
local forms = require "cart.forms"
local merge_cart = require "flows.merge_cart"
local show_cart = require("flows.show_cart").run
local visitor_cart = require "flows.visitor_cart"
local fault = require "shared.fault"

local pages = {}

local function refresh_count(ctx, cart_id) visitor_cart.counted(ctx, cart.count(ctx.mall.id, cart_id)) end

function pages.show(ctx)
  local view = show_cart(ctx.mall, visitor_cart.find(ctx))
  if not view.empty then visitor_cart.counted(ctx, #view.lines) end
  view.undo = ctx.session:take "cart_undo"
  view.page = { title = "장바구니 | " .. ctx.mall.name, robots = "noindex" }
  return ctx:render("cart/cart", view)
end

local function refuse(added)
  if not added then return nil, fault("cart.gone") end
  if not added.line_id then
    if added.most <= 0 then return nil, fault("stock.sold_out", { product = added.name, available = 0 }) end
    return nil, fault("cart.full", { most = cart.MOST_LINES })
  end
  return true
end

function pages.add(ctx)
  local values, errors = ctx:form(forms.add)
  if not values then return ctx:invalid(errors) end
  local cart_id = visitor_cart.claim(ctx)
  local added = cart.add(ctx.mall.id, cart_id, values.sku_id, values.qty)
  local ok, refused = refuse(added)
  if not ok then return ctx:refuse(refused) end
  visitor_cart.counted(ctx, added.others + 1)
  local notice = cart.clamp_notice(added, values.qty)
  if values.buy_now and not notice then return ctx:redirect "/checkout" end
  ctx:flash(notice and "error" or "ok", notice or cart.added_notice(added))
  return ctx:redirect(ctx:local_url(values.return_to, "/cart"))
end

function pages.change(ctx)
  local values, errors = ctx:form(forms.change)
  if not values then return ctx:invalid(errors) end
  local cart_id = visitor_cart.find(ctx)
  local changed = cart_id and cart.change(ctx.mall.id, cart_id, ctx.params.id, values.qty)
  if not changed then return ctx:refuse(fault("cart.gone")) end
  local notice = cart.clamp_notice(changed, values.qty)
  if notice then ctx:flash("error", notice) end
  return ctx:redirect "/cart"
end

function pages.remove(ctx)
  local cart_id = visitor_cart.find(ctx)
  local removed = cart_id and cart.remove(ctx.mall.id, cart_id, ctx.params.id)
  if removed then
    ctx.session:set("cart_undo", { line_id = removed.id, name = removed.name })
    refresh_count(ctx, cart_id)
  end
  return ctx:redirect "/cart"
end

function pages.undo(ctx)
  local values, errors = ctx:form(forms.undo)
  if not values then return ctx:invalid(errors) end
  local cart_id = visitor_cart.find(ctx)
  if cart_id and cart.restore(ctx.mall.id, cart_id, values.line_id) then refresh_count(ctx, cart_id) end
  return ctx:redirect "/cart"
end

-- A guest's cart that was put into the member's at log-in comes out again, and waits for when this browser is a guest's.
function pages.unmerge(ctx)
  local values, errors = ctx:form(forms.unmerge)
  if not values then return ctx:invalid(errors) end
  local undone, refused = merge_cart.undo(ctx.mall, ctx.member.cart_id, values.merge_id)
  if not undone then return ctx:refuse(refused) end
  ctx.session:set("guest_cart", undone.guest_id)
  ctx:flash("ok", "장바구니를 합치기 전으로 되돌렸어요. 로그인하기 전에 담은 상품은 로그아웃하면 다시 보여요.")
  return ctx:redirect "/cart"
end

return pages
