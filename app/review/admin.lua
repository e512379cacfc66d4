-- Reviews in the back office: the list, and one that may be hidden with a reason.

local desk = require "review.desk.store"
local forms = require "review.forms"
local grid = require "review.grid"
local hide_words = require("flows.hide_words").run
local show_grid = require("flows.show_grid").run

local pages = {}

function pages.list(ctx)
  local mall_id = ctx.mall.id
  return show_grid(ctx, grid, { rows = function(ask) return desk.list(mall_id, ask) end,
    count = function(ask) return desk.count(mall_id, ask) end }, { title = "상품 후기" })
end

local function detail(ctx, found, errors, status)
  local hidden = found.hidden_at ~= nil
  return ctx:render("review/detail", {
    review = { title = found.product_name, body = found.body, rating = found.rating,
      badge = hidden and { label = "가려짐", tone = "bad" } or { label = "보임", tone = "good" },
      facts = { { label = "쓴 사람", text = found.author }, { label = "쓴 때", at = found.created_at },
        { label = "상품", link = { label = found.product_name, url = "/p/" .. found.slug } },
        { label = "옵션", text = found.option_label },
        { label = "주문", link = found.order_number and { label = found.order_number,
          url = "/admin/orders/" .. found.order_number } },
        { label = "가린 이유", text = found.hidden_why } } },
    hidden = hidden, action = "/admin/reviews/" .. found.id, form = { values = {}, errors = errors or {} },
    may_write = ctx.staff.can "inquiries.write",
    page = { title = found.product_name, crumbs = { { name = "상품 후기", url = "/admin/reviews" },
      { name = found.product_name } } },
  }, status)
end

local function find(ctx) return desk.get(ctx.mall.id, ctx.params.id) end

function pages.show(ctx)
  local found = find(ctx)
  if not found then return ctx:not_found() end
  return detail(ctx, found)
end

local function set(ctx, found, why, sentence)
  local done, refused = hide_words(ctx, "review", found.id, why)
  if not done then return nil, refused end
  ctx:flash("ok", sentence)
  return ctx:redirect("/admin/reviews/" .. found.id)
end

function pages.hide(ctx)
  local found = find(ctx)
  if not found then return ctx:not_found() end
  local values, errors = ctx:form(forms.hide)
  if not values then return detail(ctx, found, errors, 422) end
  return set(ctx, found, values.why, "후기를 가렸어요. 평균 별점에서도 빠져요.")
end

function pages.show_again(ctx)
  local found = find(ctx)
  if not found then return ctx:not_found() end
  return set(ctx, found, nil, "후기를 다시 보이게 했어요.")
end

return pages
